"""A polygon on the grid: the cells it covers and by how much. For tables of a whole country see tabulate.py."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from .coverage import coverage, window_of
from .grid import Grid, Window


@dataclass(frozen=True)
class Zone:
    """A polygon on the grid: the window it touches and the share (0-1) of each cell there that it covers."""

    window: Window
    shares: np.ndarray

    @classmethod
    def of(cls, geometry: ogr.Geometry, grid: Grid) -> "Zone":
        """The zone of a (multi)polygon in grid CRS; an empty one covers nothing."""
        window = window_of(geometry, grid)
        if window is None:
            return cls(Window(0, 0, 0, 0), np.zeros((0, 0)))
        return cls(window, coverage(geometry, grid, window))

    def cut(self, array: np.ndarray) -> np.ndarray:
        """The part of an array of the whole grid, (..., rows, cols), under this zone's window."""
        w = self.window
        return array[..., w.row:w.row + w.rows, w.col:w.col + w.cols]

    def spread(self, grid: Grid) -> np.ndarray:
        """The shares as an array of the whole grid."""
        whole = np.zeros(grid.shape)
        self.cut(whole)[...] = self.shares
        return whole

    def area_by_class(self, classes: np.ndarray, wanted: Iterable[int], cell_km2: float) -> dict[int, float]:
        """km² of each wanted class of a class raster of the whole grid inside the zone."""
        block = self.cut(classes)
        sums = np.bincount(block.ravel(), weights=self.shares.ravel(), minlength=256) * cell_km2
        return {code: float(sums[code]) for code in wanted}


def labels(zones: Sequence[Zone], grid: Grid) -> np.ndarray:
    """The zone that covers most of each cell (uint16, 1 = the first); 0 where zones cover less than half of it
    (methods.md §0.4)."""
    total, most = np.zeros(grid.shape, np.float32), np.zeros(grid.shape, np.float32)
    label = np.zeros(grid.shape, np.uint16)
    for number, zone in enumerate(zones, 1):
        larger = zone.shares > zone.cut(most)
        zone.cut(label)[larger] = number
        zone.cut(most)[larger] = zone.shares[larger]
        zone.cut(total)[...] += zone.shares.astype(np.float32)
    label[total < 0.5] = 0
    return label
