"""A piece of work in the background, told of on the main thread."""

from typing import Any, Callable, Optional

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..task import log_unexpected


class Work(QgsTask):
    """Calls ``do()`` in a worker thread; then ``succeeded(what it gave)`` or ``failed(error)``, on the main thread."""

    succeeded = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(self, title: str, do: Callable[[], Any]) -> None:
        super().__init__(title)
        self._do, self._given = do, None
        self._error: Optional[BaseException] = None

    def run(self) -> bool:
        """In the worker thread; every error is kept, because none may escape a thread."""
        try:
            self._given = self._do()
        except Exception as error:
            self._error = error
            return False
        return True

    def finished(self, result: bool) -> None:
        """On the main thread, called by QGIS; silent when QGIS ended the task before it began."""
        log_unexpected(self._error)
        if result:
            self.succeeded.emit(self._given)
        elif self._error is not None:
            self.failed.emit(self._error)


class Worker:
    """Does one piece of work after the other; of those asked for meanwhile only the last is told of."""

    def __init__(self) -> None:
        self._work: Optional[Work] = None
        self._stale: list[Work] = []  # kept until they end: QGIS does not keep Python's part of a task

    @property
    def busy(self) -> bool:
        return self._work is not None

    def do(self, title: str, work: Callable[[], Any], succeeded: Callable[[Any], None],
           failed: Callable[[BaseException], None]) -> None:
        """Begin; an earlier piece that is not done yet is no longer told of."""
        self.forget()
        task = Work(title, work)
        self._work = task
        task.succeeded.connect(lambda given: self._ended(task, succeeded, given))
        task.failed.connect(lambda error: self._ended(task, failed, error))
        QgsApplication.taskManager().addTask(task)

    def forget(self) -> None:
        """Hear no more of what is being done."""
        if self._work is not None:
            self._stale.append(self._work)
            self._work = None

    def _ended(self, task: Work, tell: Callable[[Any], None], outcome: Any) -> None:
        if task is self._work:
            self._work = None
            tell(outcome)
        else:
            self._stale.remove(task)
