"""Deduction: what land cover takes out of the candidates by conflict rules C1 and C3 (methods.md §4.5, §5.4).

Whole classes stand for farmland and built-up land here; decisions on single objects belong to coordination.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from ..raster.grid import Grid
from ..raster.zones import Zone

FARMLAND, BUILT_UP = "C1", "C3"


@dataclass(frozen=True)
class Deduction:
    """Boolean rasters of the deducted cells by conflict code."""

    masks: dict[str, np.ndarray]
    grid: Grid

    @classmethod
    def of(cls, land_cover: np.ndarray, farmland: Sequence[int], built_up: Sequence[int], locked: np.ndarray,
           grid: Grid) -> "Deduction":
        """Cells of the given land-cover classes, except those locked in by a protected area."""
        return cls({FARMLAND: np.isin(land_cover, list(farmland)) & ~locked,
                    BUILT_UP: np.isin(land_cover, list(built_up)) & ~locked}, grid)

    @property
    def outlines(self) -> dict:
        """Nothing but cells is taken out."""
        return {}

    @property
    def cells(self) -> np.ndarray:
        """All deducted cells."""
        return np.logical_or.reduce(list(self.masks.values()))

    def lies_in(self, polygon: ogr.Geometry) -> bool:
        """Whether a polygon holds a deducted cell, at least half of it."""
        return self.count_in(polygon) > 0

    def count_in(self, polygon: ogr.Geometry) -> int:
        """How many deducted cells lie in a polygon with at least half of their area."""
        zone = Zone.of(polygon, self.grid)
        return int(np.sum(zone.cut(self.cells) & (zone.shares >= 0.5)))
