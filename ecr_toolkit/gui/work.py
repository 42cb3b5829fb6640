"""Work in the background: a QgsTask does it in a worker thread, what came of it is told on the main thread."""

import threading
import traceback
from typing import Any, Callable, Optional

from qgis.core import Qgis, QgsApplication, QgsMessageLog, QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..errors import Cancelled, ToolkitError
from ..feedback import Feedback
from ..languages.messages import _

LOG = "ECR Toolkit"
_PATIENCE = 2.0  # seconds
_RUNNING: set["Work"] = set()  # QGIS does not keep Python's part of a task


class Work(QgsTask):
    """Calls ``do(feedback)`` in a worker thread; then ``ended(given, error)``, one of them None, on the main thread.

    ``said``: a line of text. QGIS shows title, progress and a cancel button in its status bar.
    """

    said = pyqtSignal(str)
    ended = pyqtSignal(object, object)

    def __init__(self, title: str, do: Callable[[Feedback], Any]) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel)
        self._do, self._given = do, None
        self._error: Optional[BaseException] = None
        self._begun, self._done = threading.Event(), threading.Event()

    def begin(self) -> None:
        """Hand the work to QGIS, which begins when a thread is free."""
        _RUNNING.add(self)
        QgsApplication.taskManager().addTask(self)

    def run(self) -> bool:
        """In the worker thread; every error is kept for ``finished``, because none may escape a thread."""
        self._begun.set()
        try:
            self._given = self._do(_TaskFeedback(self))
        except Exception as error:
            self._error = error
        finally:
            self._done.set()
        return self._error is None

    def finished(self, result: bool) -> None:
        """On the main thread, called by QGIS, also when the task was cancelled before it began."""
        _RUNNING.discard(self)
        if not result and self._error is None:
            self._error = Cancelled(_("The run was cancelled; what was finished before is kept."))
        log_unexpected(self._error)
        self.ended.emit(self._given, self._error)

    def wait(self) -> None:
        """Wait a little for work that was cancelled, until its files are closed: Windows does not replace an open
        file."""
        if self._begun.is_set():
            self._done.wait(_PATIENCE)


class Worker:
    """Does one piece of work at a time: of an earlier one nothing is heard any more, and it is asked to stop."""

    def __init__(self) -> None:
        self._work: Optional[Work] = None

    @property
    def busy(self) -> bool:
        return self._work is not None

    def do(self, title: str, do: Callable[[Feedback], Any], succeeded: Callable[[Any], None],
           failed: Callable[[BaseException], None], progressed: Callable[[float], None] = lambda percent: None) -> None:
        """Begin; then ``succeeded(what do gave)`` or ``failed(error)``, meanwhile ``progressed(per cent)``."""
        self.forget()
        work = Work(title, do)
        self._work = work

        def ended(given: Any, error: Optional[BaseException]) -> None:
            if work is self._work:
                self._work = None
                if error is None:
                    succeeded(given)
                else:
                    failed(error)

        work.ended.connect(ended)
        work.progressChanged.connect(lambda percent: progressed(percent) if work is self._work else None)
        work.begin()

    def cancel(self) -> None:
        """Ask the work to stop; that it did is told."""
        if self._work is not None:
            self._work.cancel()

    def forget(self) -> None:
        """Ask the work to stop, and hear no more of it."""
        work, self._work = self._work, None
        if work is not None:
            work.cancel()

    def stop(self) -> None:
        """Forget the work, and wait a little until it has closed its files."""
        work = self._work
        self.forget()
        if work is not None:
            work.wait()


class _TaskFeedback(Feedback):
    """Progress and cancel of a task."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def progress(self, share: float) -> None:
        self._work.setProgress(100 * share)

    def say(self, text: str) -> None:
        self._work.said.emit(text)

    def cancelled(self) -> bool:
        return self._work.isCanceled()


def log_unexpected(error: Optional[BaseException]) -> None:
    """The traceback of a programming error goes to QGIS's log; the user reads a sentence."""
    if error is not None and not isinstance(error, ToolkitError):
        text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
        QgsMessageLog.logMessage(text, LOG, Qgis.MessageLevel.Critical)
