"""A group of entries that folds; a long title is cut where the dock ends and does not widen it."""

from typing import Any

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

_BESIDE = 4  # letters' room for the arrow and the frame


class Fold(QgsCollapsibleGroupBox):
    """``subject``: the whole title."""

    def __init__(self, subject: str) -> None:
        super().__init__(subject)
        self.subject = subject
        self.setAccessibleName(subject)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._column = QVBoxLayout(self)

    @property
    def filled(self) -> bool:
        return self._column.count() > 0

    def fill(self, page: QWidget) -> None:
        """Put its content in."""
        self._column.addWidget(page)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        room = self.width() - _BESIDE * self.fontMetrics().height() // 2
        title = self.fontMetrics().elidedText(self.subject, Qt.TextElideMode.ElideRight, room)
        if title != self.title():
            self.setTitle(title)
