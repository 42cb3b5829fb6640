"""Two versions of a pilot's redline compared, with the three checks."""

from datetime import date
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingOutputFile

from ...coordination.versions.results import FAIL, NOT_ASSESSED, PASS, WARNING
from ...feedback import Feedback
from ...languages.messages import _
from ...steps.supervision import TABLES, compare_versions
from ..drawn_algorithm import DrawnAlgorithm
from ..planning.parameters import add_numbers

FIRST, SECOND, PRODUCT = "FIRST", "SECOND", "PRODUCT"
RESULTS = {"PASSED": PASS, "WARNINGS": WARNING, "FAILED": FAIL, "NOT_ASSESSED": NOT_ASSESSED}


class CompareVersions(DrawnAlgorithm):
    """Two versions → tables of changes and checks."""

    def name(self) -> str:
        return "compareversions"

    def displayName(self) -> str:
        return _("Compare two versions of the redline")

    def shortHelpString(self) -> str:
        return _("Tells polygon by polygon what was gained and lost between two versions and why, and checks for every "
                 "polygon, unit and the country that the area is not reduced, nature is not changed and functions do "
                 "not decline. Nature needs land cover of the same product, functions need the same climate data, and "
                 "a year must lie between the two; else these checks are told as not assessed. The pieces that were "
                 "gained and lost, and natural land that became cropland or built-up, are layers of the pilot.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        self._text(FIRST, _("Earlier version"), _("Its number, such as 2026.1."))
        self._text(SECOND, _("Later version"), _("Its number; empty: the line as it is now."), optional=True)
        self._text(PRODUCT, _("Product of the land cover"),
                   _("With its version, as at the approval; only for the line as it is now."), optional=True)
        for table in TABLES:
            self.addOutput(QgsProcessingOutputFile(table.upper(), f"{table}.csv"))
        add_numbers(self, {"PASSED": _("Checks that passed"), "WARNINGS": _("Checks with a warning"),
                           "FAILED": _("Checks that failed"), "NOT_ASSESSED": _("Checks that were not assessed")})

    def _work(self, pilot: Any, parameters: dict[str, Any], context: QgsProcessingContext,
              feedback: Feedback) -> dict[str, Any]:
        first, second, product = (self.parameterAsString(parameters, name, context).strip()
                                  for name in (FIRST, SECOND, PRODUCT))
        counted = compare_versions(pilot, first, second, date.today(), feedback, product)
        return {**{table.upper(): str(pilot.table(table)) for table in TABLES},
                **{name: counted.get(result, 0) for name, result in RESULTS.items()}}
