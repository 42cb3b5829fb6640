"""A line of the form: title, widget, what it holds, and the way back to the default."""

from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QEvent, Qt, pyqtSignal
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ...languages.messages import _
from ...pilot.recipe_edits import DEFAULT
from ..labels import plain_label
from .entry import Entry
from .makers import editor_of, in_tip


class Line(QWidget):
    """One entry. ``edited(value)`` when the user has changed it, DEFAULT for the way back and for nothing;
    ``refused(sentence)`` for what cannot be read, which also stands below it."""

    edited = pyqtSignal(object)
    refused = pyqtSignal(str)

    def __init__(self, entry: Entry, folder: Path) -> None:
        super().__init__()
        self.entry = entry
        self.editor = editor_of(entry, folder)
        self.title, self.note = plain_label(entry.title), plain_label()
        self.title.setBuddy(self.editor.inner[0])
        self.title.setToolTip(in_tip(entry.help))
        self.reset = QToolButton()
        self.reset.setText("↺")
        self.reset.setToolTip(_("Back to the default"))
        self.reset.setAccessibleName(_("Back to the default"))
        self.reset.setAccessibleDescription(entry.title)
        self.reset.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.reset.clicked.connect(lambda: self.edited.emit(DEFAULT))
        row = QHBoxLayout()
        row.addWidget(self.editor, 1)
        row.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(2)
        layout.addWidget(self.title)
        layout.addWidget(self.note)
        layout.addLayout(row)
        self.fault = plain_label()
        layout.addWidget(self.fault)
        self.editor.changed.connect(self._tell)
        self.editor.told.connect(self.show_fault)
        self._dress()
        self.show_entry(entry)

    def show_entry(self, entry: Entry, anew: bool = False) -> None:
        """Show the entry as it stands; the widget keeps what it shows where that did not change, but for ``anew``."""
        if anew or entry.value != self.entry.value:
            self.editor.show_value(entry.value)
        self.entry = entry
        self.note.setText(entry.note)
        self.note.setVisible(bool(entry.note))
        self.reset.setVisible(entry.default is not None)
        self.reset.setEnabled(entry.changed)
        self.show_fault(entry.fault)

    def show_fault(self, sentence: str) -> None:
        """What is wrong with what is typed; "" for nothing."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def _tell(self) -> None:
        try:
            value: Any = self.editor.value()
        except ValueError as fault:
            self.show_fault(str(fault))
            self.refused.emit(str(fault))
        else:
            self.show_fault("")
            self.edited.emit(DEFAULT if value is None else value)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "fault"):
            self._dress()

    def _dress(self) -> None:
        """The note is fainter than the title; a fault stands in bold."""
        palette = self.palette()
        faint = palette.color(QPalette.ColorRole.WindowText)
        faint.setAlpha(170)
        palette.setColor(QPalette.ColorRole.WindowText, faint)
        self.note.setPalette(palette)
        font = self.fault.font()
        font.setBold(True)
        self.fault.setFont(font)
