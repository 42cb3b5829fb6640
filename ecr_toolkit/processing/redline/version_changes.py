"""What the working line changes of the last version, as a table to fill in reasons."""

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingOutputFile

from ...coordination.versions.triggers import REASONS
from ...feedback import Feedback
from ...languages.messages import _
from ...steps.approval import changes_since
from ..drawn_algorithm import DrawnAlgorithm
from ..planning.parameters import add_numbers

TABLE, CHANGED, UNEXPLAINED = "TABLE", "CHANGED", "UNEXPLAINED"


class VersionChanges(DrawnAlgorithm):
    """A pilot → the table of its changes since the last version."""

    def name(self) -> str:
        return "versionchanges"

    def displayName(self) -> str:
        return _("Changes since the last version")

    def shortHelpString(self) -> str:
        return _("Writes a table of what the redline as it is now changes of the last version, polygon by polygon. "
                 "Fill in the columns reason and note, and give the table to the approval; when this is run again, "
                 "what was filled in stays. Reasons: {names}.").format(names=", ".join(REASONS))

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        self.addOutput(QgsProcessingOutputFile(TABLE, _("Table of changes")))
        add_numbers(self, {CHANGED: _("Polygons that changed"),
                           UNEXPLAINED: _("Polygons that lost area without a reason that allows it")})

    def _work(self, pilot: Any, parameters: dict[str, Any], context: QgsProcessingContext,
              feedback: Feedback) -> dict[str, Any]:
        table, changed, lacking = changes_since(pilot, feedback)
        return {TABLE: str(table), CHANGED: changed, UNEXPLAINED: lacking}
