"""Sheets: what the page of each polygon shows, as plain data, and which polygons have one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...boundary.conflicts.rules import CODES
from ...boundary.staking.stakes import PHYSICAL, SEPARATOR
from ...languages.messages import N_
from .. import wording
from ..context import Context
from ..tables import CODE, COUNT, MEASURE, WORDS, Column, Table
from .fields import Group, left_groups, right_groups
from .places import Place
from .words import conflicts, said

FIRST_STAKES = 4


@dataclass(frozen=True)
class Sheet:
    """One polygon. ``picture``: id of its map; ``checks``: the quality checks that name it; ``stakes`` lists the first
    ones, ``physical`` and ``virtual`` count all; ``without_conflicts``: why there are no rows in the table of them."""

    code: str
    name: str
    unit: str
    picture: str
    place: Place
    area_km2: float
    left: Sequence[Group]
    right: Sequence[Group]
    conflicts: Table
    without_conflicts: str
    stakes: Table
    physical: int
    virtual: int
    checks: Sequence[str]


def chosen(c: Context) -> list[Mapping[str, Any]]:
    """Rows of the register that get a sheet: the largest polygons, so many as the recipe says; by unit, then by
    area."""
    rows = sorted(c.rows("register"), key=lambda row: (-row["area_km2"], row["ecr_code"]))
    most = c.recipe["documents"]["sheets"] or len(rows)
    order = {row["code"]: number for number, row in enumerate(c.units)}
    return sorted(rows[:most], key=lambda row: order.get(row["adm_code"], len(order)))


def picture_of(number: int) -> str:
    """Id of the map of the sheet with this number, from 0."""
    return f"sheet-{number}"


def sheets(c: Context) -> list[Sheet]:
    """All sheets in their order."""
    stakes = _by_polygon(c.rows("stakes"), "codes")
    objects = _by_polygon(c.rows("conflicts"), "ecr_codes")
    return [_sheet(c, number, row, stakes.get(row["ecr_code"], []), objects.get(row["ecr_code"], []))
            for number, row in enumerate(chosen(c))]


def _by_polygon(rows: Sequence[Mapping[str, Any]], field: str) -> dict[str, list[Mapping[str, Any]]]:
    """Code of a polygon → the rows whose field names it."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        for code in (row[field] or "").split(SEPARATOR):
            found.setdefault(code, []).append(row)
    return found


def _sheet(c: Context, number: int, row: Mapping[str, Any], stakes: Sequence[Mapping[str, Any]],
           objects: Sequence[Mapping[str, Any]]) -> Sheet:
    code = row["ecr_code"]
    physical = sum(one["role"] == PHYSICAL for one in stakes)
    checks = [wording.CHECKS[one["check"]][0] for one in c.quality
              if one["check"] in wording.CHECKS and code in one["features"].split("; ")]
    return Sheet(code, row["ecr_name"], row["adm_code"], picture_of(number), c.places[code], row["area_km2"],
                 left_groups(c, row), right_groups(c, row), _conflicts(row, objects),
                 str(said(row["in_conflict"], c.data_language).value), _stakes(stakes), physical,
                 len(stakes) - physical, checks)


def _conflicts(row: Mapping[str, Any], objects: Sequence[Mapping[str, Any]]) -> Table:
    """Objects in the polygon by code; ``open``: the rule has decided and nobody has confirmed it."""
    still = [one["code"] for one in objects if one["status"] == "open"]
    rows = [((CODE, one.code), (WORDS, CODES.get(one.code, one.code)), one.objects, still.count(one.code),
             (MEASURE, one.amount, one.unit)) for one in conflicts(row["in_conflict"])]
    return Table("sheet_conflicts", N_("Conflicts in this polygon"), (
        Column(N_("Code"), CODE), Column(N_("Object")), Column(N_("Objects"), COUNT), Column(N_("Open"), COUNT),
        Column(N_("In this polygon"), MEASURE)), rows)


def _stakes(stakes: Sequence[Mapping[str, Any]]) -> Table:
    rows = [(one["number"], one["latitude"], one["longitude"]) for one in stakes[:FIRST_STAKES]]
    return Table("sheet_stakes", N_("First stakes of this polygon"), (
        Column(N_("Number"), CODE), Column(N_("Latitude"), CODE), Column(N_("Longitude"), CODE)), rows)
