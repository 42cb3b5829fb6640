"""The ground that stakes stand on: where a section is accessible, and where no stake can stand (methods.md §5.9)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Optional

import numpy as np

from ...raster.grid import Grid

STEEP_DEGREES, REACH_M = 25.0, 1000.0

OfPoints = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Ground:
    """What is known of the ground, as functions of points (n, 2; metres in the grid's system).

    ``accessible``: bool (n,), where it is not given every section counts as accessible, which asks for more stakes;
    ``unreachable``: bool (n,), cliff, glacier or open water, where stakes are virtual;
    ``elevation``: metres (n,), NaN where unknown.
    """

    accessible: Optional[OfPoints] = None
    unreachable: Optional[OfPoints] = None
    elevation: Optional[OfPoints] = None


UNKNOWN_GROUND = Ground()


def of_cells(values: np.ndarray, grid: Grid, outside) -> OfPoints:
    """A function of points from cells of the grid, (rows, cols): the value of the cell that holds the point,
    ``outside`` beyond the grid."""
    def look_up(points: np.ndarray) -> np.ndarray:
        col = np.floor((points[:, 0] - grid.left) / grid.cell).astype(np.int64)
        row = np.floor((grid.top - points[:, 1]) / grid.cell).astype(np.int64)
        inside = (row >= 0) & (row < grid.rows) & (col >= 0) & (col < grid.cols)
        found = np.full(len(points), outside, values.dtype)
        found[inside] = values[row[inside], col[inside]]
        return found

    return look_up
