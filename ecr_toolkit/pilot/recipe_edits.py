"""Edits of a recipe: pilot.json is written whole and only when it stays valid, and what it was before is kept, so that
every edit can be taken back."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..atomic import publishing
from ..errors import RecipeError
from ..models.catalogue import known
from . import recipe
from .fields import FILE, Absent
from .lock import locked

HISTORY = Path("decisions") / "recipes"
_KEPT = 50  # so many edits can be taken back
DEFAULT = object()  # as a value: take the field out, the toolkit's default holds


def edit(folder: Path, changes: Mapping[str, Any]) -> bool:
    """Write values into ``pilot.json``: dotted name of a field → value, DEFAULT to take it out; all else stays, in its
    order. Raises RecipeError when the recipe would not be valid, ToolkitError while a run works on the pilot; nothing
    is written then. Files that were absent before may still be, so that one is mended after the other. Gives whether
    anything changed."""
    with locked(folder):
        path = folder / FILE
        before = path.read_bytes()
        values = json.loads(before.decode("utf-8-sig"))
        absent = _absent(values, folder)
        for name, value in changes.items():
            _put(values, name.split("."), value)
        more = [fault for fault in recipe.validated(values, folder, known(), whole=False).absent
                if fault not in absent]
        if more:
            raise RecipeError(more)
        text = (json.dumps(values, indent=2, ensure_ascii=False) + "\n").encode()
        if text == before:
            return False
        _keep(folder, before)
        with publishing(path) as temporary:
            temporary.write_bytes(text)
        return True


def can_undo(folder: Path) -> bool:
    """Whether there is an edit to take back."""
    return bool(_kept(folder))


def undo(folder: Path) -> bool:
    """Take the last edit back; False when there is none. Raises ToolkitError while a run works on the pilot."""
    with locked(folder):
        kept = _kept(folder)
        if not kept:
            return False
        with publishing(folder / FILE) as temporary:
            temporary.write_bytes(kept[-1].read_bytes())
        kept[-1].unlink()
        return True


def _kept(folder: Path) -> list[Path]:
    """The recipes before each edit, oldest first."""
    return sorted((folder / HISTORY).glob("*.json"))


def _keep(folder: Path, before: bytes) -> None:
    kept = _kept(folder)
    number = int(kept[-1].stem) + 1 if kept else 1
    (folder / HISTORY).mkdir(parents=True, exist_ok=True)
    with publishing(folder / HISTORY / f"{number:06d}.json") as temporary:
        temporary.write_bytes(before)
    for old in kept[:-_KEPT + 1]:
        old.unlink()


def _absent(values: Any, folder: Path) -> list[Absent]:
    """The files that a recipe names and that are not there; of one that is not valid none are known."""
    try:
        return recipe.validated(values, folder, known(), whole=False).absent
    except RecipeError:
        return []


def _put(values: dict[str, Any], names: list[str], value: Any) -> None:
    for name in names[:-1]:
        values = values.setdefault(name, {})
    if value is DEFAULT:
        values.pop(names[-1], None)
    else:
        values[names[-1]] = value
