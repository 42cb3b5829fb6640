"""Tables of the report about conflicts: rules, sums, single objects, and why level 5 stays outside, as plain data."""

from collections.abc import Mapping
from typing import Any, Optional

from ..boundary.conflicts.inside import NOT_ASSESSED
from ..boundary.conflicts.rules import CODES, DECISIONS, DEDUCT
from ..boundary.conflicts.tables import ALL, GONE
from ..languages.messages import N_
from ..planning.shares import percent
from . import wording
from .context import Context
from .tables import AREA, CODE, COUNT, DATA, LENGTH, MEASURE, PERCENT, WORDS, Column, Table

_KM2 = "km²"


def conflict_rules(c: Context) -> Table:
    """The rules that met an object, with how many; decisions of people can differ from them."""
    counted: dict[tuple[str, str, str], int] = {}
    for row in c.rows("conflicts"):
        if row["status"] != GONE:
            key = row["code"], row["default_decision"], row["rule"]
            counted[key] = counted.get(key, 0) + 1
    order = list(CODES)
    rows = [(code, CODES[code], rule, DECISIONS[decision], number) for (code, decision, rule), number
            in sorted(counted.items(), key=lambda item: (order.index(item[0][0]), item[0][1:]))]
    return Table("conflict_rules", N_("Rules for objects in the candidate area"), (
        Column(N_("Code"), CODE), Column(N_("Object")), Column(N_("Rule")), Column(N_("Decision by the rule")),
        Column(N_("Objects"), COUNT)), rows)


def conflict_summary(c: Context) -> Table:
    """Sums by code and decision as they stand, the sum of all last."""
    rows = []
    for row in c.rows("conflict_summary"):
        if row["code"]:
            code = (WORDS, N_("total")) if row["code"] == ALL else row["code"]
            rows.append((code, CODES.get(row["code"], N_("all conflicts")), _decision(row), *(row[name] for name in (
                "objects", "open", "area_km2", "redline_km2", "length_km", "redline_km"))))
    missing = wording.NOT_ASSESSED
    return Table("conflict_summary", N_("Conflicts by code and decision"), (
        Column(N_("Code"), CODE), Column(N_("Object")), Column(N_("Decision")),
        Column(N_("Objects"), COUNT, missing=missing), Column(N_("of them open"), COUNT, missing=missing),
        Column(N_("Area"), AREA, _KM2, missing), Column(N_("of it in the redline"), AREA, _KM2, missing),
        Column(N_("Length"), LENGTH, "km", missing), Column(N_("of it in the redline"), LENGTH, "km", missing)), rows,
        total=True, wide=True)


def _decision(row: Mapping[str, Any]) -> str:
    if row["code"] == ALL:
        return N_("all decisions")
    if row["decision"] == NOT_ASSESSED:
        return wording.NOT_ASSESSED
    return DECISIONS[row["decision"]] if row["decision"] else N_("none found")


def conflicts(c: Context) -> Table:
    """Objects that people decided on, then those that the rules take out, the largest first."""
    chosen = [row for row in c.rows("conflicts") if row["decision"] == DEDUCT or row["decided_by"]]
    chosen.sort(key=lambda row: (not row["decided_by"], -(row["area_ha"] or 0.0), row["id"]))
    rows = [((CODE, row["id"]), row["code"], (DATA, row["name"]) if row["name"] else (WORDS, wording.NOT_STATED),
             _size(row), DECISIONS[row["decision"]],
             (DATA, row["reason"]) if row["decided_by"] else (WORDS, row["rule"]),
             (DATA, row["decided_by"]) if row["decided_by"] else (WORDS, N_("the rule")), row["decided_on"] or None)
            for row in chosen]
    return Table("conflicts", N_("Objects that were taken out, and decisions of people"), (
        Column(N_("Object"), CODE), Column(N_("Code"), CODE), Column(N_("Name"), DATA), Column(N_("Size"), MEASURE),
        Column(N_("Decision")), Column(N_("Reason")), Column(N_("Decided by")),
        Column(N_("On"), CODE, missing=wording.NOT_APPLICABLE)), rows, wide=True, file="conflicts")


def _size(row: Mapping[str, Any]) -> tuple[str, Any, str]:
    if row["status"] == GONE:
        return (WORDS, GONE, "")
    return (MEASURE, row["area_ha"], "ha") if row["length_km"] is None else (MEASURE, row["length_km"], "km")


def space_reasons(c: Context) -> Table:
    """Land of level 5 outside the redline, by reason, with its share of all land of level 5."""
    whole = _level_5_km2(c)
    rows = [((CODE, row["reason"]) if row["reason"] in CODES else (WORDS, wording.NOT_APPLICABLE),
             CODES.get(row["reason"]) or wording.SPACE_REASONS.get(row["reason"], row["reason"]), row["area_km2"],
             row["percent"], percent(row["area_km2"], whole)) for row in c.rows("space_reasons")
            if row["unit"] == c.code and row["area_km2"]]
    if rows:
        outside = sum(row[2] for row in rows)
        rows.append(((WORDS, N_("total")), N_("all reasons"), outside, percent(outside, outside),
                     percent(outside, whole)))
    return Table("space_reasons", N_("Why land of the highest level stays outside the redline"), (
        Column(N_("Code"), CODE), Column(N_("Reason")), Column(N_("Area"), AREA, _KM2),
        Column(N_("Share of what stays outside"), PERCENT),
        Column(N_("Share of the highest level"), PERCENT, missing=wording.NOT_ASSESSED)), rows, total=True)


def _level_5_km2(c: Context) -> float:
    row = c.classes(wording.LEVEL, "integrated", c.code).get(5)
    return row["area_km2"] if row else 0.0


def conflict_facts(c: Context) -> dict[str, Any]:
    """What sentences quote: how many objects there are and how many are open, whether some codes had no data, the
    candidate area whose land cover is not known (km², None where all is known)."""
    rows = c.rows("conflict_summary")
    found: Optional[Mapping[str, Any]] = next((row for row in rows if row["code"] == ALL), None)
    unknown = next((row["area_km2"] for row in rows if not row["code"]), None)
    return {"objects": found["objects"] if found else 0, "open": found["open"] if found else 0,
            "without_data": any(row["code"] and row["decision"] == NOT_ASSESSED for row in rows),
            "unknown_km2": unknown}


TABLES = (conflict_rules, conflict_summary, conflicts, space_reasons)
