"""Cumulative curves, streamed: how much of a total the best cells hold, cells sorted from the highest value down.

Cells are counted by the bins of their value (raster/keys.py: less than one per cent wide), so every point of a curve is
exact; only the values between two points are not told apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np

from ..feedback import Feedback
from .blocks import COUNTING_BYTES, Blocks, blocks
from .grid import AnyGrid, Window
from .keys import BINS

_PARTS = 2.0**24  # amounts are added as whole numbers of this part of the largest, so that no order matters


@dataclass(frozen=True)
class Curve:
    """Points from the highest value down: ``value`` the lower limit of the cells counted, ``along`` and ``held`` the
    shares (0-1) of both totals that they hold, (n,). The first point, nothing, is left out."""

    value: np.ndarray
    along: np.ndarray
    held: np.ndarray

    def thinned(self, points: int) -> "Curve":
        """At most so many points, evenly along, the last one kept."""
        if len(self.value) <= points:
            return self
        at = np.unique(np.searchsorted(self.along, np.linspace(0, 1, points) * self.along[-1]))
        at = np.unique(np.append(np.minimum(at, len(self.value) - 1), len(self.value) - 1))
        return Curve(self.value[at], self.along[at], self.held[at])


def streamed_curve(inputs: Mapping[str, Path], columns: Callable[[Blocks, Window], tuple], limits: tuple[float, float],
                   grid: AnyGrid, feedback: Feedback) -> Curve:
    """The curve of cells sorted by a value.

    ``columns(blocks, window)`` gives three arrays of one shape: the value by which cells are sorted (NaN: not counted;
    zero and below come last), the amount along the axis and the amount held, neither negative. ``limits``: the largest
    amount along and held of any cell. Empty without any positive amount. Raises Cancelled.
    """
    scales = [_PARTS / limit if limit > 0 else 0.0 for limit in limits]
    sums = np.zeros((2, BINS), np.int64)

    def count(read: Blocks, window: Window) -> np.ndarray:
        value, *amounts = columns(read, window)
        known = ~np.isnan(value)
        positive = np.maximum(np.ascontiguousarray(value[known], np.float32), np.float32(0))
        bins = (positive.view(np.uint32) >> np.uint32(16)).astype(np.int64)
        return np.stack([np.bincount(bins, weights=np.rint(np.broadcast_to(amount, value.shape)[known] * scale),
                                     minlength=BINS).astype(np.int64) for amount, scale in zip(amounts, scales)])

    for _window, found in blocks(inputs, count, grid, feedback, window_bytes=COUNTING_BYTES, narrow=True):
        sums += found
    there = np.flatnonzero(sums.any(axis=0))[::-1]
    totals = sums.sum(axis=1)
    if not len(there) or not totals.all():
        return Curve(np.zeros(0), np.zeros(0), np.zeros(0))
    starts = (there.astype(np.uint32) << np.uint32(16)).view(np.float32).astype(np.float64)
    along, held = np.cumsum(sums[:, there], axis=1) / totals[:, np.newaxis]
    return Curve(starts, along, held)
