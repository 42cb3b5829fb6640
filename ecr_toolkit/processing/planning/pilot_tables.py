"""Two tables of a pilot with their numbers: Target 3, and the scenarios compared."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingOutputFile

from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.tables import read_table
from ...planning.target3 import INDICATORS
from ...steps.effect import TITLES
from .drawn_planning import DrawnPlanning
from .parameters import add_numbers

TABLE = "TABLE"
Rows = Iterable[Mapping[str, str]]


class PilotTable(DrawnPlanning):
    """Runs the boundary step with what it needs, and gives a table that it makes; a subclass names the table."""

    table = ""

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        self.addOutput(QgsProcessingOutputFile(TABLE, _("Table")))

    def _work(self, pilot: Any, parameters: dict[str, Any], context: QgsProcessingContext,
              feedback: Feedback) -> dict[str, Any]:
        path = pilot.table(self.table)
        return {TABLE: str(path), **dict(self._numbers(read_table(path)))}

    def _numbers(self, rows: Rows) -> Iterator[tuple[str, float]]:
        """Outputs and their values; what was not assessed is left out."""
        raise NotImplementedError


class Target3(PilotTable):
    """Indicators of Target 3: reported, and with the redline recognised."""

    table = "target3"

    def name(self) -> str:
        return "target3"

    def displayName(self) -> str:
        return _("Indicators of Target 3")

    def shortHelpString(self) -> str:
        return _("Runs the steps that a pilot's table of Target 3 of the Kunming-Montreal framework needs and gives "
                 "the table and its numbers. Reported counts protected areas and other effective measures only; "
                 "potential adds the redline as if it were recognised. What was not assessed is left out.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        for id, title in INDICATORS.items():
            if id != "I9":  # one for each function: in the table only
                for column, counted in (("reported", _("reported")), ("potential", _("potential"))):
                    add_numbers(self, {f"{id}_{column}".upper(): _("{subject}: {note}.").format(
                        subject=_(title), note=counted)})

    def _numbers(self, rows: Rows) -> Iterator[tuple[str, float]]:
        for row in rows:
            for column in ("reported", "potential"):
                if row[column] and not row["subject"]:
                    yield f"{row['indicator']}_{column}".upper(), float(row[column])


class CompareScenarios(PilotTable):
    """Existing protection, the guide's overlay and the selections, by the same indicators."""

    table = "comparison"

    def name(self) -> str:
        return "comparescenarios"

    def displayName(self) -> str:
        return _("Compare scenarios")

    def shortHelpString(self) -> str:
        return _("Runs the steps that a pilot's comparison of scenarios needs and gives the table and its numbers: "
                 "what is protected today, the redline by the guide's overlay, and the selections of planning units, "
                 "all by the same indicators.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        columns = self._columns()
        for scenario, title in TITLES.items():
            for column, meaning in columns.items():
                add_numbers(self, {f"{scenario}_{column}".upper(): _("{subject}: {note}.").format(
                    subject=_(title), note=meaning)})

    @staticmethod
    def _columns() -> dict[str, str]:
        return {"area_percent": _("area of the scenario, %"), "covered_percent": _("area with what is protected, %"),
                "cost_percent": _("cost, %"), "services_percent": _("mean share of the services, %"),
                "connected_percent": _("protected and connected (ProtConn), %")}

    def _numbers(self, rows: Rows) -> Iterator[tuple[str, float]]:
        for row in rows:
            for column in self._columns():
                if row[column]:
                    yield f"{row['scenario']}_{column}".upper(), float(row[column])
