"""Vegetation factors: cover from NDVI and the cover factor C of RUSLE (methods.md §1.2.5)."""

import numpy as np

from .land_cover import Group, group_of

# Lower limits of the columns of Table 1.2 (cover in percent; lower bound inclusive)
_COVER_LIMITS = np.array([10, 30, 50, 70, 90])
_TABLE = {
    Group.FOREST: (0.10, 0.08, 0.06, 0.02, 0.004, 0.001),
    Group.SHRUB: (0.40, 0.22, 0.14, 0.085, 0.040, 0.011),
    Group.GRASS: (0.45, 0.24, 0.15, 0.09, 0.043, 0.011),
}
_FIXED = {Group.WETLAND: 0.0, Group.WATER: 0.0, Group.URBAN: 0.01, Group.BARE: 0.7, Group.ICE: 0.7}


def vegetation_cover(ndvi: np.ndarray, soil: float, vegetation: float) -> np.ndarray:
    """Fractional vegetation cover 0-1 of NDVI between the values of bare soil and full vegetation."""
    return np.clip((ndvi - soil) / (vegetation - soil), 0, 1)


def cover_factor(land_cover: np.ndarray, cover: np.ndarray) -> np.ndarray:
    """C factor 0-1 by IGBP class and fractional cover 0-1: Table 1.2; dry cropland 0.221 − 0.595 log10 c."""
    column = np.digitize(np.nan_to_num(cover) * 100, _COVER_LIMITS)
    groups = group_of(land_cover)
    factor = np.full(cover.shape, np.nan)
    for group, values in _TABLE.items():
        factor = np.where(groups == group, np.array(values)[column], factor)
    for group, value in _FIXED.items():
        factor = np.where(groups == group, value, factor)
    with np.errstate(divide="ignore", invalid="ignore"):
        cropland = np.clip(0.221 - 0.595 * np.log10(cover), 0, 1)
    factor = np.where(groups == Group.CROP, cropland, factor)
    return np.where(np.isnan(cover), np.nan, factor)
