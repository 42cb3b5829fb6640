"""Boundary: candidates become polygons with a register, an area log and quality checks (methods.md §5.4-5.10)."""

from collections.abc import Sequence

import numpy as np
from osgeo import ogr

from ..boundary.borders import stretches
from ..boundary.deduction import Deduction
from ..boundary.faces import Face, cut_into_faces
from ..boundary.outlines import outlines
from ..boundary.patches import Patch, patches_of
from ..boundary.quality import COLUMNS as QUALITY_COLUMNS
from ..boundary.quality import quality
from ..boundary.register import FIELDS, NOTHING_APPROVED, Approved, Layers, fill
from ..boundary.rules import AreaLog, fill_holes, redline, remove_slivers, remove_small_patches
from ..coordination.versions.archive import load, versions
from ..feedback import Feedback
from ..languages.messages import N_, catalogue
from ..models.catalogue import models
from ..models.declaration import FUNCTION, SENSITIVITY
from ..models.land_cover import NAMES
from ..pilot.layers import Feature, read_layer, union, write_layers
from ..pilot.pilot import GEOPACKAGE, Pilot
from ..pilot.tables import write_table
from ..planning.crosswalk import FORCED
from ..preparation.species import HABITAT
from ..raster import files
from ..raster.grid import Grid
from ..raster.zones import Zone
from .assessment import is_chosen, prepared
from .candidates import AREA_BY_LEVEL, FORCED_AREA, FUNCTION_EXTREME, KEY_SITE, RASTER, SENSITIVITY_EXTREME
from .coverage import listed_species
from .effect import Drawn, publish_effect
from .estate import country_of, files_of
from .step import Step

BORDER_FIELDS = {"first": str, "second": str, "first_redline": int, "second_redline": int, "length_km": float}
CARBON_STOCK, THREATENED = "carbon_stock", ("CR", "EN", "VU")
UNIT_COLUMNS = ("unit", "area_km2", "ecr_km2", "ecr_percent", "code", "polygons")


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    log = AreaLog()
    areas = read_layer(pilot.geopackage, "protected_areas")
    forced = union([area.geometry for area in areas if area.values["treatment"] == FORCED])
    deduction = deduction_of(pilot)
    lines = candidate_outlines(pilot, forced, deduction, log)
    feedback.progress(0.2)
    faces, small = demarcated(pilot, forced, lines, deduction, log)
    feedback.progress(0.4)
    feedback.check()
    patches = patches_of(faces, len(pilot.units))
    rows = register(pilot, patches, areas)
    feedback.progress(0.5)
    publish(pilot, faces, patches, rows)
    write_table(pilot.table("area_log"), AreaLog.COLUMNS, log.rows)
    difference = redline(faces).GetArea() / 1e6 - log.rows[-1]["area_km2"]
    write_table(pilot.table("quality"), QUALITY_COLUMNS, quality(
        patches, forced, pilot.recipe["boundary"]["min_patch_km2"], [row["ecr_code"] for row in rows],
        deduction, difference))
    drawn = Drawn(redline(faces), union([face.polygon for face in small]), deduction.cells)
    return [f"{GEOPACKAGE}#ecr", f"{GEOPACKAGE}#borders", "tables/units.csv", "tables/register.csv",
            "tables/area_log.csv", "tables/quality.csv", *publish_effect(pilot, drawn, feedback.part(0.5, 1))]


def deduction_of(pilot: Pilot) -> Deduction:
    """What the recipe takes out of the candidates by land cover; nothing where there is no land cover."""
    chosen = pilot.recipe["conflicts"]
    locked = (files.read(pilot.folder / RASTER) & FORCED_AREA) > 0
    path = pilot.input("land_cover")
    cover = files.read(path) if path.exists() else np.full(pilot.grid.shape, np.nan)
    return Deduction.of(cover, chosen["farmland"], chosen["built_up"], locked, pilot.grid)


def candidate_outlines(pilot: Pilot, forced: ogr.Geometry, deduction: Deduction, log: AreaLog) -> list[ogr.Geometry]:
    """For each unit the simplified outlines that count within it: one for all, or its own when units are graded
    each by itself. Notes the candidates, the deductions and the rules B1 to B7 in the log."""
    chosen = pilot.recipe["boundary"]
    reasons, units = files.read(pilot.folder / RASTER), files.read(pilot.input("units"))
    candidate = (reasons & (FUNCTION_EXTREME | SENSITIVITY_EXTREME | AREA_BY_LEVEL | KEY_SITE)) > 0
    locked = ((reasons & FORCED_AREA) > 0) | deduction.cells
    by_unit = pilot.recipe["thresholds"]["grading_unit"] == "unit"
    zones = [units == number for number in range(1, len(pilot.units) + 1)] if by_unit else [units > 0]
    borders = [unit.geometry for unit in pilot.units] if by_unit else [country_of(pilot)]
    made = [outlines(candidate, deduction.masks, zone, locked, pilot.grid, chosen["aggregation_m"],
                     chosen["simplify_cells"] * pilot.grid.cell) for zone in zones]
    before = ogr.Geometry(ogr.wkbMultiPolygon)
    for rule in made[0]:
        after = union([forced, *(found[rule].Intersection(border) for found, border in zip(made, borders))])
        log.compare(rule, before, after)
        before = after
    lines = [found["B7"] for found in made]
    return lines if by_unit else lines * len(pilot.units)


