"""What is measured of a corridor: its width, what grows in it, and where it is pinched (methods.md §8.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from osgeo import ogr

from ...feedback import Feedback
from ...pilot.boxes import Pieces
from ...pilot.layers import Feature, polygons, union
from ...pilot.shapes import line_of
from ...raster.grid import Grid, Window
from ...raster.objects import connected
from ...raster.polygonised import polygonised
from ...raster.zones import Zone
from .cores import Cores
from .nearness import metres_to
from .pattern import BRIDGE
from .reach import Ground
from .surface import Corridor

FIELDS: dict[str, type] = {
    "number": int, "from_code": str, "to_code": str, "cost": float, "length_km": float, "area_km2": float,
    "least_width_m": float, "mean_resistance": float, "natural_percent": float, "protected_percent": float,
    "bridge_percent": float, "narrow": int, "near_built_up": int, "pinch": int}
PATH_FIELDS = {name: FIELDS[name] for name in ("number", "from_code", "to_code", "cost", "length_km")}
BUILT_UP_M = 500.0
_NARROW = 3  # cells


@dataclass(frozen=True)
class Land:
    """What corridors are measured against: ``natural`` and ``built_up`` (boolean, (rows, cols)), ``pattern`` (classes
    of form of natural land), and the outlines of what is protected or redline."""

    natural: np.ndarray
    built_up: np.ndarray
    pattern: np.ndarray
    kept: Sequence[ogr.Geometry]


def measured(corridors: Sequence[Corridor], ground: Ground, cores: Cores, land: Land, grid: Grid,
             feedback: Feedback) -> tuple[list[Feature], list[Feature]]:
    """Corridors (multipolygons, FIELDS) and their least-cost paths (lines, PATH_FIELDS), in the order given, numbered
    from 1. Raises Cancelled.

    ``cost`` in resistance · metres; ``length_km`` of the path; ``mean_resistance`` of the cells; shares in per cent:
    natural land and what is protected or redline of the area, bridges of natural land of the path. ``narrow``: the
    least width is below three cells; ``near_built_up``: the path comes within 500 m of built-up land; ``pinch``: one
    of both.
    """
    near_built_up = metres_to(land.built_up, grid.cell, BUILT_UP_M) <= BUILT_UP_M
    kept = Pieces(land.kept)
    areas, paths = [], []
    for number, corridor in enumerate(corridors, 1):
        feedback.check()
        link = corridor.link
        row, col = link.cells.T
        between = ground.cores[row, col] == 0
        outline = outline_of(corridor, ground, cores, grid)
        width = least_width_m(corridor, ground)
        narrow, near = width < _NARROW * grid.cell, bool(near_built_up[row, col][between].any())
        values: dict[str, Any] = {
            "number": number, "from_code": cores.codes[link.first - 1], "to_code": cores.codes[link.second - 1],
            "cost": round(link.cost, 3), "length_km": round(link.length_m(grid.cell) / 1000, 4),
            "area_km2": round(outline.GetArea() / 1e6, 4), "least_width_m": round(width, 1),
            "mean_resistance": round(float(ground.cut(corridor.window).resistance[corridor.cells].mean()), 3),
            "natural_percent": _percent(_area_of(outline, land.natural, grid), outline),
            "protected_percent": _percent(_overlap(outline, kept), outline),
            "bridge_percent": round(100 * float((land.pattern[row, col][between] == BRIDGE).mean()), 2),
            "narrow": int(narrow), "near_built_up": int(near), "pinch": int(narrow or near)}
        areas.append(Feature(outline, values))
        paths.append(Feature(_line(link.cells, grid), values))
        feedback.progress(number / len(corridors))
    return areas, paths


def least_width_m(corridor: Corridor, ground: Ground) -> float:
    """Width (metres) of the narrowest place that cannot be avoided: of the widest disc that can roll from core to core
    inside the corridor; whole cells, an even number of them counts as one less.

    A corridor with nothing but cores around it is as wide as its window.
    """
    cores = ground.cut(corridor.window).cores
    first, second = cores == corridor.link.first, cores == corridor.link.second
    inside = np.pad(corridor.cells, 1) | np.pad(first | second, 1, mode="edge")
    room = metres_to(~inside, 1.0)[1:-1, 1:-1]
    widths = np.unique(room[corridor.cells])
    low, high = 0, len(widths)  # the narrowest disc always passes
    while high - low > 1:
        middle = (low + high) // 2
        objects = connected((corridor.cells & (room >= widths[middle])) | first | second)
        passes = np.intersect1d(objects[first], objects[second]).size > 0
        low, high = (middle, high) if passes else (low, middle)
    return float(min(2 * widths[low] - 1, max(corridor.cells.shape))) * ground.cell_m


def outline_of(corridor: Corridor, ground: Ground, cores: Cores, grid: Grid) -> ogr.Geometry:
    """The corridor as a multipolygon that meets the outlines of its two cores."""
    inside = ground.cut(corridor.window).cores
    ends = (inside == corridor.link.first) | (inside == corridor.link.second)
    reached = corridor.cells | (ends & (metres_to(corridor.cells, 1.0, 1.5) < 1.5))
    whole = cells_outline(reached, corridor.window, grid)
    for core in (corridor.link.first, corridor.link.second):
        whole = polygons(whole.Difference(cores.polygons[core - 1]))
    return whole


def cells_outline(cells: np.ndarray, window: Window, grid: Grid) -> ogr.Geometry:
    """The outline (valid multipolygon) of true cells of a window of the grid."""
    part = Grid(grid.crs, grid.cell, grid.left + window.col * grid.cell, grid.top - window.row * grid.cell, window.cols,
                window.rows)
    return union([polygonised(cells, part)])


def _line(cells: np.ndarray, grid: Grid) -> ogr.Geometry:
    """The line through the centres of cells."""
    return line_of((grid.left + (col + 0.5) * grid.cell, grid.top - (row + 0.5) * grid.cell)
                   for row, col in cells.tolist())


def _area_of(outline: ogr.Geometry, cells: np.ndarray, grid: Grid) -> float:
    """Square metres of an outline on true cells."""
    zone = Zone.of(outline, grid)
    return float(zone.shares[zone.cut(cells)].sum()) * grid.cell ** 2


def _overlap(outline: ogr.Geometry, others: Pieces) -> float:
    """Square metres of an outline that others cover, overlaps among them once."""
    near = [others.geometries[index] for index in others.near(outline)]
    return union([polygons(other.Intersection(outline)) for other in near]).GetArea()


def _percent(square_metres: float, outline: ogr.Geometry) -> float:
    return round(100 * square_metres / outline.GetArea(), 2)
