"""Tables for the checks, from rasters on the grid: land cover and functions inside the polygons of a line."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from osgeo import ogr

from ...feedback import Feedback
from ...pilot.layers import Feature
from ...raster.grid import Grid
from ...raster.tabulate import tabulate
from .function import Total
from .overlay import polygons_of


def zones_of(redline: Sequence[Feature]) -> dict[str, ogr.Geometry]:
    """Code → outline."""
    return {polygon.code: polygon.geometry for polygon in polygons_of(redline).values()}


def units_of(redline: Sequence[Feature]) -> dict[str, str]:
    """Code → unit, as the checks want it."""
    return {code: unit for unit, code in polygons_of(redline)}


def cover_km2(redline: Sequence[Feature], land_cover: Path, grid: Grid, feedback: Feedback
              ) -> dict[str, dict[int, float]]:
    """Code → class of the land cover → km² (only classes that are there; 255 unknown), exact by share of cells. Raises
    Cancelled."""
    zones = zones_of(redline)
    tables = tabulate(zones, {"cover": land_cover}, {}, grid, feedback)
    return {code: {number: float(km2) for number, km2 in enumerate(tables.areas[(code, "cover")]) if km2 > 0}
            for code in zones}


def function_totals(redline: Sequence[Feature], functions: Mapping[str, Path], grid: Grid, feedback: Feedback
                    ) -> dict[str, dict[str, Total]]:
    """Function → code → total of its physical values (Σ value · km²). Raises Cancelled."""
    zones = zones_of(redline)
    tables = tabulate(zones, {}, functions, grid, feedback)
    return {name: {code: Total(tables.sums[(code, name)] * grid.cell_km2, tables.known_km2[(code, name)])
                   for code in zones} for name in functions}
