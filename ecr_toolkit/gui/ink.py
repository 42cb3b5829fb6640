"""The colour of text for widgets that paint themselves: dark themes of QGIS are style sheets, which leave palettes as
they were, so that only a label knows it."""

from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QLabel, QWidget


class Ink(QLabel):
    """A label that is never seen. Make one as a child of the widget that paints."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()

    def colour(self) -> QColor:
        """As labels beside the widget are written now."""
        self.ensurePolished()
        return self.palette().color(QPalette.ColorRole.WindowText)
