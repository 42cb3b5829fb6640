"""Both sides of an item, side by side, each under the colour that it has on the map."""

from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QWidget

from ...languages.formats import Formats
from ...languages.messages import _
from ..labels import bold_label, plain_label
from .bands import FIRST, SECOND
from .sides import Side

_LINES = 8  # that are seen at least


class SideView(QScrollArea):
    """Two columns: a stripe of colour, a heading, lines; long ones are scrolled, so that the buttons stay in sight."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # so that the list keeps its place
        self.setMinimumHeight(_LINES * self.fontMetrics().lineSpacing())
        self.setAccessibleName(_("Both sides"))
        page = QWidget()
        self.setWidget(page)
        layout = QGridLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        self.titles, self.texts = (bold_label(), bold_label()), (plain_label(), plain_label())
        for column, colour in enumerate((FIRST, SECOND)):
            stripe = QFrame()
            stripe.setFixedHeight(max(3, self.fontMetrics().height() // 4))
            stripe.setStyleSheet(f"background: {colour};")
            layout.addWidget(stripe, 0, column)
            layout.addWidget(self.titles[column], 1, column, Qt.AlignmentFlag.AlignTop)
            layout.addWidget(self.texts[column], 2, column, Qt.AlignmentFlag.AlignTop)
            layout.setColumnStretch(column, 1)
            self.texts[column].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        self.standing = plain_label()
        layout.addWidget(self.standing, 3, 0, 1, 2)
        layout.setRowStretch(4, 1)

    def show_sides(self, sides: Optional[tuple[Side, Side]], standing: str, formats: Formats) -> None:
        """Show two sides, or nothing, and below them what was decided."""
        self.widget().setVisible(sides is not None)
        self.standing.setText(standing)
        for column in range(2):
            side = sides[column] if sides is not None else Side("")
            self.titles[column].setText(side.title)
            self.texts[column].setText(side.text(formats))
        self.verticalScrollBar().setValue(0)
