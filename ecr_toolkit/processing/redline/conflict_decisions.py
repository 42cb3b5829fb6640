"""Conflict objects of a pilot: listed, decided one by one, or by an edited table or layer."""

from collections import Counter
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
)

from ...boundary.conflicts.deciding import NEEDED, decide, take_decisions
from ...boundary.conflicts.decisions import FILE
from ...boundary.conflicts.model import DECIDED, OPEN
from ...boundary.conflicts.rules import DECISIONS
from ...errors import ToolkitError
from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.pilot import Pilot
from ...pilot.tables import read_table
from ...steps.conflicts import SUMMARY, TABLE
from ..drawn_algorithm import DrawnAlgorithm
from ..feedback import ProcessingFeedback
from ..pilot_algorithm import FOLDER
from ..planning.given import Given
from ..planning.layers_in import check_fields, plain, qgis_features
from ..planning.parameters import KINDS, add, choice, vector

TABLE_OUT, SUMMARY_OUT, FILE_OUT, OPEN_OUT, TAKEN = "TABLE", "SUMMARY", "DECISIONS", "OPEN", "TAKEN"
OBJECT, DECISION, REASON, DECIDED_BY, EDITED = "OBJECT", "DECISION", "REASON", "DECIDED_BY", "EDITED"


class ListConflicts(DrawnAlgorithm):
    """A pilot → its conflict objects with what becomes of each."""

    def name(self) -> str:
        return "conflicts"

    def displayName(self) -> str:
        return _("List the conflict objects")

    def shortHelpString(self) -> str:
        return _("Lists farmland, settlements, mines, roads, plantations, reservoirs, plans and indigenous land in the "
                 "candidate area, each with the rule that it follows: keep inside, exit plan, or take out. Objects "
                 "that lie partly in a protected area are split. What people decided stands above the rule.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        for name, title in DECISIONS.items():
            self.addOutput(QgsProcessingOutputNumber(name.upper(), _(title)))
        self.addOutput(QgsProcessingOutputNumber(OPEN_OUT, _("Objects that nobody decided on")))
        self.addOutput(QgsProcessingOutputFile(TABLE_OUT, f"{TABLE}.csv"))
        self.addOutput(QgsProcessingOutputFile(SUMMARY_OUT, f"{SUMMARY}.csv"))

    def _work(self, pilot: Any, parameters: dict[str, Any], context: QgsProcessingContext,
              feedback: Feedback) -> dict[str, Any]:
        rows = [row for row in read_table(pilot.table(TABLE)) if row["status"] in (OPEN, DECIDED)]
        counted = Counter(row["decision"] for row in rows)
        return {**{name.upper(): counted[name] for name in DECISIONS},
                OPEN_OUT: sum(row["status"] == OPEN for row in rows),
                TABLE_OUT: str(pilot.table(TABLE)), SUMMARY_OUT: str(pilot.table(SUMMARY))}


class DecideConflict(DrawnAlgorithm):
    """A decision on one object → the pilot's list of decisions."""

    def name(self) -> str:
        return "decideconflict"

    def displayName(self) -> str:
        return _("Decide on a conflict object")

    def shortHelpString(self) -> str:
        return _("Records what becomes of one conflict object, why, and who decided it. Nothing is taken out of "
                 "protected areas that are in the redline as a whole, lines never cut it, and indigenous land can only "
                 "be kept. The line follows when it is drawn again.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        self._text(OBJECT, _("Object"), _("Its id in the table or layer of conflicts."))
        add(self, choice(DECISION, _("Decision"), _("What becomes of the object."), map(_, DECISIONS.values())))
        self._text(REASON, _("Reason"), _("Why it was decided so."))
        self._text(DECIDED_BY, _("Decided by"), _("A person or an office."))
        self.addOutput(QgsProcessingOutputFile(FILE_OUT, FILE.as_posix()))

    def _work(self, pilot: Any, parameters: dict[str, Any], context: QgsProcessingContext,
              feedback: Feedback) -> dict[str, Any]:
        one, why, who = (self.parameterAsString(parameters, name, context).strip()
                         for name in (OBJECT, REASON, DECIDED_BY))
        decide(pilot.folder, one, list(DECISIONS)[self.parameterAsEnum(parameters, DECISION, context)], why, who)
        return {FILE_OUT: str(pilot.folder / FILE)}


class TakeConflictDecisions(DrawnAlgorithm):
    """An edited table or layer of conflicts → the pilot's list of decisions."""

    def name(self) -> str:
        return "takeconflictdecisions"

    def displayName(self) -> str:
        return _("Take decisions on conflicts from a table or layer")

    def shortHelpString(self) -> str:
        return _("Takes an edited copy of the table or of a layer of conflicts and records every decision that differs "
                 "from what stands, with its reason and who decided. Where a row cannot stand all such rows are told, "
                 "and nothing is recorded. The line follows when it is drawn again.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        add(self, vector(EDITED, _("Edited table or layer"),
                         _("Fields: {columns}.").format(columns=", ".join(NEEDED)), kind=KINDS.TypeVector))
        self.addOutput(QgsProcessingOutputNumber(TAKEN, _("Decisions recorded")))
        self.addOutput(QgsProcessingOutputFile(FILE_OUT, FILE.as_posix()))

    def processAlgorithm(self, parameters: dict[str, Any], context: QgsProcessingContext,
                         feedback: QgsProcessingFeedback) -> dict[str, Any]:
        try:
            # read first: drawing writes table and layer anew
            rows = _rows(Given(self, parameters, context, feedback), ProcessingFeedback(feedback))
            pilot: Pilot = self._run(parameters, context, feedback, "boundary")
            taken = take_decisions(pilot, rows)
        except ToolkitError as error:
            raise QgsProcessingException(str(error)) from error
        file: Path = pilot.folder / FILE
        return {FOLDER: str(pilot.folder), TAKEN: len(taken), FILE_OUT: str(file)}


def _rows(given: Given, feedback: Feedback) -> list[dict[str, Any]]:
    """Rows of the table or layer; InputError for fields that it does not have."""
    source = given.source(EDITED)
    check_fields(source, NEEDED)
    names = source.fields().names()
    return [{name: plain(value) for name, value in zip(names, row.attributes())}
            for row in qgis_features(source, feedback)]


ALGORITHMS = (ListConflicts, DecideConflict, TakeConflictDecisions)
