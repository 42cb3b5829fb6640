"""The register as a document: an overview, then a sheet a polygon, unit by unit."""

from collections.abc import Mapping, Sequence
from typing import Any

from ...boundary.register import TYPE_NAMES
from ...feedback import Feedback
from ...languages.messages import N_, _
from ...pilot.pilot import Pilot
from ...planning.shares import percent
from ..context import Context
from ..document import Chapter, Content, Document
from ..maps import Maps
from ..pictures import Picture
from ..tables import AREA, CODE, COUNT, DATA, NAME, PERCENT, WORDS, Column, Table
from .locator import Locators
from .sheet import Sheet, chosen, picture_of, sheets

_KM2 = "km²"


def _chapters(c: Context) -> Sequence[Chapter]:
    units = dict.fromkeys(row["adm_code"] for row in chosen(c))
    without = [Chapter("others", N_("Polygons without a sheet"), True)] if _others(c) else []
    return (Chapter("introduction", N_("What this register holds"), True),
            *(Chapter(_chapter_of(code), c.names.get(code, code), True, "unit") for code in units), *without)


def _chapter_of(unit: str) -> str:
    return f"unit-{unit}"


def _content(c: Context) -> Content:
    made = sheets(c)
    by_unit: dict[str, list[Sheet]] = {}
    for sheet in made:
        by_unit.setdefault(sheet.unit, []).append(sheet)
    others = _others(c)
    return Content(
        {"units": _units(c), "types": _types(c),
         "listed": {_chapter_of(code): _listed(c, unit) for code, unit in by_unit.items()},
         "others": [_rest(c, code, others) for code in dict.fromkeys(row["adm_code"] for row in others)]},
        facts={"units": {_chapter_of(code): unit for code, unit in by_unit.items()}, "sheets": len(made),
               "polygons": len(c.rows("register")), "others": len(others), "assessed_checks": bool(c.quality)})


def _others(c: Context) -> list[Mapping[str, Any]]:
    """Rows of the register without a sheet, by unit, then by area."""
    with_sheet = {row["ecr_code"] for row in chosen(c)}
    order = {row["code"]: number for number, row in enumerate(c.units)}
    return sorted((row for row in c.rows("register") if row["ecr_code"] not in with_sheet),
                  key=lambda row: (order.get(row["adm_code"], len(order)), -row["area_km2"], row["ecr_code"]))


def _units(c: Context) -> Table:
    counted: dict[str, int] = {}
    for row in chosen(c):
        counted[row["adm_code"]] = counted.get(row["adm_code"], 0) + 1
    rows = [((NAME, c.names.get(row["code"], row["unit"])), row["code"], row["polygons"],
             counted.get(row["code"], 0) if row["code"] != c.code else sum(counted.values()), row["ecr_km2"],
             row["core_km2"], row["ecr_percent"]) for row in (*c.units, c.whole)]
    return Table("register_units", N_("Polygons of the redline by administrative unit"), (
        Column(N_("Unit"), NAME), Column(N_("Code"), CODE), Column(N_("Polygons"), COUNT),
        Column(N_("of them with a sheet"), COUNT), Column(N_("Redline area"), AREA, _KM2),
        Column(N_("Core zone"), AREA, _KM2), Column(N_("Share of the unit"), PERCENT)), rows, total=True)


def _types(c: Context) -> Table:
    areas: dict[str, list[float]] = {}
    for row in c.rows("register"):
        areas.setdefault(row["type_code"], []).append(row["area_km2"])
    whole = sum(map(sum, areas.values()))
    rows: list = [((CODE, code), (WORDS, TYPE_NAMES.get(code, code)), len(found), sum(found),
                   percent(sum(found), whole)) for code, found in sorted(areas.items())]
    rows.append(((WORDS, N_("total")), N_("all types"), sum(map(len, areas.values())), whole, percent(whole, whole)))
    return Table("register_types", N_("Polygons of the redline by type"), (
        Column(N_("Code"), CODE), Column(N_("Type")), Column(N_("Polygons"), COUNT), Column(N_("Area"), AREA, _KM2),
        Column(N_("Share of the redline"), PERCENT, missing=N_("no redline"))), rows, total=True)


def _listed(c: Context, unit: Sequence[Sheet]) -> Table:
    rows = [(sheet.code, (DATA, sheet.name), sheet.area_km2) for sheet in unit]
    return Table("register_listed", N_("Polygons with a sheet"), (
        Column(N_("Code"), CODE), Column(N_("Name"), DATA), Column(N_("Area"), AREA, _KM2)), rows,
        subject=c.names.get(unit[0].unit, unit[0].unit))


def _rest(c: Context, unit: str, others: Sequence[Mapping[str, Any]]) -> Table:
    rows = [(row["ecr_code"], (DATA, row["ecr_name"]), TYPE_NAMES.get(row["type_code"], row["type_name"]),
             row["area_km2"]) for row in others if row["adm_code"] == unit]
    return Table("register_others", N_("Polygons without a sheet"), (
        Column(N_("Code"), CODE), Column(N_("Name"), DATA), Column(N_("Type")), Column(N_("Area"), AREA, _KM2)), rows,
        subject=c.names.get(unit, unit))


def _pictures(pilot: Pilot, c: Context, maps: Maps, feedback: Feedback) -> Mapping[str, Picture]:
    """The map of every sheet. Raises Cancelled between maps."""
    rows = chosen(c)
    if not rows:
        return {}
    polygons = {polygon.values["ecr_code"]: polygon for polygon in maps.layers.redline}
    locators, drawn = Locators(maps, pilot.grid.cell), {}
    for number, row in enumerate(rows):
        feedback.check()
        drawn[picture_of(number)] = locators.draw(polygons[row["ecr_code"]])
        feedback.progress((number + 1) / len(rows))
    feedback.say(_("Maps of polygons drawn: {count}.").format(count=len(rows)))
    return drawn


REGISTER = Document("register", N_("Register of the redline"), _chapters, _content, pictures=_pictures)
