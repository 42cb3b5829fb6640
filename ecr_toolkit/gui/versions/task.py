"""The comparison in the background: a QgsTask that can be stopped and waited for."""

import threading
from datetime import date
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ...errors import Cancelled
from ...languages.messages import _
from ..task import TaskFeedback, log_unexpected
from .comparison import Found, look

_PATIENCE = 2.0  # seconds


class ComparisonTask(QgsTask):
    """``ended(found, error)`` arrives on the main thread; one of them is None. ``folder``: takes the two lines."""

    ended = pyqtSignal(object, object)

    def __init__(self, pilot: Any, first: str, second: str, folder: Path) -> None:
        super().__init__(_("Compare two versions of the redline"), QgsTask.Flag.CanCancel)
        self._what = (pilot, first, second, date.today(), folder)
        self._found: Optional[Found] = None
        self._error: Optional[BaseException] = None
        self._begun, self._done = threading.Event(), threading.Event()

    def run(self) -> bool:
        """In the worker thread; every error is kept for ``finished``, because none may escape a thread."""
        self._begun.set()
        try:
            self._found = look(*self._what, TaskFeedback(self))
        except Exception as error:
            self._error = error
        finally:
            self._done.set()
        return self._error is None

    def finished(self, result: bool) -> None:
        """On the main thread, called by QGIS, also when the task was cancelled before it began."""
        if not result and self._error is None:
            self._error = Cancelled(_("The run was cancelled; what was finished before is kept."))
        log_unexpected(self._error)
        self.ended.emit(self._found if self._error is None else None, self._error)

    def stop(self) -> None:
        """Cancel, and wait until the files of the pilot are closed: Windows does not replace an open file."""
        self.cancel()
        if self._begun.is_set():
            self._done.wait(_PATIENCE)
