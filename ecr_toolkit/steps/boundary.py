"""Boundary: candidates become polygons with a register, stakes, an area log and quality checks (methods.md §5.3-5.10).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Optional

import numpy as np
from osgeo import ogr

from ..boundary.borders import Stretch, boundary_segments, stretches
from ..boundary.conflicts.deduction import Deduction
from ..boundary.faces import OUTSIDE
from ..boundary.patches import Patch, patches_of
from ..boundary.quality import COLUMNS as QUALITY_COLUMNS
from ..boundary.quality import Published, quality
from ..boundary.register import FIELDS
from ..boundary.rules import AreaLog
from ..boundary.zoning import CORE, Part, zones_of
from ..coordination.drafts.merging import merged_drafts
from ..coordination.edits import edit_polygons, read_edits, standing_fingerprint
from ..coordination.versions.archive import versions
from ..feedback import Feedback
from ..languages.messages import N_
from ..models.land_cover import Group, group_of
from ..pilot.layers import Feature, read_layer, union, write_layers
from ..pilot.pilot import GEOPACKAGE, Pilot
from ..pilot.tables import write_table
from ..planning.crosswalk import FORCED
from ..raster.coverage import half_covered
from ..raster.tabulate import tabulate
from .assessment import prepared
from .code_book import keep_codes
from .conflicts import conflict_objects, conflict_register, publish_conflicts
from .conflicts import files_of as conflict_files
from .corridors import publish_corridors
from .deduction import cells_by_code, publish_taken_out
from .demarcation import Demarcation, demarcate
from .drafts import draft_files, drafts_of, publish_draft_differences
from .effect import Drawn, publish_effect
from .estate import AREAS, country_of, files_of
from .registering import register
from .spaces import publish_spaces
from .stakes import publish_stakes
from .step import Step
from .suitability import check_suitability
from .suitability import files_of as suitability_files

BORDER_FIELDS = {"first": str, "second": str, "first_redline": int, "second_redline": int, "length_km": float}
SEGMENT_FIELDS = {"ecr_code": str, "beyond": str, "bnd_type": int, "length_km": float}
PART_FIELDS = {"ecr_code": str, "zone": str, "area_km2": float}
UNIT_COLUMNS = ("unit", "code", "area_km2", "ecr_km2", "ecr_percent", "core_km2", "polygons")
WATER, SMALL_PATCH = (Group.WATER,), "small patch"
FINE_M = 1000  # cells from which lines are meant to be staked


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    objects = conflict_objects(pilot, feedback.part(0, 0.1))
    drafts = drafts_of(pilot, feedback.part(0.1, 0.12)) or {}
    merged, differences = merged_drafts(pilot.units, drafts, pilot.recipe["coordination"]["gap_m"],
                                        feedback.part(0.12, 0.15))
    deduction = Deduction.of(objects, pilot.grid)
    edits = edit_polygons(read_edits(pilot.folder, pilot.crs), [unit.code for unit in pilot.units])
    made = demarcate(pilot, deduction, merged, edits, feedback.part(0.15, 0.35))
    patches, owner = patches_of(made.faces, len(pilot.units), made.edges, made.kinds)
    feedback.check()
    parts = zones_of(patches, _core(pilot))
    feedback.check()
    core_km2 = [float(sum(part.area_km2 for part in parts if (part.patch, part.zone) == (number, CORE)))
                for number in range(len(patches))]
    rows = register(pilot, patches, core_km2, conflict_register(pilot, objects, [patch.polygon for patch in patches]))
    feedback.progress(0.37)
    feedback.check()
    borders = stretches(made.faces, made.edges)
    redline = [Feature(patch.polygon, row) for patch, row in zip(patches, rows)]
    keep_codes(pilot, redline)
    feedback.check()
    publish_lines(pilot, made, owner, borders, redline, parts)
    feedback.progress(0.39)
    feedback.check()
    write_table(pilot.table("register"), tuple(FIELDS), rows)
    write_table(pilot.table("units"), UNIT_COLUMNS, unit_rows(pilot, patches, core_km2))
    write_table(pilot.table("area_log"), AreaLog.COLUMNS, made.log.rows)
    feedback.check()
    write_table(pilot.table("quality"), QUALITY_COLUMNS,
                checks(pilot, made, patches, rows, borders, feedback.part(0.39, 0.4)))
    feedback.check()
    outlines = {row["ecr_code"]: patch.polygon for row, patch in zip(rows, patches)}
    deducted = cells_by_code(deduction)
    excluded = {**deducted, SMALL_PATCH: half_covered(made.small, pilot.grid)}
    published = [
        *(f"{GEOPACKAGE}#{layer}" for layer in ("ecr", "ecr_parts", "borders", "boundary_lines")),
        *(f"tables/{table}.csv" for table in ("units", "register", "area_log", "quality")),
        publish_taken_out(pilot, deducted), *publish_conflicts(pilot, objects, outlines),
        *(publish_draft_differences(pilot, drafts, merged, differences, made.replaced) if drafts else ()),
        *(publish_stakes(pilot, redline, feedback.part(0.4, 0.5)) if _wants_stakes(pilot) else ()),
        *publish_spaces(pilot, excluded, feedback.part(0.5, 0.55)),
        *publish_corridors(pilot, feedback.part(0.55, 0.7)),
    ]
    drawn = Drawn(made.redline, made.small, deduction.cells)
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
           borders: Sequence[Stretch], feedback: Feedback) -> list[dict]:
    """The quality checks of the drawn line. Raises Cancelled."""
    forced = [area for area in read_layer(pilot.geopackage, AREAS) if area.values["treatment"] == FORCED]
    difference = made.redline.GetArea() / 1e6 - made.log.rows[-1]["area_km2"]
    cover = _cover(pilot, made.redline, feedback)
    feedback.check()
    return quality(Published(patches, rows, forced, made.taken_out, borders, difference, cover),
                   pilot.recipe["boundary"]["min_patch_km2"], pilot.recipe["coordination"]["edge_match_target"])


def _cover(pilot: Pilot, redline: ogr.Geometry, feedback: Feedback) -> Optional[dict[str, tuple[float, float]]]:
    """(redline, country) in km² of land and of water; None without land cover. Unknown cells count as land."""
    if "land_cover" not in prepared(pilot):
        return None
    places = {"redline": redline, "country": country_of(pilot)}
    tables = tabulate(places, {"land_cover": pilot.input("land_cover")}, {}, pilot.grid, feedback)
    whole = {name: geometry.GetArea() / 1e6 for name, geometry in places.items()}
    codes = np.flatnonzero(np.isin(group_of(np.arange(256)), WATER))
    water = {name: float(tables.areas[(name, "land_cover")][codes].sum()) for name in places}
    return {"land": (whole["redline"] - water["redline"], whole["country"] - water["country"]),
            "water": (water["redline"], water["country"])}


def _wants_stakes(pilot: Pilot) -> bool:
    wanted = pilot.recipe["boundary"]["stakes"]
    return wanted == "always" or (wanted == "fine" and pilot.grid.cell <= FINE_M)


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
    return [*files_of(pilot), *(pilot.folder / name for name in own if name), *conflict_files(pilot),
            *draft_files(pilot), *suitability_files(pilot)]


def _facts(pilot: Pilot) -> dict[str, str]:
    """The edits that stand, and the versions that codes were taken from."""
    return {"edits": standing_fingerprint(pilot.folder, pilot.crs),
            "versions": " ".join(one.number for one in versions(pilot.folder))}


def _check(pilot: Pilot) -> None:
    """Open what the country gave for the boundary. Raises InputError."""
    drafts_of(pilot, Feedback())
    check_suitability(pilot)


STEP = Step(
    id="boundary", title=N_("Boundary"), run=run,
    needs=("set_up", "prepare", "functions", "sensitivity", "gaps", "thresholds"),
    recipe=("boundary", "conflicts", "corridors", "suitability", "coordination.drafts", "coordination.gap_m",
            "coordination.edge_match_target", "delivery.crs", "languages", "thresholds.grading_unit", "planning"),
    files=_files, facts=_facts, check=_check, weight=6,
    purpose=N_("Turn candidates into clean polygons with codes and names."),
)
