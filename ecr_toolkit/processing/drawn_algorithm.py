"""What the algorithms share that need the redline of a pilot drawn."""

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterString,
)

from ..errors import ToolkitError
from ..feedback import Feedback
from ..languages.messages import _
from .feedback import ProcessingFeedback
from .pilot_algorithm import FOLDER, PilotAlgorithm


class DrawnAlgorithm(PilotAlgorithm):
    """Works on the redline of a pilot, drawing it first where it is out of date; stateless."""

    def createInstance(self) -> PilotAlgorithm:
        return type(self)()

    def group(self) -> str:
        return _("Redline")

    def groupId(self) -> str:
        return "redline"

    def _text(self, name: str, title: str, help_text: str, default: str = "", optional: bool = False) -> None:
        made = QgsProcessingParameterString(name, title, default, False, optional)
        made.setHelp(help_text)
        self.addParameter(made)

    def processAlgorithm(
            self, parameters: dict[str, Any], context: QgsProcessingContext,
            feedback: QgsProcessingFeedback) -> dict[str, Any]:
        pilot = self._run(parameters, context, feedback, "boundary")
        try:
            return {FOLDER: str(pilot.folder), **self._work(pilot, parameters, context, ProcessingFeedback(feedback))}
        except ToolkitError as error:
            raise QgsProcessingException(str(error)) from error

    def _work(self, pilot: Any, parameters: dict[str, Any], context: QgsProcessingContext,
              feedback: Feedback) -> dict[str, Any]:
        """Do the work and give the outputs by name. Raises ToolkitError."""
        raise NotImplementedError
