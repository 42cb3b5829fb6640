"""Areas of classes within polygons, from exact coverage: every table adds up to the polygon's own area."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Optional

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

    def total(self, values: np.ndarray) -> float:
        """Sum over the zone of values per cell (NaN counts nothing), each weighted by the share covered."""
        block = self.cut(values).astype(np.float64)
        return float(np.nansum(block * self.shares))

    def fraction(self, mask: np.ndarray) -> Optional[float]:
        """Share (0-1) of the zone's area where a boolean raster of the whole grid is true; None for an empty zone."""
        whole = float(self.shares.sum())
        return None if whole == 0 else float(self.shares[self.cut(mask)].sum() / whole)
