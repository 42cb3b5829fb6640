"""IGBP land cover: names, groups and the class tables of the methods, read from data files with a source column."""

import csv
from collections.abc import Mapping
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Callable

import numpy as np

from ..languages.messages import N_

TABLES = Path(__file__).with_name("tables")

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


_GROUPS = np.full(256, -1, np.int16)
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
    codes = np.where(np.isnan(land_cover), 255, land_cover).astype(np.int64)
    return _GROUPS[np.clip(codes, 0, 255)]


@cache
def class_table(name: str, column: str) -> np.ndarray:
    """A column of a class table (``tables/<name>.csv``, key column ``igbp``) as a look-up of 256, NaN elsewhere."""
    values = np.full(256, np.nan)
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values[int(row["igbp"])] = float(row[column])
    return values


def look_up(land_cover: np.ndarray, name: str, column: str) -> np.ndarray:
    """Value of a class table for each cell; NaN for nodata and classes without a value."""
    codes = np.where(np.isnan(land_cover), 255, land_cover).astype(np.int64)
    return class_table(name, column)[np.clip(codes, 0, 255)]


def over_classes(blocks: Mapping[str, np.ndarray], per_class: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """``per_class(codes)`` of a block's land cover; where the shares of classes are known, its mean over the classes of
    each cell, weighted by their shares (methods.md §0.4). A class without a value makes its cells NaN."""
    shares = blocks.get("land_cover_shares")
    if shares is None:
        return per_class(blocks["land_cover"])
    total, weight = np.zeros(shares.shape[1:]), np.zeros(shares.shape[1:])
    for code, share in enumerate(shares):
        present = share > 0  # not where it is NaN
        if present.any():
            total += np.where(present, share * per_class(np.full(share.shape, code, np.float32)), 0.0)
            weight += np.where(present, share, 0.0)
    return np.where(weight > 0, total / np.where(weight > 0, weight, 1.0), np.nan)
