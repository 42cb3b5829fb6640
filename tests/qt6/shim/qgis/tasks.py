"""Background tasks on Qt's thread pool, with the order of calls of QGIS: run in a thread, finished on the main one."""

import enum

from PyQt6.QtCore import QObject, Qt, QThreadPool, pyqtSignal


class QgsTask(QObject):
    """A task; QGIS's own ``progressChanged`` gives per cent."""

    class Flag(enum.Flag):
        CanCancel = 2

    progressChanged = pyqtSignal(float)
    taskCompleted = pyqtSignal()
    taskTerminated = pyqtSignal()
    _ran = pyqtSignal(bool)

    def __init__(self, description: str = "", flags: Flag = Flag.CanCancel) -> None:
        super().__init__()
        if not isinstance(flags, QgsTask.Flag):
            raise TypeError("flags of a task are QgsTask.Flag")
        self._description, self._cancelled = description, False

    def description(self) -> str:
        return self._description

    def setProgress(self, percent: float) -> None:
        self.progressChanged.emit(percent)

    def cancel(self) -> None:
        self._cancelled = True

    def isCanceled(self) -> bool:
        return self._cancelled


    @staticmethod
    def fromFunction(description: str, function, *details, on_finished=None, flags: Flag = Flag.CanCancel) -> "QgsTask":
        return _FunctionTask(description, flags, function, details, on_finished)


class _FunctionTask(QgsTask):
    def __init__(self, description: str, flags, function, details: tuple, on_finished) -> None:
        super().__init__(description, flags)
        self._work, self._on_finished = lambda: function(self, *details), on_finished
        self._given, self._error = None, None

    def run(self) -> bool:
        try:
            self._given = self._work()
        except Exception as error:
            self._error = error
        return self._error is None

    def finished(self, good: bool) -> None:
        if self._on_finished is not None:
            given = () if self._given is None else (self._given,)
            self._on_finished(*((None, *given) if good else (self._error,)))


class TaskManager:
    """Starts tasks and keeps them until they have ended."""

    def __init__(self) -> None:
        self._tasks: list[QgsTask] = []

    def addTask(self, task: QgsTask) -> None:
        self._tasks.append(task)
        task._ran.connect(lambda good: self._finish(task, good), Qt.ConnectionType.QueuedConnection)
        QThreadPool.globalInstance().start(lambda: task._ran.emit(not task.isCanceled() and task.run()))

    def countActiveTasks(self) -> int:
        return len(self._tasks)

    def _finish(self, task: QgsTask, good: bool) -> None:
        good = good and not task.isCanceled()
        task.finished(good)
        (task.taskCompleted if good else task.taskTerminated).emit()
        self._tasks.remove(task)
