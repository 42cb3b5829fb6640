"""The whole walk as one algorithm."""

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
)

from ..languages.messages import _
from ..pilot.tables import read_table
from .pilot_algorithm import FOLDER, PilotAlgorithm

ECR_KM2, ECR_PERCENT = "ECR_KM2", "ECR_PERCENT"


class Demarcate(PilotAlgorithm):
    """Runs every step that is out of date, from the recipe to the documents."""

    def createInstance(self) -> QgsProcessingAlgorithm:
        return Demarcate()

    def name(self) -> str:
        return "demarcate"

    def displayName(self) -> str:
        return _("Demarcate the Ecological Conservation Redline (all steps)")

    def shortHelpString(self) -> str:
        return _("Runs every step of a pilot that is out of date: from its recipe and data to the boundary, the tables "
                 "and the documents. What is up to date is left alone, so a run that was stopped goes on where it was.")

    def flags(self) -> Any:
        """On the main thread, because the documents' maps are drawn there."""
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        self.addOutput(QgsProcessingOutputNumber(ECR_KM2, _("Area of the redline, km²")))
        self.addOutput(QgsProcessingOutputNumber(ECR_PERCENT, _("Share of the country, %")))

    def processAlgorithm(
            self, parameters: dict[str, Any], context: QgsProcessingContext,
            feedback: QgsProcessingFeedback) -> dict[str, Any]:
        pilot = self._run(parameters, context, feedback, None)
        return {FOLDER: str(pilot.folder), **redline_numbers(pilot)}


def redline_numbers(pilot: Any) -> dict[str, float]:
    """Area and share of the redline in the whole country, the last row of ``tables/units.csv``; {} without a table."""
    path = pilot.table("units")
    if not path.is_file():
        return {}
    country = read_table(path, ("ecr_km2", "ecr_percent"))[-1]
    return {ECR_KM2: float(country["ecr_km2"]), ECR_PERCENT: float(country["ecr_percent"])}
