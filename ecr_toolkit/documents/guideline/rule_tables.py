"""Tables of the chapter on the boundary: how areas are treated, which layers it takes, the rules of the line, its types
and accuracy, codes, stakes and checks."""

import math
from collections.abc import Mapping
from typing import Any

from ...boundary.conflicts.rules import CODES, FAMILY_OF, LINE, PLAN
from ...boundary.quality import INSIDE_PERCENT, LOG_KM2, SAME_PERCENT
from ...boundary.staking.stakes import STANDARD
from ...languages.messages import N_
from .. import wording
from ..context import Context
from ..tables import AREA, CODE, COUNT, MEASURE, PERCENT, WORDS, Column, Table

_KM2 = "km²"
_ERROR_MM = 0.5  # a line may be off by so much on a map (methods.md §5.8)
_STAKE_M = 1.0
_SCALES = (  # methods.md §5.8
    (N_("overview of the country"), 1_000_000), (N_("map of the country, in sheets"), 250_000),
    (N_("map of a province, for approval"), 50_000), (N_("tracing of the boundary, where such data exist"), 10_000),
)
_SAMPLE_LEAST, _SAMPLE_PERCENT = 30, 5  # methods.md §5.9


def outputs(_c: Context) -> Table:
    """What the step publishes, in words that its layers and tables have elsewhere."""
    rows = [(code, title) for code, title in (
        ("ecr.gpkg: ecr", N_("Ecological Conservation Redline")),
        ("ecr.gpkg: ecr_parts", N_("Core and general zones")),
        ("ecr.gpkg: boundary_lines", N_("Boundary by type of line")),
        ("ecr.gpkg: stakes", N_("Stakes")),
        ("ecr.gpkg: conflicts", N_("Conflict objects")),
        ("ecr.gpkg: conflict_lines", N_("Roads and other lines")),
        ("spaces.tif", N_("Spaces")),
        ("tables/register.csv", N_("Register of the redline")),
        ("tables/units.csv", N_("Administrative units and their redline")),
        ("tables/area_log.csv", N_("Area gained and lost at every rule")),
        ("tables/quality.csv", N_("Quality checks")),
        ("tables/conflicts.csv", N_("Conflict objects")),
        ("tables/conflict_summary.csv", N_("Conflicts by code and decision")),
        ("tables/stakes.csv", N_("Stakes")))]
    return Table("boundary_outputs", N_("What the step gives"), (
        Column(N_("Layer or table"), CODE), Column(N_("Content"))), rows)


def treatments(c: Context) -> Table:
    """How many protected areas of the pilot are treated in which way."""
    rows = []
    for code, title in wording.TREATMENTS.items():
        found = [row for row in c.protected_areas if row["treatment"] == code and not row["reason"]]
        rows.append((title, len(found), sum(row["counted_km2"] for row in found)))
    return Table("treatments", N_("Protected areas of this pilot by treatment"), (
        Column(N_("Treatment")), Column(N_("Protected areas"), COUNT),
        Column(N_("Area, overlaps counted once"), AREA, _KM2)), rows)


def conflict_layers(c: Context) -> Table:
    """Which objects each code means, what layer brings them, and whether this pilot has one."""
    given = c.recipe["conflicts"]["layers"]
    cover = {"C1": "farmland", "C2": "farmland", "C3": "built_up", "C4": "built_up", "C7": "plantation"}
    rows = []
    for code, title in CODES.items():
        classes = c.recipe["conflicts"][cover[code]] if code in cover else []
        rows.append((code, title, _SHAPES[code], _PROVIDERS[code],
                     (CODE, given[code]) if code in given else
                     (WORDS, N_("classes of land cover")) if classes else (WORDS, wording.NOT_ASSESSED)))
    return Table("conflict_layers", N_("Layers of conflict objects"), (
        Column(N_("Code"), CODE), Column(N_("Object")), Column(N_("Geometry")), Column(N_("Who usually has it")),
        Column(N_("In this pilot"), CODE)), rows, wide=True)


_POLYGONS, _LINES, _BOTH = N_("polygons"), N_("lines"), N_("polygons or lines")
_SHAPES = {code: _BOTH if family in (LINE, PLAN) else _POLYGONS for code, family in FAMILY_OF.items()}
_PROVIDERS = {
    "C1": N_("agriculture, land registry; else classes of land cover"),
    "C2": N_("agriculture, land registry; else classes of land cover"),
    "C3": N_("urban planning, land registry; else classes of land cover"),
    "C4": N_("statistics, land registry; else OpenStreetMap or classes of land cover"),
    "C5": N_("the register of mining rights, with kind and validity of each right"),
    "C6": N_("transport and energy; else OpenStreetMap"),
    "C7": N_("forestry, agriculture"),
    "C8": N_("water and energy, with the operating area as polygons of their own"),
    "C9": N_("planning authorities of all sectors"),
    "C10": N_("the people themselves, and the authority that registers their land"),
}


