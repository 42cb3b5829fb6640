"""Context: everything the report quotes, as plain data read from the tables the steps published. Knows no HTML."""

import platform
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Optional, Union

import jinja2
import numpy as np
from osgeo import gdal

from .. import __version__
from ..boundary.register import FIELDS
from ..coordination.versions.archive import CHANGES, FOLDER
from ..coordination.versions.archive import versions as approved_versions
from ..coordination.versions.content import Version
from ..errors import ToolkitError
from ..languages.formats import parsed_date
from ..languages.messages import _
from ..models.catalogue import models, of_kind
from ..models.class_tables import Tables
from ..models.declaration import FUNCTION, SENSITIVITY, Factor, Model, settings_of
from ..models.variables import VARIABLES
from ..pilot.fields import Section
from ..pilot.layers import read_layer
from ..pilot.notes import Note, notes_of, ticked
from ..pilot.pilot import Pilot
from ..pilot.place_names import place_names
from ..pilot.recipe_shape import SHAPE, WORLD_MAP
from ..pilot.tables import read_table
from ..pilot.units import WORLD_MAP_CREDIT
from ..planning.crosswalk import load_crosswalk
from .sheets.places import Place, places_of
from .standing import approved_version
from .voice import Voice, voice_of

# Columns that stay text although they may look like numbers
_TEXTS = {"unit", "code", "name", "place", "members", "taxon", "red_list", "category", "national_class", "id",
          "ecr_code", "ecr_name", "adm_code", "elem_code", "type_code", "patch_no", "year", "first", "second",
          "neighbour", "detail", "version", "reason", "decided_by", "decided_on", "undone_by", "undone_on",
          "undone_reason", "proposal", "country", "basin", "parent", "who", "from_code", "to_code",
          "countries"}
# Those of one table, whose name another one has for a number
_TEXTS_OF = {"quality": {"features"}, "register": {name for name, kind in FIELDS.items() if kind is str},
             "version_retired": {"last_version"}, "version_changes": {"note", "related"}}
# Fields of the recipe that the report shows elsewhere, in full
_ELSEWHERE = {"format", "country.name", "sources", "parameters", "protected_areas.indicative", "thresholds.chosen_by",
              "thresholds.reason", "thresholds.chosen_on", "disclaimer"}


@dataclass(frozen=True)
class Setting:
    """A parameter with the value in force; ``changed`` when the country chose another than the default."""

    id: str
    title: str
    unit: str
    value: Any
    default: Any
    mark: str
    choices: Mapping[str, str]

    @property
    def changed(self) -> bool:
        return self.value != self.default


@dataclass(frozen=True)
class Choice:
    """A field of the recipe: its dotted name, meaning, value and default (None: it has none)."""

    name: str
    meaning: str
    value: Any
    default: Any


