"""Widgets of a form: one a kind of entry, each telling its value and when the user has changed it."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Callable, Optional

from qgis.core import QgsMimeDataUtils, QgsProject
from qgis.PyQt.QtCore import QLocale, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QToolButton,
    QWidget,
)

from ...languages.messages import _
from .entries import CHOICE, FILE, PAIR, SEVERAL, Entry

_LIMIT = 1e9
_ROWS = 5  # of a list of choices that are seen at once
_PLAIN = QLocale.c()  # numbers as pilot.json and the tables write them, whatever the interface's language


class Editor(QWidget):
    """A widget for one entry. ``changed`` comes when the user has finished a change; ``value()`` may raise ValueError
    with a sentence for what cannot be read."""

    changed = pyqtSignal()

    def __init__(self, inner: Sequence[QWidget], value: Callable[[], Any], show: Callable[[Any], None]) -> None:
        super().__init__()
        self.value, self._show = value, show
        self.inner = list(inner)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in inner:
            layout.addWidget(widget)
        self.setFocusProxy(self.inner[0])

    def show_value(self, value: Any) -> None:
        """Show a value without telling of a change."""
        for widget in self.inner:
            widget.blockSignals(True)
        self._show(value)
        for widget in self.inner:
            widget.blockSignals(False)


def editor_of(entry: Entry, folder: Path) -> Editor:
    """The widget for an entry, showing its value. ``folder``: the pilot's, where files must lie."""
    makers: dict[str, Callable[[], Editor]] = {
        "number": lambda: _number(entry), "whole number": lambda: _whole(entry), PAIR: lambda: _pair(entry),
        "true or false": _check_box, CHOICE: lambda: _choice(entry), SEVERAL: lambda: _several(entry),
        FILE: lambda: _file(folder), "text": _text, "list of texts": _texts, "list of numbers": _numbers,
    }
    editor = makers.get(entry.kind, _json)()
    editor.show_value(entry.value)
    for widget in editor.inner:
        widget.setAccessibleName(entry.title)
        widget.setToolTip(entry.help)
    return editor


class NumberBox(QDoubleSpinBox):
    """A number as pilot.json writes it; the wheel scrolls the page and changes no number."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.setLocale(_PLAIN)
        self.setDecimals(6)
        self.setRange(max(entry.minimum, -_LIMIT), min(entry.maximum, _LIMIT))
        self.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.setSuffix(_suffix(entry))
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def textFromValue(self, value: float) -> str:
        return f"{value:.10g}"

    def wheelEvent(self, event: Any) -> None:
        event.ignore()


class WholeBox(QSpinBox):
    """A whole number, left alone by the wheel."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.setLocale(_PLAIN)
        self.setRange(int(max(entry.minimum, -_LIMIT)), int(min(entry.maximum, _LIMIT)))
        self.setSuffix(_suffix(entry))
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: Any) -> None:
        event.ignore()


class ChoiceBox(QComboBox):
    """Titles with their ids, left alone by the wheel."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        for id, title in entry.choices.items():
            self.addItem(title, id)
            self.setItemData(self.count() - 1, title, Qt.ItemDataRole.ToolTipRole)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: Any) -> None:
        event.ignore()


def _suffix(entry: Entry) -> str:
    return f" {entry.unit}" if entry.unit not in ("", "1") else ""


def _number(entry: Entry) -> Editor:
    box = NumberBox(entry)
    editor = Editor([box], box.value, lambda value: box.setValue(float(value or 0)))
    box.valueChanged.connect(lambda _value: editor.changed.emit())
    return editor


def _whole(entry: Entry) -> Editor:
    box = WholeBox(entry)
    editor = Editor([box], box.value, lambda value: box.setValue(int(value or 0)))
    box.valueChanged.connect(lambda _value: editor.changed.emit())
    return editor


def _pair(entry: Entry) -> Editor:
    boxes = [NumberBox(entry), NumberBox(entry)]

    def show(values: Sequence[float]) -> None:
        for box, value in zip(boxes, values):
            box.setValue(float(value))

    editor = Editor(boxes, lambda: [box.value() for box in boxes], show)
    for box in boxes:
        box.valueChanged.connect(lambda _value: editor.changed.emit())
    return editor


def _check_box() -> Editor:
    box = QCheckBox()
    editor = Editor([box], box.isChecked, lambda value: box.setChecked(bool(value)))
    box.toggled.connect(lambda _on: editor.changed.emit())
    return editor


def _choice(entry: Entry) -> Editor:
    box = ChoiceBox(entry)
    editor = Editor([box], box.currentData, lambda value: box.setCurrentIndex(max(0, box.findData(value))))
    box.currentIndexChanged.connect(lambda _index: editor.changed.emit())
    return editor


def _several(entry: Entry) -> Editor:
    """Choices to tick; those that were there keep their order, because the first of the languages is the data's."""
    box = QListWidget()
    box.setSelectionMode(QListWidget.SelectionMode.NoSelection)
    for id, title in entry.choices.items():
        item = QListWidgetItem(title)
        item.setData(Qt.ItemDataRole.UserRole, id)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
        box.addItem(item)
    box.setMaximumHeight(min(_ROWS, len(entry.choices)) * (box.fontMetrics().height() + 6) + 6)
    items = {box.item(row).data(Qt.ItemDataRole.UserRole): box.item(row) for row in range(box.count())}
    shown: list[str] = []

    def show(values: Sequence[str]) -> None:
        shown[:] = values
        for id, item in items.items():
            item.setCheckState(Qt.CheckState.Checked if id in values else Qt.CheckState.Unchecked)

    def value() -> list[str]:
        on = [id for id, item in items.items() if item.checkState() == Qt.CheckState.Checked]
        return sorted(on, key=lambda id: shown.index(id) if id in shown else len(shown))

    editor = Editor([box], value, show)
    box.itemChanged.connect(lambda _item: editor.changed.emit())
    return editor


