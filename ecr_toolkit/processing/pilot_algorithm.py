"""What the algorithms share: the pilot's folder as input, the recipe checked before anything runs."""

from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputFolder,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
)

from .. import steps
from ..errors import ToolkitError
from ..in_qgis import open_pilot
from ..languages.messages import _
from .feedback import ProcessingFeedback

PILOT, STARTER, FOLDER = "PILOT", "STARTER", "FOLDER"


class PilotAlgorithm(QgsProcessingAlgorithm):
    """Runs steps of a pilot; stateless. A subclass names itself and may add outputs."""

    def initAlgorithm(self, configuration: Optional[dict[str, Any]] = None) -> None:
        folder = QgsProcessingParameterFile.Behavior.Folder
        pilot = QgsProcessingParameterFile(PILOT, _("Folder of the pilot"), behavior=folder)
        pilot.setHelp(_("The folder that holds pilot.json, the recipe. Results are written into it."))
        self.addParameter(pilot)
        starter = QgsProcessingParameterFile(STARTER, _("Folder of the starter data"), behavior=folder, optional=True)
        starter.setHelp(_("Empty: the standard folder. Needed only for a recipe that asks for starter data."))
        starter.setFlags(starter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(starter)
        self.addOutput(QgsProcessingOutputFolder(FOLDER, _("Folder of the pilot")))

    def checkParameterValues(
            self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        good, reason = super().checkParameterValues(parameters, context)
        if not good:
            return good, reason
        try:
            self._pilot(parameters, context)
        except ToolkitError as error:
            return False, str(error)
        return True, ""

    def _pilot(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Any:
        folder = self.parameterAsFile(parameters, PILOT, context)
        starter = self.parameterAsFile(parameters, STARTER, context)
        return open_pilot(Path(folder), Path(starter) if starter else None)

    def _run(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback,
             only: Optional[str]) -> Any:
        """Run one step with what it needs, or all; gives the pilot."""
        try:
            pilot = self._pilot(parameters, context)
            steps.run(pilot, ProcessingFeedback(feedback), only=only)
        except ToolkitError as error:
            raise QgsProcessingException(str(error)) from error
        return pilot
