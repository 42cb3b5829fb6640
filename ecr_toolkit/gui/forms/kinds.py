"""What the fields of the recipe are beyond their types: files, tables, codes, long texts."""

from collections.abc import Mapping
from typing import Any, Optional

from qgis.PyQt.QtCore import QLocale

from ...boundary.conflicts.rules import CODES
from ...languages.messages import LANGUAGES, N_, _, interface
from ...models.catalogue import of_kind
from ...models.class_tables import TITLES as CLASS_TABLES
from ...models.declaration import FUNCTION, SENSITIVITY
from ...models.land_cover import NAMES
from ...pilot.fields import Field
from ...pilot.recipe_shape import (
    AREA_FIELDS,
    CONFLICT_CODES,
    CONFLICT_FIELDS,
    DOCUMENTS,
    LINES,
    SPECIES_FIELDS,
    WORLD_MAP,
)
from ..wording import capital
from .entry import BOX, CHOICE, FILE, PARAGRAPH, PLACE, ROWS, SEVERAL, TABLE, Entry

_KINDS = {
    "grid.centre": PLACE, "grid.clip": BOX, "protected_areas.further": ROWS, "documents.signatories": ROWS,
    "protected_areas.indicative": PARAGRAPH,
    "disclaimer": PARAGRAPH, **dict.fromkeys((
        "units.source", "units.names", "species.source", "species.sites", "protected_areas.source",
        "protected_areas.categories", "planning.ecoregions", "planning.ecosystems", "planning.sites", "planning.sea",
        "planning.neighbours", "thresholds.zones", "boundary.names", "suitability.irrigation", "suitability.hazards",
        "suitability.travel_time", "corridors.resistance", "corridors.roads", "corridors.settlements",
        "coordination.neighbours", "coordination.basins", "coordination.counties", "documents.logo", "documents.names",
    ), FILE),
}
# Objects: what stands before the colon, and what behind it
_TABLES = {
    "protected_areas.fields": ("fields", "text"), "species.fields": ("fields", "text"),
    "conflicts.fields": ("fields", "text"), "conflicts.layers": ("conflicts", FILE),
    "boundary.lines": (FILE, "lines"), "suitability.water_modulus": ("text", "number"),
    "coordination.drafts": ("text", FILE), "documents.languages": ("documents", "languages"),
    "documents.ministry": ("language", "text"), "documents.legal_basis": ("language", PARAGRAPH),
    "documents.foreword": ("language", PARAGRAPH), "country.name": ("language", "text"),
    "class_tables": ("class_tables", FILE),
}
_FIELD_NAMES = {"protected_areas.fields": AREA_FIELDS, "species.fields": SPECIES_FIELDS,
                "conflicts.fields": CONFLICT_FIELDS}
_CLASSES = {"conflicts.farmland", "conflicts.built_up", "conflicts.plantation"}
_WATER = 17  # what some land covers of this legend call water
_UNITS = {"km2": "km²", "m": "m", "km": "km", "ha": "ha"}  # the ends of names


def kind_of(name: str, declared: Field) -> str:
    """The kind of widget that a field needs."""
    if choices_of(name, declared) and name not in _KINDS:
        return SEVERAL if declared.kind.startswith("list") else CHOICE
    return TABLE if name in _TABLES else _KINDS.get(name, declared.kind)


def choices_of(name: str, declared: Optional[Field]) -> dict[Any, str]:
    """What can be chosen, with titles; empty for what is free."""
    kinds = {"objectives.functions": FUNCTION, "objectives.sensitivities": SENSITIVITY}
    if name in kinds:
        return {id: capital(_(model.title)) for id, model in of_kind(kinds[name]).items()}
    if name == "languages":
        return dict(LANGUAGES)
    if name == "units.source":
        return {WORLD_MAP: _("World map of QGIS")}
    if name == "parameters.erosivity.warm_months":
        locale = QLocale(interface.language)
        return {month: capital(locale.standaloneMonthName(month)) for month in range(1, 13)}
    if name in _CLASSES:
        return {code: f"{code}  {_(title)}" for code, title in {**NAMES, _WATER: NAMES[0]}.items()}
    return {choice: capital(_(title)) for choice, title in (declared.choices if declared else {}).items()}


def unit_of(name: str) -> str:
    """The unit that the end of a field's name tells, as in area_km2."""
    return _UNITS.get(name.rpartition("_")[2], "")


def cells_of(name: str) -> tuple[Entry, ...]:
    """The entries of a row of a table or list."""
    if _KINDS.get(name) == ROWS:
        return (_cell(FILE if name == "protected_areas.further" else "text"),)
    if name not in _TABLES:
        return ()
    return tuple(_cell(kind, name) for kind in _TABLES[name])


def _cell(kind: str, name: str = "") -> Entry:
    choices: Mapping[Any, str] = {
        "fields": {field: field for field in _FIELD_NAMES.get(name, ())},
        "conflicts": {code: f"{code}  {_(CODES[code])}" for code in CONFLICT_CODES},
        "lines": {number: capital(_(title)) for number, title in LINES.items()},
        "documents": {document: _(title) for document, title in DOCUMENTS.items()},
        "class_tables": {name: capital(_(title)) for name, title in CLASS_TABLES.items()},
        "language": LANGUAGES, "languages": LANGUAGES,
    }.get(kind, {})
    titles = {"text": N_("Code") if name in ("suitability.water_modulus", "coordination.drafts") else N_("Name"),
              "number": N_("Value"), FILE: N_("File"), PARAGRAPH: N_("Text")}
    kind = kind if not choices else SEVERAL if kind == "languages" else CHOICE
    empty = {SEVERAL: [], CHOICE: next(iter(choices), ""), "number": 0.0}.get(kind, "")
    return Entry("", kind, _(titles.get(kind, N_("Choose"))), empty, None, choices=choices,
                 minimum=0 if kind == "number" else float("-inf"))
