"""Steps in the background: one after the other."""

from collections.abc import Mapping, Sequence
from typing import Any, Callable

from qgis.PyQt.QtCore import pyqtSignal

from .. import steps
from ..feedback import Feedback
from ..languages.messages import _
from .work import Work


class StepsTask(Work):
    """Runs steps one after the other, and tells the states as they change: ``advanced(states, step_id)``."""

    advanced = pyqtSignal(object, str)

    def __init__(self, pilot: Any, step_ids: Sequence[str], weights: Mapping[str, float]) -> None:
        super().__init__(
            _("ECR Toolkit: {pilot}").format(pilot=pilot.folder.name),
            lambda feedback: run_steps(pilot, list(step_ids), weights, feedback, self.advanced.emit))


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
