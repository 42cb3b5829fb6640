"""Stepping stones: natural patches too small for a core, near to two cores (methods.md §8.1)."""

from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from ...feedback import Feedback
from ...pilot.layers import Feature, polygons
from ...raster.grid import Grid, Window
from ...raster.objects import connected
from ..connectivity.distances import links
from .cores import Cores
from .measures import cells_outline
from .pattern import ISLET

FIELDS: dict[str, type] = {"number": int, "area_km2": float, "cores": int, "nearest_km": float, "second_km": float,
                           "islet": int}


@dataclass(frozen=True)
class Sizes:
    """Patches from ``smallest_km2`` to below ``largest_km2``, less than ``within_m`` from two cores."""

    smallest_km2: float
    largest_km2: float
    within_m: float


@dataclass(frozen=True)
class Stones:
    """Stepping stones (multipolygons, FIELDS), the largest first, and the number of the stone (from 1) of each cell
    (uint32, (rows, cols)), 0 none."""

    features: list[Feature]
    cells: np.ndarray


def stepping_stones(natural: np.ndarray, pattern: np.ndarray, cores: Cores, sizes: Sizes, grid: Grid,
                    feedback: Feedback) -> Stones:
    """Natural patches (cells that touch, corners too, without those of cores) that are stepping stones.

    ``natural``: boolean (rows, cols); ``pattern``: its classes of form: a patch without core of its own is an islet.
    Distances are straight, from edge to edge; ``cores`` says how many are near. Raises Cancelled.
    """
    objects = connected(natural & (cores.cells == 0))
    numbers, outlines = _outlines(objects, cores, sizes, grid, feedback)
    found = links([*cores.polygons, *outlines], sizes.within_m, feedback)
    count = len(cores.polygons)
    to_core = (found.first < count) & (found.second >= count) & (found.metres < sizes.within_m)
    rows = []
    for place, outline in enumerate(outlines):
        metres = np.sort(found.metres[to_core & (found.second == place + count)])
        if len(metres) > 1:
            rows.append((outline, numbers[place], metres))
    rows.sort(key=lambda row: (-row[0].GetArea(), row[1]))
    name = np.zeros(int(objects.max(initial=0)) + 1, np.uint32)
    islets = np.unique(objects[(pattern == ISLET) & (objects > 0)])
    features = []
    for number, (outline, place, metres) in enumerate(rows, 1):
        name[place] = number
        features.append(Feature(outline, {
            "number": number, "area_km2": round(outline.GetArea() / 1e6, 4), "cores": len(metres),
            "nearest_km": round(float(metres[0]) / 1000, 4), "second_km": round(float(metres[1]) / 1000, 4),
            "islet": int(place in islets)}))
    return Stones(features, name[objects])


def _outlines(objects: np.ndarray, cores: Cores, sizes: Sizes, grid: Grid,
              feedback: Feedback) -> tuple[list[int], list[ogr.Geometry]]:
    """Numbers and outlines, without what cores cover, of the objects of the right size."""
    sizes_km2 = np.bincount(objects.ravel()) * grid.cell_km2
    sizes_km2[0] = 0
    wanted = np.flatnonzero((sizes_km2 >= sizes.smallest_km2) & (sizes_km2 > 0) & (sizes_km2 < sizes.largest_km2))
    cells = np.flatnonzero(np.isin(objects, wanted))
    order = np.argsort(objects.ravel()[cells], kind="stable")
    parts = np.split(cells[order], np.cumsum(np.bincount(objects.ravel()[cells])[wanted])[:-1]) if len(wanted) else []
    numbers, outlines = [], []
    for number, part in zip(wanted.tolist(), parts):
        feedback.check()
        row, col = np.divmod(part, grid.cols)
        window = Window(int(row.min()), int(col.min()), int(np.ptp(row)) + 1, int(np.ptp(col)) + 1)
        mask = np.zeros((window.rows, window.cols), bool)
        mask[row - window.row, col - window.col] = True
        outline = cells_outline(mask, window, grid)
        for core in cores.polygons:
            outline = polygons(outline.Difference(core)) if outline.Intersects(core) else outline
        if not outline.IsEmpty() and outline.GetArea() >= sizes.smallest_km2 * 1e6:
            numbers.append(number)
            outlines.append(outline)
    return numbers, outlines
