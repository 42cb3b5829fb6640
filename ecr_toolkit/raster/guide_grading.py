"""Grading as the guide prints it: on whole numbers Int(x / x_max · 100), summed from the highest down (§2.1).

Very sensitive to one outlier, so the scale can end at a high percentile instead of the maximum (§2.2).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np

from ..feedback import Feedback
from .blocks import Blocks, blocks
from .grading import NOTHING, Breaks
from .grid import AnyGrid
from .quantiles import quantiles_of

_STEPS = 101


def guide_numbers(values: np.ndarray, high: float) -> np.ndarray:
    """Int(x / high · 100), 0 … 100 (int64), of known values; negative ones count as zero."""
    return np.minimum(np.maximum(values, 0).astype(np.float64) * 100 / high + 1e-9, 100).astype(np.int64)


def streamed_guide_breaks(path: Path, grid: AnyGrid, feedback: Feedback, zones: Optional[Path] = None,
                          codes: Sequence[int] = (), shares: Sequence[float] = (0.5, 0.8),
                          clip_high: float = 0.999) -> dict[Optional[int], Breaks]:
    """Breaks of a raster on the grid as values, as ``grading.streamed_breaks`` gives them; their shares of value are
    those of the whole numbers. Raises Cancelled."""
    counted = _counted(path, grid, feedback, zones, codes, clip_high)
    return {code: one.breaks(shares) if one else NOTHING for code, one in counted.items()}


def streamed_guide_limits(path: Path, grid: AnyGrid, feedback: Feedback, zones: Optional[Path] = None,
                          codes: Sequence[int] = (), shares: Sequence[float] = (0.5, 0.8),
                          clip_high: float = 0.999) -> dict[Optional[int], list[float]]:
    """As ``streamed_guide_breaks``, only the lower limits, for any number of shares."""
    counted = _counted(path, grid, feedback, zones, codes, clip_high)
    return {code: one.limits(shares) if one else [math.inf] * len(shares) for code, one in counted.items()}


@dataclass(frozen=True)
class _Counted:
    """Cells of each whole number, what counts as 100, and the sum of the values."""

    counts: np.ndarray
    high: float
    total: float

    def places(self, shares: Sequence[float]) -> list[int]:
        """How many numbers below 100 each share is reached."""
        held = np.cumsum((self.counts * np.arange(_STEPS))[::-1])
        return [int(np.argmax(held / held[-1] >= share - 1e-12)) for share in shares]

    def limits(self, shares: Sequence[float]) -> list[float]:
        """The lower limits, as values."""
        return [_lowest(_STEPS - 1 - place, self.high) for place in self.places(shares)]

    def breaks(self, shares: Sequence[float]) -> Breaks:
        held = np.cumsum((self.counts * np.arange(_STEPS))[::-1])
        cells = np.cumsum(self.counts[::-1])
        places, limits = self.places(shares), self.limits(shares)
        return Breaks(limits[0], limits[1], self.total, tuple(float(cells[place] / cells[-1]) for place in places),
                      tuple(float(held[place] / held[-1]) for place in places))


def _counted(path: Path, grid: AnyGrid, feedback: Feedback, zones: Optional[Path], codes: Sequence[int],
             clip_high: float) -> dict[Optional[int], Optional[_Counted]]:
    """What is counted of each zone; None where no value is positive."""
    inputs = {"values": path} if zones is None else {"values": path, "zones": zones}
    wanted = list(codes) if zones else [None]
    return {code: _count(inputs, code, clip_high, grid, feedback.part(number / len(wanted), (number + 1) / len(wanted)))
            for number, code in enumerate(wanted)}


def _of_zone(read: Blocks, code: Optional[int]) -> np.ndarray:
    return read["values"] if code is None else np.where(read["zones"] == code, read["values"], np.float32(np.nan))


def _count(inputs, code: Optional[int], clip_high: float, grid: AnyGrid, feedback: Feedback) -> Optional[_Counted]:
    high = quantiles_of(inputs, lambda read, _window: _of_zone(read, code), [clip_high], grid,
                        feedback.part(0, 0.6))[0]
    if math.isnan(high) or high <= 0:
        return None

    def count(read: Blocks, _window) -> tuple[np.ndarray, float]:
        values = _of_zone(read, code)
        known = np.maximum(values[~np.isnan(values)], 0)
        return np.bincount(guide_numbers(known, high), minlength=_STEPS), float(known.sum(dtype=np.float64))

    found = [result for _window, result in blocks(inputs, count, grid, feedback.part(0.6, 1))]
    counts = sum(numbers for numbers, _sum in found)
    return _Counted(counts, high, math.fsum(sum_of for _numbers, sum_of in found)) if counts[1:].any() else None


def _lowest(number: int, high: float) -> float:
    """The lowest float32 value that becomes ``number``."""
    value = np.float32(number * high / 100)
    while guide_numbers(np.array([value]), high)[0] >= number:
        value = np.nextafter(value, np.float32(-np.inf))
    while guide_numbers(np.array([value]), high)[0] < number:
        value = np.nextafter(value, np.float32(np.inf))
    return float(value)
