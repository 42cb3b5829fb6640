"""Outlines: from candidate cells to polygons of shared arcs (methods.md §5.4, B1-B4 and B7).

Candidates and what is taken out of them are labels of one raster, whose arcs are traced once; those of candidates are
simplified (B7), those of what is taken out stay: so both keep the same line between them. Lines are simplified before
patches are joined and holes and small patches are judged, so that these rules hold for what is published.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from ..pilot.layers import polygons
from ..raster.grid import Grid
from ..raster.polygonised import polygonised
from .arcs.assembly import polygons_of
from .arcs.simplifying import simplify
from .arcs.smoothing import smooth
from .arcs.tracing import trace

CANDIDATE, TAKEN_OUT = 1, 2  # labels of the raster that is traced
BEYOND = 3  # cells by which candidates are carried on beyond the border, so that the border itself cuts them


@dataclass(frozen=True)
class Drawing:
    """How raster lines are drawn: patches nearer than ``aggregation_m`` are joined, no line moves farther than
    ``simplify_cells``, corners are cut ``smooth_rounds`` times."""

    aggregation_m: float
    simplify_cells: float
    smooth_rounds: int = 0


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


@dataclass(frozen=True)
class TakenOut:
    """What conflicts take out of the candidates, by their code: boolean rasters (rows, cols), and outlines that stay as
    they are."""

    cells: Mapping[str, np.ndarray]
    areas: Mapping[str, ogr.Geometry]


def outlines(candidate: np.ndarray, taken_out: TakenOut, known: np.ndarray, locked: np.ndarray, grid: Grid,
             drawing: Drawing) -> dict[str, ogr.Geometry]:
    """Multipolygons in grid CRS after each rule, in order: ``candidates``, one entry a conflict code, then ``B1``
    filtered, ``B7`` simplified, ``B3`` joined, ``B4`` taken out again; and ``taken_out`` as it was drawn.

    All rasters are boolean, (rows, cols); ``locked`` cells are never flipped by the filter. Patches that meet only
    at a corner become one by B3.
    """
    mask = extended(candidate, known)
    found = {"candidates": polygonised(mask, grid)}
    cells, areas = np.zeros(grid.shape, bool), ogr.Geometry(ogr.wkbMultiPolygon)
    for code in sorted({*taken_out.cells, *taken_out.areas}, key=lambda code: (len(code), code)):
        if code in taken_out.cells:
            mask, cells = mask & ~taken_out.cells[code], cells | taken_out.cells[code]
        if code in taken_out.areas:
            areas = polygons(areas.Union(taken_out.areas[code]))
        found[code] = _without(polygonised(mask, grid), areas)
    mask = majority_filtered(mask, locked)
    found["B1"] = _without(polygonised(mask, grid), areas)
    lines = _drawn(np.where(mask, CANDIDATE, np.where(cells & extended(known, known), TAKEN_OUT, 0)), grid, drawing)
    drawn = lines.get(CANDIDATE, ogr.Geometry(ogr.wkbMultiPolygon))
    out = polygons(lines.get(TAKEN_OUT, ogr.Geometry(ogr.wkbMultiPolygon)).Union(areas))
    found["B7"] = joined = _without(drawn, areas)
    if drawing.aggregation_m > 0:
        half = drawing.aggregation_m / 2
        joined = polygons(drawn.Buffer(half, 2).Buffer(-half, 2).Union(drawn))
    return {**found, "B3": joined, "B4": _without(joined, out), "taken_out": out}


def _without(geometry: ogr.Geometry, areas: ogr.Geometry) -> ogr.Geometry:
    return geometry if areas.IsEmpty() else polygons(geometry.Difference(areas))


def _drawn(labels: np.ndarray, grid: Grid, drawing: Drawing) -> dict[int, ogr.Geometry]:
    """The multipolygon of every label along simplified arcs; lines of what is taken out stay as they are, so that all
    of it lies outside."""
    arcs = simplify(trace(labels.astype(np.int32), labels == TAKEN_OUT), drawing.simplify_cells)
    return polygons_of(smooth(arcs, drawing.smooth_rounds) if drawing.smooth_rounds else arcs, grid)
