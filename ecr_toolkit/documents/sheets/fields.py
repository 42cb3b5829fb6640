"""Fields: the register of one polygon (methods.md §5.7) in groups, as a sheet shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from ...boundary.register import CONTROL_CORE, CONTROL_GENERAL, TYPE_NAMES
from ...languages.messages import N_
from ...models.declaration import FUNCTION, SENSITIVITY
from .. import wording
from ..context import Context
from ..tables import AREA, CODE, COUNT, DATA, MEASURE, NAME, WORDS, Column
from .words import Part, conflicts, line_shares, said, shares

MOST_PARTS = 6  # of a field that can be endless
STATUS = {"draft": N_("draft"), "coordinated": N_("coordinated"), "approved": N_("approved"), "retired": N_("retired")}
_KM2, _MISSING = "km²", Column("", WORDS)


@dataclass(frozen=True)
class Field:
    """A title and the parts of the value, never none; ``more``: how many parts are left out; ``joint``: what stands
    between two parts."""

    title: str
    parts: Sequence[Part]
    more: int = 0
    joint: str = "; "


@dataclass(frozen=True)
class Group:
    """Fields that belong together."""

    title: str
    fields: Sequence[Field]


def left_groups(c: Context, row: Mapping[str, Any]) -> list[Group]:
    """What a polygon is, where it lies, how large it is, what its boundary follows, and who says so."""
    place = c.places[row["ecr_code"]]
    return [
        Group(N_("Identity"), (
            Field(N_("Type"), [Part(WORDS, TYPE_NAMES.get(row["type_code"], row["type_name"])),
                               Part(CODE, row["type_code"])]),
            _one(N_("Number"), CODE, row["patch_no"]), _one(N_("National feature code"), CODE, row["elem_code"]),
            _one(N_("Status"), *_status(row["status"])))),
        Group(N_("Place"), (
            Field(N_("Administrative unit"), [Part(NAME, c.names.get(row["adm_code"], row["adm_name"])),
                                              Part(CODE, row["adm_code"])]),
            _one(N_("A point inside"), CODE, place.text),
            _many(N_("Neighbours"), [Part(CODE, code) for code in place.neighbours], N_("none")))),
        Group(N_("Area"), (
            _area(N_("Area"), row["area_km2"]), _area(N_("Core zone"), row["core_km2"]),
            _area(N_("General zone"), row["area_km2"] - row["core_km2"]),
            _area(N_("Protected, always in"), row["forced_km2"]))),
        Group(N_("Boundary"), (
            _many(N_("Lines it follows"), line_shares(row["bnd_type_share"], wording.BOUNDARY_TYPES),
                  wording.NOT_ASSESSED),)),
        Group(N_("Sources"), (
            _one(N_("Date of the source data"), CODE, row["src_date"]), _one(N_("Version"), DATA, row["version"]),
            _one(N_("Drawn by"), DATA, row["author"]), _one(N_("Checked by"), DATA, row["checked_by"]))),
    ]


def right_groups(c: Context, row: Mapping[str, Any]) -> list[Group]:
    """What a polygon holds and gives, what people do in it, and which rules hold there."""
    ecosystems = _many(N_("Ecosystem types"), shares(row["eco_type"], c.data_language), wording.NOT_ASSESSED)
    covered = _many(N_("Land use"), shares(row["land_cat"], c.data_language), wording.NOT_ASSESSED)
    return [
        Group(N_("Importance and sensitivity"), (
            _words(N_("Highest importance"), _level(FUNCTION, row["lvl_func"])),
            _words(N_("Highest sensitivity"), _level(SENSITIVITY, row["lvl_sens"])),
            _number(N_("Extremely important functions"), COUNT, row["n_ext"] if c.functions else None),
            _number(N_("Carbon stock"), MEASURE, row["carbon_t"], "t"),
            _number(N_("Threatened species"), COUNT, row["hab_spp_n"]))),
        Group(N_("Functions and ecosystems"), (
            Field(N_("Dominant function"), [said(row["main_func"] or wording.NOT_ASSESSED, c.data_language)]),
            *([ecosystems] if row["eco_type"] == row["land_cat"] else [ecosystems, covered]),
            _many(N_("Environmental problems"), shares(row["eco_problem"], c.data_language),
                  wording.NOT_ASSESSED))),
        Group(N_("Conflicts"), (
            _many(N_("Human activities"), shares(row["human_act"], c.data_language), _none_found(c, row)),
            _conflict_field(c, row))),
        Group(N_("Control rules"), (
            Field(N_("Rules"), _rules(row), joint=" "),
            _many(N_("Protected areas"), [Part(DATA, name) for name in _listed(row["pa_name"])], N_("none")),
            _many(N_("IUCN categories"), [Part(CODE, name) for name in _listed(row["pa_level"])], _of_areas(row)),
            _many(N_("What they protect"), [said(row["pa_target"], c.data_language)] if row["pa_target"] else [],
                  _of_areas(row)))),
    ]


def _one(title: str, kind: str, value: Any) -> Field:
    return Field(title, [Part(kind, value) if value not in (None, "") else Part(WORDS, wording.NOT_STATED)])


def _words(title: str, text: str) -> Field:
    return Field(title, [Part(WORDS, text)])


def _number(title: str, kind: str, value: Optional[float], unit: str = "") -> Field:
    return Field(title, [Part(WORDS, wording.NOT_ASSESSED) if value is None else Part(kind, (kind, value, unit))])


def _area(title: str, km2: float) -> Field:
    return _number(title, AREA, km2, _KM2)


def _many(title: str, parts: Sequence[Part], missing: str) -> Field:
    return Field(title, parts[:MOST_PARTS] or [Part(WORDS, missing)], max(0, len(parts) - MOST_PARTS))


def _status(status: str) -> tuple[str, str]:
    return (WORDS, STATUS[status]) if status in STATUS else (DATA, status)


def _level(kind: str, value: Optional[float]) -> str:
    return wording.NOT_ASSESSED if value is None else wording.CLASSES[kind].get(int(value), wording.NO_DATA)


def _none_found(c: Context, row: Mapping[str, Any]) -> str:
    """No human land cover: none is there, or the land cover is not known."""
    known = row["eco_type"] and said(row["eco_type"], c.data_language).value != wording.NOT_ASSESSED
    return N_("none found") if known else wording.NOT_ASSESSED


def _conflict_field(c: Context, row: Mapping[str, Any]) -> Field:
    found = conflicts(row["in_conflict"])
    if found:
        return Field(N_("Objects in conflict"), [Part(COUNT, (COUNT, sum(one.objects for one in found)))])
    return Field(N_("Objects in conflict"), [said(row["in_conflict"] or wording.NOT_ASSESSED, c.data_language)])


def _rules(row: Mapping[str, Any]) -> list[Part]:
    general = row["area_km2"] - row["core_km2"]
    return [Part(WORDS, rule) for rule, km2 in ((CONTROL_CORE, row["core_km2"]), (CONTROL_GENERAL, general)) if km2 > 0]


def _listed(text: str) -> list[str]:
    return text.split("; ") if text else []


def _of_areas(row: Mapping[str, Any]) -> str:
    """Why a field about protected areas is empty."""
    return wording.NOT_STATED if row["pa_name"] else wording.NOT_APPLICABLE
