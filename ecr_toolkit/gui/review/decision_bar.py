"""Why, who, and the buttons that decide."""

import html
from collections.abc import Sequence
from typing import Any, Callable, Optional

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QGridLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from ...languages.messages import _
from ..wording import capital
from .deciding import Choice

WHO = "ecr_toolkit/decided_by"
_MOST = 3  # choices
_CONTROL = Qt.KeyboardModifier.ControlModifier
_DIGITS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)


class DecisionBar(QWidget):
    """``chosen(id)``: a button decides; ``undo_asked`` and ``next_asked`` from theirs. The name of who decides is
    remembered."""

    chosen = pyqtSignal(str)
    undo_asked = pyqtSignal()
    next_asked = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.reason, self.who = QLineEdit(), QLineEdit(QgsSettings().value(WHO, "", type=str))
        for line, name, tip in (
                (self.reason, _("Reason"), _("Why it is decided so. What follows the proposal needs none.")),
                (self.who, _("Decided by"), _("A person or an office."))):
            line.setPlaceholderText(name)
            line.setAccessibleName(name)
            line.setToolTip(tip)
        self.who.editingFinished.connect(self._remember)
        self.choices = [QPushButton() for _number in range(_MOST)]
        self._ids = [""] * _MOST
        for place, button in enumerate(self.choices):
            button.clicked.connect(lambda _checked=False, place=place: self.chosen.emit(self._ids[place]))
        self.undo_button, self.next_button = QPushButton(_("Undo")), QPushButton(_("Next open"))
        self.undo_button.clicked.connect(self.undo_asked.emit)
        self.next_button.clicked.connect(self.next_asked.emit)
        self.next_button.setToolTip(_with_key(_("Go to the next item that is open"), QKeySequence("F3")))
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.reason, 0, 0, 1, 2)
        layout.addWidget(self.who, 1, 0, 1, 2)
        for place, button in enumerate((*self.choices, self.undo_button, self.next_button)):
            policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            policy.setRetainSizeWhenHidden(True)  # the list above keeps its place
            button.setSizePolicy(policy)
            wide = 2 if button is self.next_button else 1
            layout.addWidget(button, 2 + place // 2, place % 2, 1, wide)
        layout.setColumnStretch(0, 1)
        layout.setColumnStretch(1, 1)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """The buttons of an item; what is proposed stands in bold."""
        for place, button in enumerate(self.choices):
            choice = choices[place] if place < len(choices) else None
            self._ids[place] = choice.id if choice else ""
            button.setVisible(choice is not None)
            button.setEnabled(choice is not None and choice.possible)
            title = capital(_(choice.title)) if choice else ""
            button.setText(title)
            tip = " – ".join((title, _("Proposal"))) if choice and choice.proposed else title
            button.setToolTip(_with_key(tip, QKeySequence(f"Ctrl+{place + 1}")))
            font = button.font()
            font.setBold(choice is not None and choice.proposed)
            button.setFont(font)

    def show_undo(self, title: str) -> None:
        """What the button would take back; empty: nothing."""
        self.undo_button.setEnabled(bool(title))
        tip = _("Take the last change back")
        key = QKeySequence(QKeySequence.StandardKey.Undo)
        self.undo_button.setToolTip(_with_key(f"{tip}: {title}" if title else tip, key))

    def action_of(self, event: Any) -> Optional[Callable[[], None]]:
        """What a key does here; None for keys of others."""
        if event.matches(QKeySequence.StandardKey.Undo):
            return self.undo_button.click
        if event.key() == Qt.Key.Key_F3 and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            return self.next_button.click
        if event.key() in _DIGITS and event.modifiers() == _CONTROL:
            return self.choices[_DIGITS.index(event.key())].click
        return None

    def _remember(self) -> None:
        QgsSettings().setValue(WHO, self.who.text().strip())


def _with_key(text: str, key: QKeySequence) -> str:
    """A tooltip with the key that does the same; plain, whatever the text holds."""
    return f"<p>{html.escape(text)} ({key.toString(QKeySequence.SequenceFormat.NativeText)})</p>"
