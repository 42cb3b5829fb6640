"""Tables of the report about the boundary: rules, lines, zones, quality checks and stakes, as plain data."""

from ..boundary.conflicts.activities import allowed_activities
from ..boundary.following import LINEAR, NATURAL, PARCEL
from ..boundary.staking.ground import REACH_M, STEEP_DEGREES
from ..boundary.staking.stakes import PHYSICAL, STANDARD, VIRTUAL
from ..languages.messages import N_
from ..planning.shares import percent
from . import wording
from .context import Context
from .tables import AREA, CODE, COUNT, DATA, LENGTH, MEASURE, NAME, PERCENT, WORDS, Column, Table

_KM2 = "km²"
_NAMES_AREAS = "Q4"  # names protected areas, the other checks codes of polygons
_BY_LAYER = (NATURAL, PARCEL, LINEAR)  # lines that only a layer of the country can bring


def area_log(c: Context) -> Table:
    rows = [((CODE, row["rule"]) if row["rule"][1:].isdigit() else (WORDS, _STAGES.get(row["rule"], row["rule"])),
             wording.RULES.get(row["rule"], row["rule"]), row["gained_km2"], row["lost_km2"], row["area_km2"])
            for row in c.rows("area_log")]
    return Table("area_log", N_("Area gained and lost at every rule"), (
        Column(N_("Rule"), CODE), Column(N_("What it does")), Column(N_("Gained"), AREA, _KM2),
        Column(N_("Lost"), AREA, _KM2), Column(N_("Area after it"), AREA, _KM2)), rows)


_STAGES = {"candidates": N_("start"), "drafts": N_("drafts"), "following": N_("lines nearby"), "edits": N_("edits")}


def boundary_lines(c: Context) -> Table:
    """What lines the boundary follows; a type that only a layer could bring is not nought where none was given."""
    given = {*c.recipe["boundary"]["lines"].values()}
    whole = sum(c.boundary_km.values())
    rows: list = []
    for kind, title in wording.BOUNDARY_TYPES.items():
        if kind in _BY_LAYER and kind not in given:
            rows.append((kind, title, None, None))
        else:
            km = c.boundary_km.get(kind, 0.0)
            rows.append((kind, title, km, percent(km, whole)))
    rows.append(((WORDS, N_("total")), N_("all lines"), whole, percent(whole, whole)))
    return Table("boundary_lines", N_("What lines the boundary follows"), (
        Column(N_("Type"), COUNT), Column(N_("Lines")), Column(N_("Length"), LENGTH, "km", wording.NOT_GIVEN),
        Column(N_("Share"), PERCENT, missing=wording.NOT_GIVEN)), rows, total=True)


def zones(c: Context) -> Table:
    """Core and general zones of every unit."""
    rows = [((NAME, c.names[row["code"]]), row["core_km2"], row["ecr_km2"] - row["core_km2"], row["ecr_km2"],
             percent(row["core_km2"], row["ecr_km2"])) for row in (*c.units, c.whole)]
    return Table("zones", N_("Core and general zones of the redline"), (
        Column(N_("Unit"), NAME), Column(N_("Core zone"), AREA, _KM2), Column(N_("General zone"), AREA, _KM2),
        Column(N_("Redline area"), AREA, _KM2),
        Column(N_("Core share"), PERCENT, missing=N_("no redline"))), rows, total=True)


def activities(c: Context) -> Table:
    rows = [(row["code"], row["text"]) for row in allowed_activities()]
    return Table("activities", N_("Checklist of limited activities in the general zone"), (
        Column(N_("Number"), CODE), Column(N_("What may be allowed"))), rows)


def quality(c: Context) -> Table:
    """Checks passed, failed, and those that only tell a number or could not be made."""
    results = {None: N_("for information"), 1: N_("passed"), 0: N_("failed")}
    rows = []
    for row in c.quality:
        words, unit = wording.CHECKS.get(row["check"], (row["check"], ""))
        value, limit = row["value"], row["limit"]
        told = row["passed"] is not None or value is not None
        rows.append(((CODE, row["check"].split("_")[0]), words,
                     results[row["passed"]] if told else (WORDS, wording.NOT_ASSESSED), (MEASURE, value, unit),
                     (WORDS, wording.NO_LIMIT) if limit is None else (MEASURE, limit, unit),
                     (DATA if row["check"] == _NAMES_AREAS else CODE, row["features"]) if row["features"] else None))
    return Table("quality", N_("Quality checks"), (
        Column(N_("Check"), CODE), Column(N_("What is checked")), Column(N_("Result")),
        Column(N_("Value"), MEASURE, missing=wording.NOT_ASSESSED), Column(N_("Limit"), MEASURE),
        Column(N_("Polygons or areas that it names"), DATA, missing=N_("none"))), rows)


def stakes(c: Context) -> Table:
    """How many stakes, by why they stand where they stand, and whether they are set in the ground."""
    found = c.rows("stakes")
    rows = [(title, *_by_role([row for row in found if row["kind"] == kind]))
            for kind, title in wording.STAKE_KINDS.items()]
    rows.append((N_("total"), *_by_role(found)))
    return Table("stakes", N_("Boundary stakes"), (
        Column(N_("Position")), Column(N_("Set in the ground"), COUNT), Column(N_("Coordinates only"), COUNT),
        Column(N_("All"), COUNT)), rows if found else [], total=True)


def _by_role(rows: list) -> tuple[int, int, int]:
    physical, virtual = (sum(row["role"] == role for row in rows) for role in (PHYSICAL, VIRTUAL))
    return physical, virtual, len(rows)


def stake_facts() -> dict[str, float]:
    """The rules of spacing (methods.md §5.9): degrees and metres."""
    return {"turn": STANDARD.turn, "accessible_m": STANDARD.spacing.accessible,
            "elsewhere_m": STANDARD.spacing.elsewhere, "steep": STEEP_DEGREES, "reach_m": REACH_M}


TABLES = (area_log, boundary_lines, zones, activities, quality, stakes)
