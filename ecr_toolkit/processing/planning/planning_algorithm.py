"""What the algorithms of planning share: their group, and faults told as sentences."""

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
)

from ...errors import ToolkitError, unwritable
from ...feedback import Feedback
from ...languages.messages import _
from ..feedback import ProcessingFeedback
from .given import Given


class PlanningAlgorithm(QgsProcessingAlgorithm):
    """Works on plain layers, without a pilot; stateless. A subclass names itself and says how it works."""

    def createInstance(self) -> QgsProcessingAlgorithm:
        return type(self)()

    def group(self) -> str:
        return _("Planning")

    def groupId(self) -> str:
        return "planning"

    def processAlgorithm(
            self, parameters: dict[str, Any], context: QgsProcessingContext,
            feedback: QgsProcessingFeedback) -> dict[str, Any]:
        try:
            return self._work(Given(self, parameters, context, feedback), ProcessingFeedback(feedback))
        except ToolkitError as error:
            raise QgsProcessingException(str(error)) from error
        except OSError as fault:
            raise QgsProcessingException(str(unwritable(fault))) from fault

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        """Do the work and give the outputs by name. Raises ToolkitError."""
        raise NotImplementedError
