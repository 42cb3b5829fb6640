"""Statistics of rasters, streamed, the same to the last bit for any window: sums are made row by row, then exactly."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional

import numpy as np

from ..feedback import Feedback
from .blocks import Blocks, blocks
from .grid import AnyGrid, Window


@dataclass(frozen=True)
class Moments:
    """Of the known cells of some rows: their number, extremes, and a float64 sum of values and squares a row."""

    count: int
    minimum: float
    maximum: float
    sums: tuple[float, ...]
    squares: tuple[float, ...]

    @classmethod
    def together(cls, moments: Sequence["Moments"]) -> "Moments":
        """Of all rows, in order; without any known cell count is 0 and the extremes are NaN."""
        known = [one for one in moments if one.count]
        if not known:
            return cls(0, math.nan, math.nan, (), ())
        return cls(sum(one.count for one in known), min(one.minimum for one in known),
                   max(one.maximum for one in known), tuple(value for one in known for value in one.sums),
                   tuple(value for one in known for value in one.squares))

    @property
    def total(self) -> float:
        """Sum of all known cells: sums of rows in float64, added exactly."""
        return math.fsum(self.sums)

    @property
    def mean(self) -> float:
        return self.total / self.count if self.count else math.nan

    @property
    def deviation(self) -> float:
        """Standard deviation of the population."""
        if not self.count:
            return math.nan
        return math.sqrt(max(0.0, math.fsum(self.squares) / self.count - self.mean**2))


def moments_of(block: np.ndarray) -> Moments:
    """Moments of a block (..., rows, cols), float32 with NaN for nodata."""
    rows = block.reshape(-1, block.shape[-1])
    missing = np.isnan(rows)
    count = rows.size - int(np.count_nonzero(missing))
    if not count:
        return Moments(0, math.nan, math.nan, (), ())
    exact = rows.astype(np.float64)
    np.copyto(exact, 0.0, where=missing)
    return Moments(count, float(np.fmin.reduce(rows, axis=None)), float(np.fmax.reduce(rows, axis=None)),
                   tuple(exact.sum(axis=1).tolist()), tuple(np.einsum("ij,ij->i", exact, exact).tolist()))


def streamed_moments(path: Path, grid: AnyGrid, feedback: Feedback,
                     reduce: Optional[Callable[..., np.ndarray]] = None) -> Moments:
    """Moments of a raster; ``reduce`` (np.sum, np.mean) brings the bands of each cell to one number first. Memory is
    bounded as in ``blocks``. Raises Cancelled."""
    def count(read: Blocks, _window: Window) -> Moments:
        values = read["values"]
        return moments_of(values if reduce is None else reduce(values, axis=0, dtype=np.float64))

    return Moments.together([found for _window, found in blocks({"values": path}, count, grid, feedback)])
