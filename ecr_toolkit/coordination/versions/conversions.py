"""Land that was turned over inside the line: matrix of transitions, and patches of natural land that became cropland or
built-up land (methods.md §9.2)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from osgeo import ogr

from ...languages.messages import N_
from ...models.land_cover import Group, group_of
from ...pilot.layers import Feature, parts, polygons
from ...raster.grid import Grid
from ...raster.polygonised import polygonised
from ...raster.zones import Zone
from .nature import ARTIFICIAL

# The six groups of the methods, and the natural land that they leave out
GROUPS = {"forest": N_("forest"), "shrub": N_("shrub"), "grass": N_("grassland"), "water": N_("wetland and water"),
          "crop": N_("cropland and plantation"), "artificial": N_("built-up land"),
          "bare": N_("bare land, snow and ice")}
_NAMES = tuple(GROUPS)
_PLACE = {Group.FOREST: 0, Group.SHRUB: 1, Group.GRASS: 2, Group.WATER: 3, Group.WETLAND: 3, Group.CROP: 4,
          Group.URBAN: 5, Group.BARE: 6, Group.ICE: 6}
_LOOK_UP = np.array([_PLACE[group] for group in Group], np.uint8)
_UNKNOWN = 255
MATRIX_COLUMNS = ("code", "before", "after", "area_km2")
PATCH_FIELDS = {"code": str, "after": str, "area_ha": float}
# Cell (m) → smallest patch that is listed (ha)
SMALLEST_HA = {2: 0.04, 10: 0.5, 30: 2.0, 250: 25.0}


def smallest_patch_ha(cell_m: float) -> float:
    """The smallest patch listed at a cell size: that of the next coarser row of the methods, at least one cell."""
    coarser = [ha for cell, ha in SMALLEST_HA.items() if cell_m <= cell]
    return min(coarser) if coarser else max(cell_m**2 / 1e4, *SMALLEST_HA.values())


def transitions(zones: Mapping[str, ogr.Geometry], before: np.ndarray, after: np.ndarray, grid: Grid
                ) -> list[dict[str, Any]]:
    """Rows (MATRIX_COLUMNS) of what became what in every polygon (code → outline). ``before``, ``after``: IGBP classes
    (rows, cols) on the grid, 255 unknown; where either is unknown nothing is counted."""
    first, second = group_of(before), group_of(after)
    pair = np.where((first >= 0) & (second >= 0), len(GROUPS) * _LOOK_UP[first] + _LOOK_UP[second], _UNKNOWN)
    rows = []
    for code, outline in zones.items():
        areas = Zone.of(outline, grid).area_by_class(pair, range(len(GROUPS)**2), grid.cell_km2)
        rows += [{"code": code, "before": _NAMES[number // len(GROUPS)], "after": _NAMES[number % len(GROUPS)],
                  "area_km2": round(km2, 4)} for number, km2 in areas.items() if km2 > 0]
    return rows


def converted(zones: Mapping[str, ogr.Geometry], before: np.ndarray, after: np.ndarray, grid: Grid, smallest_ha: float
              ) -> list[Feature]:
    """Patches (PATCH_FIELDS) of natural land that became cropland or built-up, as large as ``smallest_ha`` inside a
    polygon, largest first. These are violations once a second year or source confirms them."""
    first, second = group_of(before), group_of(after)
    natural = (first >= 0) & ~np.isin(first, ARTIFICIAL)
    found = []
    for group in ARTIFICIAL:
        outlines = polygonised(natural & (second == group), grid)
        for code, zone in zones.items():
            inside = outlines if outlines.IsEmpty() else polygons(outlines.Intersection(zone))
            found += [Feature(part.Clone(), {"code": code, "after": _NAMES[_PLACE[group]],
                                             "area_ha": round(part.GetArea() / 1e4, 4)})
                      for part in parts(inside) if part.GetArea() / 1e4 >= smallest_ha]
    return sorted(found, key=lambda patch: (-patch.values["area_ha"], patch.geometry.GetEnvelope()))
