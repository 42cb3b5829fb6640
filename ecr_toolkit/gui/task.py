"""Steps in the background: a QgsTask runs them one after the other."""

import traceback
from collections.abc import Mapping, Sequence
from typing import Any, Callable, Optional

from qgis.core import Qgis, QgsMessageLog, QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from .. import steps
from ..errors import Cancelled, ToolkitError
from ..feedback import Feedback
from ..languages.messages import _

LOG = "ECR Toolkit"


class StepsTask(QgsTask):
    """Runs steps one after the other, then tells the states. Signals arrive on the main thread."""

    advanced = pyqtSignal(object, str)
    said = pyqtSignal(str)
    ended = pyqtSignal(object)

    def __init__(self, pilot: Any, step_ids: Sequence[str], weights: Mapping[str, float]) -> None:
        name = pilot.folder.name
        super().__init__(_("ECR Toolkit: {pilot}").format(pilot=name), QgsTask.Flag.CanCancel)
        self._pilot, self._step_ids, self._weights = pilot, list(step_ids), weights
        self._error: Optional[BaseException] = None

    def run(self) -> bool:
        """In the worker thread; every error is kept for ``finished``, because none may escape a thread."""
        feedback = TaskFeedback(self)
        try:
            run_steps(self._pilot, self._step_ids, self._weights, feedback, self.advanced.emit)
        except Exception as error:
            self._error = error
            return False
        return True

    def finished(self, result: bool) -> None:
        """On the main thread, called by QGIS, also when the task was cancelled before it began."""
        if not result and self._error is None:
            self._error = Cancelled(_("The run was cancelled; what was finished before is kept."))
        log_unexpected(self._error)
        self.ended.emit(self._error)


def run_steps(pilot: Any, step_ids: Sequence[str], weights: Mapping[str, float], feedback: Feedback,
              advanced: Callable[[Any, str], None]) -> None:
    """Run those of the steps that are not fresh, in order; ``weights``: step → its part of the work.

    ``advanced(states, step_id)`` is called before each and, with "", at the end.
    """
    total, done = sum(weights[step_id] for step_id in step_ids) or 1.0, 0.0
    try:
        for step_id in step_ids:
            part = feedback.part(done / total, (done + weights[step_id]) / total)
            done += weights[step_id]
            feedback.check()
            states = steps.states(pilot)
            if states[step_id].state != steps.State.FRESH:
                advanced(states, step_id)
                steps.run(pilot, part, only=step_id)
            part.progress(1)
    finally:
        advanced(steps.states(pilot), "")


class TaskFeedback(Feedback):
    """Progress and cancel of a QgsTask; what is said goes to its signal ``said``, if it has one."""

    def __init__(self, task: QgsTask) -> None:
        self._task = task

    def progress(self, share: float) -> None:
        self._task.setProgress(100 * share)

    def say(self, text: str) -> None:
        if hasattr(self._task, "said"):
            self._task.said.emit(text)

    def cancelled(self) -> bool:
        return self._task.isCanceled()


def log_unexpected(error: Optional[BaseException]) -> None:
    """The traceback of a programming error goes to QGIS's log; the user reads a sentence."""
    if error is not None and not isinstance(error, ToolkitError):
        text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
        QgsMessageLog.logMessage(text, LOG, Qgis.MessageLevel.Critical)
