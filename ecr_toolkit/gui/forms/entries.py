"""Which entries the form of a step has: from the shape of the recipe and the declarations of models; no widgets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...languages.messages import LANGUAGES, _
from ...models.catalogue import models, of_kind
from ...models.declaration import FUNCTION, SENSITIVITY, Parameter, settings_of
from ...pilot.fields import Field, Section
from ...pilot.recipe_shape import DOCUMENTS, SHAPE

PAIR, CHOICE, SEVERAL, FILE = "pair", "choice", "several", "file"  # kinds besides those of pilot/fields.py
# Fields of the recipe by step; a section stands for all its fields, and what another step has is left out
_FIELDS = {
    "set_up": ("languages", "grid", "units"),
    "prepare": ("preparation", "species"),
    "functions": ("objectives.functions", "thresholds.extreme_share", "thresholds.important_share",
                  "thresholds.grading_unit", "thresholds.zones", "thresholds.mode", "thresholds.clip_high"),
    "sensitivity": ("objectives.sensitivities",),
    "gaps": ("protected_areas", "planning"),
    "thresholds": ("thresholds.method", "thresholds.extreme_share", "thresholds.area_budget"),
    "boundary": ("boundary", "conflicts", "suitability", "corridors"),
    "coordination": ("coordination",),
    "documents": ("documents", "delivery", "disclaimer"),
}
_FILES = {
    "units.source", "units.names", "species.source", "species.sites", "protected_areas.source",
    "protected_areas.categories", "planning.ecoregions", "planning.ecosystems", "planning.sites", "planning.sea",
    "planning.neighbours", "thresholds.zones", "boundary.names", "suitability.irrigation", "suitability.hazards",
    "suitability.travel_time", "corridors.resistance", "corridors.roads", "corridors.settlements",
    "coordination.neighbours", "coordination.basins", "coordination.counties", "documents.logo",
}


@dataclass(frozen=True)
class Entry:
    """A line of a form. ``name``: its dotted place in pilot.json; ``kind``: one of pilot/fields.py or of this module;
    ``title``, ``help`` and the titles of ``choices`` are in the interface's language."""

    name: str
    kind: str
    title: str
    value: Any
    default: Any
    minimum: float = float("-inf")
    maximum: float = float("inf")
    unit: str = ""
    help: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        return self.value != self.default


@dataclass(frozen=True)
class Group:
    """Entries under a title; ``detail``: most countries leave these as they are."""

    title: str
    entries: Sequence[Entry]
    detail: bool = False


def groups_of(step: str, pilot: Any) -> list[Group]:
    """The form of a step over a pilot's recipe."""
    found: dict[str, list[Entry]] = {}
    for name in _FIELDS.get(step, ()):
        section, entries = _of_shape(name, pilot.recipe.values)
        found.setdefault(section, []).extend(entries)
    groups = [Group(title, entries) for title, entries in found.items()]
    kind = {"functions": FUNCTION, "sensitivity": SENSITIVITY}.get(step)
    return groups + (list(_of_models(kind, pilot)) if kind else [])


def _of_shape(name: str, values: Mapping[str, Any]) -> tuple[str, list[Entry]]:
    """The title of a field's section, and the entries of the field or of the whole section."""
    member: Any = SHAPE
    title = SHAPE.meaning
    for part in name.split("."):
        member, values = member.members[part], values[part]
        title = member.meaning if isinstance(member, Section) else title
    if isinstance(member, Section):
        return _capital(_(title)), [_of_field(f"{name}.{key}", inner, values[key])
                                    for key, inner in member.members.items() if isinstance(inner, Field)]
    return _capital(_(title)), [_of_field(name, member, values)]


def _of_field(name: str, declared: Field, value: Any) -> Entry:
    choices = _choices_of(name) or {choice: choice for choice in declared.choices if choice}
    kind = FILE if name in _FILES else declared.kind
    if choices:
        kind = SEVERAL if declared.kind == "list of texts" else CHOICE
    return Entry(name, kind, _capital(_(declared.meaning)), value, None if declared.required else declared.default,
                 declared.minimum, declared.maximum, choices=choices)


def _choices_of(name: str) -> dict[str, str]:
    """The titles of what can be chosen, where the recipe's shape only has its ids."""
    if name == "languages":
        return dict(LANGUAGES)
    if name == "documents.write":
        return {document: document for document in DOCUMENTS}
    kinds = {"objectives.functions": FUNCTION, "objectives.sensitivities": SENSITIVITY}
    return {id: _capital(_(model.title)) for id, model in of_kind(kinds[name]).items()} if name in kinds else {}


def _of_models(kind: str, pilot: Any) -> Iterator[Group]:
    """A group for each model that the country chose and has parameters, and for each of their factors."""
    chosen = pilot.recipe["objectives"]["functions" if kind == FUNCTION else "sensitivities"]
    wanted = [model for model in models() if model.kind == kind and model.id in chosen]
    owners = {owner.id: owner for model in wanted for owner in (model, *model.factors)}
    for owner in owners.values():
        if owner.parameters:
            values = settings_of(owner.parameters, pilot.recipe["parameters"].get(owner.id, {}))
            yield Group(_capital(_(owner.title)), [
                _of_parameter(f"parameters.{owner.id}.{one.id}", one, values[one.id]) for one in owner.parameters],
                detail=True)


def _of_parameter(name: str, declared: Parameter, value: Any) -> Entry:
    if declared.choices:
        kind = CHOICE
    elif isinstance(declared.default, bool):
        kind = "true or false"
    elif isinstance(declared.default, (list, tuple)):
        kind = PAIR if len(declared.default) == 2 else "list of numbers"
    else:
        kind = "whole number" if isinstance(declared.default, int) else "number"
    help = _("Confidence of the default: {mark}.").format(mark=_(declared.mark))
    return Entry(name, kind, _capital(_(declared.title)), value, declared.default, declared.minimum, declared.maximum,
                 declared.unit, help, {id: _(title) for id, title in declared.choices.items()})


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
