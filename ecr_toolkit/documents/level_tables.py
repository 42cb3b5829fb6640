"""Tables of the report about drafts of units, levels of administration, rounds and sign-offs, as plain data."""

from collections.abc import Mapping
from typing import Any

from ..coordination.levels.allocation import UNASSIGNED
from ..coordination.levels.places import COUNTY, LEVELS, NATIONAL, PROVINCE
from ..coordination.levels.signatures import OPEN, SIGNED, STATES, VOID
from ..languages.messages import N_
from . import wording
from .context import Context
from .coordination_tables import unit_name
from .tables import AREA, CODE, COUNT, DATA, NAME, PERCENT, WORDS, Column, Table

_KM2 = "km²"


def draft_units(c: Context) -> Table:
    """From the draft of a unit to its line, and how that differs from the line of the toolkit."""
    rows = [(unit_name(c, row["unit"]), *(row[name] for name in (
        "draft_km2", "beyond_border_km2", "kept_km2", "gap_filled_km2", "line_km2", "toolkit_km2", "added_km2",
        "left_out_km2"))) for row in c.rows("draft_units")]
    return Table("draft_units", N_("Drafts of units and the merged line"), (
        Column(N_("Unit"), NAME), Column(N_("Draft"), AREA, _KM2), Column(N_("cut at the border"), AREA, _KM2),
        Column(N_("kept inside the border"), AREA, _KM2), Column(N_("filled up to the border"), AREA, _KM2),
        Column(N_("Merged line"), AREA, _KM2), Column(N_("Line of the toolkit"), AREA, _KM2),
        Column(N_("added to it"), AREA, _KM2), Column(N_("left out of it"), AREA, _KM2)), rows, wide=True)


def draft_differences(c: Context) -> Table:
    rows = [(unit_name(c, row["unit"]), row["reason"],
             unit_name(c, row["neighbour"]) if row["neighbour"] else (WORDS, wording.NOT_APPLICABLE), row["area_km2"])
            for row in c.rows("draft_differences")]
    return Table("draft_differences", N_("Where drafts and the merged line differ"), (
        Column(N_("Unit"), NAME), Column(N_("What was done")), Column(N_("Neighbour"), NAME),
        Column(N_("Area"), AREA, _KM2)), rows, file="draft_differences")


def levels(c: Context) -> Table:
    """Provinces, the country last; provinces add up to it."""
    return _provinces(c, N_("Redline by province and share by candidate area"), "levels")


def counties(c: Context) -> Table:
    """Counties in the order of their provinces; what lies in no county has a row of its own."""
    return _counties(c, N_("Redline by county and share by candidate area"), "levels")


def allocation(c: Context) -> Table:
    """The national figure that the country gave, shared out to its provinces; no rows where none was shared out."""
    return _provinces(c, N_("The national figure shared out to provinces"), "allocation")


def allocation_counties(c: Context) -> Table:
    """The same on to the counties."""
    return _counties(c, N_("The national figure shared out to counties"), "allocation")


def _provinces(c: Context, caption: str, table: str) -> Table:
    rows = [row for level in (PROVINCE, NATIONAL) for row in c.rows(table) if row["level"] == level]
    return _levels(caption, table, [
        ((WORDS, N_("in no province")) if row["code"] == UNASSIGNED else unit_name(c, row["code"]), *_figures(row))
        for row in rows], (Column(N_("Unit"), NAME),), total=True)


def _counties(c: Context, caption: str, table: str) -> Table:
    return _levels(caption, f"{table}_counties", [
        (unit_name(c, row["parent"]), (WORDS, N_("in no county")) if row["code"] == UNASSIGNED else (DATA, row["name"]),
         *_figures(row)) for row in c.rows(table) if row["level"] == COUNTY],
        (Column(N_("Province"), NAME), Column(N_("County"), DATA)), file=table)


def _figures(row: Mapping[str, Any]) -> tuple:
    return tuple(row[name] for name in ("area_km2", "ecr_km2", "ecr_percent", "candidate_km2", "allocated_km2",
                                        "difference_km2", "difference_percent"))


