"""Which entries the form of a step has: from the shape of the recipe and the declarations of models; no widgets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...languages.formats import Formats
from ...languages.messages import N_, _, interface
from ...models.catalogue import models
from ...models.declaration import FUNCTION, SENSITIVITY, Parameter, settings_of
from ...pilot.fields import Absent, Field, Section
from ...pilot.recipe_shape import SHAPE
from ..wording import capital
from .entry import CHOICE, PAIR, SEVERAL, Entry, Group
from .inputs import groups_of_inputs
from .kinds import cells_of, choices_of, kind_of, unit_of

_FEW = 8  # letters of a unit that stand behind a number; longer ones stand in the title
_NUMBERS = ("number", "whole number", PAIR, "list of numbers")
# Fields of the recipe by step; a section stands for all its fields, and what another step has is left out
_FIELDS = {
    "set_up": ("languages", "grid", "units", "country"),
    "prepare": ("preparation", "species"),
    "functions": ("objectives.functions", "thresholds.extreme_share", "thresholds.important_share",
                  "thresholds.grading_unit", "thresholds.zones", "thresholds.mode", "thresholds.clip_high",
                  "class_tables"),
    "sensitivity": ("objectives.sensitivities",),
    "gaps": ("protected_areas", "planning"),
    "thresholds": ("thresholds.method", "thresholds.extreme_share", "thresholds.area_budget"),
    "boundary": ("boundary", "conflicts", "suitability", "corridors"),
    "coordination": ("coordination",),
    "documents": ("documents", "delivery", "disclaimer"),
}


def groups_of(step: str, pilot: Any) -> list[Group]:
    """The form of a step over a pilot's recipe."""
    found: dict[str, list[Entry]] = {}
    for name in _FIELDS.get(step, ()):
        section, entries = _of_shape(name, pilot.recipe.values)
        found.setdefault(section, []).extend(entries)
    groups = [Group(title, entries) for title, entries in found.items()]
    if step == "prepare":
        groups = [*groups_of_inputs(pilot), *groups]
    kind = {"functions": FUNCTION, "sensitivity": SENSITIVITY}.get(step)
    if kind:
        groups.extend(_of_models(kind, pilot))
    return _marked(groups, pilot.recipe.absent) if pilot.recipe.absent else groups


def _marked(groups: Sequence[Group], absent: Sequence[Absent]) -> list[Group]:
    """The groups, with those entries marked whose files are not there."""
    def marked(entry: Entry) -> Entry:
        return replace(entry, fault="\n".join(fault[0] for fault in absent if entry.holds_field(fault.field)))

    return [replace(group, entries=[marked(entry) for entry in group.entries]) for group in groups]


def _of_shape(name: str, values: Mapping[str, Any]) -> tuple[str, list[Entry]]:
    """The title of a field's section, and the entries of the field or of the whole section."""
    member: Any = SHAPE
    title = N_("Settings")  # of a field that lies in no section
    for part in name.split("."):
        member, values = member.members[part], values[part]
        title = member.meaning if isinstance(member, Section) else title
    if isinstance(member, Section):
        return capital(_(title)), [_of_field(f"{name}.{key}", inner, values[key])
                                   for key, inner in member.members.items() if isinstance(inner, Field)]
    return capital(_(title)), [_of_field(name, member, values)]


def _of_field(name: str, declared: Field, value: Any) -> Entry:
    kind, choices, unit = kind_of(name, declared), choices_of(name, declared), unit_of(name)
    default = None if declared.required else declared.default
    help = [_limits(declared.minimum, declared.maximum)] if kind in _NUMBERS else []
    return Entry(name, kind, capital(_(declared.meaning)), value, default, declared.minimum, declared.maximum, unit,
                 " ".join(filter(None, (*help, _default(kind, default, choices)))), choices, cells_of(name))


def _of_models(kind: str, pilot: Any) -> Iterator[Group]:
    """A group for each model that the country chose and has parameters, and for each of their factors."""
    chosen = pilot.recipe["objectives"]["functions" if kind == FUNCTION else "sensitivities"]
    wanted = [model for model in models() if model.kind == kind and model.id in chosen]
    owners = {owner.id: owner for model in wanted for owner in (model, *model.factors)}
    for owner in owners.values():
        if owner.parameters:
            values = settings_of(owner.parameters, pilot.recipe["parameters"].get(owner.id, {}))
            yield Group(capital(_(owner.title)), [
                _of_parameter(f"parameters.{owner.id}.{one.id}", one, values[one.id]) for one in owner.parameters],
                detail=True)


def _of_parameter(name: str, declared: Parameter, value: Any) -> Entry:
    kind, choices = _kind_of(declared), choices_of(name, None)
    unit = "" if declared.unit == "1" else declared.unit
    if choices:
        kind = SEVERAL
    elif declared.choices:
        choices = {id: capital(_(title)) for id, title in declared.choices.items()}
    title = capital(_(declared.title))
    if unit and (kind == PAIR or len(unit) > _FEW):
        title, unit = f"{title} ({unit})", ""
    help = [_limits(declared.minimum, declared.maximum) if kind in _NUMBERS else "",
            _default(kind, declared.default, choices),
            _("Confidence of the default: {mark}.").format(mark=_(declared.mark))]
    return Entry(name, kind, title, value, declared.default, declared.minimum, declared.maximum, unit,
                 " ".join(filter(None, help)), choices)


def _kind_of(declared: Parameter) -> str:
    if declared.choices:
        return CHOICE
    if isinstance(declared.default, bool):
        return "true or false"
    if isinstance(declared.default, (list, tuple)):
        return PAIR if len(declared.default) == 2 else "list of numbers"
    return "whole number" if isinstance(declared.default, int) else "number"


def _limits(minimum: float, maximum: float) -> str:
    if minimum == float("-inf"):
        return ""
    formats = Formats(interface.language)
    return _("From {low} to {high}.").format(low=formats.significant(minimum), high=formats.significant(maximum))


def _default(kind: str, default: Any, choices: Mapping[Any, str]) -> str:
    """What holds where the country says nothing, if that can be said in a word."""
    formats = Formats(interface.language)
    if kind == CHOICE and default in choices:
        text = choices[default]
    elif kind in _NUMBERS and default not in (None, []):
        many = default if isinstance(default, (list, tuple)) else [default]
        text = formats.enumeration(formats.significant(number) for number in many)
    else:
        return ""
    return _("Default: {value}.").format(value=text)
