"""Approval of a pilot's redline as an immutable version."""

from datetime import date
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingOutputString

from ...coordination.versions.reasons import COLUMNS
from ...coordination.versions.triggers import REASONS
from ...feedback import Feedback
from ...languages.messages import N_, _
from ...steps.approval import approve_redline
from ..drawn_algorithm import DrawnAlgorithm
from ..planning.parameters import add, choice, file

APPROVED_BY, REASON, REASON_TABLE, REASON_FOR_ALL, PRODUCT, VERSION = (
    "APPROVED_BY", "REASON", "REASONS", "REASON_FOR_ALL", "PRODUCT", "VERSION")
_NONE = N_("none")
_CHOICES = {"": _NONE, **REASONS}


class Approve(DrawnAlgorithm):
    """A pilot → the next version of its redline."""

    def name(self) -> str:
        return "approve"

    def displayName(self) -> str:
        return _("Approve the redline as a version")

    def shortHelpString(self) -> str:
        return _("Keeps the redline as it is now as a version of this year, numbered like 2026.1, with who approved it "
                 "and why, what changed since the version before, and the land cover, ecological level and functions "
                 "that later checks need. A version is never changed again. A line that lowers the national area, or "
                 "loses area without a reason that allows it, is not approved.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        self._text(APPROVED_BY, _("Approved by"), _("A person or an office."))
        self._text(REASON, _("Reason"), _("Why this line is approved now."))
        add(self,
            file(REASON_TABLE, _("Table of reasons"),
                 _("Why each polygon was changed: the table of changes since the last version, filled in. Columns: "
                   "{columns}.").format(columns=", ".join(COLUMNS)), optional=True, extension="csv"),
            choice(REASON_FOR_ALL, _("Reason of all other changes"),
                   _("Counts for polygons that the table gives no reason for."), map(_, _CHOICES.values())))
        self._text(PRODUCT, _("Product of the land cover"),
                   _("With its version, such as MCD12Q1 6.1. Only land covers of the same product are compared later."),
                   optional=True)
        self.addOutput(QgsProcessingOutputString(VERSION, _("Number of the version")))

    def _work(self, pilot: Any, parameters: dict[str, Any], context: QgsProcessingContext,
              feedback: Feedback) -> dict[str, Any]:
        who, why, product = (self.parameterAsString(parameters, name, context).strip()
                             for name in (APPROVED_BY, REASON, PRODUCT))
        table = self.parameterAsFile(parameters, REASON_TABLE, context)
        for_all = list(_CHOICES)[self.parameterAsEnum(parameters, REASON_FOR_ALL, context)]
        return {VERSION: approve_redline(pilot, who, why, date.today(), feedback, Path(table) if table else None,
                                         for_all, product)}