def _line(value: Callable[[QLineEdit], Any], show: Callable[[QLineEdit, Any], None]) -> Editor:
    box = QLineEdit()
    editor = Editor([box], lambda: value(box), lambda given: show(box, given))
    box.editingFinished.connect(editor.changed.emit)
    return editor


def _text() -> Editor:
    return _line(lambda box: box.text().strip(), lambda box, value: box.setText(value or ""))


def _texts() -> Editor:
    """Texts parted by semicolons, because a text may hold commas."""
    return _line(lambda box: [text.strip() for text in box.text().split(";") if text.strip()],
                 lambda box, values: box.setText("; ".join(values)))


def _numbers() -> Editor:
    def read(box: QLineEdit) -> list[float]:
        try:
            numbers = [float(text) for text in box.text().split(",") if text.strip()]
        except ValueError as fault:
            raise ValueError(_("Write numbers with a point, parted by commas.")) from fault
        return [int(number) if number.is_integer() else number for number in numbers]

    return _line(read, lambda box, values: box.setText(", ".join(f"{value:g}" for value in values)))


def _json() -> Editor:
    """What has no widget of its own, as pilot.json writes it."""
    def read(box: QLineEdit) -> Any:
        try:
            return json.loads(box.text() or "{}")
        except json.JSONDecodeError as fault:
            raise ValueError(_("Write it as in pilot.json, in braces and quotation marks.")) from fault

    return _line(read, lambda box, value: box.setText(json.dumps(value, ensure_ascii=False)))


class DropLine(QLineEdit):
    """A line for a file in the pilot's folder, on which a layer of the map or a file can be dropped."""

    dropped = pyqtSignal(str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setPlaceholderText(_("Drop a layer or a file here"))

    def dragEnterEvent(self, event: Any) -> None:
        if path_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: Any) -> None:
        self.dropped.emit(path_of(event.mimeData()))
        event.acceptProposedAction()


def path_of(mime: Any) -> str:
    """The file of what is dragged: a layer of QGIS's tree or a file of the desktop; "" for anything else."""
    for uri in QgsMimeDataUtils.decodeUriList(mime) if QgsMimeDataUtils.isUriList(mime) else ():
        return uri.uri.partition("|")[0]
    if mime.hasFormat("application/qgis.layertreemodeldata"):
        for layer in QgsProject.instance().mapLayers().values():
            if layer.id().encode() in bytes(mime.data("application/qgis.layertreemodeldata")):
                return layer.source().partition("|")[0]
    return mime.urls()[0].toLocalFile() if mime.hasUrls() and mime.urls()[0].isLocalFile() else ""


def _file(folder: Path) -> Editor:
    box, button = DropLine(), QToolButton()
    button.setText("…")
    button.setToolTip(_("Choose a file; one from elsewhere is copied into the pilot's folder"))
    editor = Editor([box, button], lambda: box.text().strip(), lambda value: box.setText(value or ""))

    def take(path: str) -> None:
        if path:
            box.setText(taken_in(Path(path), folder))
            editor.changed.emit()

    box.dropped.connect(take)
    box.editingFinished.connect(editor.changed.emit)
    button.clicked.connect(lambda: take(QFileDialog.getOpenFileName(editor, _("Choose a file"), str(folder))[0]))
    return editor


def taken_in(path: Path, folder: Path) -> str:
    """The name of a file relative to the pilot's folder; a file from elsewhere is copied into ``data/`` first, with
    what belongs to it (the parts of a shapefile)."""
    resolved = path.resolve()
    if folder.resolve() in resolved.parents:
        return resolved.relative_to(folder.resolve()).as_posix()
    target = folder / "data"
    target.mkdir(exist_ok=True)
    together = ".shp", ".shx", ".dbf", ".prj", ".cpg"
    parts = [path.with_suffix(suffix) for suffix in together] if path.suffix.lower() == ".shp" else [path]
    for part in parts:
        if part.exists():
            shutil.copyfile(part, target / part.name)
    return f"data/{path.name}"
