"""The redline and its stakes as files in the national system."""

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingOutputFolder

from ...feedback import Feedback
from ...languages.messages import _
from ...steps.delivery import deliver_redline
from ..drawn_algorithm import DrawnAlgorithm

CRS, ORGANISATION, EMAIL, LICENCE, DELIVERABLES = "CRS", "ORGANISATION", "EMAIL", "LICENCE", "DELIVERABLES"


class Deliver(DrawnAlgorithm):
    """A pilot → its folder of deliverables."""

    def name(self) -> str:
        return "deliver"

    def displayName(self) -> str:
        return _("Deliver the redline and its stakes")

    def shortHelpString(self) -> str:
        return _("Writes the redline with its register and the stakes at its turning points as GeoPackage, shapefiles "
                 "with a crosswalk of field names, KML and a table of coordinates in degrees and metres, each with "
                 "metadata after ISO 19115. An older delivery is replaced whole.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        self._text(CRS, _("System of coordinates"), _("An EPSG code such as EPSG:4674, or utm for the UTM zone of the "
                                                      "country. Empty: as in the recipe."), optional=True)
        self._text(ORGANISATION, _("Organisation"), _("Who answers for the data; it stands in the metadata. Empty: as "
                                                      "in the recipe."), optional=True)
        self._text(EMAIL, _("E-mail address"), _("Where to ask; it stands in the metadata. Empty: as in the recipe."),
                   optional=True)
        self._text(LICENCE, _("Licence"), _("Under which terms others may use the data. Empty: as in the recipe."),
                   optional=True)
        self.addOutput(QgsProcessingOutputFolder(DELIVERABLES, _("Folder of the delivery")))

    def _work(self, pilot: Any, parameters: dict[str, Any], context: QgsProcessingContext,
              feedback: Feedback) -> dict[str, Any]:
        chosen = {name.lower(): self.parameterAsString(parameters, name, context).strip()
                  for name in (CRS, ORGANISATION, EMAIL, LICENCE)}
        return {DELIVERABLES: str(deliver_redline(pilot, chosen, feedback))}
