"""Boundary: candidates become polygons with a register, stakes, an area log and quality checks (methods.md §5.3-5.10).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Optional

import numpy as np
from osgeo import ogr

from ..boundary.borders import Stretch, boundary_segments, stretches
from ..boundary.deduction import Deduction
from ..boundary.faces import OUTSIDE
from ..boundary.patches import Patch, patches_of
from ..boundary.quality import COLUMNS as QUALITY_COLUMNS
from ..boundary.quality import Published, quality
from ..boundary.register import FIELDS
from ..boundary.rules import AreaLog
from ..boundary.zoning import CORE, Part, zones_of
from ..feedback import Feedback
from ..languages.messages import N_
from ..models.land_cover import Group, group_of
from ..pilot.layers import Feature, read_layer, union, write_layers
from ..pilot.pilot import GEOPACKAGE, Pilot
from ..pilot.tables import write_table
from ..planning.crosswalk import FORCED
from ..raster import files
from ..raster.tabulate import tabulate
from .assessment import prepared
from .candidates import FORCED_AREA, RASTER
from .demarcation import Demarcation, demarcate, drawn_redline
from .effect import Drawn, publish_effect
from .estate import AREAS, country_of, files_of
from .registering import register
from .stakes import publish_stakes
from .step import Step

BORDER_FIELDS = {"first": str, "second": str, "first_redline": int, "second_redline": int, "length_km": float}
SEGMENT_FIELDS = {"ecr_code": str, "beyond": str, "bnd_type": int, "length_km": float}
PART_FIELDS = {"ecr_code": str, "zone": str, "area_km2": float}
UNIT_COLUMNS = ("unit", "code", "area_km2", "ecr_km2", "ecr_percent", "core_km2", "polygons")
WATER = (Group.WATER,)


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    deduction = deduction_of(pilot)
    made = demarcate(pilot, deduction, {}, [], feedback.part(0.15, 0.35))
    patches, owner = patches_of(made.faces, len(pilot.units), made.edges, made.kinds)
    feedback.check()
    parts = zones_of(patches, _core(pilot))
    core_km2 = [float(sum(part.area_km2 for part in parts if (part.patch, part.zone) == (number, CORE)))
                for number in range(len(patches))]
    rows = register(pilot, patches, core_km2, [{"in_conflict": "", "conflict_code": ""} for _patch in patches])
    feedback.progress(0.4)
    borders = stretches(made.faces, made.edges)
    redline = [Feature(patch.polygon, row) for patch, row in zip(patches, rows)]
    publish_lines(pilot, made, owner, borders, redline, parts)
    write_table(pilot.table("register"), tuple(FIELDS), rows)
    write_table(pilot.table("units"), UNIT_COLUMNS, unit_rows(pilot, patches, core_km2))
    write_table(pilot.table("area_log"), AreaLog.COLUMNS, made.log.rows)
    write_table(pilot.table("quality"), QUALITY_COLUMNS, checks(pilot, made, patches, rows, borders))
    published = [
        *(f"{GEOPACKAGE}#{layer}" for layer in ("ecr", "ecr_parts", "borders", "boundary_lines")),
        *(f"tables/{table}.csv" for table in ("units", "register", "area_log", "quality")),
        *publish_stakes(pilot, redline, feedback.part(0.4, 0.5)),
    ]
    drawn = Drawn(drawn_redline(made), made.small, deduction.cells)
    return [*published, *publish_effect(pilot, drawn, feedback.part(0.7, 1))]


def _core(pilot: Pilot) -> ogr.Geometry:
    """The protected areas that are in as a whole and whose IUCN category makes them core zones."""
    wanted = pilot.recipe["boundary"]["core_categories"]
    return union([area.geometry for area in read_layer(pilot.geopackage, AREAS)
                  if area.values["treatment"] == FORCED and area.values["iucn_category"] in wanted])


def publish_lines(pilot: Pilot, made: Demarcation, owner: np.ndarray, borders: Sequence[Stretch],
                  redline: Sequence[Feature], parts: Sequence[Part]) -> None:
    """Layers ``ecr``, ``ecr_parts`` (core and general zones), ``borders`` between units, ``boundary_lines`` by type."""
    codes = [feature.values["ecr_code"] for feature in redline]
    shared = [Feature(stretch.line, {
        "first": pilot.units[stretch.first].code, "second": pilot.units[stretch.second].code,
        "first_redline": int(stretch.first_redline), "second_redline": int(stretch.second_redline),
        "length_km": round(stretch.line.Length() / 1000, 4)}) for stretch in borders]
    segments = [Feature(segment.line, {
        "ecr_code": codes[segment.first], "beyond": "" if segment.second == OUTSIDE else codes[segment.second],
        "bnd_type": segment.kind, "length_km": round(segment.line.Length() / 1000, 4)})
        for segment in boundary_segments(made.edges, owner, made.kinds)]
    zones = [Feature(part.geometry, {"ecr_code": codes[part.patch], "zone": part.zone, "area_km2": part.area_km2})
             for part in parts]
    write_layers(pilot.geopackage, pilot.crs, {
        "ecr": (ogr.wkbMultiPolygon, FIELDS, redline), "ecr_parts": (ogr.wkbMultiPolygon, PART_FIELDS, zones),
        "borders": (ogr.wkbLineString, BORDER_FIELDS, shared),
        "boundary_lines": (ogr.wkbLineString, SEGMENT_FIELDS, segments)})


def checks(pilot: Pilot, made: Demarcation, patches: Sequence[Patch], rows: Sequence[Mapping],
           borders: Sequence[Stretch]) -> list[dict]:
    """The quality checks of the drawn line."""
    forced = [area for area in read_layer(pilot.geopackage, AREAS) if area.values["treatment"] == FORCED]
    redline = drawn_redline(made)
    difference = redline.GetArea() / 1e6 - made.log.rows[-1]["area_km2"]
    return quality(Published(patches, rows, forced, made.taken_out, borders, difference, _cover(pilot, redline)),
                   pilot.recipe["boundary"]["min_patch_km2"], pilot.recipe["coordination"]["edge_match_target"])


def _cover(pilot: Pilot, redline: ogr.Geometry) -> Optional[dict[str, tuple[float, float]]]:
    """(redline, country) in km² of land and of water; None without land cover. Unknown cells count as land."""
    if "land_cover" not in prepared(pilot):
        return None
    places = {"redline": redline, "country": country_of(pilot)}
    tables = tabulate(places, {"land_cover": pilot.input("land_cover")}, {}, pilot.grid, Feedback())
    whole = {name: geometry.GetArea() / 1e6 for name, geometry in places.items()}
    codes = np.flatnonzero(np.isin(group_of(np.arange(256)), WATER))
    water = {name: float(tables.areas[(name, "land_cover")][codes].sum()) for name in places}
    return {"land": (whole["redline"] - water["redline"], whole["country"] - water["country"]),
            "water": (water["redline"], water["country"])}


def deduction_of(pilot: Pilot) -> Deduction:
    """What the recipe takes out of the candidates by land cover; nothing where there is no land cover."""
    chosen = pilot.recipe["conflicts"]
    locked = (files.read(pilot.folder / RASTER) & FORCED_AREA) > 0
    path = pilot.input("land_cover")
    cover = files.read(path) if path.exists() else np.full(pilot.grid.shape, np.nan)
    return Deduction.of(cover, chosen["farmland"], chosen["built_up"], locked, pilot.grid)


def unit_rows(pilot: Pilot, patches: Sequence[Patch], core_km2: Sequence[float]) -> list[dict]:
    """Area and redline of every unit, the country last; the redline of a unit is the sum of its polygons."""
    sums: list[tuple[str, str, float, float, float, int]] = []
    for index, unit in enumerate(pilot.units):
        own = [number for number, patch in enumerate(patches) if patch.unit == index]
        sums.append((unit.name(), unit.code, unit.area_km2, sum(patches[number].area_km2 for number in own),
                     sum(core_km2[number] for number in own), len(own)))
    sums.append((pilot.name(), pilot.code, *(sum(row[column] for row in sums) for column in (2, 3, 4, 5))))
    return [{"unit": name, "code": code, "area_km2": round(area, 4), "ecr_km2": round(redline_km2, 4),
             "ecr_percent": round(100 * redline_km2 / area, 4), "core_km2": round(core, 4), "polygons": count}
            for name, code, area, redline_km2, core, count in sums]


def _files(pilot: Pilot) -> list[Path]:
    """Every file that the boundary reads."""
    chosen = pilot.recipe["boundary"]
    corridors = pilot.recipe["corridors"]
    own = [*chosen["lines"], chosen["names"], corridors["roads"], corridors["settlements"], corridors["resistance"]]
    return [*files_of(pilot), *(pilot.folder / name for name in own if name)]


STEP = Step(
    id="boundary", title=N_("Boundary"), run=run,
    needs=("set_up", "prepare", "functions", "sensitivity", "gaps", "thresholds"),
    recipe=("boundary", "conflicts", "corridors", "suitability", "coordination.drafts", "coordination.gap_m",
            "coordination.edge_match_target", "delivery.crs", "languages", "thresholds.grading_unit", "planning"),
    files=_files, weight=6,
    purpose=N_("Turn candidates into clean polygons with codes and names."),
)