def demarcated(pilot: Pilot, forced: ogr.Geometry, lines: Sequence[ogr.Geometry], deduction: Deduction,
               log: AreaLog) -> tuple[list[Face], list[Face]]:
    """Faces after the rules for holes and small patches, and those that went because they are small."""
    chosen = pilot.recipe["boundary"]
    faces = cut_into_faces([unit.geometry for unit in pilot.units], forced, lines)
    log.change("B5", gained_km2=fill_holes(faces, chosen["min_hole_km2"], deduction.lies_in))
    sites = (files.read(pilot.folder / RASTER) & KEY_SITE) > 0
    small = remove_small_patches(faces, chosen["min_patch_km2"], lambda patch: _holds(patch, sites, pilot.grid))
    log.change("B6", lost_km2=sum(face.polygon.GetArea() for face in small) / 1e6)
    log.change("B8", lost_km2=remove_slivers(faces, len(pilot.units)))
    return faces, small


def _holds(patch: ogr.Geometry, cells: np.ndarray, grid: Grid) -> bool:
    """Whether most of a true cell of a boolean raster lies in a patch."""
    zone = Zone.of(patch, grid)
    return bool((zone.cut(cells) & (zone.shares >= 0.5)).any())


def register(pilot: Pilot, patches: Sequence[Patch], areas: Sequence[Feature]) -> list[dict]:
    """The register, in the pilot's first language."""
    text = catalogue(pilot.recipe["languages"][0]).gettext
    land_names = {code: text(name) for code, name in NAMES.items()}
    units = [(unit.code, unit.name(pilot.recipe["languages"][0])) for unit in pilot.units]
    return fill(patches, units, areas, register_layers(pilot), pilot.grid, pilot.code, text, land_names,
                approved_before(pilot))


def approved_before(pilot: Pilot) -> Approved:
    """The last approved line of the pilot, and every code of all its versions."""
    kept = [load(pilot.folder, version.number) for version in versions(pilot.folder)]
    if not kept:
        return NOTHING_APPROVED
    return Approved(kept[-1].redline, [one.values["ecr_code"] for version in kept for one in version.redline])


def register_layers(pilot: Pilot) -> Layers:
    def optional(path):
        return files.read(path) if path.exists() else None

    classes = {model: files.read(pilot.classes(model.kind, model.id)) for model in models()
               if is_chosen(pilot, model) and (model.bit or model.kind == SENSITIVITY)
               and pilot.classes(model.kind, model.id).exists()}
    cover = optional(pilot.input("land_cover"))
    cover = None if cover is None else np.where(np.isnan(cover), 255, cover).astype(np.uint8)
    habitats = pilot.input(HABITAT) if HABITAT in prepared(pilot) else None
    threatened = [] if habitats is None else [
        band for band, one in enumerate(listed_species(pilot)) if one["red_list"] in THREATENED]
    return Layers(classes, optional(pilot.importance), optional(pilot.sensitivity), cover,
                  optional(pilot.value(FUNCTION, CARBON_STOCK)), habitats, threatened)


def publish(pilot: Pilot, faces: Sequence[Face], patches: Sequence[Patch], rows: Sequence[dict]) -> None:
    """Layers ``ecr`` and ``borders``, and the tables of the register and of the units."""
    borders = [Feature(stretch.line, {
        "first": pilot.units[stretch.first].code, "second": pilot.units[stretch.second].code,
        "first_redline": int(stretch.first_redline), "second_redline": int(stretch.second_redline),
        "length_km": round(stretch.line.Length() / 1000, 4)}) for stretch in stretches(faces)]
    features = [Feature(patch.polygon, row) for patch, row in zip(patches, rows)]
    write_layers(pilot.geopackage, pilot.crs, {
        "ecr": (ogr.wkbMultiPolygon, FIELDS, features),
        "borders": (ogr.wkbLineString, BORDER_FIELDS, borders)})
    write_table(pilot.table("register"), tuple(FIELDS), rows)
    write_table(pilot.table("units"), UNIT_COLUMNS, unit_rows(pilot, patches))


def unit_rows(pilot: Pilot, patches: Sequence[Patch]) -> list[dict]:
    """Area and redline of every unit, the country last; the redline of a unit is the sum of its polygons."""
    sums: list[tuple[str, str, float, float, int]] = []
    for index, unit in enumerate(pilot.units):
        own = [patch.area_km2 for patch in patches if patch.unit == index]
        sums.append((unit.name(), unit.code, unit.area_km2, sum(own), len(own)))
    sums.append((pilot.name(), pilot.code, *(sum(row[column] for row in sums) for column in (2, 3, 4))))
    return [{"unit": name, "code": code, "area_km2": round(area, 4), "ecr_km2": round(redline_km2, 4),
             "ecr_percent": round(100 * redline_km2 / area, 4), "polygons": count}
            for name, code, area, redline_km2, count in sums]


STEP = Step(
    id="boundary", title=N_("Boundary"), run=run,
    needs=("set_up", "prepare", "functions", "sensitivity", "gaps", "thresholds"),
    recipe=("boundary", "conflicts", "languages", "thresholds.grading_unit", "planning"), files=files_of, weight=6,
    purpose=N_("Turn candidates into clean polygons with codes and names."),
)
