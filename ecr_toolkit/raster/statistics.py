"""Statistics of rasters, streamed, the same to the last bit for any window: sums are made of pieces of rows as wide as
a tile, and the pieces are added exactly."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional

import numpy as np

from ..feedback import Feedback
from .blocks import Blocks, blocks
from .files import TILE
from .grid import AnyGrid, Window


@dataclass(frozen=True)
class Moments:
    """Of the known cells of some rows: their number, extremes, and float64 sums of values and squares."""

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
        """Sum of all known cells: sums of pieces in float64, added exactly."""
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
    """Moments of a block (..., rows, cols) that begins at the edge of a tile, float32 with NaN for nodata."""
    rows = block.reshape(-1, block.shape[-1])
    missing = np.isnan(rows)
    count = rows.size - int(np.count_nonzero(missing))
    if not count:
        return Moments(0, math.nan, math.nan, (), ())
    exact = rows.astype(np.float64)
    np.copyto(exact, 0.0, where=missing)
    pieces = np.arange(0, rows.shape[1], TILE)
    sums, squares = (np.add.reduceat(values, pieces, axis=1).ravel().tolist() for values in (exact, exact * exact))
    return Moments(count, float(np.fmin.reduce(rows, axis=None)), float(np.fmax.reduce(rows, axis=None)),
                   tuple(sums), tuple(squares))


def streamed_moments(path: Path, grid: AnyGrid, feedback: Feedback,
                     reduce: Optional[Callable[..., np.ndarray]] = None) -> Moments:
    """Moments of a raster; ``reduce`` (np.sum, np.mean) brings the bands of each cell to one number first. Memory is
    bounded as in ``blocks``. Raises Cancelled."""
    def count(read: Blocks, _window: Window) -> Moments:
        values = read["values"]
        return moments_of(values if reduce is None else reduce(values, axis=0, dtype=np.float64))

    return Moments.together([found for _window, found in blocks({"values": path}, count, grid, feedback)])
