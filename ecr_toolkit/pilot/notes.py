"""Notes and ticks: what people wrote down and checked at each step, in ``decisions/`` of a pilot, kept by every run."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Optional

from .tables import read_table, unguarded, write_table

NOTES, TICKS = Path("decisions") / "notes.csv", Path("decisions") / "checklist.csv"
_NOTE_COLUMNS, _TICK_COLUMNS = ("step", "written_on", "author", "note"), ("step", "item", "ticked_on")


@dataclass(frozen=True)
class Note:
    """What somebody noted at a step; ``written_on`` is an ISO day."""

    step: str
    written_on: str
    author: str
    note: str


def notes_of(folder: Path) -> list[Note]:
    """All notes, oldest first. Raises InputError for a table that cannot be read."""
    path = folder / NOTES
    rows = read_table(path, _NOTE_COLUMNS) if path.exists() else []
    return [Note(*(unguarded(row[name]) for name in _NOTE_COLUMNS)) for row in rows]


def add_note(folder: Path, step: str, note: str, author: str = "", today: Optional[date] = None) -> None:
    """Write a note down after those that are there; an empty one is none."""
    if note.strip():
        _store(folder, [*notes_of(folder), Note(step, (today or date.today()).isoformat(), author.strip(),
                                                note.strip())])


def remove_last_note(folder: Path, step: str) -> None:
    """Take the last note of a step back, if it has one."""
    notes = notes_of(folder)
    places = [place for place, note in enumerate(notes) if note.step == step]
    if places:
        del notes[places[-1]]
        _store(folder, notes)


def _store(folder: Path, notes: Collection[Note]) -> None:
    (folder / NOTES).parent.mkdir(exist_ok=True)
    write_table(folder / NOTES, _NOTE_COLUMNS, [vars(note) for note in notes])


def ticked(folder: Path, step: str) -> set[str]:
    """The items of a step's list of checks that somebody ticked off."""
    path = folder / TICKS
    rows = read_table(path, _TICK_COLUMNS) if path.exists() else []
    return {row["item"] for row in rows if row["step"] == step}


def tick(folder: Path, step: str, item: str, done: bool, today: Optional[date] = None) -> None:
    """Tick an item off, or take the tick away."""
    path = folder / TICKS
    rows = read_table(path, _TICK_COLUMNS) if path.exists() else []
    kept = [row for row in rows if (row["step"], row["item"]) != (step, item)]
    if done:
        kept.append({"step": step, "item": item, "ticked_on": (today or date.today()).isoformat()})
    path.parent.mkdir(exist_ok=True)
    write_table(path, _TICK_COLUMNS, kept)
