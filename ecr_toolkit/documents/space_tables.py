"""Tables of the report about spaces, suitability for agriculture and towns, and corridors, as plain data."""

from collections.abc import Sequence
from typing import Any, Optional

from ..languages.messages import N_
from ..models.suitability.agriculture import AGRICULTURE
from ..models.suitability.urban import URBAN
from ..planning.corridors.network import CORES, CORRIDORS, STONES
from ..planning.spaces import SPACES
from ..planning.suitability.tables import USED
from ..raster.files import UNKNOWN
from . import wording
from .context import Context
from .tables import AREA, CODE, COUNT, LENGTH, MEASURE, NAME, PERCENT, WORDS, Column, Table

_KM2 = "km²"
_SUBJECTS = {subject.id: subject.title for subject in (AGRICULTURE, URBAN)}
_CLASSES = {5: N_("class 5, suitable"), 4: N_("class 4, suitable"), 3: N_("class 3, generally suitable"),
            2: N_("class 2, unsuitable"), 1: N_("class 1, unsuitable"), UNKNOWN: wording.NOT_ASSESSED}


def spaces(c: Context) -> Table:
    """Spaces of the country; they add up to it."""
    rows: list[tuple] = [(_number(int(row["space"])), SPACES[int(row["space"])], row["area_km2"], row["percent"])
                         for row in c.rows("spaces") if row["unit"] == c.code]
    if rows:
        rows.append(((WORDS, N_("total")), N_("all spaces"), sum(row[2] for row in rows), sum(row[3] for row in rows)))
    return Table("spaces", N_("Spaces of the country"), (
        Column(N_("Number"), CODE), Column(N_("Space")), Column(N_("Area"), AREA, _KM2),
        Column(N_("Share of the country"), PERCENT)), rows, total=True)


def _number(space: int) -> tuple[str, Any]:
    """The number of a space, which heads its column where the names would be too long."""
    return (WORDS, wording.NOT_APPLICABLE) if space == UNKNOWN else (CODE, space)


def space_units(c: Context) -> Table:
    """Spaces of every unit in km², the country last; every row adds up to the area of the unit."""
    return Table("space_units", N_("Spaces by administrative unit"), (
        Column(N_("Unit"), NAME),
        *(Column(wording.NOT_ASSESSED if space == UNKNOWN else str(space), AREA, _KM2) for space in SPACES),
        Column(N_("Total"), AREA, _KM2)), _by_unit(c, c.rows("spaces"), "space", SPACES), total=True, wide=True)


def suitability(c: Context) -> list[Table]:
    """Classes of every subject by unit; a subject that could not be assessed has no row."""
    made = []
    for subject, title in _SUBJECTS.items():
        rows = [row for row in c.rows("suitability") if row["subject"] == subject]
        if any(row["class"] != UNKNOWN for row in rows):
            made.append(Table(f"suitability_{subject}", N_("Suitability classes by administrative unit"), (
                Column(N_("Unit"), NAME), *(Column(name, AREA, _KM2) for name in _CLASSES.values()),
                Column(N_("Total"), AREA, _KM2)), _by_unit(c, rows, "class", _CLASSES), title, True, True))
    return made


def _by_unit(c: Context, rows: Sequence[dict], column: str, codes: dict[int, str]) -> list[tuple]:
    """A row a unit with km² by code and their sum, the country last."""
    areas: dict[str, dict[int, float]] = {}
    for row in rows:
        areas.setdefault(row["unit"], {})[int(row[column])] = row["area_km2"]
    return [((NAME, c.names[unit]), *(found[code] for code in codes), sum(found.values()))
            for unit, found in areas.items()]


def suitability_conflicts(c: Context) -> Table:
    """Land in use where it is not suitable."""
    rows = [((NAME, c.names[row["unit"]]), row["title"], row["land_km2"], row["unsuitable_km2"],
             row["unsuitable_percent"] if row["land_km2"] else (WORDS, N_("no such land")), row["extreme_km2"],
             row["not_assessed_km2"]) for row in c.rows("suitability_conflicts")]
    missing = wording.NOT_ASSESSED
    return Table("suitability_conflicts", N_("Land in use where it is unsuitable"), (
        Column(N_("Unit"), NAME), Column(N_("Land in use")), Column(N_("Area"), AREA, _KM2),
        Column(N_("where it is unsuitable"), AREA, _KM2, missing), Column(N_("Share"), PERCENT, missing=missing),
        Column(N_("on land of the highest level"), AREA, _KM2, missing),
        Column(N_("Suitability not known"), AREA, _KM2)), rows)


