"""A line of a form and a group of them: what widgets draw, in the interface's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

# Kinds besides those of pilot/fields.py
PAIR, CHOICE, SEVERAL, FILE = "pair", "choice", "several", "file"
PLACE, BOX = "place", "box"  # longitude and latitude; west, south, east, north
PARAGRAPH, TABLE, ROWS, SOURCE = "paragraph", "table", "rows", "source"
_KEPT_OUT = ("value", "note", "fault")


@dataclass(frozen=True)
class Entry:
    """A line of a form. ``name``: its dotted place in pilot.json; ``kind``: one of pilot/fields.py or of this module.

    ``choices``: what can be chosen → its title; for a file a value that stands for no file. ``cells``: the entries of a
    row of a table (what it is for, and its value) or of a list. ``note``: how it stands, shown below; ``fault``: what
    is wrong with its value; ``help``: shown when the mouse rests on it.
    """

    name: str
    kind: str
    title: str
    value: Any
    default: Any
    minimum: float = float("-inf")
    maximum: float = float("inf")
    unit: str = ""
    help: str = ""
    choices: Mapping[Any, str] = field(default_factory=dict)
    cells: Sequence["Entry"] = ()
    note: str = ""
    fault: str = ""

    @property
    def changed(self) -> bool:
        return self.value != self.default

    @property
    def shape(self) -> "Entry":
        """The entry without what changes while it is shown."""
        return replace(self, **dict.fromkeys(_KEPT_OUT, ""))

    def holds_field(self, field: str) -> bool:
        """Whether a field of pilot.json, by its dotted name, is this entry or lies in it."""
        return f"{field}.".startswith(f"{self.name}.")

    def holds(self, words: Sequence[str]) -> bool:
        """Whether all of these words stand in its texts, in any case."""
        texts = " ".join((self.title, self.help, self.note, self.name, *self.choices.values())).casefold()
        return all(word in texts for word in words)


@dataclass(frozen=True)
class Group:
    """Entries under a title; ``detail``: most countries leave these as they are."""

    title: str
    entries: Sequence[Entry]
    detail: bool = False
