"""Two versions of a pilot's redline compared, with the three checks."""

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingOutputFile, QgsProcessingOutputNumber

from ...coordination.versions.results import FAIL, NOT_ASSESSED
from ...feedback import Feedback
from ...languages.messages import _
from ...steps.approval import TABLES, compare_versions
from ..drawn_algorithm import DrawnAlgorithm

FIRST, SECOND, FAILED, OPEN = "FIRST", "SECOND", "FAILED", "NOT_ASSESSED"


class CompareVersions(DrawnAlgorithm):
    """Two versions → tables of changes and checks."""

    def name(self) -> str:
        return "compareversions"

    def displayName(self) -> str:
        return _("Compare two versions of the redline")

    def shortHelpString(self) -> str:
        return _("Tells polygon by polygon what was gained and lost between two versions and why, and checks that the "
                 "area is not reduced. Whether nature was changed and functions declined needs land cover and values "
                 "of both years; without them these two checks are told as not assessed.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        self._text(FIRST, _("Earlier version"), _("Its number, such as 2026.1."))
        self._text(SECOND, _("Later version"), _("Its number; empty: the line as it is now."), optional=True)
        for table in TABLES:
            self.addOutput(QgsProcessingOutputFile(table.upper(), f"{table}.csv"))
        self.addOutput(QgsProcessingOutputNumber(FAILED, _("Checks that failed")))
        self.addOutput(QgsProcessingOutputNumber(OPEN, _("Checks that were not assessed")))

    def _work(self, pilot: Any, parameters: dict[str, Any], context: QgsProcessingContext,
              feedback: Feedback) -> dict[str, Any]:
        first, second = (self.parameterAsString(parameters, name, context).strip() for name in (FIRST, SECOND))
        counted = compare_versions(pilot, first, second, feedback)
        return {**{table.upper(): str(pilot.table(table)) for table in TABLES}, FAILED: counted.get(FAIL, 0),
                OPEN: counted.get(NOT_ASSESSED, 0)}
