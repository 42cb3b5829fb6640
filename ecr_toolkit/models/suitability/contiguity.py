"""Contiguity: patches of suitable land too small to be used are worth a class less (methods.md §4.1, §4.2)."""

import numpy as np

from ...raster.objects import connected
from .grades import suitable


def bites(smallest_ha: float, cell_km2: float) -> bool:
    """Whether a patch of one cell can be too small."""
    return 100 * cell_km2 < smallest_ha


def without_small_patches(classes: np.ndarray, smallest_ha: float, cell_km2: float) -> np.ndarray:
    """Classes (uint8, rows, cols, the whole raster) with those of suitable cells (5 and 4) one lower where fewer than
    ``smallest_ha`` of them touch, corners too (methods.md §4.1: 1 ha, §4.2: 5 ha; design default)."""
    patches = connected(suitable(classes))
    small = np.bincount(patches.ravel()) * 100 * cell_km2 < smallest_ha
    small[0] = False
    return classes - small[patches].astype(np.uint8)
