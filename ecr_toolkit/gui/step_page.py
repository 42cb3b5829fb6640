"""The page of a step: what it is for and how it stands, its settings, and what people check and note."""

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ..languages.messages import _
from ..pilot.notes import Note
from .curve.held import AREA, Held
from .curve.share_curve import ShareCurve
from .forms.entries import Group
from .forms.form import Form

_NOTE_LINES = 4


class StepPage(QTabWidget):
    """Three tabs. ``edited(name, value)`` and ``refused(name, sentence)`` come from the form, ``undo_asked`` from its
    button; ``ticked(item, done)`` and ``noted(text)`` from the list of checks; ``share_moved(share)`` and
    ``share_chosen(share)`` from the curve of the thresholds."""

    edited = pyqtSignal(str, object)
    refused = pyqtSignal(str, str)
    undo_asked = pyqtSignal()
    ticked = pyqtSignal(str, bool)
    noted = pyqtSignal(str)
    share_moved = pyqtSignal(int)
    share_chosen = pyqtSignal(int)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.details = QTextBrowser()
        self.details.setAccessibleName(_("Details"))
        self.details.setOpenLinks(False)
        self.details.setMinimumHeight(60)
        self.curve = ShareCurve()
        self.curve.moved.connect(self.share_moved.emit)
        self.curve.chosen.connect(self.share_chosen.emit)
        self.sentence = plain_label()
        self.form = Form()
        self.form.edited.connect(self.edited.emit)
        self.form.refused.connect(self.refused.emit)
        self.undo_button = QPushButton(_("Take the last change back"))
        self.undo_button.clicked.connect(self.undo_asked.emit)
        self.note = QPlainTextEdit()
        self.note.setPlaceholderText(_("What should the record say about this step?"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(_NOTE_LINES * self.note.fontMetrics().lineSpacing() + 12)
        self.note_button = QPushButton(_("Add note"))
        self.note_button.clicked.connect(self._add_note)
        self.notes = plain_label()
        self._checks = QVBoxLayout()
        self.addTab(_scrolled(_column(self.curve, self.sentence, self.details)), _("Step"))
        self.addTab(_scrolled(_column(self.undo_button, self.form, stretch=True)), _("Settings"))
        self.addTab(_scrolled(_column(self._checks, self.note, self.note_button, self.notes, stretch=True)),
                    _("Checks and notes"))

    def show_form(self, groups: Sequence[Group], folder: Optional[Path], can_undo: bool) -> None:
        """The settings of a step; without a folder there is no pilot and no form."""
        self.form.show_groups(groups, folder or Path())
        self.undo_button.setEnabled(can_undo)

    def show_checks(self, items: Sequence[str], done: set[str]) -> None:
        """What is to be looked at (marked texts), with those that are ticked off."""
        while self._checks.count():
            self._checks.takeAt(0).widget().deleteLater()
        for item in items:
            box, words = QCheckBox(), plain_label(_(item))
            box.setAccessibleName(_(item))
            box.setChecked(item in done)
            box.toggled.connect(lambda on, item=item: self.ticked.emit(item, on))
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(words, 1)
            self._checks.addWidget(row)

    def show_notes(self, notes: Sequence[Note]) -> None:
        """The notes of a step, the newest first."""
        self.notes.setText("\n\n".join(f"{note.written_on}\n{note.note}" for note in reversed(notes)))

    def show_held(self, held: Optional[Held], share: int) -> None:
        """The curve of the thresholds, for the step that has one."""
        there = held is not None and bool(held.percents[AREA])
        self.curve.setVisible(there)
        self.sentence.setVisible(there)
        if held is not None and there:
            self.curve.show_held(held, share)
            self.sentence.setText(self.curve.sentence())

    def _add_note(self) -> None:
        text = self.note.toPlainText().strip()
        if text:
            self.note.clear()
            self.noted.emit(text)


def plain_label(text: str = "") -> QLabel:
    """A label for any text: plain, wrapping, never widening the dock."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _column(*parts, stretch: bool = False) -> QWidget:
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
