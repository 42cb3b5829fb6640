"""Decisions on proposals: accepted, rejected or noted, by whom, when and why; kept for ever in their order.

What is accepted becomes an edit command, which is written first and names its proposal: a decision whose row a kill has
prevented is read from the command. A decision to accept stands as long as its command does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from ...languages.messages import N_
from ...pilot.tables import read_table, unguarded, write_table
from ..edits import ADD, FOLDER, Edit, active
from .making import EXTEND, TRIM, Proposal
from .places import Place, Places

FILE = "proposals.csv"
ACCEPT, REJECT, NOTED = "accept", "reject", "note"
CHOICES = (ACCEPT, REJECT, NOTED)
OPEN = "open"
STATUS: Mapping[str, str] = {ACCEPT: "accepted", REJECT: "rejected", NOTED: "noted"}
STATUSES = {OPEN: N_("open"), "accepted": N_("accepted"), "rejected": N_("rejected"), "noted": N_("noted")}


@dataclass(frozen=True)
class Decision:
    """What was decided on the proposal ``id``, which was of this ``kind``. ``edit``: number of the command of what was
    accepted, empty else; ``decided_on``: ISO day."""

    id: str
    kind: str
    decision: str
    reason: str
    decided_by: str
    decided_on: str
    edit: str = ""


_COLUMNS = tuple(field.name for field in fields(Decision))


def path_of(folder: Path) -> Path:
    """The table of decisions of the pilot in ``folder``."""
    return folder / FOLDER / FILE


def read_decisions(folder: Path, edits: Iterable[Edit]) -> list[Decision]:
    """All decisions in their order, those included that only an edit command tells of. InputError for a table that
    cannot be read."""
    path = path_of(folder)
    rows = read_table(path, _COLUMNS) if path.exists() else []
    told = [Decision(**{name: unguarded(row[name]) for name in _COLUMNS}) for row in rows]
    known = {decision.edit for decision in told}
    return told + [_of(edit) for edit in edits if edit.proposal and str(edit.number) not in known]


def _of(edit: Edit) -> Decision:
    return Decision(edit.proposal, EXTEND if edit.action == ADD else TRIM, ACCEPT, edit.reason, edit.decided_by,
                    edit.decided_on, str(edit.number))


def write_decisions(folder: Path, decisions: Iterable[Decision]) -> None:
    """Publish the whole table, atomically; for callers that hold the pilot's lock."""
    write_table(path_of(folder), _COLUMNS, [asdict(decision) for decision in decisions])


def standing(decisions: Iterable[Decision], edits: Iterable[Edit]) -> dict[str, Decision]:
    """Proposal → its last decision, without what was accepted and undone since: then the one before stands again."""
    numbers = {str(edit.number) for edit in active(edits)}
    return {decision.id: decision for decision in decisions
            if decision.decision != ACCEPT or decision.edit in numbers}


def named(proposals: Sequence[Proposal], decided: Mapping[str, Decision], places: Places, near_m: float) -> list[str]:
    """An id for each proposal: the place of its mismatch, or the id that it had when it was decided on.

    A proposal that was rejected or noted is known again where one of the same kind lies between the same units, the
    nearest within ``near_m`` of the place in its id. What was accepted is known by its exact place only: what is left
    after it was carried out is a new question.
    """
    ids = [places.of(proposal.mismatch).id for proposal in proposals]
    free: dict[tuple[str, str, str], list[int]] = {}
    for index, proposal in enumerate(proposals):
        if ids[index] not in decided:
            key = (proposal.mismatch.unit, proposal.mismatch.neighbour, proposal.kind)
            free.setdefault(key, []).append(index)
    near = []
    for name in sorted(set(decided) - set(ids)):
        place = Place.parse(name)
        if place is not None and decided[name].decision != ACCEPT:
            point = places.point(place)
            near += [(proposals[index].mismatch.line.Distance(point), name, index)
                     for index in free.get((place.unit, place.neighbour, decided[name].kind), [])]
    known: dict[int, str] = {}
    for distance, name, index in sorted(near):
        if distance <= near_m and index not in known and name not in known.values():
            known[index] = name
    return [known.get(index, name) for index, name in enumerate(ids)]
