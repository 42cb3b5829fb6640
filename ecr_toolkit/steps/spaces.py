"""The table of spaces: development and conservation in order, and why land of level 5 is not in the redline
(methods.md §4.4)."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from osgeo import ogr

from ..feedback import Feedback
from ..languages.messages import N_, _
from ..models.class_tables import codes_of
from ..pilot.layers import polygons, read_layer, union
from ..pilot.pilot import Pilot
from ..pilot.tables import write_table
from ..planning.spaces import (
    REASON_COLUMNS,
    REDLINE,
    SPACE_COLUMNS,
    LandUse,
    Place,
    beyond_redline,
    near,
    reason_rows,
    reasons_of,
    space_rows,
)
from ..raster.coverage import Edges
from ..raster.files import UNKNOWN
from ..raster.stream import Output, stream
from ..raster.tabulate import tabulate
from .assessment import prepared
from .suitability import NOT_ASSESSED, Assessed, publish_suitability

RASTER, TABLE, REASONS = "spaces.tif", "spaces", "space_reasons"
BEYOND, WHY = "beyond", "why"


def publish_spaces(pilot: Pilot, excluded: Mapping[str, np.ndarray], feedback: Feedback) -> list[str]:
    """``spaces.tif`` with its tables wherever a protection level is known, and suitability before where the recipe asks
    for it; gives what was published.

    ``excluded``: reason → boolean raster (rows, cols) of what a rule kept out of the redline; where several hold the
    first counts. Raises InputError, Cancelled.
    """
    wanted = pilot.recipe["suitability"]["assess"]
    assessed = publish_suitability(pilot, feedback.part(0, 0.6)) if wanted else NOT_ASSESSED
    if not pilot.protection_level.exists():
        feedback.say(_("Spaces are not assessed: the protection level is not known."))
        return list(assessed.outputs)
    redline = _redline(pilot)
    with tempfile.TemporaryDirectory(prefix=".spaces.", suffix=".part", dir=pilot.folder) as name:
        scratch = {one: Path(name) / f"{one}.tif" for one in (BEYOND, WHY)}
        inputs = _inputs(pilot, assessed, Path(name), feedback.part(0.6, 0.75))
        _publish_raster(pilot, inputs, union([outline for outline, _km2 in redline.values()]), excluded, scratch,
                        feedback.part(0.75, 0.9))
        places = _places(pilot, redline, scratch, feedback.part(0.9, 1))
    write_table(pilot.table(TABLE), SPACE_COLUMNS, space_rows(places, pilot.code))
    write_table(pilot.table(REASONS), REASON_COLUMNS, reason_rows(places, pilot.code, list(excluded)))
    return [*assessed.outputs, RASTER, f"tables/{TABLE}.csv", f"tables/{REASONS}.csv"]


def _redline(pilot: Pilot) -> dict[str, tuple[ogr.Geometry, float]]:
    """Unit → outline of its redline, and its area as the register has it, km²."""
    by_unit: dict[str, list] = {unit.code: [] for unit in pilot.units}
    for polygon in read_layer(pilot.geopackage, "ecr"):
        by_unit[polygon.values["adm_code"]].append(polygon)
    return {unit: (union([one.geometry for one in own]), round(sum(one.values["area_km2"] for one in own), 4))
            for unit, own in by_unit.items()}


def _inputs(pilot: Pilot, assessed: Assessed, folder: Path, feedback: Feedback) -> dict[str, Path]:
    """Rasters that decide; what is near built-up land only where land suitable for towns may be."""
    inputs = {"level": pilot.protection_level, "units": pilot.input("units"), **assessed.classes}
    if "land_cover" in prepared(pilot):
        inputs["cover"] = pilot.input("land_cover")
        if "urban" in assessed.classes:
            inputs["near"] = folder / "near.tif"
            built_up = pilot.recipe["conflicts"]["built_up"]
            reach = 1000 * pilot.recipe["suitability"]["built_up_km"] / pilot.grid.cell
            stream({"cover": inputs["cover"]},
                   lambda read, _window: {"near": near(np.isin(read["cover"], built_up), reach).astype(np.uint8)},
                   {"near": Output(inputs["near"], "class")}, pilot.grid, feedback, halo=int(reach))
    return inputs


def _publish_raster(pilot: Pilot, inputs: Mapping[str, Path], redline: ogr.Geometry,
                    excluded: Mapping[str, np.ndarray], scratch: Mapping[str, Path], feedback: Feedback) -> None:
    """``spaces.tif``; what lies beyond the redline and why go to ``scratch``, for the tables."""
    edges = Edges.of(redline, pilot.grid)
    use = LandUse(pilot.recipe["conflicts"]["farmland"], pilot.recipe["conflicts"]["built_up"])

    def cells(read, window):
        unknown = np.full(read["units"].shape, UNKNOWN, np.uint8)
        close = read["near"] == 1 if "near" in read else np.zeros(unknown.shape, bool)
        cover = codes_of(read["cover"]) if "cover" in read else unknown
        beyond = beyond_redline(read["level"], cover, read.get("agriculture", unknown), read.get("urban", unknown),
                                close, use)
        beyond[read["units"] == 0] = UNKNOWN
        part = slice(window.row, window.row + window.rows), slice(window.col, window.col + window.cols)
        return {"spaces": np.where(edges.coverage(window) >= 0.5, np.uint8(REDLINE), beyond), BEYOND: beyond,
                WHY: reasons_of(beyond, [mask[part] for mask in excluded.values()])}

    title = N_("spaces of conservation, agriculture and development")
    stream(inputs, cells, {"spaces": Output(pilot.folder / RASTER, "class", title, "class"),
                           **{name: Output(path, "class") for name, path in scratch.items()}}, pilot.grid, feedback)


def _places(pilot: Pilot, redline: Mapping[str, tuple[ogr.Geometry, float]], scratch: Mapping[str, Path],
            feedback: Feedback) -> Sequence[Place]:
    """The units with their redline and the cells beyond it, counted by exact shares."""
    rest = {unit.code: polygons(unit.geometry.Difference(redline[unit.code][0])) for unit in pilot.units}
    tables = tabulate(rest, scratch, {}, pilot.grid, feedback)
    return [Place(unit.code, unit.area_km2, redline[unit.code][1],
                  *({code: float(km2) for code, km2 in enumerate(tables.areas[(unit.code, layer)])}
                    for layer in (BEYOND, WHY))) for unit in pilot.units]
