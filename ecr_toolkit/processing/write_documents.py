"""Single documents in single languages, whatever the recipe says."""

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterEnum,
)

from ..documents.catalogue import DOCUMENTS
from ..errors import ToolkitError
from ..languages.messages import LANGUAGES, _
from ..steps.documents import write_chosen
from .feedback import ProcessingFeedback
from .pilot_algorithm import FOLDER, PilotAlgorithm

CHOSEN, IN_LANGUAGES = "DOCUMENTS", "LANGUAGES"
_BEFORE = "coordination"  # the last step that documents quote


class WriteDocuments(PilotAlgorithm):
    """A pilot → the documents that were chosen, in the languages that were chosen."""

    def createInstance(self) -> QgsProcessingAlgorithm:
        return WriteDocuments()

    def name(self) -> str:
        return "writedocuments"

    def displayName(self) -> str:
        return _("Write single documents")

    def group(self) -> str:
        return _("Steps")

    def groupId(self) -> str:
        return "steps"

    def shortHelpString(self) -> str:
        return _("Writes the documents that are chosen here, in the languages that are chosen here, whatever the "
                 "recipe says. Steps that they need are run too when they are out of date.")

    def flags(self) -> Any:
        """On the main thread, because maps are drawn there."""
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        documents = QgsProcessingParameterEnum(CHOSEN, _("Documents"), [_(one.title) for one in DOCUMENTS], True,
                                               list(range(len(DOCUMENTS))))
        languages = QgsProcessingParameterEnum(IN_LANGUAGES, _("Languages"), list(LANGUAGES.values()), True,
                                               optional=True)
        documents.setHelp(_("Which documents are written."))
        languages.setHelp(_("Empty: the languages of the pilot."))
        self.addParameter(documents)
        self.addParameter(languages)

    def processAlgorithm(
            self, parameters: dict[str, Any], context: QgsProcessingContext,
            feedback: QgsProcessingFeedback) -> dict[str, Any]:
        ids = [DOCUMENTS[place].id for place in self.parameterAsEnums(parameters, CHOSEN, context)]
        given = parameters.get(IN_LANGUAGES)  # where nothing is given QGIS would take the first
        places = self.parameterAsEnums(parameters, IN_LANGUAGES, context) if given not in (None, "", []) else []
        codes = [list(LANGUAGES)[place] for place in places]
        pilot = self._run(parameters, context, feedback, _BEFORE)
        try:
            write_chosen(pilot, dict.fromkeys(codes or pilot.recipe["languages"], ids), ProcessingFeedback(feedback))
        except ToolkitError as error:
            raise QgsProcessingException(str(error)) from error
        return {FOLDER: str(pilot.folder)}
