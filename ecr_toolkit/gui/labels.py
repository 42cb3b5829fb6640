"""Labels for any text: plain, wrapping, never widening the dock."""

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy


def plain_label(text: str = "") -> QLabel:
    """A label whose text is never read as HTML."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setWordWrap(True)  # after the policy, which would take away that the height follows the width
    return label


def bold_label(text: str = "") -> QLabel:
    """A plain label in bold."""
    label = plain_label(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
