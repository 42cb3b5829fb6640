"""The chart: a row a bar, scrolled when there are many, with one current row that mouse and keys move."""

import html
from collections.abc import Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QEvent, QPoint, QRect, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QPainter
from qgis.PyQt.QtWidgets import QAbstractScrollArea, QSizePolicy, QToolTip, QWidget

from ...languages.formats import Formats
from ...languages.messages import _, interface
from .bars import Bar
from .drawing import Measures, draw_current, draw_row
from .telling import lines_of

_MOST = 8  # rows for which room is asked


class CoverageChart(QAbstractScrollArea):
    """``moved``: another row is the current one; ``picked(id)``: a bar was clicked, or Enter pressed on it."""

    moved = pyqtSignal()
    picked = pyqtSignal(str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._bars: Sequence[Bar] = ()
        self._current = 0
        self._last = ""  # id of the bar that was current last, also while there are none to show
        self._formats = Formats(interface.language)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Coverage"))
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Draw other bars; the current one stays current where it is still there, and the place of scrolling."""
        were_none = not self._bars
        ids = [bar.id for bar in bars]
        self._formats = Formats(interface.language)
        self._bars = bars
        self._current = ids.index(self._last) if self._last in ids else 0
        self._arrange()
        self.updateGeometry()
        if were_none:
            self.set_current(self._current)
        self._tell()

    def current(self) -> Optional[Bar]:
        return self._bars[self._current] if self._bars else None

    def place_of(self, number: int) -> QRect:
        """Where a row is drawn in the viewport."""
        row = Measures.of(self.fontMetrics()).row
        return QRect(0, number * row - self.verticalScrollBar().value(), self.viewport().width(), row)

    def number_at(self, point: QPoint) -> Optional[int]:
        """The row at a point of the viewport; None below the last."""
        number = (point.y() + self.verticalScrollBar().value()) // Measures.of(self.fontMetrics()).row
        return number if 0 <= number < len(self._bars) else None

    def set_current(self, number: int) -> None:
        """Make a row the current one and bring it into view."""
        if not self._bars:
            return
        self._current = min(max(number, 0), len(self._bars) - 1)
        place, scroll = self.place_of(self._current), self.verticalScrollBar()
        if place.top() < 0:
            scroll.setValue(scroll.value() + place.top())
        elif place.bottom() >= self.viewport().height():
            scroll.setValue(scroll.value() + place.bottom() + 1 - self.viewport().height())
        self._tell()

    def _tell(self) -> None:
        """The current bar, for those who hear it and for the panel."""
        bar = self.current()
        self._last = self._last if bar is None else bar.id
        self.setAccessibleDescription("" if bar is None else ". ".join(lines_of(bar, self._formats)))
        self.viewport().update()
        self.moved.emit()

    # Size

    def sizeHint(self) -> QSize:
        rows, frame = min(max(len(self._bars), 1), _MOST), 2 * self.frameWidth()
        return QSize(12 * self.fontMetrics().averageCharWidth() + frame,
                     rows * Measures.of(self.fontMetrics()).row + frame)

    def _arrange(self) -> None:
        row, scroll = Measures.of(self.fontMetrics()).row, self.verticalScrollBar()
        scroll.setRange(0, max(0, row * len(self._bars) - self.viewport().height()))
        scroll.setPageStep(self.viewport().height())
        scroll.setSingleStep(row)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrange()
            self.updateGeometry()

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # Mouse and keys

    def mouseReleaseEvent(self, event: Any) -> None:
        number = self.number_at(event.position().toPoint() if hasattr(event, "position") else event.pos())  # Qt 6, Qt 5
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self.set_current(number)
            self.picked.emit(self._bars[number].id)

    def keyPressEvent(self, event: Any) -> None:
        page = max(1, self.viewport().height() // Measures.of(self.fontMetrics()).row)
        places = {Qt.Key.Key_Up: self._current - 1, Qt.Key.Key_Down: self._current + 1, Qt.Key.Key_Home: 0,
                  Qt.Key.Key_End: len(self._bars) - 1, Qt.Key.Key_PageUp: self._current - page,
                  Qt.Key.Key_PageDown: self._current + page}
        bar = self.current()
        if bar is not None and event.key() in places:
            self.set_current(places[event.key()])
        elif bar is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.picked.emit(bar.id)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: Any) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            number = self.number_at(event.pos())
            QToolTip.showText(event.globalPos(), "" if number is None else self.tip(number), self.viewport())
            return True
        return super().viewportEvent(event)

    def tip(self, number: int) -> str:
        """All that is known of a bar; names from files are escaped."""
        lines = (html.escape(line) for line in lines_of(self._bars[number], self._formats))
        return f'<div dir="{"rtl" if self._formats.rtl else "ltr"}">{"<br>".join(lines)}</div>'

    # Drawing

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        painter.setLayoutDirection(self.layoutDirection())
        for number, bar in enumerate(self._bars):
            place = self.place_of(number)
            if place.intersects(event.rect()):
                if number == self._current:
                    draw_current(painter, place, self.hasFocus(), self.palette())
                draw_row(painter, place, bar, self._formats, self.palette())
        painter.end()
