"""Grading by cumulative share: which values hold the first 50 % and 80 % of a service (methods.md §2.1-2.2).

Streamed in two passes: the first counts values by bin and finds the bin in which a break lies, the second counts the
single values of that bin. Exact, ties included, for rasters of any size and any window.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Optional

import numpy as np

from ..feedback import Feedback
from .blocks import COUNTING_BYTES, blocks
from .grid import AnyGrid
from .keys import Histogram, lower_bits, values_of

EXTREME, IMPORTANT, GENERAL = 5, 3, 1
SHARES = (0.5, 0.8)
_ROUNDING = 1e-12
_ZONES_AT_ONCE = 64  # bounds the memory of the counts: about 1 MB a zone and window
_Function = Callable[[np.ndarray, Optional[np.ndarray]], object]


@dataclass(frozen=True)
class Breaks:
    """The lower limits of class 5 and class 3 and what lies above them.

    ``area_shares`` and ``value_shares`` are the realised shares (0-1) of valid area and of the total that class 5,
    and classes 5 and 3 together, hold; with ties they can exceed the shares asked for.
    """

    extreme: float
    important: float
    total: float
    area_shares: tuple[float, float]
    value_shares: tuple[float, float]


NOTHING = Breaks(np.inf, np.inf, 0.0, (0.0, 0.0), (0.0, 0.0))


@dataclass
class _Tally:
    """What is counted of one zone: valid cells, positive values by bin, values of the bins that hold breaks, and the
    sums of the bins from the highest down."""

    valid: int = 0
    histogram: Histogram = field(default_factory=Histogram.empty)
    inside: dict[int, np.ndarray] = field(default_factory=dict)
    cumulative: np.ndarray = field(default_factory=lambda: np.zeros(1))

    @classmethod
    def of(cls, values: np.ndarray) -> "_Tally":
        known = values[~np.isnan(values)]
        return cls(known.size, Histogram.of(known[known > 0]))

    def add(self, other: "_Tally") -> None:
        self.valid += other.valid
        self.histogram.add(other.histogram)

    def find_bins(self, shares: Sequence[float]) -> None:
        """Which bins hold the breaks."""
        self.cumulative = np.cumsum(self.histogram.sums()[::-1])
        if self.total > 0:
            self.inside = {len(self.cumulative) - 1 - self._place(share): np.zeros(1, np.int64) for share in shares}

    @property
    def total(self) -> float:
        """Sum of the positive values, once the bins are found."""
        return float(self.cumulative[-1])

    def _place(self, share: float) -> int:
        """Where, from the highest bin down, the share is reached."""
        return int(np.argmax(self.cumulative / self.total >= share - _ROUNDING))

    def limits(self, shares: Sequence[float]) -> list[float]:
        """The lower limits of the cells that hold each share; infinite where nothing is positive."""
        return [self._break(share)[0] for share in shares] if self.total else [np.inf] * len(shares)

    def breaks(self, shares: Sequence[float]) -> Breaks:
        if self.total == 0:
            return NOTHING
        found = [self._break(share) for share in shares]
        return Breaks(found[0][0], found[1][0], self.total, tuple(cells / self.valid for _value, cells, _sum in found),
                      tuple(held / self.total for _value, _cells, held in found))

    def _break(self, share: float) -> tuple[float, int, float]:
        """(value, cells at or above it, their sum) where the cumulative sum reaches the share."""
        index = self._place(share)
        wanted = len(self.cumulative) - 1 - index
        above = float(self.cumulative[index - 1]) if index else 0.0
        counts, values = self.inside[wanted][::-1], values_of(wanted)[::-1]
        held = above + np.cumsum(counts * values)
        cells = int(self.histogram.counts[wanted + 1:].sum()) + np.cumsum(counts)
        reaching = (counts > 0) & (held / self.total >= share - _ROUNDING)
        # rounding of the two sums may differ in the last bit: then the lowest value of the bin holds the break
        at = int(np.argmax(reaching)) if reaching.any() else int(np.flatnonzero(counts)[-1])
        return float(values[at]), int(cells[at]), float(held[at])


def cumulative_breaks(values: np.ndarray, shares: Sequence[float] = SHARES) -> Breaks:
    """Breaks of the positive ``values`` (any shape, float32, NaN = nodata) where their cumulative sum, from the
    highest down, reaches the ``shares`` of the total (methods.md §2.2). Cells have equal areas, ties share a class,
    negative values count as zero. With nothing positive the breaks are infinite: every valid cell is class 1.
    """
    return _tallied(lambda function: [function(values.ravel(), None)], [None], shares)[None].breaks(shares)


def streamed_breaks(path: Path, grid: AnyGrid, feedback: Feedback, zones: Optional[Path] = None,
                    codes: Sequence[int] = (), shares: Sequence[float] = SHARES, window_rows: int = 0,
                    threads: int = 0) -> dict[Optional[int], Breaks]:
    """Breaks of a raster on the grid: {None: …} over all its cells, or one for each of the ``codes`` of a zone
    raster (cells of other codes count nowhere). Memory is bounded as in ``blocks``. Raises Cancelled."""
    tallies = _streamed(path, grid, feedback, zones, codes, shares, window_rows, threads)
    return {code: tally.breaks(shares) for code, tally in tallies.items()}


def streamed_limits(path: Path, grid: AnyGrid, feedback: Feedback, zones: Optional[Path] = None,
                    codes: Sequence[int] = (), shares: Sequence[float] = SHARES) -> dict[Optional[int], list[float]]:
    """As ``streamed_breaks``, only the lower limits, for any number of shares."""
    tallies = _streamed(path, grid, feedback, zones, codes, shares)
    return {code: tally.limits(shares) for code, tally in tallies.items()}


def streamed_means(path: Path, grid: AnyGrid, feedback: Feedback, zones: Optional[Path] = None,
                   codes: Sequence[int] = ()) -> dict[Optional[int], float]:
    """Mean of the known cells, over all or by code of a zone raster; negative values count as zero, as in grading.
    Infinite where nothing is positive."""
    tallies = _streamed(path, grid, feedback, zones, codes, ())
    return {code: tally.total / tally.valid if tally.total > 0 else np.inf for code, tally in tallies.items()}


def _streamed(path: Path, grid: AnyGrid, feedback: Feedback, zones: Optional[Path], codes: Sequence[int],
              shares: Sequence[float], window_rows: int = 0, threads: int = 0) -> dict[Optional[int], _Tally]:
    inputs = {"values": path} if zones is None else {"values": path, "zones": zones}
    wanted = list(codes) if zones else [None]
    groups = [wanted[start:start + _ZONES_AT_ONCE] for start in range(0, len(wanted), _ZONES_AT_ONCE)]
    found: dict[Optional[int], _Tally] = {}
    for number, group in enumerate(groups):
        parts = iter(feedback.part((number + half / 2) / len(groups), (number + (half + 1) / 2) / len(groups))
                     for half in (0, 1))

        def run(function: _Function, parts=parts) -> Iterator:
            passed = blocks(inputs, lambda read, _window: function(
                read["values"].ravel(), read["zones"].ravel() if zones else None),
                            grid, next(parts), window_rows=window_rows, threads=threads,
                            window_bytes=COUNTING_BYTES)
            return (result for _window, result in passed)

        found.update(_tallied(run, group, shares))
    return found


def _tallied(run: Callable[[_Function], Iterable], codes: Sequence[Optional[int]],
             shares: Sequence[float]) -> dict[Optional[int], _Tally]:
    """``run(function)`` gives ``function(values, zones)`` of every window; it is called once for each pass."""
    tallies = {code: _Tally() for code in codes}
    for counted in run(lambda values, zones: {code: _Tally.of(_of(code, values, zones)) for code in codes}):
        for code, tally in counted.items():
            tallies[code].add(tally)
    for tally in tallies.values():
        tally.find_bins(shares)
    if not shares:
        return tallies

    def look_inside(values: np.ndarray, zones: Optional[np.ndarray]) -> dict:
        return {(code, wanted): lower_bits(_positive(_of(code, values, zones)), wanted)
                for code, tally in tallies.items() for wanted in tally.inside}

    for counted in run(look_inside):
        for (code, wanted), counts in counted.items():
            tallies[code].inside[wanted] = tallies[code].inside[wanted] + counts
    return tallies


def _of(code: Optional[int], values: np.ndarray, zones: Optional[np.ndarray]) -> np.ndarray:
    return values if code is None else values[zones == code]


def _positive(values: np.ndarray) -> np.ndarray:
    return values[values > 0]


def classify(values: np.ndarray, extreme, important) -> np.ndarray:
    """Classes 5, 3, 1 (uint8) of the values by their breaks (numbers or arrays); 255 where nodata; zero and below is
    always class 1."""
    classes = np.full(values.shape, GENERAL, np.uint8)
    classes[(values > 0) & (values >= important)] = IMPORTANT
    classes[(values > 0) & (values >= extreme)] = EXTREME
    classes[np.isnan(values)] = 255
    return classes


def highest_class(layers: Sequence[np.ndarray]) -> np.ndarray:
    """Cell-wise maximum of class layers (methods.md §2.3, §3.6).

    0 (outside a layer's domain) gives way to any class. 255 (unknown) gives way to known classes too, because one
    missing function must not blot out the others; only a cell unknown in every layer stays unknown.
    """
    stack = np.stack([np.where(layer == 255, 0, layer) for layer in layers])
    known = np.any(np.stack([layer != 255 for layer in layers]), axis=0)
    return np.where(known, stack.max(axis=0), 255).astype(np.uint8)