class Context:
    """One pilot, as a report in ``language`` quotes it. Rows are dicts; numbers are floats, missing values None."""

    def __init__(self, pilot: Pilot, language: str, qgis_version: str = "") -> None:
        self.language = language
        self._qgis_version = qgis_version
        self.code = pilot.code
        self.country = pilot.name(language)
        self.recipe: Mapping[str, Any] = pilot.recipe.values
        self.data_language = pilot.recipe["languages"][0]  # the register is written in it
        self.names = {unit.code: unit.name(language) for unit in pilot.units}
        self.names[pilot.code] = self.country
        self.cell_m = pilot.grid.cell
        self.cells = (pilot.grid.cols, pilot.grid.rows)
        self.crs = pilot.crs
        self._pilot = pilot
        self._tables: dict[str, list[dict[str, Any]]] = {}

    @cached_property
    def translated_names(self) -> Mapping[str, str]:
        """Names of the data in the document's language, where the country gives them."""
        return place_names(self._pilot, self.language)

    # tables

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Rows of ``tables/<name>.csv``; none when the step that writes it had nothing to say. ToolkitError for a name
        that leads elsewhere."""
        if not name.isidentifier():
            raise ToolkitError(_("No table has this name: {name}.").format(name=name))
        if name not in self._tables:
            path, texts = self._pilot.table(name), _TEXTS_OF.get(name, ())
            self._tables[name] = [typed(row, texts) for row in read_table(path)] if path.exists() else []
        return self._tables[name]

    @cached_property
    def inputs(self) -> list[dict[str, Any]]:
        found = [typed(row) for row in read_table(self._pilot.folder / "inputs" / "inputs.csv")]
        return [{**row, "title": VARIABLES[row["variable"]].title} for row in found]

    @cached_property
    def assumptions(self) -> list[dict[str, Any]]:
        return [row for row in self.inputs if row["status"] == "assumption"]

    @cached_property
    def notes(self) -> list[Note]:
        """What people noted at the steps, oldest first."""
        return notes_of(self._pilot.folder)

    def ticked(self, step: str) -> set[str]:
        """The items of a step's list of checks that somebody ticked off."""
        return ticked(self._pilot.folder, step)

    @cached_property
    def units(self) -> list[dict[str, Any]]:
        return [row for row in self.rows("units") if row["code"] != self.code]

    @cached_property
    def whole(self) -> dict[str, Any]:
        """The country's row of units.csv."""
        return next(row for row in self.rows("units") if row["code"] == self.code)

    @cached_property
    def gaps(self) -> list[dict[str, Any]]:
        return self.rows("gaps")

    def classes(self, theme: str, subject: str, unit: str) -> dict[int, dict[str, Any]]:
        """Rows of gaps.csv of one subject and unit, by class."""
        return {int(row["class"]): row for row in self.gaps
                if (row["theme"], row["subject"], row["unit"]) == (theme, subject, unit)}

    @cached_property
    def protected_km2(self) -> Optional[float]:
        """Protected area of the country, overlaps counted once; None when nothing was graded."""
        return sum(row["protected_km2"] for row in self.rows("gap_units"))

    @cached_property
    def protected_areas(self) -> list[dict[str, Any]]:
        return self.rows("protected_areas")

    @cached_property
    def not_assessed(self) -> list[dict[str, Any]]:
        """Models whose inputs are missing, with the titles of both."""
        titles = {model.id: model.title for model in models()}
        rows = self.rows("not_assessed_function") + self.rows("not_assessed_sensitivity")
        return [{"title": titles[row["subject"]], "reason": row["reason"],
                 "missing": [VARIABLES[name].title for name in str(row["missing"]).split()]} for row in rows]

    @cached_property
    def quality(self) -> list[dict[str, Any]]:
        return self.rows("quality")

    @property
    def judged_checks(self) -> int:
        """Checks that are passed or failed; the others tell a number only."""
        return sum(row["passed"] is not None for row in self.quality)

    @property
    def failed_checks(self) -> int:
        return sum(row["passed"] == 0 for row in self.quality)

    @cached_property
    def boundary_km(self) -> dict[int, float]:
        """Length of the boundary by type of line (methods.md §5.5); a line between two polygons counts once."""
        lengths: dict[int, float] = {}
        for line in read_layer(self._pilot.geopackage, "boundary_lines"):
            kind = line.values["bnd_type"]
            lengths[kind] = lengths.get(kind, 0.0) + line.values["length_km"]
        return lengths

    @cached_property
    def places(self) -> dict[str, Place]:
        """Where each polygon of the redline lies, by its code."""
        return places_of(read_layer(self._pilot.geopackage, "ecr"),
                         read_layer(self._pilot.geopackage, "boundary_lines"), self.crs)

    @cached_property
    def versions(self) -> list[Version]:
        """The approved versions, oldest first. Raises ToolkitError where one is missing or was changed."""
        return approved_versions(self._pilot.folder)

    @cached_property
    def approved(self) -> Optional[Version]:
        """The version that the redline is now; None for a draft. Raises as ``versions`` does."""
        return approved_version(self._pilot, self.versions)

    @property
    def approved_on(self) -> Optional[date]:
        """The day of that approval."""
        return parsed_date(self.approved.day) if self.approved else None

    @cached_property
    def voice(self) -> Voice:
        """What the country itself says in the document."""
        return voice_of(self.recipe, self.language)

    def version_changes(self, number: str) -> list[dict[str, Any]]:
        """The change set of a version: a row a polygon; none for the first one."""
        path = self._pilot.folder / FOLDER / number / CHANGES
        return [typed(row, _TEXTS_OF["version_changes"]) for row in read_table(path)] if path.exists() else []

    @cached_property
    def crosswalk(self) -> list[dict[str, str]]:
        """How each category of protected areas is treated: the country's table, or the international one."""
        own = self.recipe["protected_areas"]["categories"]
        return load_crosswalk(self._pilot.folder / own if own else None)

    # models and their parameters

    @cached_property
    def class_tables(self) -> Tables:
        """Values by class: the country's tables where it has its own, else the toolkit's."""
        return Tables({name: self._pilot.folder / path for name, path in self.recipe["class_tables"].items()})

    def assessed(self, kind: str) -> list[Model]:
        """The models of a kind that have results."""
        return [model for id, model in of_kind(kind).items() if self._pilot.classes(kind, id).exists()
                and id in self.recipe["objectives"]["functions" if kind == FUNCTION else "sensitivities"]]

    @cached_property
    def functions(self) -> list[Model]:
        return self.assessed(FUNCTION)

    @cached_property
    def sensitivities(self) -> list[Model]:
        return self.assessed(SENSITIVITY)

    def settings(self, owner: Union[Model, Factor]) -> list[Setting]:
        """Every parameter of a model or factor with its value, default and confidence mark."""
        values = settings_of(owner.parameters, self.recipe["parameters"].get(owner.id, {}))
        return [Setting(parameter.id, parameter.title, parameter.unit, values[parameter.id], parameter.default,
                        parameter.mark, parameter.choices) for parameter in owner.parameters]

    @cached_property
    def methods(self) -> list[dict[str, Any]]:
        """How each factor of each model was got, and what stood in for what."""
        return self.rows("methods_function") + self.rows("methods_sensitivity")

    # provenance

    @cached_property
    def ledger(self) -> list[dict[str, str]]:
        """One row a step: how many outputs, seconds, when it finished, version of the toolkit."""
        steps: dict[str, dict[str, Any]] = {}
        for row in self._pilot.ledger.rows():
            if row.step != "documents":
                entry = steps.setdefault(row.step, {"step": row.step, "outputs": 0, "seconds": float(row.seconds),
                                                    "finished": row.finished, "version": row.version})
                entry["outputs"] += 1
        return list(steps.values())

    @cached_property
    def day(self) -> Optional[date]:
        """The day the newest result was made."""
        days = [parsed_date(row["finished"]) for row in self.ledger]
        return max((day for day in days if day), default=None)

    @property
    def borders_credit(self) -> str:
        """Source of the lines of the units; empty when it is the country's own layer."""
        return WORLD_MAP_CREDIT if self.recipe["units"]["source"] == WORLD_MAP else ""

    @property
    def software(self) -> list[tuple[str, str]]:
        """Programs and versions that made the results and the document; QGIS where it draws maps."""
        drawn_by = [("QGIS", self._qgis_version)] if self._qgis_version else []
        return [("ECR Toolkit", __version__), *drawn_by, ("GDAL", gdal.__version__), ("numpy", np.__version__),
                ("Jinja2", jinja2.__version__), ("Python", platform.python_version())]

    @cached_property
    def choices(self) -> list[Choice]:
        """Every field of the recipe with its meaning, value and default; sources have a table of their own."""
        return list(_choices(SHAPE, self.recipe, ""))


def _choices(section: Section, values: Mapping[str, Any], path: str) -> Iterator[Choice]:
    for name, member in section.members.items():
        where = f"{path}{name}"
        if isinstance(member, Section):
            yield from _choices(member, values[name], where + ".")
        elif where not in _ELSEWHERE:
            yield Choice(where, member.meaning, values[name], None if member.required else member.default)


def typed(row: Mapping[str, str], texts: Collection[str] = ()) -> dict[str, Any]:
    """A row of a table with numbers as floats, empty cells as None and the guard against formulas taken off. ``texts``:
    columns that stay text, besides those that do in every table."""
    return {name: text if name in _TEXTS or name in texts else _value(text) for name, text in
            ((name, _unguarded(text)) for name, text in row.items())}


def _value(text: str) -> Any:
    if text == "":
        return None
    try:
        return float(text)
    except ValueError:
        return text


def _unguarded(text: str) -> str:
    """pilot/tables.py leads texts that a spreadsheet would run with an apostrophe; readers need not see it."""
    return text[1:] if text.startswith("'") and text[1:2] in ("=", "+", "-", "@", "\t", "\r") else text