def _levels(caption: str, id: str, rows: list, places: tuple[Column, ...], total: bool = False, file: str = ""
            ) -> Table:
    none = wording.NOT_APPLICABLE
    return Table(id, caption, (
        *places, Column(N_("Area"), AREA, _KM2, none), Column(N_("Redline area"), AREA, _KM2),
        Column(N_("Share"), PERCENT, missing=none), Column(N_("Candidate area"), AREA, _KM2, none),
        Column(N_("Share by candidate area"), AREA, _KM2), Column(N_("Difference"), AREA, _KM2),
        Column(N_("Difference in per cent"), PERCENT, missing=none)), rows, total=total, wide=True, file=file)


def county_check(c: Context) -> Table:
    rows = [(unit_name(c, row["unit"]), row["counties"], row["area_km2"], row["covered_km2"], row["uncovered_km2"],
             row["beyond_km2"], row["twice_km2"]) for row in c.rows("county_check")]
    return Table("county_check", N_("How well counties cover their province"), (
        Column(N_("Province"), NAME), Column(N_("Counties"), COUNT), Column(N_("Area"), AREA, _KM2),
        Column(N_("in a county"), AREA, _KM2), Column(N_("in no county"), AREA, _KM2),
        Column(N_("Counties beyond the province"), AREA, _KM2), Column(N_("in two counties"), AREA, _KM2)), rows)


def rounds(c: Context) -> Table:
    rows = [(row["number"], LEVELS[row["level"]], (CODE, row["day"]), (DATA, row["who"]), (DATA, row["reason"]),
             row["area_km2"], row["polygons"]) for row in c.rows("rounds")]
    return Table("rounds", N_("Rounds in which the line was put to the units"), (
        Column(N_("Round"), COUNT), Column(N_("Level")), Column(N_("On"), CODE), Column(N_("Opened by"), DATA),
        Column(N_("Reason"), DATA), Column(N_("Redline area"), AREA, _KM2), Column(N_("Polygons"), COUNT)), rows)


def round_units(c: Context) -> Table:
    """What every round changed; a place without a change has no row."""
    first = N_("first round")
    rows = [(row["round"], _place(c, row), row["before_km2"], row["after_km2"], row["gained_km2"], row["lost_km2"],
             (DATA, row["reason"]) if row["reason"] else (WORDS, wording.NOT_STATED)) for row in c.rows("round_units")
            if row["before_km2"] is None or row["gained_km2"] or row["lost_km2"]]
    return Table("round_units", N_("What each round changed"), (
        Column(N_("Round"), COUNT), Column(N_("Unit"), NAME), Column(N_("Before"), AREA, _KM2, first),
        Column(N_("After"), AREA, _KM2), Column(N_("Gained"), AREA, _KM2, first),
        Column(N_("Lost"), AREA, _KM2, first), Column(N_("Reason"), DATA)), rows, file="round_units")


def signatures(c: Context) -> Table:
    rows = [(LEVELS[row["level"]], _place(c, row), row["code"], STATES[row["state"]], row["round"],
             (DATA, row["who"]) if row["who"] else None, (CODE, row["day"]) if row["day"] else None)
            for row in c.rows("signatures")]
    missing = N_("not signed")
    return Table("signatures", N_("Sign-offs"), (
        Column(N_("Level")), Column(N_("Unit"), NAME), Column(N_("Code"), CODE), Column(N_("Sign-off")),
        Column(N_("Round"), COUNT, missing=missing), Column(N_("Signed by"), DATA, missing=missing),
        Column(N_("On"), CODE, missing=missing)), rows, file="signatures")


def _place(c: Context, row: Mapping[str, Any]) -> tuple[str, str]:
    """A province in the document's language, a county as its layer calls it."""
    return (DATA, row["name"]) if row["level"] == COUNTY else unit_name(c, row["code"])


def signature_facts(c: Context) -> dict[str, int]:
    """How many places have signed, how many sign-offs are void, how many are open, and all."""
    states = [row["state"] for row in c.rows("signatures")]
    return {**{state: states.count(state) for state in (SIGNED, VOID, OPEN)}, "all": len(states)}


TABLES = (draft_units, draft_differences, levels, counties, allocation, allocation_counties, county_check, rounds,
          round_units, signatures)
