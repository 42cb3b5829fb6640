"""The choice of thresholds written into a pilot's recipe, with who chose and why."""

from typing import Any

from qgis.core import QgsProcessingOutputFolder

from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.choices import choose_thresholds
from ...planning.thresholds import COMPARED_ONLY, METHODS
from .given import Given
from .parameters import add, choice, folder, number, text_line
from .planning_algorithm import PlanningAlgorithm

PILOT, METHOD, SHARE, CHOSEN_BY, REASON, FOLDER = "PILOT", "METHOD", "SHARE", "CHOSEN_BY", "REASON", "FOLDER"
OFFERED = {method: title for method, title in METHODS.items() if method not in COMPARED_ONLY}


class ChooseThresholds(PlanningAlgorithm):
    """A way to set thresholds → pilot.json."""

    def name(self) -> str:
        return "choosethresholds"

    def displayName(self) -> str:
        return _("Choose the thresholds of a pilot")

    def shortHelpString(self) -> str:
        return _("Writes into pilot.json how the thresholds are set, who chose so, today's date and why. All else in "
                 "the recipe stays as it is. Steps that depend on the choice are run again with the next run.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        add(self,
            folder(PILOT, _("Folder of the pilot"), _("The folder that holds pilot.json, the recipe.")),
            choice(METHOD, _("Way to set the thresholds"),
                   _("The table of thresholds of the pilot compares what each way takes in, holds and costs."),
                   [_(title) for title in OFFERED.values()]),
            number(SHARE, _("Share (0 to 1)"),
                   _("With the cumulative share: the share of a function that extremely important cells hold; with the "
                     "budget of area: the share of the land. Empty: as in the recipe. Other ways need none."), None,
                   0.01, 1, optional=True),
            text_line(CHOSEN_BY, _("Who chose"), _("A person or an office; it is shown in the documents.")),
            text_line(REASON, _("Why"), _("It is shown in the documents.")))
        self.addOutput(QgsProcessingOutputFolder(FOLDER, _("Folder of the pilot")))

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        share = given.number(SHARE) if given.has(SHARE) else None
        pilot = given.path(PILOT)
        choose_thresholds(pilot, given.choice(METHOD, tuple(OFFERED)), share, given.text(CHOSEN_BY),
                          given.text(REASON))
        return {FOLDER: str(pilot)}
