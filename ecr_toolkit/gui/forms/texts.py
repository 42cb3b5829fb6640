"""Texts: a line, a paragraph, texts parted by semicolons, numbers parted by commas."""

import json
from typing import Any, Callable

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QLineEdit, QPlainTextEdit

from ...languages.messages import _
from .editor import Editor
from .entry import Entry

_LINES = 4  # of a paragraph that are seen at once


def text(entry: Entry) -> Editor:
    return _line(str.strip, lambda value: value or "", "" if entry.name else entry.title)


def texts(_entry: Entry) -> Editor:
    """Texts parted by semicolons, because a text may hold commas."""
    return _line(parted, "; ".join, _("Parted by semicolons"))


def parted(text: str) -> list[str]:
    """The texts between semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def numbers(_entry: Entry) -> Editor:
    return _line(numbers_of, lambda values: ", ".join(f"{value:.10g}" for value in values))


def numbers_of(text: str) -> list[float]:
    """The numbers between commas; ValueError with a sentence for what is none."""
    try:
        found = [float(part) for part in text.split(",") if part.strip()]
    except ValueError as fault:
        raise ValueError(_("Write numbers with a point, parted by commas.")) from fault
    return [int(number) if number.is_integer() else number for number in found]


def as_written(_entry: Entry) -> Editor:
    """What has no widget of its own, as pilot.json writes it."""
    def read(text: str) -> Any:
        try:
            return json.loads(text or "{}")
        except json.JSONDecodeError as fault:
            raise ValueError(_("Write it as in pilot.json, in braces and quotation marks.")) from fault

    return _line(read, lambda value: json.dumps(value, ensure_ascii=False))


def _line(read: Callable[[str], Any], show: Callable[[Any], str], hint: str = "") -> Editor:
    box = QLineEdit()
    box.setPlaceholderText(hint)

    def begin(value: Any) -> None:
        box.setText(show(value))
        box.setCursorPosition(0)

    editor = Editor([box], lambda: read(box.text()), begin)
    box.editingFinished.connect(editor.tell)
    return editor


class _Paragraph(QPlainTextEdit):
    """Lines of text; the Tab key leaves them."""

    left = pyqtSignal()

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 12)

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.left.emit()


def paragraph(entry: Entry) -> Editor:
    box = _Paragraph("" if entry.name else entry.title)
    editor = Editor([box], lambda: box.toPlainText().strip(), lambda value: box.setPlainText(value or ""))
    box.left.connect(editor.tell)
    return editor
