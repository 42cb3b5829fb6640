"""The view: pages below each other, as wide as the dock; it asks for the pictures of the pages that are seen."""

from typing import Any, Optional

from qgis.PyQt.QtCore import QPointF, QRectF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPalette, QPen
from qgis.PyQt.QtWidgets import QAbstractScrollArea, QSizePolicy, QWidget

from ...languages.messages import _

_MOST_ZOOM, _ZOOM_STEP = 4.0, 1.25
_MOST_PIXELS = 2400  # width of a picture; a page zoomed further is drawn larger than its picture
_KEPT = 8  # pictures in memory
_GAP = 0.4  # between pages, in heights of a line


class PageView(QAbstractScrollArea):
    """``wanted(number, width)``: the picture of a page, from 1, so many pixels wide, is to be made, one at a time and
    handed to ``take``; ``page_changed(number)``: another page is at the top."""

    wanted = pyqtSignal(int, int)
    page_changed = pyqtSignal(int)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(10 * self.fontMetrics().lineSpacing())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else the width depends on the zoom
        self.setAccessibleName(_("Pages"))
        self.setToolTip(_("Page up and page down turn the pages; Ctrl with the wheel, or with + and −, zooms."))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.show_pages(0, 1.0)

    def show_pages(self, count: int, ratio: float, place: float = 0.0) -> None:
        """Show other pages, of a height of ``ratio`` widths. ``place``: as ``place`` gave it."""
        self.count, self._ratio, self._zoom = count, ratio, 1.0
        self._pictures: dict[int, tuple[int, QImage]] = {}  # page → (asked width, picture), the last used at the end
        self._asked = False
        self._page = 0
        self._arrange(place)

    @property
    def place(self) -> float:
        """What is at the top, in pages."""
        return self.verticalScrollBar().value() / self._step()

    @property
    def page(self) -> int:
        """Number of the page of which most is seen at the top; 0 without pages."""
        return min(int(self.place + 0.5) + 1, self.count)

    def take(self, number: int, width: int, picture: QImage) -> None:
        """The picture that was wanted."""
        self._asked = False
        self._pictures.pop(number, None)
        self._pictures[number] = (width, picture)
        while len(self._pictures) > _KEPT:
            del self._pictures[next(iter(self._pictures))]
        self.viewport().update()
        self._ask()

    def go_to(self, number: int) -> None:
        """Bring a page to the top."""
        self.verticalScrollBar().setValue(round((number - 1) * self._step()))

    def zoom(self, factor: float) -> None:
        """Make the pages larger or smaller, from as wide as the view on; what is at the top stays there."""
        place = self.place
        self._zoom = min(max(self._zoom * factor, 1.0), _MOST_ZOOM)
        self._arrange(place)

    # Sizes in pixels of the screen

    def _width(self) -> float:
        return max(self.viewport().width() * self._zoom, 1.0)

    def _gap(self) -> float:
        return _GAP * self.fontMetrics().lineSpacing()

    def _step(self) -> float:
        return self._width() * self._ratio + self._gap()

    def _arrange(self, place: float) -> None:
        """Bars for the pages as they are now, with ``place`` at the top."""
        view, down, along = self.viewport().size(), self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(round(self.count * self._step() - self._gap()) - view.height(), 0))
        down.setPageStep(view.height())
        down.setSingleStep(3 * self.fontMetrics().lineSpacing())
        down.setValue(round(place * self._step()))
        along.setRange(0, max(round(self._width()) - view.width(), 0))
        along.setPageStep(view.width())
        self.viewport().update()
        self._scrolled()

    def _scrolled(self) -> None:
        if self.page != self._page:
            self._page = self.page
            self.page_changed.emit(self._page)
        self._ask()

    def _seen(self) -> range:
        """Numbers of the pages that are seen."""
        last = int((self.verticalScrollBar().value() + self.viewport().height()) / self._step()) + 1
        return range(int(self.place) + 1, min(last, self.count) + 1)

    def _ask(self) -> None:
        """Ask for the first page that lacks a picture of its size: of those seen, then the next one."""
        width = min(round(self._width() * self.devicePixelRatioF()), _MOST_PIXELS)
        if self._asked or not self.isVisible():
            return
        for number in (*self._seen(), self._seen().stop):
            if number <= self.count and self._pictures.get(number, (0, None))[0] != width:
                self._asked = True
                self.wanted.emit(number, width)
                return

    # What Qt calls

    def resizeEvent(self, _event: Any) -> None:
        self._arrange(self._held_place())

    def _held_place(self) -> float:
        """What was at the top before the size changed: the bars still stand for the old one."""
        down = self.verticalScrollBar()
        length = down.maximum() + down.pageStep()
        return self.count * down.value() / length if length and self.count else 0.0

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._ask()

    def paintEvent(self, _event: Any) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        along = self.horizontalScrollBar()
        left = along.value() - along.maximum() if self.isRightToLeft() else -along.value()
        for number in self._seen():
            top = (number - 1) * self._step() - self.verticalScrollBar().value()
            self._paint_page(painter, number, QRectF(left, top, self._width(), self._width() * self._ratio))
        painter.end()

    def _paint_page(self, painter: QPainter, number: int, place: QRectF) -> None:
        painter.fillRect(place, QColor(Qt.GlobalColor.white))  # paper, in a night theme too
        if number in self._pictures:
            picture = self._pictures[number][1]
            size = QRectF(picture.rect()).size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
            middle = place.center() - QPointF(size.width() / 2, size.height() / 2)
            painter.drawImage(QRectF(middle, size), picture)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))

    def wheelEvent(self, event: Any) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom(_ZOOM_STEP if event.angleDelta().y() > 0 else 1 / _ZOOM_STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: Any) -> None:
        key = event.key()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in _ZOOM_KEYS:
            self.zoom(_ZOOM_KEYS[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.go_to(min(max(self._page + (1 if key == Qt.Key.Key_PageDown else -1), 1), self.count))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(1 if key == Qt.Key.Key_Home else self.count)
        else:
            super().keyPressEvent(event)


_ZOOM_KEYS = {Qt.Key.Key_Plus: _ZOOM_STEP, Qt.Key.Key_Equal: _ZOOM_STEP, Qt.Key.Key_Minus: 1 / _ZOOM_STEP,
              Qt.Key.Key_0: 1 / _MOST_ZOOM}
