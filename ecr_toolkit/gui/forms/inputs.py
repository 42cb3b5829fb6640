"""The inputs on the page of the preparation: what each is, whether it is needed, how it stands, where it comes from."""

from collections.abc import Collection, Mapping
from typing import Any

from ...assessment.plan import plan
from ...languages.formats import Formats
from ...languages.messages import N_, _, interface
from ...models.catalogue import models
from ...models.declaration import Variable
from ...models.variables import VARIABLES
from ...pilot.recipe_shape import STARTER
from ...pilot.tables import read_table
from ...preparation.derived import derivation_of
from ...preparation.inputs import wanted
from ...preparation.sources import ASSUMPTION, OWN
from ...starter.readers import READERS
from ..wording import capital
from .entry import SOURCE, Entry, Group

NONE, CONSTANT, FILES = "", "constant", "file"
_TEMPERATURE = "temperature"  # starter data hold it at sea level
_TITLES = {NONE: N_("none"), STARTER: N_("starter data"), FILES: OWN, CONSTANT: ASSUMPTION}


def groups_of_inputs(pilot: Any) -> list[Group]:
    """An entry for every variable that the chosen functions and sensitivities read or the recipe names, the needed ones
    first."""
    used, named = wanted(pilot), pilot.recipe["sources"]
    needed, helpful = _needed(pilot, used), _helpful(pilot)
    prepared = {row["variable"]: row for row in _rows(pilot.folder / "inputs" / "inputs.csv")}
    findings: dict[str, list[str]] = {}
    for row in _rows(pilot.checks):
        findings.setdefault(row["variable"], []).append(f"{row['sentence']} {row['remedy']}")
    groups = []
    for title, names, detail in (
        (_("Data that are needed"), [name for name in used if name in needed], False),
        (_("Data that can be added"), [name for name in VARIABLES if name not in needed
                                       and (name in used or name in helpful or name in named)], True),
    ):
        entries = [_entry(VARIABLES[name], pilot, prepared.get(name, {}), findings.get(name, ())) for name in names]
        groups += [Group(title, entries, detail)] if entries else []
    return groups


def _needed(pilot: Any, used: Collection[str]) -> set[str]:
    """Variables without which a chosen model is not assessed."""
    names = {"elevation", "land_cover"}
    for model in _chosen(pilot):
        made = plan(model, used, pilot.recipe["parameters"])
        names.update((*model.inputs, *made.missing))
        names.update(name for way in made.ways for name in way.option.needs)
    return names


def _helpful(pilot: Any) -> set[str]:
    """Variables that make a chosen model better, or give it another way."""
    names: set[str] = set()
    for model in _chosen(pilot):
        names.update(model.optional)
        names.update(name for factor in model.factors for option in factor.options
                     for name in (*option.needs, *option.optional))
    return names


def _chosen(pilot: Any):
    chosen = {*pilot.recipe["objectives"]["functions"], *pilot.recipe["objectives"]["sensitivities"]}
    return [model for model in models() if model.id in chosen]


def _rows(path: Any) -> list[dict[str, str]]:
    return read_table(path) if path.is_file() else []


def _entry(variable: Variable, pilot: Any, row: Mapping[str, str], findings: Collection[str]) -> Entry:
    ways = [NONE, *([STARTER] if has_starter(variable.id) else ()), FILES, CONSTANT]
    formats = Formats(interface.language)
    plausible = _("Unit: {unit}. Plausible: {low} to {high}.").format(
        unit=variable.unit, low=formats.significant(variable.minimum), high=formats.significant(variable.maximum))
    return Entry(
        f"sources.{variable.id}", SOURCE, capital(_(variable.title)), pilot.recipe["sources"].get(variable.id), None,
        variable.minimum, variable.maximum, "" if variable.unit == "1" else variable.unit, _help(variable),
        {way: capital(_(_TITLES[way])) for way in ways},
        note="\n".join(filter(None, (plausible, _standing(variable, pilot, row), *findings))))


def has_starter(variable: str) -> bool:
    """Whether the starter data give a variable."""
    return variable == _TEMPERATURE or variable in READERS


def _help(variable: Variable) -> str:
    lines = [_("A raster with {count} bands.").format(count=variable.bands) if variable.bands > 1 else
             _("A raster with any number of bands.") if variable.bands == 0 else ""]
    lines.append(_("Where to get it: {where}.").format(where=_(variable.where)) if variable.where else "")
    return " ".join(filter(None, lines))


def _standing(variable: Variable, pilot: Any, row: Mapping[str, str]) -> str:
    """How the last preparation left it; before one, what happens without a source."""
    formats = Formats(interface.language)
    source = row.get("source", "")
    if row.get("missing_percent"):
        return _("Prepared from: {source}. Missing: {share}.").format(
            source=_(source), share=formats.percent(float(row["missing_percent"])))
    derivation = derivation_of(variable.id)
    if derivation is not None and variable.id not in pilot.recipe["sources"]:
        return _("Made from: {names}.").format(
            names=formats.enumeration(_(VARIABLES[name].title) for name in derivation.needs))
    return _("Not assessed: no data.") if row.get("status") == "no data" else ""
