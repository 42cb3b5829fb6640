"""IGBP land cover: names, groups, and values by class averaged over the shares of classes in a cell."""

from enum import IntEnum
from typing import Callable

import numpy as np

from ..languages.messages import N_
from .class_tables import codes_of
from .declaration import Values

NAMES: dict[int, str] = {
    0: N_("water"), 1: N_("evergreen needleleaf forest"), 2: N_("evergreen broadleaf forest"),
    3: N_("deciduous needleleaf forest"), 4: N_("deciduous broadleaf forest"), 5: N_("mixed forest"),
    6: N_("closed shrubland"), 7: N_("open shrubland"), 8: N_("woody savanna"), 9: N_("savanna"),
    10: N_("grassland"), 11: N_("wetland"), 12: N_("cropland"), 13: N_("built-up land"),
    14: N_("cropland and natural vegetation mosaic"), 15: N_("snow and ice"), 16: N_("bare land"),
}


class Group(IntEnum):
    """What the tables of the methods tell apart."""

    WATER, FOREST, SHRUB, GRASS, WETLAND, CROP, URBAN, ICE, BARE = range(9)


_GROUPS = np.full(256, -1, np.int8)
_GROUPS[[0, 17]] = Group.WATER
_GROUPS[[1, 2, 3, 4, 5]] = Group.FOREST
_GROUPS[[6, 7, 8]] = Group.SHRUB
_GROUPS[[9, 10]] = Group.GRASS
_GROUPS[11] = Group.WETLAND
_GROUPS[[12, 14]] = Group.CROP
_GROUPS[13] = Group.URBAN
_GROUPS[15] = Group.ICE
_GROUPS[16] = Group.BARE


def group_of(land_cover: np.ndarray) -> np.ndarray:
    """Group of each IGBP class; −1 for nodata and classes outside the legend."""
    return _GROUPS[codes_of(land_cover)]


def over_classes(values: Values, per_class: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """``per_class(codes)`` of a block's land cover (codes uint8, 255 unknown); where the shares of classes are known,
    its mean over the classes of each cell, weighted by their shares (methods.md §0.4). A class without a value makes
    its cells NaN."""
    shares = values.get("land_cover_shares")
    if shares is None:
        return per_class(codes_of(values["land_cover"]))
    total, weight = np.zeros(shares.shape[1:], np.float32), np.zeros(shares.shape[1:], np.float32)
    for code, share in enumerate(shares):
        present = share > 0  # not where it is NaN
        if present.any():
            total += np.where(present, share * per_class(np.full(share.shape, code, np.uint8)), np.float32(0))
            weight += np.where(present, share, np.float32(0))
    return np.where(weight > 0, total / np.where(weight > 0, weight, np.float32(1)), np.float32(np.nan))


def over_served_classes(values: Values, per_class: Callable[[np.ndarray], np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """(mean of ``per_class`` over the classes that have a value, weighted by their shares; the share 0-1 of the cell
    that they hold). Classes without a value give no service; where the land cover is unknown, the share is NaN."""
    shares = values.get("land_cover_shares")
    if shares is None:
        codes = codes_of(values["land_cover"])
        found = per_class(codes)
        has = ~np.isnan(found)
        return np.where(has, found, np.float32(0)), np.where(codes == 255, np.float32(np.nan), has).astype(np.float32)
    total, weight = np.zeros(shares.shape[1:], np.float32), np.zeros(shares.shape[1:], np.float32)
    for code, share in enumerate(shares):
        present = share > 0
        if present.any():
            found = per_class(np.full(share.shape, code, np.uint8))
            counts = present & ~np.isnan(found)
            total += np.where(counts, share * found, np.float32(0))
            weight += np.where(counts, share, np.float32(0))
    mean = np.where(weight > 0, total / np.where(weight > 0, weight, np.float32(1)), np.float32(0))
    return mean, np.where(np.isnan(shares).any(axis=0), np.float32(np.nan), weight)
