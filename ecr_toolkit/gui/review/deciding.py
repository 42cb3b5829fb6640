"""Deciding on an item, and taking a decision back: the files that the Processing algorithms write, by their functions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Callable, Optional, Union

from ...boundary.conflicts import deciding as conflicts
from ...boundary.conflicts import decisions as conflict_decisions
from ...boundary.conflicts.identity import family_and_zone
from ...boundary.conflicts.model import Decision as ConflictDecision
from ...boundary.conflicts.rules import DECISIONS, allowed
from ...coordination.edits import read_edits, undo
from ...coordination.proposals import decisions as proposals
from ...coordination.proposals.decisions import ACCEPT, NOTED, REJECT
from ...coordination.proposals.decisions import Decision as ProposalDecision
from ...coordination.proposals.making import ACTION
from ...errors import InputError
from ...languages.messages import N_, _, catalogue
from ...pilot.lock import locked
from ...steps.proposals import decide
from .items import CONFLICT, MISMATCH, Item, Key

CHOICES = {MISMATCH: {ACCEPT: N_("accept"), REJECT: N_("reject"), NOTED: N_("note down")}, CONFLICT: DECISIONS}


@dataclass(frozen=True)
class Choice:
    """What can be decided. ``title`` is marked; ``possible``: it can stand; ``proposed``: the toolkit proposes it."""

    id: str
    title: str
    possible: bool
    proposed: bool


@dataclass(frozen=True)
class Made:
    """A decision that was made here, and what stood before on a conflict object."""

    key: Key
    decision: Union[ProposalDecision, ConflictDecision]
    before: Optional[ConflictDecision] = None


def choices_of(item: Item) -> list[Choice]:
    """What can be decided on an item, none on a sign-off."""
    if item.kind == CONFLICT:
        stand = allowed(*family_and_zone(item.id))
        return [Choice(name, title, name in stand, name == item.row["default_decision"])
                for name, title in DECISIONS.items()]
    if item.kind != MISMATCH:
        return []
    free = item.status != proposals.STATUS[ACCEPT] and item.row["present"] == "1"
    proposed = ACCEPT if item.row["kind"] in ACTION else NOTED
    return [Choice(name, title, free and (name != ACCEPT or item.row["kind"] in ACTION), name == proposed)
            for name, title in CHOICES[MISMATCH].items()]


def decide_item(pilot: Any, item: Item, choice: str, who: str, reason: str, day: date) -> Made:
    """Record a decision on an item. Where the rule of a conflict is followed and no reason is given, the rule is the
    reason, but not on the land of indigenous and traditional peoples. Raises InputError for what cannot be decided so,
    ToolkitError while another program works on the pilot; then nothing is recorded."""
    if item.kind == MISMATCH:
        return Made(item.key, decide(pilot, [item.id], choice, who, reason, day)[0])
    if not reason.strip() and choice == item.row["default_decision"] and not item.row["flag"]:
        rule = item.row["rule"]
        reason = catalogue(pilot.recipe["languages"][0]).gettext(rule)
    before = _stands(pilot.folder, item.id)
    conflicts.decide(pilot.folder, item.id, choice, reason.strip(), who.strip(), day)
    made = _stands(pilot.folder, item.id)
    return Made(item.key, made, before)


def take_back(pilot: Any, made: Made, who: str, reason: str, day: date) -> None:
    """Take back a decision. What was accepted is marked as undone, with who and why; any other decision is taken off
    its table, which is as it was before. Raises InputError where something else was decided since, ToolkitError while
    another program works on the pilot."""
    if isinstance(made.decision, ConflictDecision):
        _restore_conflict(pilot.folder, made.decision, made.before)
    elif made.decision.decision == ACCEPT:
        undo(pilot.folder, pilot.crs, int(made.decision.edit), who, reason or _("taken back"), day)
    else:
        _remove_proposal(pilot, made.decision)


def accepted(item: Item) -> Optional[Made]:
    """The decision that accepted a proposal, whoever made it; it is the only one that stands in the way of another."""
    row = item.row
    if item.kind != MISMATCH or item.status != proposals.STATUS[ACCEPT]:
        return None
    return Made(item.key, ProposalDecision(item.id, row["kind"], ACCEPT, row["reason"], row["decided_by"],
                                           row["decided_on"], row["edit"]))


def that_stand(made: Sequence[Made], items: Sequence[Item]) -> list[Made]:
    """The decisions made here that can still be taken back: those of items whose last one still stands."""
    last = {one.key: one.decision for one in made}
    rows = {item.key: item.row for item in items if item.key in last and item.status != proposals.OPEN}
    told = "reason", "decided_by", "decided_on"
    kept = {key for key, row in rows.items() if all(row[name] == getattr(last[key], name) for name in told)}
    return [one for one in made if one.key in kept]


def _stands(folder: Path, identity: str) -> Optional[ConflictDecision]:
    return next((one for one in conflict_decisions.load(folder) if one.id == identity), None)


def _restore_conflict(folder: Path, made: ConflictDecision, before: Optional[ConflictDecision]) -> None:
    with locked(folder):
        standing = {one.id: one for one in conflict_decisions.load(folder)}
        if standing.pop(made.id, None) != made:
            raise _decided_since(made.id)
        left = [*standing.values(), *([before] if before else [])]
        _write(left, folder / conflict_decisions.FILE, lambda: conflict_decisions.store(folder, left))


def _remove_proposal(pilot: Any, made: ProposalDecision) -> None:
    folder: Path = pilot.folder
    with locked(folder):
        edits = read_edits(folder, pilot.crs)
        told = proposals.read_decisions(folder, edits)
        if proposals.standing(told, edits).get(made.id) != made:
            raise _decided_since(made.id)
        last = max(place for place, one in enumerate(told) if one == made)
        left = told[:last] + told[last + 1:]
        _write(left, proposals.path_of(folder), lambda: proposals.write_decisions(folder, left))


def _write(left: Iterable[Any], path: Path, write: Callable[[], None]) -> None:
    """A table without rows is none, as before the first decision."""
    if list(left):
        write()
    else:
        path.unlink()


def _decided_since(identity: str) -> InputError:
    return InputError([(_("{id} was decided again since.").format(id=identity),
                        _("Look at what stands now, then decide anew."))])
