"""The source of an input: none, starter data, files of the pilot and how to read them, or a declared value."""

from pathlib import Path
from typing import Any, Callable

from qgis.PyQt.QtWidgets import QLineEdit, QToolButton, QVBoxLayout, QWidget

from ...languages.messages import _
from ...pilot.fields import Field
from ...pilot.recipe_shape import SPECIFICATION, STARTER
from ..wording import capital
from .choices import ChoiceBox
from .dropped import Dropped
from .editor import Editor
from .entry import CHOICE, Entry
from .files import FileEditor
from .inputs import CONSTANT, FILES, NONE
from .numbers import NumberBox, fault_of
from .tables import RowsEditor
from .texts import numbers_of, parted

_NAMING = ("file", "files")


class SourceEditor(Editor):
    """What ``sources`` says of a variable. What cannot be shown whole stays as it is until something is changed."""

    def __init__(self, entry: Entry, folder: Path, make: Callable[[Entry], Editor]) -> None:
        self.way = ChoiceBox(entry)
        self.file = FileEditor(Entry("", "file", _("File"), "", None), folder, keep_layer=True)
        self.details = RowsEditor(
            (Entry("", CHOICE, _("Setting"), "scale", None, choices=_settings()),
             Entry("", "text", _("Value"), "", None)), make,
            lambda found: {name: _parsed(name, text) for name, text in found}, _written, stacked=True)
        self.number, self.reason = NumberBox(entry), QLineEdit()
        self._entry = entry
        self._files, self._constant = _column(self.file, self.details), _column(self.number, self.reason)
        super().__init__([self.way, self._files, self._constant], self._read_source, self._show_source, QVBoxLayout)
        self.inner = [self.way, self.file.line, self.number, self.reason]
        self.more = QToolButton()
        self.more.setText("⋮")
        self.more.setCheckable(True)
        self.more.setToolTip(_("How to read the file"))
        self.more.setAccessibleName(_("How to read the file"))
        self.more.toggled.connect(self.details.setVisible)
        self.file.box.addWidget(self.more)
        self.reason.setPlaceholderText(_("Reason"))
        self.way.currentIndexChanged.connect(self._chosen)
        self.file.taken.connect(self._took)
        for part in (self.file, self.details):
            part.changed.connect(self.tell)
            part.told.connect(self.told.emit)
        self.number.typed.connect(self.told.emit)
        self.number.valueChanged.connect(self._finished)
        self.reason.editingFinished.connect(self._finished)

    def _read_source(self) -> Any:
        way = self.way.currentData()
        if way == CONSTANT:
            fault = fault_of(self._entry, self.number.value())
            if fault or not self.reason.text().strip():
                raise ValueError(fault or _("Give the reason in a sentence."))
            return {"constant": self.number.value(), "reason": self.reason.text().strip()}
        if way == FILES:
            files, details = parted(self.file.value()), self.details.value()
            if not files:
                return None
            if len(files) == 1:
                return {"file": files[0], **details} if details else files[0]
            return {"files": files, **details}
        return way or None

    def _show_source(self, source: Any) -> None:
        if source in (None, STARTER):
            way = source or NONE
        else:
            way = CONSTANT if isinstance(source, dict) and "constant" in source else FILES
        details = source if isinstance(source, dict) else {}
        self.way.choose(way)
        self.number.setValue(float(details.get("constant", 0)))
        self.reason.setText(details.get("reason", ""))
        files = details.get("files") or [details.get("file", "")]
        self.file.show_value("; ".join(files) if details else source if way == FILES else "")
        self.details.show_value({name: value for name, value in details.items() if name in SPECIFICATION.members
                                 and name not in _NAMING})
        self.more.setChecked(bool(self.details.cells()))
        self.details.setVisible(self.more.isChecked())
        self._open(way)

    def _open(self, way: str) -> None:
        self._files.setVisible(way == FILES)
        self._constant.setVisible(way == CONSTANT)

    def _chosen(self, _place: int) -> None:
        """Nothing is told before what the way needs is there."""
        way = self.way.currentData()
        self._open(way)
        if way in (NONE, STARTER) or (way == FILES and self.file.value()):
            self.tell()

    def _finished(self, *_signal: Any) -> None:
        if self.way.currentData() == CONSTANT and self.reason.text().strip():
            self.tell()

    def _took(self, taken: Dropped) -> None:
        """Another file, another layer; how it is to be read stays as it was."""
        kept = [row for row in self.details.cells() if row[0] != "layer"]
        self.details.draw([*kept, *([("layer", taken.layer)] if taken.layer else [])])
        self.more.setChecked(bool(self.details.cells()))


def _column(*parts: QWidget) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        layout.addWidget(part)
    return holder


def _settings() -> dict[str, str]:
    """What can be said of a file, with its meaning."""
    return {name: capital(_(member.meaning)) for name, member in SPECIFICATION.members.items()
            if name not in _NAMING}


def _written(details: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, ", ".join(f"{one:.10g}" for one in value) if isinstance(value, list)
             else f"{value:.10g}" if isinstance(value, (int, float)) else str(value))
            for name, value in details.items()]


def _parsed(name: str, text: str) -> Any:
    """A setting of a file as the recipe has it; ValueError with a sentence for what is no number."""
    declared: Field = SPECIFICATION.members[name]
    if declared.kind == "text":
        return text
    found = numbers_of(text)
    return found if declared.kind == "list of numbers" else found[0]
