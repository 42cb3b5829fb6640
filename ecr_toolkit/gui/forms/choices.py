"""Choices: yes or no, one of several, several of them."""

from collections.abc import Sequence
from typing import Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QSizePolicy

from ..boxes import Box
from .editor import Editor
from .entry import Entry

_ROWS = 6  # of a list of choices that are seen at once


class ChoiceBox(Box):
    """Titles with what they stand for; a value that is not among them is shown as it is."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.title)
        for value, title in entry.choices.items():
            self._offer(value, title)
        self.currentTextChanged.connect(self.setToolTip)
        self.setToolTip(self.currentText())

    def _offer(self, value: Any, title: str) -> None:
        self.addItem(title, value)
        self.setItemData(self.count() - 1, title, Qt.ItemDataRole.ToolTipRole)

    def choose(self, value: Any) -> None:
        if self.findData(value) < 0:
            self._offer(value, str(value))
        self.setCurrentIndex(self.findData(value))


def check_box(_entry: Entry) -> Editor:
    box = QCheckBox()
    editor = Editor([box], box.isChecked, lambda value: box.setChecked(bool(value)))
    box.toggled.connect(editor.tell)
    return editor


def choice(entry: Entry) -> Editor:
    box = ChoiceBox(entry)
    editor = Editor([box], box.currentData, box.choose)
    box.currentIndexChanged.connect(editor.tell)
    return editor


def several(entry: Entry) -> Editor:
    """Choices to tick; those that were there keep their order, because the first of the languages is the data's."""
    box = QListWidget()
    box.setSelectionMode(QListWidget.SelectionMode.SingleSelection)
    box.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    box.setTextElideMode(Qt.TextElideMode.ElideRight)
    items: dict[Any, QListWidgetItem] = {}
    shown: list[Any] = []

    def offer(value: Any, title: str) -> None:
        item = QListWidgetItem(title, box)
        item.setToolTip(title)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
        item.setCheckState(Qt.CheckState.Unchecked)
        items[value] = item

    def show(values: Sequence[Any]) -> None:
        shown[:] = values
        for value in values:
            if value not in items:
                offer(value, str(value))
        for value, item in items.items():
            item.setCheckState(Qt.CheckState.Checked if value in values else Qt.CheckState.Unchecked)

    def read() -> list[Any]:
        on = [value for value, item in items.items() if item.checkState() == Qt.CheckState.Checked]
        return sorted(on, key=lambda value: shown.index(value) if value in shown else len(shown))

    for value, title in entry.choices.items():
        offer(value, title)
    rows = min(_ROWS, max(len(items), 1))
    box.setFixedHeight(rows * max(box.sizeHintForRow(0), box.fontMetrics().height()) + 2 * box.frameWidth() + 2)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    editor = Editor([box], read, show)
    box.itemChanged.connect(editor.tell)
    return editor
