"""Icons of the states of a step. Each has a shape of its own, so that no state is told by colour alone."""

from typing import Callable

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

_SIZE = 64


def state_icon(state: str) -> QIcon:
    """The icon of a state of presenter.STATE_TEXTS."""
    pixmap = QPixmap(_SIZE, _SIZE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _DRAWINGS[state](painter)
    painter.end()
    return QIcon(pixmap)


def _disc(painter: QPainter, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QRectF(4, 4, 56, 56))


def _line(painter: QPainter, colour: str, *points: float) -> None:
    """A thick round line through x, y, x, y …"""
    pen = QPen(QColor(colour), 8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(points[::2], points[1::2])]))


def _tick(painter: QPainter) -> None:
    _disc(painter, "#1b7837")
    _line(painter, "white", 18, 33, 28, 44, 46, 22)


def _clock(painter: QPainter) -> None:
    _disc(painter, "#b35806")
    _line(painter, "white", 32, 16, 32, 34, 44, 42)


def _ring(painter: QPainter) -> None:
    pen = QPen(QColor("#8a8a8a"), 6)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(8, 8, 48, 48))


def _cross(painter: QPainter) -> None:
    _disc(painter, "#b2182b")
    _line(painter, "white", 21, 21, 43, 43)
    _line(painter, "white", 43, 21, 21, 43)


def _arrow(painter: QPainter) -> None:
    _disc(painter, "#2166ac")
    painter.setBrush(QColor("white"))
    painter.drawPolygon(QPolygonF([QPointF(24, 17), QPointF(49, 32), QPointF(24, 47)]))


def _dots(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#8a8a8a"))
    for x in (12, 32, 52):
        painter.drawEllipse(QPointF(x, 32), 6, 6)


_DRAWINGS: dict[str, Callable[[QPainter], None]] = {
    "fresh": _tick, "stale": _clock, "not_run": _ring, "failed": _cross, "running": _arrow, "checking": _dots}
