"""The form of a step: a search on top, groups that fold, a label above each widget so that long texts fit a narrow
dock."""

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from ...languages.messages import _
from ..labels import plain_label
from .editor import Editor
from .entry import Group
from .fold import Fold
from .line import Line


class Form(QWidget):
    """``edited(name, value)`` when the user has changed an entry; ``refused(name, sentence)`` for what cannot be
    read."""

    edited = pyqtSignal(str, object)
    refused = pyqtSignal(str, str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find a setting"))
        self.search.setAccessibleName(_("Find a setting"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.only_changed = QCheckBox(_("Changed only"))
        self.only_changed.setToolTip(_("Show only what differs from the default"))
        self.only_changed.toggled.connect(self._filter)
        self.nothing = plain_label(_("No setting is like that. Clear the search to see all."))
        self.nothing.hide()
        self._boxes = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.search, self.only_changed, self.nothing):
            layout.addWidget(widget)
        layout.addLayout(self._boxes)
        layout.addStretch(1)
        self._groups: list[Group] = []
        self._folds: list[Fold] = []  # one a group
        self._folder = Path()
        self._lines: dict[str, Line] = {}
        self._folded: dict[str, bool] = {}  # title of a group → as the user left it
        self._filtered = False  # whether a search has opened and hidden groups
        self._sent: set[str] = set()  # what the user changed since the form was last shown

    @property
    def editors(self) -> dict[str, Editor]:
        """Name of an entry → its widget."""
        for place in range(len(self._groups)):
            self._fill(place)
        return {name: line.editor for name, line in self._lines.items()}

    def show_groups(self, groups: Sequence[Group], folder: Path) -> None:
        """Show the form. One of the same entries keeps its widgets, with focus, place and what is being typed; in
        another one groups that were open stay open."""
        same = _shape(groups) == _shape(self._groups) and folder == self._folder
        self._groups, self._folder = list(groups), folder
        if same:
            for entry in (entry for group in groups for entry in group.entries if entry.name in self._lines):
                self._lines[entry.name].show_entry(entry, anew=entry.name in self._sent)
        else:
            self._build()
        self._sent.clear()
        self._filter()

    def line_of(self, name: str) -> Line:
        """The line of an entry, in a group that is open, with no search that hides it. KeyError when there is none."""
        self.search.clear()
        self.only_changed.setChecked(False)
        for place, group in enumerate(self._groups):
            if any(entry.name == name for entry in group.entries):
                self._fill(place)
                self._folds[place].setCollapsed(False)
        return self._lines[name]

    def _build(self) -> None:
        focused = next((name for name, line in self._lines.items() if line.isAncestorOf(self.focusWidget())), "")
        self._keep_folds()
        for box in self._folds:
            self._boxes.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._lines, self._folds, self._filtered = {}, [], False
        for place, group in enumerate(self._groups):
            box = Fold(group.title)
            self._folds.append(box)
            self._folded.setdefault(group.title, place > 0 or group.detail)
            box.collapsedStateChanged.connect(lambda folded, place=place: folded or self._fill(place))
            box.setCollapsed(self._folded[group.title])
            if not box.isCollapsed():
                self._fill(place)
            self._boxes.addWidget(box)
        if focused in self._lines:
            self._lines[focused].editor.setFocus()

    def _fill(self, place: int) -> None:
        """Make the widgets of a group, which nobody needs before it is open."""
        group, box = self._groups[place], self._folds[place]
        if box.filled:
            return
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        for entry in group.entries:
            line = Line(entry, self._folder)
            line.edited.connect(lambda value, name=entry.name: self._tell(name, value))
            line.refused.connect(lambda sentence, name=entry.name: self.refused.emit(name, sentence))
            self._lines[entry.name] = line
            column.addWidget(line)
        box.fill(page)

    def _tell(self, name: str, value: object) -> None:
        self._sent.add(name)
        self.edited.emit(name, value)

    # Search

    def _keep_folds(self) -> None:
        """Remember which groups the user has open; a search opens others for its time only."""
        if not self._filtered:
            self._folded.update({box.subject: box.isCollapsed() for box in self._folds})

    def _filter(self, *_signal: object) -> None:
        """Show the entries that have all words of the search, in groups that open for it and fold again after it."""
        words, changed = self.search.text().casefold().split(), self.only_changed.isChecked()
        searching = bool(words) or changed
        if not searching and not self._filtered:
            return
        self._keep_folds()
        found = False
        for place, (box, group) in enumerate(zip(self._folds, self._groups)):
            wanted = [entry.holds(words) and (entry.changed or not changed) for entry in group.entries]
            found = found or any(wanted)
            box.setVisible(any(wanted))
            if searching and any(wanted):
                self._fill(place)
            for entry, shown in zip(group.entries, wanted):
                if entry.name in self._lines:
                    self._lines[entry.name].setVisible(shown)
            box.setCollapsed(not searching and self._folded[group.title])
        self.nothing.setVisible(searching and not found)
        self._filtered = searching


def _shape(groups: Sequence[Group]) -> list:
    return [(group.title, group.detail, [entry.shape for entry in group.entries]) for group in groups]
