"""The swipe: the map with the later line laid over the map, from a dividing line to the right."""

from collections.abc import Sequence
from typing import Any, Callable, Optional

from qgis.core import QgsMapLayer, QgsMapRendererParallelJob, QgsMapSettings
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem, QgsMapTool
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, QPointF, QRectF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from ...documents.qt_flags import as_int

Layers = Callable[[], Sequence[QgsMapLayer]]
_KEYS = {Qt.Key.Key_Left: -0.02, Qt.Key.Key_Right: 0.02}


class Swipe(QObject):
    """On from the beginning, off after ``end``. ``moved(share)``: the dividing line was dragged to a share of the
    map's width, from the left in every language, because maps are not mirrored."""

    moved = pyqtSignal(float)

    def __init__(self, canvas: QgsMapCanvas, layers: Layers, titles: Sequence[str], colours: Sequence[str]) -> None:
        super().__init__()
        self._canvas, self._layers = canvas, layers
        self._job: Optional[QgsMapRendererParallelJob] = None
        self.overlay = _Overlay(canvas, titles, colours)
        self.tool = _Tool(canvas, self.move)
        self._tool_before = canvas.mapTool()
        canvas.setMapTool(self.tool)
        canvas.installEventFilter(self)  # the canvas itself takes the arrow keys, to pan
        canvas.mapCanvasRefreshed.connect(self._draw)
        self._draw()

    @property
    def share(self) -> float:
        return self.overlay.share

    def move(self, share: float) -> None:
        """Put the dividing line at a share of the width."""
        share = min(max(share, 0.0), 1.0)
        if share != self.overlay.share:
            self.overlay.share = share
            self.overlay.update()
            self.moved.emit(share)

    def end(self) -> None:
        """Leave the canvas as it was."""
        self._canvas.mapCanvasRefreshed.disconnect(self._draw)
        self._canvas.removeEventFilter(self)
        self._stop()
        if self._canvas.mapTool() is self.tool:
            if self._tool_before is not None and not sip.isdeleted(self._tool_before):
                self._canvas.setMapTool(self._tool_before)
            else:
                self._canvas.unsetMapTool(self.tool)
        self.tool.deleteLater()
        self._canvas.scene().removeItem(self.overlay)
        sip.delete(self.overlay)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or event.key() not in _KEYS or self._canvas.mapTool() is not self.tool:
            return False
        self.move(self.share + _KEYS[event.key()])
        return True

    def _draw(self) -> None:
        """The other map, drawn in the background whenever the map was."""
        self._stop()
        settings = QgsMapSettings(self._canvas.mapSettings())
        settings.setLayers(list(self._layers()))
        self._job = QgsMapRendererParallelJob(settings)
        self._job.setParent(self)  # so that it is not deleted inside its own signal
        self._job.finished.connect(self._drawn)
        self._job.start()

    def _drawn(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            self.overlay.show_picture(job.renderedImage())
            job.deleteLater()

    def _stop(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            job.deleteLater()


class _Overlay(QgsMapCanvasItem):
    def __init__(self, canvas: QgsMapCanvas, titles: Sequence[str], colours: Sequence[str]) -> None:
        super().__init__(canvas)
        self._canvas, self._titles, self._colours = canvas, titles, colours
        self._picture = QImage()
        self.share = 0.5
        self.setZValue(100)

    def show_picture(self, picture: QImage) -> None:
        self._picture = picture
        self.setRect(self._canvas.mapSettings().visibleExtent())
        self.update()

    def paint(self, painter: QPainter, *_rest: Any) -> None:
        width, height = self._canvas.width(), self._canvas.height()
        x = self.share * width
        painter.save()
        painter.setClipRect(QRectF(x, 0, width - x, height))
        painter.drawImage(QPointF(0, 0), self._picture)
        painter.restore()
        for colour, pen in (("#ffffff", 4), ("#202020", 1.5)):  # seen on dark and on light maps
            painter.setPen(QPen(QColor(colour), pen))
            painter.drawLine(QPointF(x, 0), QPointF(x, height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor("#ffffff"))
        painter.drawEllipse(QPointF(x, height / 2), 7, 7)
        self._paint_titles(painter, x, width)

    def _paint_titles(self, painter: QPainter, x: float, width: float) -> None:
        """The name of each line on its side of the dividing line."""
        text = QFontMetricsF(painter.font())
        for side, (title, colour) in enumerate(zip(self._titles, self._colours)):
            room = (width - x if side else x) - 8
            words = text.elidedText(title, Qt.TextElideMode.ElideRight, room - 12)
            box = QRectF(0, 6, text.horizontalAdvance(words) + 12, text.height() + 4)
            if box.width() > room or not words:
                continue
            box.moveLeft(x + 8) if side else box.moveRight(x - 8)
            painter.setPen(QPen(QColor(colour), 2))
            painter.setBrush(QColor(255, 255, 255, 230))
            painter.drawRect(box)
            painter.setPen(QColor("#202020"))
            painter.drawText(box, as_int(Qt.AlignmentFlag.AlignCenter), words)


class _Tool(QgsMapTool):
    """Drags the dividing line; wheel, space bar and middle button go on moving the map."""

    def __init__(self, canvas: QgsMapCanvas, move: Callable[[float], None]) -> None:
        super().__init__(canvas)
        self._move = move
        self.setCursor(Qt.CursorShape.SplitHCursor)

    def canvasPressEvent(self, event: Any) -> None:
        self._follow(event)

    def canvasMoveEvent(self, event: Any) -> None:
        self._follow(event)

    def _follow(self, event: Any) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move(event.pixelPoint().x() / max(self.canvas().width(), 1))
