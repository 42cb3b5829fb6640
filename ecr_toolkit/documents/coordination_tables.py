"""Tables of the report about borders: edge matching, mismatches, decisions, foreign redlines and basins, as plain data.
"""

from collections.abc import Mapping
from typing import Any

from ..coordination.foreign import ALL, RESULTS
from ..coordination.proposals.decisions import STATUSES
from ..coordination.proposals.making import NOTE
from ..coordination.proposals.reasons import REASONS
from ..languages.messages import N_
from . import wording
from .context import Context
from .tables import AREA, CODE, COUNT, DATA, LENGTH, NAME, PERCENT, WORDS, Column, Table

_KM2, _KM = "km²", "km"


def unit_name(c: Context, code: str) -> tuple[str, str]:
    """A unit as a cell; a code that the pilot does not know stays as it is."""
    return (NAME, c.names.get(code, code))


def edge_match(c: Context) -> Table:
    rows = [(unit_name(c, row["first"]), unit_name(c, row["second"]), row["border_km"], row["first_km"],
             row["second_km"], row["either_km"], row["both_km"], row["edge_match_percent"],
             (WORDS, wording.NOTHING_TO_MATCH) if row["reached"] is None else N_("reached") if row["reached"]
             else N_("not reached"), row["mismatches"]) for row in c.rows("edge_match")]
    return Table("edge_match", N_("Edge matching between neighbouring units"), (
        Column(N_("Unit"), NAME), Column(N_("Neighbour"), NAME), Column(N_("Border"), LENGTH, _KM),
        Column(N_("Redline of the unit"), LENGTH, _KM), Column(N_("Redline of the neighbour"), LENGTH, _KM),
        Column(N_("Redline on either side"), LENGTH, _KM), Column(N_("Redline on both sides"), LENGTH, _KM),
        Column(N_("Edge-match rate"), PERCENT, missing=wording.NOTHING_TO_MATCH), Column(N_("Target")),
        Column(N_("Mismatches"), COUNT)), rows, wide=True)


def mismatches(c: Context) -> Table:
    """What lies beyond the border of every mismatch, and what is proposed; for a note, why nothing else is."""
    rows = [(row["number"], unit_name(c, row["unit"]), unit_name(c, row["neighbour"]), row["length_km"],
             wording.CLASSES[wording.LEVEL].get(row["level"]) or (WORDS, N_("not known")), row["deducted_percent"],
             REASONS.get(row["why"], wording.PROPOSALS[NOTE]) if row["kind"] == NOTE
             else wording.PROPOSALS[row["kind"]], row["area_km2"], STATUSES[row["status"]])
            for row in c.rows("mismatches")]
    return Table("mismatches", N_("Mismatches to be settled by the units"), (
        Column(N_("Number"), COUNT), Column(N_("Unit with redline"), NAME), Column(N_("Neighbour without"), NAME),
        Column(N_("Length"), LENGTH, _KM), Column(N_("Level beyond")),
        Column(N_("taken out there as a conflict"), PERCENT), Column(N_("Proposal")),
        Column(N_("Its area"), AREA, _KM2, wording.NOT_APPLICABLE), Column(N_("Status"))), rows, wide=True,
        file="mismatches")


def proposals(c: Context) -> Table:
    """Proposals that were decided, those of mismatches that are there no more included."""
    rows = [((CODE, row["id"]), wording.PROPOSALS[row["kind"]], row["area_km2"], STATUSES[row["status"]],
             *_decided(row), N_("yes") if row["present"] else N_("no")) for row in c.rows("proposals")
            if row["decision"]]
    return Table("proposals", N_("Decisions on proposals"), (
        Column(N_("Proposal"), CODE), Column(N_("Action")), Column(N_("Area"), AREA, _KM2, wording.NOT_APPLICABLE),
        Column(N_("Status")), *_DECIDED, Column(N_("Mismatch still there"))), rows, wide=True, file="proposals")


_DECIDED = (Column(N_("Reason"), DATA), Column(N_("Decided by"), DATA), Column(N_("On"), CODE))


