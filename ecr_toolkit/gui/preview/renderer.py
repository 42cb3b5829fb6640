"""Pages drawn in a thread of their own, one after the other; the answers arrive on the main thread."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QImage

from ..task import log_unexpected
from .pages import Pages


class Renderer(QObject):
    """``opened(count, ratio)`` and ``drawn(number, width, image)`` answer ``open`` and ``draw``; ``failed(error)``: the
    file cannot be shown. Of a file that was left meanwhile nothing is heard any more."""

    opened = pyqtSignal(int, float)
    drawn = pyqtSignal(int, int, object)
    failed = pyqtSignal(object)
    _answered = pyqtSignal(int, object, tuple)

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(1)
        self._pages: Optional[Pages] = None  # the thread's own
        self._file = 0  # counts the files, so that late answers are known
        self._answered.connect(self._answer)

    def open(self, path: Optional[Path]) -> None:
        """Leave the file before, and open another one, if any."""
        self._file += 1
        self._thread.submit(self._in_thread, self._file, self._open, path)

    def draw(self, number: int, width: int) -> None:
        """Draw a page of the open file, so many pixels wide."""
        self._thread.submit(self._in_thread, self._file, self._draw, number, width)

    def _in_thread(self, file: int, work, *details) -> None:
        try:
            answer = work(*details)
        except Exception as error:
            log_unexpected(error)
            answer = (self.failed, error)
        with contextlib.suppress(RuntimeError):  # the panel is gone
            self._answered.emit(file, answer[0], answer[1:])

    def _open(self, path: Optional[Path]) -> tuple:
        if self._pages is not None:
            self._pages.close()
            self._pages = None
        if path is None:
            return (None,)
        self._pages = Pages(path)
        return self.opened, self._pages.count, self._pages.ratio

    def _draw(self, number: int, width: int) -> tuple:
        if self._pages is None:
            return (None,)
        values = self._pages.picture(number, width)
        rows, columns, _bands = values.shape
        image = QImage(values.tobytes(), columns, rows, 3 * columns, QImage.Format.Format_RGB888)
        return self.drawn, number, width, image.copy()

    def _answer(self, file: int, signal, details: tuple) -> None:
        if file == self._file and signal is not None:
            signal.emit(*details)
