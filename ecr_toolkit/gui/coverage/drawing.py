"""How a row of the chart is drawn: label and number above, bands of the bar and the mark of its target below."""

from dataclasses import dataclass

from qgis.PyQt.QtCore import QRect, QRectF, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPalette, QPen, QTextOption
from qgis.PyQt.QtWidgets import QStyle

from ...languages.formats import Formats
from .bars import ADDED, OECM, PA, Bar
from .telling import number_of

# Blue, light blue and vermilion of Okabe and Ito: told apart by every kind of colour vision, seen on light and dark
COLOURS = {PA: "#0072b2", OECM: "#56b4e9", ADDED: "#d55e00"}
_FAINT = 45  # opacity of the track behind a bar, of 255


@dataclass(frozen=True)
class Measures:
    """Heights in pixels, from the font: of the text, the bar, and the margin around and between them."""

    text: int
    bar: int
    margin: int

    @classmethod
    def of(cls, metrics: QFontMetrics) -> "Measures":
        text = metrics.height()
        return cls(text, max(6, text * 2 // 3), max(3, text // 4))

    @property
    def row(self) -> int:
        return self.text + self.bar + 3 * self.margin


def draw_row(painter: QPainter, place: QRect, bar: Bar, formats: Formats, palette: QPalette) -> None:
    """A row in its place, mirrored where the painter runs from right to left."""
    sizes = Measures.of(painter.fontMetrics())
    inner = place.adjusted(2 * sizes.margin, sizes.margin, -2 * sizes.margin, -sizes.margin)
    _draw_words(painter, QRect(inner.left(), inner.top(), inner.width(), sizes.text), bar, formats, palette)
    track = QRect(inner.left(), inner.bottom() + 1 - sizes.bar, inner.width(), sizes.bar)
    _draw_bar(painter, track, bar, palette)
    if bar.target is not None:
        _draw_target(painter, track, bar.target, sizes.margin, palette)


def draw_current(painter: QPainter, place: QRect, focused: bool, palette: QPalette) -> None:
    """What shows the row that keys act on: a tint, and a frame while the chart has the focus."""
    colour = palette.color(QPalette.ColorRole.Highlight)
    tint = QColor(colour)
    tint.setAlpha(_FAINT)
    painter.fillRect(place, tint)
    if focused:
        painter.setPen(QPen(colour, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(0, 0, -1, -1))


def _draw_words(painter: QPainter, place: QRect, bar: Bar, formats: Formats, palette: QPalette) -> None:
    metrics = painter.fontMetrics()
    number = metrics.elidedText(number_of(bar, formats), Qt.TextElideMode.ElideRight, place.width() // 2)
    room = place.width() - metrics.horizontalAdvance(number) - metrics.averageCharWidth()
    label = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, room)
    painter.setPen(palette.color(QPalette.ColorRole.Text))
    for text, side in ((label, Qt.AlignmentFlag.AlignLeft), (number, Qt.AlignmentFlag.AlignRight)):
        painter.drawText(QRectF(place), text, _aligned(painter, side))


def _draw_bar(painter: QPainter, track: QRect, bar: Bar, palette: QPalette) -> None:
    faint = QColor(palette.color(QPalette.ColorRole.Text))
    faint.setAlpha(_FAINT)
    unknown = bar.protected is None
    painter.fillRect(track, QBrush(faint, Qt.BrushStyle.BDiagPattern if unknown else Qt.BrushStyle.SolidPattern))
    start = 0
    for name, percent in bar.ends.items():
        end = round(track.width() * percent / 100)
        painter.fillRect(_mirrored(painter, track, QRect(track.left() + start, track.top(), end - start,
                                                         track.height())), QColor(COLOURS[name]))
        start = end


def _draw_target(painter: QPainter, track: QRect, percent: float, beyond: int, palette: QPalette) -> None:
    """A line across the bar, with a rim of the background's colour, so that it is seen on every band."""
    x = track.left() + round(track.width() * min(percent, 100.0) / 100)
    for half, role in ((2, QPalette.ColorRole.Base), (1, QPalette.ColorRole.Text)):
        line = QRect(x - half, track.top() - beyond, 2 * half, track.height() + 2 * beyond)
        painter.fillRect(_mirrored(painter, track, line), palette.color(role))


def _mirrored(painter: QPainter, frame: QRect, place: QRect) -> QRect:
    return QStyle.visualRect(painter.layoutDirection(), frame, place)


def _aligned(painter: QPainter, side: Qt.AlignmentFlag) -> QTextOption:
    """A line at a side, which is the other one from right to left."""
    alignment = QStyle.visualAlignment(painter.layoutDirection(), side | Qt.AlignmentFlag.AlignVCenter)
    option = QTextOption(alignment | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(painter.layoutDirection())
    return option
