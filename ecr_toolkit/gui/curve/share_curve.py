"""The widget: a curve a function and one for the land, and a line that mouse or arrow keys drag along the shares."""

from typing import Any, Optional

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ...languages.formats import Formats
from ...languages.messages import _, interface
from ..ink import Ink
from .held import AREA, Held

# Colour and dashes of the curves: told apart in grey too
LOOKS = (("#3b8bc2", ()), ("#c98a2b", (6, 3)), ("#a08a00", (2, 3)), ("#41ab5d", (9, 3, 2, 3)), ("#2f7d4f", (5, 5)),
         ("#807dba", (1, 2)), ("#d6604d", (9, 2)), ("#7a7a7a", (4, 2, 1, 2)))
_MARGIN, _TICKS = 6.0, (0, 25, 50, 75, 100)
_LINE = "#a50f15"


class ShareCurve(QWidget):
    """``moved(share)`` while the line is dragged, ``chosen(share)`` when it is let go; shares in whole per cent."""

    moved = pyqtSignal(int)
    chosen = pyqtSignal(int)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._ink = Ink(self)
        self._held: Optional[Held] = None
        self._share = 50
        self._formats = Formats(interface.language)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumSize(200, 150)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAccessibleName(_("Cumulative share"))
        self.setToolTip(_("Drag the line, or use the arrow keys."))

    def sizeHint(self) -> QSize:
        return QSize(320, 220)

    def show_held(self, held: Held, share: int) -> None:
        """Draw other curves, with the line at a share."""
        self._held = held
        self.set_share(share)
        self.update()

    @property
    def share(self) -> int:
        return self._share

    def set_share(self, share: int) -> None:
        """Put the line at a share; ``moved`` tells it where that is another one."""
        if self._held is None or not self._held.percents[AREA]:
            return
        share = min(max(share, self._held.first), self._held.last)
        if share != self._share:
            self._share = share
            self.update()
            self.moved.emit(share)
        self.setAccessibleDescription(self.sentence())

    def sentence(self) -> str:
        """What the share under the line takes in, for those who hear it."""
        if self._held is None:
            return ""
        held = self._held.at(self._share)
        return _("Share {share}: {area} of the land.").format(share=self._formats.percent(self._share, 0),
                                                              area=self._formats.percent(held[AREA]))

    # Mouse and keys

    def mousePressEvent(self, event: Any) -> None:
        self._follow(event)

    def mouseMoveEvent(self, event: Any) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event)

    def mouseReleaseEvent(self, event: Any) -> None:
        self.chosen.emit(self._share)

    def _follow(self, event: Any) -> None:
        plot = self._plot()
        x = event.position().x() if hasattr(event, "position") else event.x()  # Qt 6, Qt 5
        self.set_share(round(100 * (x - plot.left()) / plot.width()))

    def keyPressEvent(self, event: Any) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: -10, Qt.Key.Key_PageUp: 10}
        if event.key() not in steps:
            super().keyPressEvent(event)
            return
        self.set_share(self._share + steps[event.key()])
        self.chosen.emit(self._share)

    # Drawing

    def _plot(self) -> QRectF:
        text = QFontMetricsF(self.font())
        left = text.horizontalAdvance(self._formats.percent(100, 0)) + 2 * _MARGIN
        return QRectF(left, _MARGIN, max(self.width() - left - 2 * _MARGIN, 1),
                      max(self.height() - text.height() - 3 * _MARGIN, 1))

    def paintEvent(self, _event: Any) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot = self._plot()
        self._draw_axes(painter, plot)
        if self._held is not None and self._held.percents[AREA]:
            for number, name in enumerate(self._held.titles):
                self._draw_curve(painter, plot, name, look_pen(number))
            self._draw_curve(painter, plot, AREA, QPen(self._ink.colour(), 2.4))
            self._draw_line(painter, plot)
        painter.end()

    def _draw_axes(self, painter: QPainter, plot: QRectF) -> None:
        ink = self._ink.colour()
        faint = QColor(ink)
        faint.setAlpha(50)
        text = QFontMetricsF(self.font())
        for tick in _TICKS:
            x, y = plot.left() + plot.width() * tick / 100, plot.bottom() - plot.height() * tick / 100
            painter.setPen(QPen(faint, 1))
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(ink)
            label = self._formats.percent(tick, 0)
            width = text.horizontalAdvance(label)
            painter.drawText(QPointF(min(x - width / 2, self.width() - width), plot.bottom() + text.height()), label)
            painter.drawText(QPointF(plot.left() - width - _MARGIN, y + text.ascent() / 2), label)

    def _draw_curve(self, painter: QPainter, plot: QRectF, name: str, pen: QPen) -> None:
        points = [QPointF(plot.left() + plot.width() * (self._held.first + place) / 100,
                          plot.bottom() - plot.height() * held / 100)
                  for place, held in enumerate(self._held.percents[name])]
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))

    def _draw_line(self, painter: QPainter, plot: QRectF) -> None:
        x = plot.left() + plot.width() * self._share / 100
        painter.setPen(QPen(QColor(_LINE), 3 if self.hasFocus() else 2))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
        painter.setBrush(QColor(_LINE))
        for held in self._held.at(self._share).values():
            painter.drawEllipse(QPointF(x, plot.bottom() - plot.height() * held / 100), 3, 3)


def look_pen(number: int) -> QPen:
    """The pen of a curve, by its place."""
    colour, dashes = LOOKS[number % len(LOOKS)]
    pen = QPen(QColor(colour), 1.8)
    if dashes:
        pen.setDashPattern([float(length) for length in dashes])
    return pen
