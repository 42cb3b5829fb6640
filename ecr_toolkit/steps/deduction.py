"""What conflicts take out of a pilot's redline, on its grid (methods.md §5.3)."""

from collections.abc import Mapping

import numpy as np

from ..boundary.conflicts.deduction import Deduction
from ..boundary.conflicts.rules import CODES
from ..languages.messages import N_
from ..pilot.pilot import Pilot
from ..raster import files
from ..raster.coverage import half_covered

RASTER = "taken_out.tif"
BITS = {code: 1 << number for number, code in enumerate(CODES)}  # C1 is 1, C2 is 2, C3 is 4 … C10 is 512


def cells_by_code(deduction: Deduction) -> dict[str, np.ndarray]:
    """Conflict code → cells that are taken out, those that outlines cover at least by half among them."""
    found = dict(deduction.masks)
    for code, area in deduction.outlines.items():
        cells = half_covered(area, deduction.grid)
        found[code] = found[code] | cells if code in found else cells
    return found


def publish_taken_out(pilot: Pilot, by_code: Mapping[str, np.ndarray]) -> str:
    """``taken_out.tif``: bits (BITS, uint16) that say for which conflicts a cell is taken out, 0 where it is not; gives
    its name. ``by_code``: as ``cells_by_code`` gives them."""
    bits = np.zeros(pilot.grid.shape, np.uint16)
    for code, cells in by_code.items():
        bits[cells] |= BITS[code]
    files.write(pilot.folder / RASTER, pilot.grid, bits, "zone", N_("conflict, taken out"), "bits")
    return RASTER


def taken_out(pilot: Pilot) -> dict[str, np.ndarray]:
    """Conflict code → cells (boolean, rows and cols) that the boundary step took out; codes that take out nothing are
    left out. Raises InputError."""
    bits = files.read(pilot.folder / RASTER)
    present = int(np.bitwise_or.reduce(bits, axis=None))
    return {code: (bits & bit) > 0 for code, bit in BITS.items() if present & bit}
