"""An algorithm for each step of the walk."""

from typing import Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingFeedback

from .. import steps
from ..languages.messages import _
from .pilot_algorithm import FOLDER, PilotAlgorithm


class StepAlgorithm(PilotAlgorithm):
    """Runs the step ``step_id`` and what it needs."""

    def __init__(self, step_id: str) -> None:
        super().__init__()
        self._step = next(step for step in steps.STEPS if step.id == step_id)

    def createInstance(self) -> QgsProcessingAlgorithm:
        return StepAlgorithm(self._step.id)

    def name(self) -> str:
        """The step's id without underscore: ``setup``, ``prepare`` … ``documents``."""
        return self._step.id.replace("_", "")

    def displayName(self) -> str:
        number = 1 + [step.id for step in steps.STEPS].index(self._step.id)
        return f"{number}. {_(self._step.title)}"

    def group(self) -> str:
        return _("Steps")

    def groupId(self) -> str:
        return "steps"

    def shortHelpString(self) -> str:
        return _(self._step.purpose) + "\n\n" + _(
            "Steps that this one needs are run too when they are out of date. What is up to date is left alone.")

    def flags(self) -> Any:
        flags = super().flags()
        return flags | QgsProcessingAlgorithm.Flag.FlagNoThreading if self._step.draws else flags

    def processAlgorithm(
            self, parameters: dict[str, Any], context: QgsProcessingContext,
            feedback: QgsProcessingFeedback) -> dict[str, Any]:
        pilot = self._run(parameters, context, feedback, self._step.id)
        return {FOLDER: str(pilot.folder)}