def other_layers(c: Context) -> Table:
    """Further data of the step, where they come from, and whether this pilot has them."""
    recipe = c.recipe
    lines = recipe["boundary"]["lines"]
    rows = [(title, where, (CODE, field), (WORDS, N_("given") if value else N_("not given")))
            for title, where, field, value in (
        (N_("rivers, ridges, coast and other natural lines"), N_("topographic survey; else HydroSHEDS and terrain"),
         "boundary.lines: 1", 1 in lines.values()),
        (N_("land parcels"), N_("land registry"), "boundary.lines: 3", 3 in lines.values()),
        (N_("roads and other linear structures"), N_("transport and energy; else OpenStreetMap"), "boundary.lines: 5",
         5 in lines.values()),
        (N_("geographic names"), N_("national gazetteer, with mountains, lakes and plains as polygons"),
         "boundary.names", recipe["boundary"]["names"]),
        (N_("treatment of each category of protected areas"), N_("the law on protected areas; else the international "
                                                                 "table of the annex"),
         "protected_areas.categories", recipe["protected_areas"]["categories"]),
        (N_("irrigated land"), N_("water and irrigation"), "suitability.irrigation",
         recipe["suitability"]["irrigation"]),
        (N_("total water resources by unit"), N_("water and irrigation"), "suitability.water_modulus",
         recipe["suitability"]["water_modulus"]),
        (N_("severe hazards"), N_("geological survey, disaster management"), "suitability.hazards",
         recipe["suitability"]["hazards"]),
        (N_("travel time to a city centre"), N_("transport; else global maps of accessibility"),
         "suitability.travel_time", recipe["suitability"]["travel_time"]),
        (N_("resistance by land-cover class"), N_("ecologists of the country; else the toolkit's table"),
         "corridors.resistance", recipe["corridors"]["resistance"]),
    )]
    return Table("boundary_layers", N_("Further data of the step"), (
        Column(N_("Data")), Column(N_("Where to get them")), Column(N_("Field"), CODE), Column(N_("In this pilot"))),
        rows, wide=True)


def line_rules(c: Context) -> Table:
    """The rules from cells to polygons in the order in which they apply, with the choice that governs each."""
    chosen = c.recipe["boundary"]
    values: Mapping[str, tuple] = {
        "B7": (MEASURE, chosen["simplify_cells"] * c.cell_m, "m"), "B3": (MEASURE, chosen["aggregation_m"], "m"),
        "following": (MEASURE, chosen["snap_cells"] * c.cell_m, "m"),
        "B5": (MEASURE, chosen["min_hole_km2"], _KM2), "B6": (MEASURE, chosen["min_patch_km2"], _KM2),
    }
    order = [name for name in wording.RULES if name not in CODES]
    rows = [((CODE, name) if name[1:].isdigit() else (WORDS, _STAGES[name]), wording.RULES[name],
             values.get(name, (WORDS, N_("no choice")))) for name in order]
    return Table("line_rules", N_("Rules from cells to polygons, in their order"), (
        Column(N_("Rule"), CODE), Column(N_("What it does")), Column(N_("Limit in this pilot"), MEASURE)), rows)


_STAGES = {"candidates": N_("start"), "drafts": N_("drafts"), "following": N_("lines nearby"), "edits": N_("edits")}


def line_types(_c: Context) -> Table:
    rows = [(kind, title) for kind, title in wording.BOUNDARY_TYPES.items()]
    return Table("line_types", N_("Types of boundary, the preferred first"), (
        Column(N_("Type"), COUNT), Column(N_("Lines"))), rows)


def scales(c: Context) -> Table:
    """Scales of maps with the error of location that a line may have, those of this pilot's grid last."""
    wanted = [*_SCALES, (N_("this pilot, from the size of its cells"), round(c.cell_m * 1000 / _ERROR_MM))]
    rows: list[tuple] = [(title, (CODE, f"1 : {scale:_}".replace("_", "\u202f")),
                          (MEASURE, scale * _ERROR_MM / 1000, "m")) for title, scale in wanted]
    rows.append((N_("stakes set in the ground"), (WORDS, wording.NOT_APPLICABLE), (MEASURE, _STAKE_M, "m")))
    return Table("scales", N_("Scales and location errors"), (
        Column(N_("Product")), Column(N_("Map scale"), CODE), Column(N_("Largest error of location"), MEASURE)), rows)