def suitability_inputs(c: Context) -> Table:
    """Inputs that were not assessed or need a remark."""
    rows = [(_SUBJECTS[row["subject"]], row["title"], row["status"], row["note"] or (WORDS, N_("no remark")))
            for row in c.rows("suitability_inputs") if row["status"] != USED or row["note"]]
    return Table("suitability_inputs", N_("Inputs of suitability that were not assessed"), (
        Column(N_("Subject")), Column(N_("Input")), Column(N_("Status")), Column(N_("What that means"))), rows)


def corridors(c: Context) -> Table:
    rows = [(row["number"], (CODE, row["from_code"]), (CODE, row["to_code"]), row["length_km"], row["area_km2"],
             (MEASURE, row["least_width_m"], "m"), row["natural_percent"], row["protected_percent"],
             _PINCHES[row["narrow"] or 0, row["near_built_up"] or 0]) for row in c.rows("corridors")]
    return Table("corridors", N_("Corridors that are offered"), (
        Column(N_("Number"), COUNT), Column(N_("From core"), CODE), Column(N_("To core"), CODE),
        Column(N_("Length"), LENGTH, "km"), Column(N_("Area"), AREA, _KM2), Column(N_("Least width"), MEASURE),
        Column(N_("Natural land"), PERCENT), Column(N_("Protected or redline"), PERCENT), Column(N_("Pinched"))), rows,
        wide=True, file="corridors")


_PINCHES = {(0, 0): N_("no"), (1, 0): N_("narrow"), (0, 1): N_("near built-up land"),
            (1, 1): N_("narrow and near built-up land")}


def corridor_network(c: Context) -> Table:
    """What stepping stones and corridors add to connectivity, at every distance."""
    placed = {None: (WORDS, wording.NOT_APPLICABLE), 1: N_("yes"), 0: N_("no")}
    rows = [(wording.NETWORKS[row["set"]], (LENGTH, row["median_km"], "km"), row["area_km2"], row["area_gain_percent"],
             row["eca_km2"], row["eca_gain_percent"], placed[row["well_placed"]])
            for row in c.rows("corridor_network") if row["nodes"]]
    none = wording.NOT_APPLICABLE
    return Table("corridor_network", N_("What stepping stones and corridors would add to connectivity"), (
        Column(N_("Network")), Column(N_("Distance that half of the animals reach"), LENGTH),
        Column(N_("Area"), AREA, _KM2), Column(N_("more area"), PERCENT, missing=none),
        Column(N_("Equivalent connected area"), AREA, _KM2), Column(N_("more of it"), PERCENT, missing=none),
        Column(N_("Gains more than its area"))), rows)


def corridor_facts(c: Context) -> Optional[dict[str, Any]]:
    """Numbers that sentences quote, at the first distance of the recipe; ``reason`` why nothing could be assessed. None
    where the recipe asks for no corridors."""
    rows = c.rows("corridor_network")
    if not rows or rows[0]["reason"]:
        return {"reason": rows[0]["reason"]} if rows else None
    first = {row["set"]: row for row in reversed(rows)}
    cores, stones, made = first[CORES], first[STONES], first[CORRIDORS]
    return {"reason": "", "cores": cores["nodes"], "stones": stones["nodes"] - cores["nodes"],
            "too_far": cores["too_far"], "through": cores["through"], "median_km": made["median_km"],
            "eca_gain": made["eca_gain_percent"], "area_gain": made["area_gain_percent"],
            "well_placed": made["well_placed"], "pinched": sum(row["pinch"] == 1 for row in c.rows("corridors"))}


TABLES = (spaces, space_units, suitability_conflicts, suitability_inputs, corridors, corridor_network)
