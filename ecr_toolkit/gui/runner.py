"""One run of steps: in a background task, then what must be drawn on the main thread."""

import time
from collections.abc import Mapping, Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QCoreApplication, QTimer

from .. import steps
from ..feedback import Feedback
from .task import StepsTask, run_steps
from .work import log_unexpected

_PUMP_SECONDS = 0.05


class _MainThreadFeedback(Feedback):
    """Lets the window live while the main thread works: events are handled at most every 50 ms."""

    def __init__(self, runner: "Runner") -> None:
        self._runner, self._pumped = runner, 0.0

    def progress(self, share: float) -> None:
        self._runner.tell("progressed", share)
        self._pump()

    def say(self, text: str) -> None:
        self._runner.tell("said", text)
        self._pump()

    def cancelled(self) -> bool:
        self._pump()
        return self._runner.cancel_asked

    def _pump(self) -> None:
        if time.monotonic() - self._pumped > _PUMP_SECONDS:
            QCoreApplication.processEvents()
            self._pumped = time.monotonic()


class Runner:
    """One run at a time; the listener hears of it on the main thread."""

    def __init__(self) -> None:
        self._listener: Any = None
        self._pilot: Any = None
        self._task: Optional[StepsTask] = None
        self._drawing: list[str] = []
        self._weights: Mapping[str, float] = {}
        self._computed_share = 1.0
        self.cancel_asked = False

    def start(self, pilot: Any, step_ids: Sequence[str], listener: Any, weights: Mapping[str, float]) -> None:
        """Run the steps, none to learn the states only. ``listener`` has advanced, progressed, said and ended;
        ``weights``: step → its part of the work."""
        self._pilot, self._listener, self._weights, self.cancel_asked = pilot, listener, weights, False
        plan = [step.id for step in steps.with_needs(step_ids)]
        self._drawing = [step.id for step in steps.STEPS if step.id in plan and step.draws]
        computed = [step_id for step_id in plan if step_id not in self._drawing]
        work = sum(weights[step_id] for step_id in plan)
        self._computed_share = sum(weights[step_id] for step_id in computed) / work if work else 1.0
        self._task = StepsTask(pilot, computed, weights)
        self._task.advanced.connect(lambda states, step_id: self.tell("advanced", states, step_id))
        self._task.said.connect(lambda text: self.tell("said", text))
        self._task.progressChanged.connect(
            lambda percent: self.tell("progressed", self._computed_share * percent / 100))
        self._task.ended.connect(lambda _nothing, error: self._computed(error))
        self._task.begin()

    def cancel(self) -> None:
        """Ask the run to stop."""
        self.cancel_asked = True
        if self._task is not None:
            self._task.cancel()

    def stop(self) -> None:
        """Cancel and tell nobody any more (the dock is going away)."""
        self._listener = None
        self.cancel()

    def _computed(self, error: Optional[BaseException]) -> None:
        self._task = None
        if error is None and self._drawing:
            QTimer.singleShot(0, self._draw)  # not inside the task's own signal
        else:
            self.tell("ended", error)

    def _draw(self) -> None:
        error: Optional[BaseException] = None
        try:
            feedback = _MainThreadFeedback(self).part(self._computed_share, 1)
            run_steps(self._pilot, self._drawing, self._weights, feedback,
                      lambda states, step_id: self.tell("advanced", states, step_id))
        except Exception as fault:
            log_unexpected(fault)
            error = fault
        self.tell("ended", error)

    def tell(self, event: str, *details: Any) -> None:
        """Pass a report on, if somebody still listens."""
        if self._listener is not None:
            getattr(self._listener, event)(*details)