def quality_checks(c: Context) -> Table:
    """Each check with its limit and what to do where it fails; a check that only tells a number has no limit."""
    target = 100 * c.recipe["coordination"]["edge_match_target"]
    limits: Mapping[str, Any] = {
        "Q1": (COUNT, 0), "Q2": (COUNT, 0), "Q4": (PERCENT, INSIDE_PERCENT), "Q5": (COUNT, 0),
        "Q6": (MEASURE, SAME_PERCENT, "%"), "Q7": (COUNT, 0), "Q9": (PERCENT, target), "Q10": (MEASURE, LOG_KM2, _KM2)}
    results = {row["check"]: row["passed"] for row in c.quality}
    told = {None: N_("for information"), 1: N_("passed"), 0: N_("failed")}
    rows = [((CODE, code), wording.CHECKS[code][0], limits.get(code, (WORDS, wording.NO_LIMIT)), remedy,
             told[results[code]] if code in results else (WORDS, wording.NOT_ASSESSED))
            for code, remedy in _REMEDIES.items()]
    return Table("quality_checks", N_("Quality checks, and what to do where one fails"), (
        Column(N_("Check"), CODE), Column(N_("What is checked")), Column(N_("Limit"), MEASURE),
        Column(N_("Where it fails")), Column(N_("In this pilot"))), rows, wide=True)


_REMEDIES = {
    "Q1": N_("Look for outlines that were changed outside the toolkit; run the step again."),
    "Q2": N_("Repair the layers that were given (protected areas, drafts, edits); run the step again."),
    "Q3": N_("Ask the neighbouring unit: with its part the patch may be large enough."),
    "Q4": N_("The area lies partly outside the country, or its outline has a fault; correct the outline."),
    "Q5": N_("Fill in the fields that the check names, in the recipe or in the data."),
    "Q6": N_("Do not change areas by hand; run the step again."),
    "Q7": N_("Look whether an edit or a draft has brought the land back; undo it or change the decision."),
    "Q8": N_("Nothing can fail; state the share together with the area it refers to."),
    "Q9": N_("Settle the mismatches in the coordination step."),
    "Q10": N_("Do not change layers by hand; run the step again."),
}


def stake_record(_c: Context) -> Table:
    """Fields of a stake that the survey fills in, and those that the toolkit fills."""
    made, surveyed = N_("the toolkit"), N_("the survey")
    rows = [((CODE, field), meaning, by) for field, meaning, by in (
        ("number", N_("code of the polygon, the letter J and four digits"), made),
        ("codes", N_("all polygons that share the stake"), made),
        ("kind, role", N_("why it stands there; set in the ground, or coordinates only"), made),
        ("x_m, y_m, h_m, crs", N_("coordinates and height in the national system"), made),
        ("longitude, latitude", N_("coordinates in degrees, minutes and seconds"), made),
        ("previous, next", N_("its neighbours on the line"), made),
        ("accuracy_m", N_("accuracy of the measured position"), surveyed),
        ("photo, date, ground", N_("photograph, day and kind of ground"), surveyed))]
    return Table("stake_record", N_("Record of a stake"), (
        Column(N_("Field"), CODE), Column(N_("Content")), Column(N_("Filled in by"))), rows)


def line_facts(c: Context) -> dict[str, Any]:
    """What sentences of the chapter quote: the rules of stakes, the sample of the field check (points), an example of a
    code and a name from the register (empty where there is none), the error on a map (mm)."""
    register = c.rows("register")
    example = register[0] if register else {"ecr_code": "", "ecr_name": ""}
    return {"turn": STANDARD.turn, "accessible_m": STANDARD.spacing.accessible,
            "elsewhere_m": STANDARD.spacing.elsewhere, "code": example["ecr_code"], "name": example["ecr_name"],
            "sample_least": _SAMPLE_LEAST, "sample_percent": _SAMPLE_PERCENT,
            "sample": max(_SAMPLE_LEAST, math.ceil(len(register) * _SAMPLE_PERCENT / 100)), "error_mm": _ERROR_MM,
            "accepted_percent": 90}


TABLES = (outputs, treatments, conflict_layers, other_layers, line_rules, line_types, scales,
          quality_checks, stake_record)
