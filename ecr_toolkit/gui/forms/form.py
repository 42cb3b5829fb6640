"""The form of a step: groups that fold, a label above each widget so that long texts fit a narrow dock."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Optional

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ...languages.messages import _
from ...pilot.recipe_edits import DEFAULT
from .entries import Entry, Group
from .widgets import Editor, editor_of


class Form(QWidget):
    """``edited(name, value)`` when the user has changed an entry; ``refused(name, sentence)`` for what cannot be
    read."""

    edited = pyqtSignal(str, object)
    refused = pyqtSignal(str, str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._groups: list[Group] = []
        self.editors: dict[str, Editor] = {}

    def show_groups(self, groups: Sequence[Group], folder: Path) -> None:
        """Draw the form anew, if it is another one; groups that were open stay open."""
        if list(groups) == self._groups:
            return
        opened = {box.title() for box in self.findChildren(QgsCollapsibleGroupBox) if not box.isCollapsed()}
        self._groups = list(groups)
        self.editors = {}
        while self._layout.count():
            old = self._layout.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        for number, group in enumerate(groups):
            box = QgsCollapsibleGroupBox(group.title)
            inner = QVBoxLayout(box)
            for entry in group.entries:
                self._add(inner, entry, folder)
            box.setCollapsed(not (group.title in opened or (number == 0 and not group.detail)))
            self._layout.addWidget(box)

    def _add(self, layout: QVBoxLayout, entry: Entry, folder: Path) -> None:
        editor = editor_of(entry, folder)
        label = QLabel(entry.title)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        label.setBuddy(editor.inner[0])
        layout.addWidget(label)
        row = QHBoxLayout()
        row.addWidget(editor, 1)
        if entry.default is not None:
            row.addWidget(self._reset(entry))
        layout.addLayout(row)
        editor.changed.connect(lambda: self._tell(entry.name, editor))
        self.editors[entry.name] = editor

    def _reset(self, entry: Entry) -> QToolButton:
        button = QToolButton()
        button.setText("↺")
        button.setToolTip(_("Back to the default"))
        button.setAccessibleName(_("Back to the default"))
        button.setAccessibleDescription(entry.title)
        button.setEnabled(entry.changed)
        button.clicked.connect(lambda: self.edited.emit(entry.name, DEFAULT))
        return button

    def _tell(self, name: str, editor: Editor) -> None:
        try:
            value: Any = editor.value()
        except ValueError as fault:
            self.refused.emit(name, str(fault))
        else:
            self.edited.emit(name, value)
