"""Pages drawn in a thread of their own, one after the other; the answers arrive on the main thread."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Callable, Optional

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QImage

from ..work import log_unexpected
from .pages import Pages


class _Post(QObject):
    """Calls on the main thread what a thread hands in.

    It belongs to nobody and is never deleted: a thread that tells a signal of a widget crashes QGIS when the widget is
    deleted at that moment, and no thread can ask first.
    """

    handed = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.handed.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)


_POST = _Post()


class Renderer(QObject):
    """``opened(count, ratio)`` and ``drawn(number, width, image)`` answer ``open`` and ``draw``; ``failed(error)``: the
    file cannot be shown. Of a file that was left meanwhile nothing is heard any more."""

    opened = pyqtSignal(int, float)
    drawn = pyqtSignal(int, int, object)
    failed = pyqtSignal(object)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(1)
        self._pages: Optional[Pages] = None  # the thread's own
        self._file = 0  # counts the files, so that late answers are known

    def open(self, path: Optional[Path]) -> None:
        """Leave the file before, and open another one, if any."""
        self._file += 1
        self._ask("opened", self._open, path)

    def draw(self, number: int, width: int) -> None:
        """Draw a page of the open file, so many pixels wide."""
        self._ask("drawn", self._draw, number, width)

    def _ask(self, signal: str, work: Callable, *details: Any) -> None:
        self._thread.submit(self._in_thread, self._file, signal, work, details)

    def _in_thread(self, file: int, signal: str, work: Callable, details: tuple) -> None:
        if file != self._file:
            return
        try:
            answer = work(*details)
        except Exception as error:
            log_unexpected(error)
            signal, answer = "failed", (error,)
        _POST.handed.emit(lambda: self._answer(file, signal, answer))

    def _open(self, path: Optional[Path]) -> Optional[tuple]:
        self._pages = None
        if path is None:
            return None
        self._pages = Pages(path)
        return self._pages.count, self._pages.ratio

    def _draw(self, number: int, width: int) -> Optional[tuple]:
        if self._pages is None:
            return None
        values = self._pages.picture(number, width)
        rows, columns, _bands = values.shape
        image = QImage(values.tobytes(), columns, rows, 3 * columns, QImage.Format.Format_RGB888)
        return number, width, image.copy()

    def _answer(self, file: int, signal: str, answer: Optional[tuple]) -> None:
        """On the main thread: tell it, if the panel is still there and shows this file."""
        if answer is not None and file == self._file and not sip.isdeleted(self):
            getattr(self, signal).emit(*answer)
