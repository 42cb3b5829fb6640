"""Outlines: from candidate cells to simplified polygons (methods.md §5.4, B1-B4 and B7).

The line is simplified before holes and small patches are judged, so that the rules hold for what is published.
"""

from collections.abc import Mapping

import numpy as np
from osgeo import ogr

from ..pilot.layers import polygons
from ..raster.grid import Grid
from ..raster.polygonised import polygonised

BEYOND = 3  # cells by which candidates are carried on beyond the border, so that the border itself cuts them


def extended(mask: np.ndarray, known: np.ndarray) -> np.ndarray:
    """The mask carried on beyond the ``known`` cells, each new cell as most of its known neighbours are."""
    mask, known = mask & known, known.copy()
    for _ring in range(BEYOND):
        votes, voters = _neighbours(mask), _neighbours(known)
        new = ~known & (voters > 0)
        mask = mask | (new & (2 * votes >= voters))
        known = known | new
    return mask


def majority_filtered(mask: np.ndarray, locked: np.ndarray) -> np.ndarray:
    """B1: a cell flips when at least 5 of its 8 neighbours differ; locked cells never flip."""
    votes = _neighbours(mask)
    flipped = np.where(mask, 8 - votes >= 5, votes >= 5)
    return np.where(flipped & ~locked, ~mask, mask)


def _neighbours(mask: np.ndarray) -> np.ndarray:
    padded = np.pad(mask, 1).astype(np.int16)
    rows, cols = mask.shape
    return sum(padded[row:row + rows, col:col + cols] for row in range(3) for col in range(3)) - mask


def outlines(candidate: np.ndarray, deducted: Mapping[str, np.ndarray], known: np.ndarray, locked: np.ndarray,
             grid: Grid, aggregation_m: float, simplify_m: float) -> dict[str, ogr.Geometry]:
    """Multipolygons in grid CRS after each rule, in order: ``candidates``, one entry a conflict code of
    ``deducted``, then ``B1`` filtered, ``B3`` joined, ``B4`` deducted again, ``B7`` simplified.

    All rasters are boolean, (rows, cols); ``locked`` cells are never flipped by the filter. Patches that meet only
    at a corner become one by B3.
    """
    mask = extended(candidate, known)
    found = {"candidates": polygonised(mask, grid)}
    for code, cells in deducted.items():
        mask = mask & ~cells
        found[code] = polygonised(mask, grid)
    joined = found["B1"] = polygonised(majority_filtered(mask, locked), grid)
    if aggregation_m > 0 and not joined.IsEmpty():
        half = aggregation_m / 2
        joined = polygons(joined.Buffer(half, 2).Buffer(-half, 2).Union(joined))
    found["B3"] = joined
    taken_out = np.logical_or.reduce(list(deducted.values())) & extended(known, known)
    found["B4"] = polygons(joined.Difference(polygonised(taken_out, grid))) if taken_out.any() else joined
    found["B7"] = found["B4"]
    if simplify_m > 0:
        found["B7"] = polygons(found["B4"].SimplifyPreserveTopology(simplify_m))
    return found
