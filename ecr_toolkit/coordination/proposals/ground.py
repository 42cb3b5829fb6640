"""The ground on both sides of a border: levels, candidates, what was taken out, what is protected, what was edited."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from osgeo import ogr

from ...raster.grid import Grid, Window
from ...raster.polygonised import polygonised
from ...raster.zones import Zone
from ..pieces import Pieces, length

EXTREME, IMPORTANT, GENERAL = 5, 3, 1
CORNER_M = 5.0  # land that meets a stretch on less than this touches it at a corner only
_TOUCH_M = 0.5


@dataclass(frozen=True)
class Ground:
    """Rasters are (rows, cols) of ``grid``; polygons are by unit where a unit can have its own.

    ``level``: protection level 5/3/1, 255 unknown, 0 outside. ``candidate``: cells that are candidates by themselves,
    not by the rules that smooth. ``deducted``: cells that conflicts took out, by conflict code. ``protected``: all
    protected areas; ``forced``: those that are in the redline as a whole. ``added``, ``removed``: land of a unit that
    edits put in or took out.
    """

    grid: Grid
    level: np.ndarray
    candidate: np.ndarray
    units: Mapping[str, Pieces]
    redline: Mapping[str, Pieces]
    deducted: Mapping[str, np.ndarray] = field(default_factory=dict)
    protected: Pieces = field(default_factory=Pieces)
    forced: Pieces = field(default_factory=Pieces)
    added: Mapping[str, Pieces] = field(default_factory=dict)
    removed: Mapping[str, Pieces] = field(default_factory=dict)

    def cells(self, zone: Zone) -> tuple[np.ndarray, np.ndarray]:
        """Levels of the cells in a zone's window and which of them conflicts took out, (rows, cols)."""
        taken = np.zeros(zone.shares.shape, bool)
        for mask in self.deducted.values():
            taken |= zone.cut(mask)
        return zone.cut(self.level), taken

    def outline_of(self, cells: np.ndarray, window: Window) -> ogr.Geometry:
        """The outlines of the true cells of a window."""
        grid = self.grid
        part = Grid(grid.crs, grid.cell, grid.left + window.col * grid.cell, grid.top - window.row * grid.cell,
                    window.cols, window.rows)
        return polygonised(cells, part)


def frontage(line: ogr.Geometry, polygon: ogr.Geometry) -> float:
    """Metres of a line that a polygon beside it touches."""
    return length(line.Intersection(polygon.Buffer(_TOUCH_M)))
