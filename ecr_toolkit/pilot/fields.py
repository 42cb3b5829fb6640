"""Fields of a recipe: type, default, range, meaning; checking tells every fault at once with a remedy."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..languages.messages import _

Faults = list[tuple[str, str]]
FILE = "pilot.json"
_MISSING = object()


class Absent(tuple):
    """A fault, (sentence, remedy), of a field of the recipe that names a file which is not there. The recipe is valid
    otherwise: a pilot can be looked at and mended, though not run."""

    field: str

    def __new__(cls, field: str, sentence: str, remedy: str) -> "Absent":
        fault = super().__new__(cls, (sentence, remedy))
        fault.field = field
        return fault


@dataclass(frozen=True)
class Field:
    """One field. ``kind`` is a key of KINDS; ``meaning`` is shown in the documentation of the recipe; ``choices``: what
    can be chosen → its title, marked for the catalogue."""

    kind: str
    meaning: str
    default: Any = _MISSING
    minimum: float = float("-inf")
    maximum: float = float("inf")
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        return self.default is _MISSING


@dataclass(frozen=True)
class Section:
    """A JSON object with known fields and sections inside."""

    meaning: str
    members: Mapping[str, Any] = field(default_factory=dict)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_text_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


KINDS = {
    "text": lambda value: isinstance(value, str),
    "number": _is_number,
    "true or false": lambda value: isinstance(value, bool),
    "whole number": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "list of texts": _is_text_list,
    "list of numbers": lambda value: isinstance(value, list) and all(_is_number(item) for item in value),
    "list of objects": lambda value: isinstance(value, list) and all(isinstance(item, dict) for item in value),
    "object": lambda value: isinstance(value, dict),
}


def check(value: Any, section: Section, faults: Faults, path: str = "") -> dict[str, Any]:
    """The section with defaults filled in, also where a value is wrong; what is wrong is added to ``faults``.

    Required fields that are missing or wrong are not in the result.
    """
    if not isinstance(value, dict):
        faults.append((_("“{field}” in pilot.json has the wrong type.").format(field=path.rstrip(".") or FILE),
                       _("It must be an object in braces; see the recipe of another pilot.")))
        value = {}
    for name in value:
        if name not in section.members:
            faults.append(_unknown(f"{path}{name}", name, section))
    result = {}
    for name, member in section.members.items():
        where = f"{path}{name}"
        if isinstance(member, Section):
            result[name] = check(value.get(name, {}), member, faults, where + ".")
        elif name in value and _is_good(where, value[name], member, faults):
            result[name] = value[name]
        elif not member.required:
            result[name] = member.default
        elif name not in value:
            faults.append((_("“{field}” is missing in pilot.json.").format(field=where),
                           _("Add it: {meaning}").format(meaning=_(member.meaning))))
    return result


def _unknown(where: str, name: str, section: Section) -> tuple[str, str]:
    near = difflib.get_close_matches(name, section.members, 1)
    remedy = (_("Did you mean “{name}”?").format(name=near[0]) if near else
              _("Remove it. Known here: {names}.").format(names=", ".join(section.members)))
    return _("pilot.json has an unknown field: “{field}”.").format(field=where), remedy


def _is_good(where: str, value: Any, member: Field, faults: Faults) -> bool:
    """Whether a value may stay; what is wrong with it is added to ``faults``."""
    if not KINDS[member.kind](value):
        faults.append((_("“{field}” in pilot.json has the wrong type.").format(field=where),
                       _("It must be a {kind}: {meaning}").format(kind=_kind_name(member.kind),
                                                                  meaning=_(member.meaning))))
        return False
    numbers = value if isinstance(value, list) else [value]
    good = True
    if any(_is_number(number) and not member.minimum <= number <= member.maximum for number in numbers):
        good = False
        faults.append((_("“{field}” in pilot.json is out of range: {value}.").format(field=where, value=value),
                       _("It must lie between {minimum} and {maximum}.").format(minimum=f"{member.minimum:g}",
                                                                                maximum=f"{member.maximum:g}")))
    if member.choices and any(text not in member.choices for text in numbers):
        good = False
        faults.append((_("“{field}” in pilot.json has an unknown value: {value}.").format(
            field=where, value=", ".join(str(text) for text in numbers if text not in member.choices)),
            _("Choose from: {names}.").format(names=", ".join(member.choices))))
    return good


def _kind_name(kind: str) -> str:
    return {
        "text": _("text in quotation marks"), "number": _("number"), "whole number": _("whole number"),
        "true or false": _("true or false"),
        "list of texts": _("list of texts"), "list of numbers": _("list of numbers"),
        "list of objects": _("list of objects"), "object": _("object in braces"),
    }[kind]
