"""The table of spaces of a pilot, and the algorithms of suitability and carrying scale beside it (methods.md §4)."""

from collections.abc import Iterator
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingOutputFile

from ...errors import ToolkitError
from ...feedback import Feedback
from ...languages.messages import _
from ...planning.spaces import (
    AGRICULTURAL,
    DEVELOPMENT,
    GENERAL,
    REDLINE,
    RESTRICTED,
    SPACES,
    SPECIAL,
)
from ...raster.files import UNKNOWN
from ...steps.spaces import RASTER, REASONS, TABLE
from .carrying_scale import Carrying
from .parameters import add_numbers
from .pilot_tables import PilotTable, Rows
from .suitability import AgriculturalSuitability, UrbanSuitability

NUMBERS = {REDLINE: "REDLINE_KM2", SPECIAL: "SPECIAL_KM2", RESTRICTED: "RESTRICTED_KM2",
           AGRICULTURAL: "AGRICULTURAL_KM2", DEVELOPMENT: "DEVELOPMENT_KM2", GENERAL: "GENERAL_KM2",
           UNKNOWN: "NOT_ASSESSED_KM2"}
WHY, CELLS = "REASONS", "SPACES"


class Spaces(PilotTable):
    """A pilot → its table of spaces, why land of level 5 is not in the redline, and the raster."""

    table = TABLE

    def name(self) -> str:
        return "spaces"

    def displayName(self) -> str:
        return _("Spaces of conservation, agriculture and development")

    def shortHelpString(self) -> str:
        return _("Runs the steps that a pilot's table of spaces needs and gives the table and its numbers. The first "
                 "that holds decides: inside the redline; level 5 but kept out, with the reason; level 3; cropland or "
                 "land suitable for agriculture; built-up land or land suitable for towns near it; all other land. "
                 "Suitability counts where the recipe asks for it.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        self.addOutput(QgsProcessingOutputFile(WHY, f"{REASONS}.csv"))
        self.addOutput(QgsProcessingOutputFile(CELLS, RASTER))
        add_numbers(self, {name: _("{subject}: {note}.").format(subject=_(SPACES[space]), note="km²")
                           for space, name in NUMBERS.items()})

    def _work(self, pilot: Any, parameters: dict[str, Any], context: QgsProcessingContext,
              feedback: Feedback) -> dict[str, Any]:
        if not pilot.table(self.table).exists():
            raise ToolkitError(_("There is no table of spaces: the protection level is not known."),
                               _("Name functions or sensitivities in pilot.json for which there are data."))
        return {**super()._work(pilot, parameters, context, feedback), WHY: str(pilot.table(REASONS)),
                CELLS: str(pilot.folder / RASTER)}

    def _numbers(self, rows: Rows) -> Iterator[tuple[str, float]]:
        of_country = list(rows)[-len(NUMBERS):]
        for row in of_country:
            yield NUMBERS[int(row["space"])], float(row["area_km2"])


ALGORITHMS = (AgriculturalSuitability, UrbanSuitability, Carrying, Spaces)
