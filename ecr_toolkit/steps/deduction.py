"""What conflicts take out of a pilot's redline, on its grid (methods.md §5.3)."""

import numpy as np
from osgeo import ogr

from ..boundary.conflicts.deduction import Deduction
from ..feedback import Feedback
from ..pilot.pilot import Pilot
from ..raster.grid import Grid
from ..raster.zones import Zone
from .conflicts import conflict_objects


def deducted_cells(pilot: Pilot, feedback: Feedback) -> dict[str, np.ndarray]:
    """Conflict code → cells (rows, cols) that the rules and decisions take out. Raises InputError, Cancelled."""
    return cells_by_code(Deduction.of(conflict_objects(pilot, feedback), pilot.grid))


def cells_by_code(deduction: Deduction) -> dict[str, np.ndarray]:
    """Conflict code → cells that are taken out, those that outlines cover at least by half among them."""
    found = dict(deduction.masks)
    for code, area in deduction.outlines.items():
        cells = covered(area, deduction.grid)
        found[code] = found[code] | cells if code in found else cells
    return found


def covered(area: ogr.Geometry, grid: Grid) -> np.ndarray:
    """Cells (rows, cols) of which an area covers at least half."""
    return Zone.of(area, grid).spread(grid) >= 0.5