def _decided(row: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    return ((DATA, row["reason"]) if row["reason"] else (WORDS, wording.NOT_STATED), (DATA, row["decided_by"]),
            (CODE, row["decided_on"]))


def edits(c: Context) -> Table:
    """Edits that stand."""
    rows = [(row["number"], wording.EDITS[row["action"]], unit_name(c, row["unit"]), row["area_km2"], _reason(row),
             (DATA, row["decided_by"]), (CODE, row["decided_on"])) for row in c.rows("edits") if not row["undone_by"]]
    return Table("edits", N_("Edits that stand"), (*_EDIT, *_DECIDED), rows, file="edits")


def undone(c: Context) -> Table:
    """Edits that were undone, and why."""
    rows = [(row["number"], wording.EDITS[row["action"]], unit_name(c, row["unit"]), row["area_km2"], _reason(row),
             (DATA, row["undone_by"]), (CODE, row["undone_on"]), (DATA, row["undone_reason"]))
            for row in c.rows("edits") if row["undone_by"]]
    return Table("undone", N_("Edits that were undone"), (
        *_EDIT, Column(N_("Reason"), DATA), Column(N_("Undone by"), DATA), Column(N_("On"), CODE),
        Column(N_("Why it was undone"), DATA)), rows, wide=True, file="edits")


_EDIT = (Column(N_("Number"), COUNT), Column(N_("Action")), Column(N_("Unit"), NAME), Column(N_("Area"), AREA, _KM2))


def _reason(row: Mapping[str, Any]) -> tuple[str, str]:
    return (DATA, row["reason"]) if row["reason"] else (WORDS, N_("carries out a proposal"))


def foreign(c: Context) -> Table:
    """Redlines of neighbouring countries beside ours, all of them together last."""
    rows = [((DATA, row["country"]) if row["country"] != ALL else (WORDS, N_("all together")), row["polygons"],
             row["border_km"], row["our_km"], row["their_km"], row["matched_km"], row["matched_percent"],
             RESULTS[row["result"]]) for row in c.rows("foreign")]
    together = N_("told for all together")
    return Table("foreign", N_("Redlines of neighbouring countries at the outer border"), (
        Column(N_("Country"), DATA), Column(N_("Polygons"), COUNT, missing=wording.NOT_ASSESSED),
        Column(N_("Border with other countries"), LENGTH, _KM, together),
        Column(N_("Redline on our side"), LENGTH, _KM, together),
        Column(N_("Redline on their side"), LENGTH, _KM, wording.NOT_ASSESSED),
        Column(N_("Redline on both sides"), LENGTH, _KM, wording.NOT_ASSESSED),
        Column(N_("Share with both"), PERCENT, missing=together), Column(N_("Result"))), rows, total=True)


def foreign_polygons(c: Context) -> Table:
    rows = [((CODE, row["ecr_code"]), unit_name(c, row["unit"]), row["frontage_km"], row["matched_km"],
             (DATA, row["countries"]) if row["counterpart"] else (WORDS, N_("no counterpart")))
            for row in c.rows("foreign_polygons")]
    return Table("foreign_polygons", N_("Polygons of the redline at the outer border"), (
        Column(N_("Code"), CODE), Column(N_("Unit"), NAME), Column(N_("Length at the border"), LENGTH, _KM),
        Column(N_("of it with a counterpart"), LENGTH, _KM), Column(N_("Counterpart in"), DATA)), rows,
        file="foreign_polygons")


def basins(c: Context) -> Table:
    rows = [((DATA, row["basin"]), unit_name(c, row["unit"]), row["area_km2"], row["basin_percent"],
             row["redline_km2"], row["redline_percent"], row["difference"], row["inside_percent"])
            for row in c.rows("basins")]
    return Table("basins", N_("River basins that a border splits"), (
        Column(N_("Basin"), DATA), Column(N_("Unit"), NAME), Column(N_("Area in the unit"), AREA, _KM2),
        Column(N_("Share of the basin"), PERCENT), Column(N_("Redline there"), AREA, _KM2),
        Column(N_("Share of that part"), PERCENT),
        Column(N_("Largest difference between units"), PERCENT, missing=N_("one unit only")),
        Column(N_("Basin in the country"), PERCENT)), rows, file="basins")


TABLES = (edge_match, mismatches, proposals, edits, undone, foreign, foreign_polygons, basins)
