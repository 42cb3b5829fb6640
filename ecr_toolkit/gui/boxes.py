"""A box of choices for the dock."""

from collections.abc import Iterable
from typing import Any, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QComboBox, QSizePolicy

_SHORT = 6  # letters that a box shows at least


class Box(QComboBox):
    """As wide as its place, however long the choices are, and left alone by the wheel, which scrolls the page."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHORT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_choices(self, choices: Iterable[tuple[str, Any]], icon: Optional[QIcon] = None,
                     last: bool = False) -> None:
        """Offer other choices (text, what it stands for), and tell of no change. What was chosen stays chosen where it
        is still there, else the first one is, or the ``last`` one."""
        chosen = self.currentData()
        self.blockSignals(True)
        self.clear()
        for text, data in choices:
            self.addItem(icon or QIcon(), text, data)
        place = self.findData(chosen)
        self.setCurrentIndex(place if place >= 0 else self.count() - 1 if last else min(0, self.count() - 1))
        self.blockSignals(False)

    def wheelEvent(self, event: Any) -> None:
        event.ignore()
