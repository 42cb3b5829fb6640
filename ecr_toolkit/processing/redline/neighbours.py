"""Coordination between neighbours: mismatches with proposals, decisions on them, edits of the redline and undoing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
)

from ... import steps
from ...coordination.edits import ACTIONS, undo
from ...coordination.proposals.decisions import CHOICES, OPEN
from ...coordination.proposals.making import KINDS
from ...errors import InputError, ToolkitError
from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.pilot import Pilot
from ...pilot.tables import read_table
from ...steps.proposals import decide, edit_redline, open_proposals
from ..drawn_algorithm import DrawnAlgorithm
from ..feedback import ProcessingFeedback
from ..pilot_algorithm import FOLDER
from ..planning.given import Given
from ..planning.layers_in import read_union
from ..planning.parameters import add, add_numbers, choice, number, text_line, vector, yes_or_no

STEP = "coordination"
EDGE_MATCH, MISMATCHES, PROPOSALS, BASINS, FOREIGN = "EDGE_MATCH", "MISMATCHES", "PROPOSALS", "BASINS", "FOREIGN"
PAIRS, REACHED, COUNT, OPEN_COUNT = "PAIRS", "REACHED", "COUNT", "OPEN"
PROPOSAL, PAIR, KIND, DECISION = "PROPOSAL", "PAIR", "KIND", "DECISION"
DECIDED_BY, REASON, DRAW, DECIDED = "DECIDED_BY", "REASON", "DRAW", "DECIDED"
POLYGONS, ACTION, UNIT, NUMBER, EDIT, AREA = "POLYGONS", "ACTION", "UNIT", "NUMBER", "EDIT", "AREA_KM2"


class NeighbourAlgorithm(DrawnAlgorithm):
    """Works on what coordination found, run first where it is out of date; stateless."""

    def processAlgorithm(self, parameters: dict[str, Any], context: QgsProcessingContext,
                         feedback: QgsProcessingFeedback) -> dict[str, Any]:
        pilot = self._run(parameters, context, feedback, STEP)
        given = Given(self, parameters, context, feedback)
        try:
            return {FOLDER: str(pilot.folder), **self._settle(pilot, given, ProcessingFeedback(feedback))}
        except ToolkitError as error:
            raise QgsProcessingException(str(error)) from error

    def _settle(self, pilot: Pilot, given: Given, feedback: Feedback) -> dict[str, Any]:
        """Do the work and give the outputs by name. Raises ToolkitError."""
        raise NotImplementedError

    def _add_signature(self, needed: str) -> None:
        add(self, text_line(DECIDED_BY, _("Decided by"), _("A person or an office.")),
            text_line(REASON, _("Reason"), needed, optional=True),
            yes_or_no(DRAW, _("Draw the redline anew afterwards"),
                      _("If not, the next run of the boundary carries it out."), True))


def _drawn_anew(pilot: Pilot, given: Given, feedback: Feedback) -> None:
    if given.yes(DRAW):
        steps.run(pilot, feedback, only=STEP)


class Neighbours(NeighbourAlgorithm):
    """A pilot → edge-match rates, mismatches with proposals, foreign redlines, split basins."""

    def name(self) -> str:
        return "neighbours"

    def displayName(self) -> str:
        return _("Coordinate the redlines of neighbours")

    def shortHelpString(self) -> str:
        return _("For every border that two units share: how much of it the redline of each reaches, and the "
                 "edge-match rate. For every stretch where one side has no redline near by, what lies there and a "
                 "proposal: to extend the redline, to trim it to the border, or a note why neither can be done. "
                 "Redlines of neighbouring countries are compared only. River basins that a border splits are "
                 "listed.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        for table in (EDGE_MATCH, MISMATCHES, PROPOSALS, BASINS, FOREIGN):
            self.addOutput(QgsProcessingOutputFile(table, f"{table.lower()}.csv"))
        add_numbers(self, {PAIRS: _("Pairs of units with redline at their border"),
                           REACHED: _("Pairs that reach the target"), COUNT: _("Mismatches"),
                           OPEN_COUNT: _("Proposals that are open")})

    def _settle(self, pilot: Pilot, given: Given, feedback: Feedback) -> dict[str, Any]:
        rates = [row for row in read_table(pilot.table("edge_match")) if row["reached"]]
        proposals = read_table(pilot.table("proposals"))
        return {**{table: str(pilot.table(table.lower())) for table in (EDGE_MATCH, MISMATCHES, PROPOSALS, BASINS,
                                                                      FOREIGN)},
                PAIRS: len(rates), REACHED: sum(row["reached"] == "1" for row in rates),
                COUNT: len(read_table(pilot.table("mismatches"))),
                OPEN_COUNT: sum(row["status"] == OPEN for row in proposals)}


class DecideProposal(NeighbourAlgorithm):
    """A proposal, or all of a pair or kind → decided."""

    def name(self) -> str:
        return "decideproposal"

    def displayName(self) -> str:
        return _("Decide on proposals between neighbours")

    def shortHelpString(self) -> str:
        return _("Accepts, rejects or notes one proposal, or all open ones between two units, of one kind, or both. "
                 "What is accepted is carried out as an edit of the redline, which can be undone. Proposals and their "
                 "ids are in the table proposals.csv and the layer proposals.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        add(self, text_line(PROPOSAL, _("Proposal"), _("Its id; empty: all open ones that the next two fields name."),
                            optional=True),
            text_line(PAIR, _("Pair of units"), _("Two codes with a space between them; empty: all pairs."),
                      optional=True),
            choice(KIND, _("Kind"), _("Used where no id is given."),
                   [_("all kinds"), _("extend the redline"), _("trim it to the border"), _("note")]),
            choice(DECISION, _("Decision"), _("A note cannot be accepted: there is nothing to carry out."),
                   [_("accept"), _("reject"), _("note")]))
        self._add_signature(_("Why it is decided so. What is accepted needs none."))
        self.addOutput(QgsProcessingOutputNumber(DECIDED, _("Proposals that were decided")))

    def _settle(self, pilot: Pilot, given: Given, feedback: Feedback) -> dict[str, Any]:
        made = decide(pilot, self._wanted(pilot, given), given.choice(DECISION, CHOICES), given.text(DECIDED_BY),
                      given.text(REASON), date.today())
        _drawn_anew(pilot, given, feedback)
        return {DECIDED: len(made)}

    def _wanted(self, pilot: Pilot, given: Given) -> Sequence[str]:
        name, pair, kind = given.text(PROPOSAL).strip(), given.text(PAIR).split(), given.choice(KIND, ("", *KINDS))
        if name:
            return [name]
        if len(pair) not in (0, 2):
            raise InputError([(_("A pair of units needs two codes: {pair}.").format(pair=" ".join(pair)),
                               _("Write them with a space between them."))])
        if not (pair or kind):
            raise InputError([(_("It is not said which proposals are decided."),
                               _("Give an id, a pair of units, or a kind."))])
        return open_proposals(pilot, pair, kind)


class EditRedline(NeighbourAlgorithm):
    """Polygons that somebody drew → an edit of the redline of one unit."""

    def name(self) -> str:
        return "editredline"

    def displayName(self) -> str:
        return _("Edit the redline by hand")

    def shortHelpString(self) -> str:
        return _("Adds the polygons of a layer, or those selected in it, to the redline of a unit, or removes them "
                 "from it. Only their part in that unit counts; protected areas that must be in stay in. The edit is "
                 "kept with who made it and why, and can be undone.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        add(self, vector(POLYGONS, _("Polygons"), _("What is added or removed, in any coordinate system.")),
            choice(ACTION, _("Action"), _("What is done with them."), [_("add"), _("remove")]),
            text_line(UNIT, _("Unit"), _("Code of the unit whose redline is edited.")))
        self._add_signature(_("Why the redline is edited; it must be given."))
        add_numbers(self, {EDIT: _("Number of the edit"), AREA: _("Area of the polygons, km²")})

    def _settle(self, pilot: Pilot, given: Given, feedback: Feedback) -> dict[str, Any]:
        outline = read_union(given.source(POLYGONS), pilot.crs, feedback)
        made = edit_redline(pilot, outline, given.choice(ACTION, ACTIONS), given.text(UNIT).strip(),
                            given.text(DECIDED_BY), given.text(REASON), date.today())
        _drawn_anew(pilot, given, feedback)
        return {EDIT: made.number, AREA: made.area_km2}


class UndoEdit(NeighbourAlgorithm):
    """An edit → undone."""

    def name(self) -> str:
        return "undoedit"

    def displayName(self) -> str:
        return _("Undo an edit of the redline")

    def shortHelpString(self) -> str:
        return _("Takes back an edit: a proposal that was accepted is as it was before, polygons that were drawn count "
                 "no more. The edit stays in the list (edits.csv) with who undid it and why. To do it again, accept or "
                 "draw it again.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        add(self, number(NUMBER, _("Number of the edit"), _("0: the last one that stands."), 0, 0, 1e9, whole=True))
        self._add_signature(_("Why it is undone; it must be given."))
        add_numbers(self, {EDIT: _("Number of the edit")})

    def _settle(self, pilot: Pilot, given: Given, feedback: Feedback) -> dict[str, Any]:
        undone = undo(pilot.folder, pilot.crs, given.whole(NUMBER), given.text(DECIDED_BY), given.text(REASON),
                      date.today())
        _drawn_anew(pilot, given, feedback)
        return {EDIT: undone.number}


ALGORITHMS = (Neighbours, DecideProposal, EditRedline, UndoEdit)
