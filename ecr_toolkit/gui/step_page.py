"""The page of a step: how it stands and what it found, its settings, and what people check and note."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Optional

from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ..languages.messages import _
from ..pilot.notes import Note
from .details import Details
from .forms.entries import Group
from .forms.form import Form
from .labels import bold_label, plain_label
from .panel import Panel

_NOTE_LINES = 4
_LAST_TABS = 2  # settings and checks
_SETTLED = 100  # milliseconds after which groups that were opened have their places


class StepPage(QTabWidget):
    """Three tabs, and more for a step that has more. ``panels``: step → the panel in its first tab; ``more``: step →
    titles and panels of tabs of their own.

    ``edited(name, value)`` and ``refused(name, sentence)`` come from the form, ``undo_asked`` from its button,
    ``ticked(item, done)``, ``noted(text)``, ``note_begun(text)`` and ``note_taken_back`` from the list of checks.
    """

    edited = pyqtSignal(str, object)
    refused = pyqtSignal(str, str)
    undo_asked = pyqtSignal()
    ticked = pyqtSignal(str, bool)
    noted = pyqtSignal(str)
    note_begun = pyqtSignal(str)
    note_taken_back = pyqtSignal()

    def __init__(self, panels: Mapping[str, Panel], more: Mapping[str, Sequence[tuple[str, Panel]]],
                 parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setUsesScrollButtons(True)
        self.panels, self.more = dict(panels), dict(more)
        self.details, self.words = Details(), plain_label()
        self.form = Form()
        self.form.edited.connect(self.edited.emit)
        self.form.refused.connect(self.refused.emit)
        self.undo_button = QPushButton(_("Take the last change back"))
        self.undo_button.clicked.connect(self.undo_asked.emit)
        self.note = QPlainTextEdit()
        self.note.setAccessibleName(_("Note"))
        self.note.setPlaceholderText(_("What should the record say about this step?"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(_NOTE_LINES * self.note.fontMetrics().lineSpacing() + 12)
        self.note_button = QPushButton(_("Add note"))
        self.note_button.clicked.connect(self._add_note)
        self.notes = plain_label()
        self.note_back_button = QPushButton(_("Take the last note back"))
        self.note_back_button.clicked.connect(self.note_taken_back.emit)
        self.mistakes_title, self.mistakes = bold_label(_("Common mistakes")), plain_label()
        self._checks = QVBoxLayout()
        self._items: Any = None
        self._where: Any = None  # pilot and step whose note is being written
        self.note.textChanged.connect(lambda: self.note_begun.emit(self.note.toPlainText()))
        self.addTab(_scrolled(_column(self.details, *self.panels.values(), self.words, stretch=True)), _("Step"))
        self._settings = _scrolled(_column(self.undo_button, self.form, stretch=True))
        self.addTab(self._settings, _("Settings"))
        self.addTab(_scrolled(_column(self._checks, self.mistakes_title, self.mistakes, self.note, self.note_button,
                                      self.notes, self.note_back_button, stretch=True)), _("Checks"))
        self.setTabToolTip(self.count() - 1, _("Checks and notes"))
        self._pages = {step: [(title, _scrolled(_column(panel))) for title, panel in tabs]
                       for step, tabs in self.more.items()}

    def all_panels(self) -> list[Panel]:
        """Those of all steps."""
        return [*self.panels.values(), *(panel for tabs in self.more.values() for _title, panel in tabs)]

    def wants_room(self) -> bool:
        """Whether the tab that is shown is a panel of its own, which all else should make room for."""
        return any(page is self.currentWidget() for pages in self._pages.values() for _title, page in pages)

    def show_panels(self, step_id: str, pilot: Any) -> None:
        """Show the panels of a step, on a pilot or on none; those of other steps let go of it."""
        for step, panel in self.panels.items():
            panel.show_pilot(pilot if step == step_id else None)
            panel.setVisible(step == step_id and pilot is not None)
        for step, pages in self._pages.items():
            for (_title, panel), (title, page) in zip(self.more[step], pages):
                place = self.indexOf(page)
                if step == step_id and place < 0:
                    self.insertTab(self.count() - _LAST_TABS, page, title)
                elif step != step_id and place >= 0:
                    if page is self.currentWidget():
                        self.setCurrentIndex(0)
                    self.removeTab(place)
                panel.show_pilot(pilot if step == step_id else None)

    def show_words(self, head: str, words: Sequence[str]) -> None:
        """How the step stands (HTML), above its panel; what it is for and rests on, beneath."""
        self.details.setHtml(head)
        self.words.setText("\n\n".join(words))

    def show_form(self, groups: Sequence[Group], folder: Optional[Path], can_undo: bool) -> None:
        """The settings of a step; without a folder there is no pilot and no form."""
        self.form.show_groups(groups, folder or Path())
        self.undo_button.setEnabled(can_undo)

    def show_setting(self, name: str) -> None:
        """Go to an entry of the form."""
        self.setCurrentWidget(self._settings)
        line = self.form.line_of(name)

        def go() -> None:
            if not sip.isdeleted(line):
                line.editor.setFocus()
                for part in (line, line.editor, line.fault):  # of a tall one its end, where the fault stands
                    self._settings.ensureWidgetVisible(part)

        QTimer.singleShot(_SETTLED, go)

    def show_checks(self, items: Sequence[str], mistakes: Sequence[str], done: set[str]) -> None:
        """What is to be looked at and what often goes wrong (marked texts), with those items that are ticked off."""
        if (items, mistakes, done) == self._items:
            return
        self._items = items, mistakes, done
        while self._checks.count():
            old = self._checks.takeAt(0).widget()
            old.hide()
            old.deleteLater()
        for item in items:
            self._checks.addWidget(self._check(item, item in done))
        self.mistakes_title.setVisible(bool(mistakes))
        self.mistakes.setText("\n".join(f"• {_(text)}" for text in mistakes))

    def _check(self, item: str, done: bool) -> QWidget:
        box, words = QCheckBox(), plain_label(_(item))
        box.setAccessibleName(_(item))
        box.setChecked(done)
        box.toggled.connect(lambda on: self.ticked.emit(item, on))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        return row

    def show_notes(self, where: tuple[Optional[Path], str], notes: Sequence[Note], begun: str) -> None:
        """The notes of a pilot's step, the newest first; ``begun``: what was typed there before and not added."""
        if where != self._where:
            self._where = where
            self.note.blockSignals(True)
            self.note.setPlainText(begun)
            self.note.blockSignals(False)
        self.notes.setText("\n\n".join(f"{note.written_on}\n{note.note}" for note in reversed(notes)))
        self.note_back_button.setVisible(bool(notes))

    def enable_work(self, enabled: bool) -> None:
        """Whether settings, checks and notes can be written; how the step stands can always be read."""
        for place in range(1, self.count()):
            self.setTabEnabled(place, enabled)

    def _add_note(self) -> None:
        text = self.note.toPlainText().strip()
        if text:
            self.note.clear()
            self.noted.emit(text)


def _column(*parts: Any, stretch: bool = False) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(4, 4, 4, 4)
    for part in parts:
        layout.addWidget(part) if isinstance(part, QWidget) else layout.addLayout(part)
    if stretch:
        layout.addStretch(1)
    return page


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(page)
    return area
