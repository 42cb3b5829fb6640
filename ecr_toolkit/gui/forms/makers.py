"""Which widget a kind of entry has."""

import html
from pathlib import Path
from typing import Callable

from . import choices, degrees, numbers, texts
from .editor import Editor
from .entry import BOX, CHOICE, FILE, PAIR, PARAGRAPH, PLACE, ROWS, SEVERAL, SOURCE, TABLE, Entry
from .files import FileEditor
from .sources import SourceEditor
from .tables import rows, table

_SIMPLE: dict[str, Callable[[Entry], Editor]] = {
    "number": numbers.number, "whole number": numbers.whole, PAIR: numbers.pair, PLACE: degrees.place,
    BOX: degrees.box, "true or false": choices.check_box, CHOICE: choices.choice, SEVERAL: choices.several,
    "text": texts.text, "list of texts": texts.texts, "list of numbers": texts.numbers, PARAGRAPH: texts.paragraph,
}


def editor_of(entry: Entry, folder: Path) -> Editor:
    """The widget for an entry, showing its value. ``folder``: the pilot's, where files must lie."""
    def make(cell: Entry) -> Editor:
        return editor_of(cell, folder)

    whole: dict[str, Callable[[], Editor]] = {
        FILE: lambda: FileEditor(entry, folder), SOURCE: lambda: SourceEditor(entry, folder, make),
        TABLE: lambda: table(entry, make), ROWS: lambda: rows(entry, make),
    }
    maker = whole.get(entry.kind)
    editor = maker() if maker else _SIMPLE.get(entry.kind, texts.as_written)(entry)
    editor.show_value(entry.value)
    for widget in editor.inner:
        own = widget.accessibleName()
        widget.setAccessibleName(f"{entry.title} {own}".strip())
        widget.setAccessibleDescription(entry.help)
        if not widget.toolTip():
            widget.setToolTip(in_tip(entry.help))
    return editor


def in_tip(text: str) -> str:
    """A text that a tooltip shows as it is, and breaks into lines."""
    return f"<qt>{html.escape(text)}</qt>" if text else ""
