"""Tables of the choices that a step leaves to the country: fields of the recipe with meaning, default and value."""

from collections.abc import Callable, Sequence
from typing import Any

from ...languages.messages import N_
from ..context import Context
from ..tables import CODE, PLAIN, WORDS, Column, Table

# Chapter → fields of the recipe, or whole sections of it
_FIELDS = {
    "boundary": ("boundary.", "conflicts."),
    "spaces": ("suitability.", "corridors."),
    "coordination": ("coordination.",),
    "documents": ("languages", "documents.write", "documents.languages", "documents.sheets", "documents.logo",
                  "delivery."),
}
_SAME = N_("the same")
_SUBJECTS = {"boundary": N_("boundary and conflicts"), "spaces": N_("suitability, spaces and corridors"),
             "coordination": N_("coordination"), "documents": N_("documents and delivery")}


def choices(c: Context, id: str, subject: str, wanted: Sequence[str]) -> Table:
    """The fields of the recipe whose dotted names are ``wanted``, or begin with one that ends with a dot; ``subject``:
    a marked text."""
    starts = tuple(name for name in wanted if name.endswith("."))
    rows = [((CODE, one.name), one.meaning, _value(one.value), (WORDS, _SAME) if one.value == one.default
             else _value(one.default)) for one in c.choices if one.name in wanted or one.name.startswith(starts)]
    return Table(id, N_("Choices of the recipe"), (
        Column(N_("Field"), CODE), Column(N_("Meaning")), Column(N_("Value in force"), PLAIN),
        Column(N_("Default"), PLAIN, missing=N_("none"))), rows, subject, wide=True)


def _value(value: Any) -> tuple[str, Any]:
    """A value of the recipe; yes or no in words."""
    return (WORDS, N_("yes") if value else N_("no")) if isinstance(value, bool) else (PLAIN, value)


def of_chapter(chapter: str) -> Callable[[Context], Table]:
    """What makes the table of a chapter, ``choices_<chapter>``."""
    return lambda c: choices(c, f"choices_{chapter}", _SUBJECTS[chapter], _FIELDS[chapter])


TABLES = tuple(of_chapter(chapter) for chapter in _FIELDS)
