"""Approval of a pilot's redline as an immutable version."""

from datetime import date
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingOutputString

from ...feedback import Feedback
from ...languages.messages import _
from ...steps.approval import approve_redline
from ..drawn_algorithm import DrawnAlgorithm

APPROVED_BY, REASON, VERSION = "APPROVED_BY", "REASON", "VERSION"


class Approve(DrawnAlgorithm):
    """A pilot → the next version of its redline."""

    def name(self) -> str:
        return "approve"

    def displayName(self) -> str:
        return _("Approve the redline as a version")

    def shortHelpString(self) -> str:
        return _("Keeps the redline as it is now as a version of this year, numbered like 2026.1, with who approved it "
                 "and why, and what changed since the version before. A version is never changed again.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        self._text(APPROVED_BY, _("Approved by"), _("A person or an office."))
        self._text(REASON, _("Reason"), _("Why this line is approved now."))
        self.addOutput(QgsProcessingOutputString(VERSION, _("Number of the version")))

    def _work(self, pilot: Any, parameters: dict[str, Any], context: QgsProcessingContext,
              feedback: Feedback) -> dict[str, Any]:
        who, why = (self.parameterAsString(parameters, name, context) for name in (APPROVED_BY, REASON))
        return {VERSION: approve_redline(pilot, who, why, date.today(), feedback)}
