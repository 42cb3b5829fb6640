"""Tables of the report about decisions of people: the record in the order of days, and what is still open."""

from collections.abc import Iterator
from typing import Any, NamedTuple, Optional

from ..boundary.conflicts.inside import NOT_ASSESSED
from ..boundary.conflicts.rules import CODES, DECISIONS
from ..boundary.conflicts.tables import ALL
from ..coordination.levels.places import LEVELS
from ..coordination.levels.signatures import OPEN, SIGNED, STATES
from ..coordination.proposals.decisions import STATUSES
from ..languages.messages import N_
from ..planning.thresholds import METHODS
from . import wording
from .context import Context
from .coordination_tables import unit_name
from .guideline.advice import advice_on
from .tables import CODE, COUNT, DATA, WORDS, Column, Table


class Entry(NamedTuple):
    """A decision: ISO day (empty: not stated), what it is about, on which thing (a cell), what was decided, by whom,
    and why. ``reason``: country's own words, or a cell."""

    day: str
    subject: str
    thing: Any
    decision: Any
    who: str
    reason: Any


def record(c: Context) -> Table:
    """Every decision of a person, oldest first; those without a day before all others."""
    entries = sorted((*_thresholds(c), *_conflicts(c), *_proposals(c), *_edits(c), *_rounds(c), *_signatures(c),
                      *_versions(c)), key=lambda entry: entry.day)
    rows = [((CODE, one.day) if one.day else None, one.subject, one.thing, one.decision,
             (DATA, one.who) if one.who else None,
             one.reason if isinstance(one.reason, tuple) else (DATA, one.reason) if one.reason else None)
            for one in entries]
    none = wording.NOT_STATED
    return Table("decision_record", N_("Decisions of people, in the order of their days"), (
        Column(N_("On"), CODE, missing=none), Column(N_("Subject")),
        Column(N_("Object"), CODE, missing=wording.NOT_APPLICABLE), Column(N_("Decision")),
        Column(N_("Decided by"), DATA, missing=none), Column(N_("Reason"), DATA, missing=none)), rows, wide=True)


def _thresholds(c: Context) -> Iterator[Entry]:
    """The choice of the thresholds, whether or not it says who chose."""
    told = c.recipe["thresholds"]
    chosen = next((row for row in c.rows("thresholds") if row["chosen"]), None)
    yield Entry(told["chosen_on"], N_("Thresholds"), None, METHODS[chosen["method"]] if chosen else
                (WORDS, wording.NOT_ASSESSED), told["chosen_by"], told["reason"])


def _conflicts(c: Context) -> Iterator[Entry]:
    for row in c.rows("conflicts"):
        if row["decided_by"]:
            yield Entry(row["decided_on"], CODES[row["code"]], (CODE, row["id"]), DECISIONS[row["decision"]],
                        row["decided_by"], row["reason"])


def _proposals(c: Context) -> Iterator[Entry]:
    """Decisions on proposals; one that was accepted is told with what it does."""
    for row in c.rows("proposals"):
        if row["decision"]:
            yield Entry(row["decided_on"], wording.PROPOSALS[row["kind"]], (CODE, row["id"]), STATUSES[row["status"]],
                        row["decided_by"], row["reason"])


def _edits(c: Context) -> Iterator[Entry]:
    """Edits of the line, and that they were undone; an edit that carries out a proposal has its reason there."""
    carried = (WORDS, N_("carries out a proposal"))
    for row in c.rows("edits"):
        subject, place = N_("Edit of the line"), unit_name(c, row["unit"])
        yield Entry(row["decided_on"], subject, place, wording.EDITS[row["action"]], row["decided_by"],
                    row["reason"] or carried)
        if row["undone_by"]:
            yield Entry(row["undone_on"], subject, place, N_("undone"), row["undone_by"], row["undone_reason"])


def _rounds(c: Context) -> Iterator[Entry]:
    for row in c.rows("rounds"):
        yield Entry(row["day"], N_("Round"), (COUNT, row["number"]), LEVELS[row["level"]], row["who"], row["reason"])


def _signatures(c: Context) -> Iterator[Entry]:
    """Sign-offs, those that are void included."""
    for row in c.rows("signatures"):
        if row["state"] != OPEN:
            yield Entry(row["day"], N_("Sign-off"), (DATA, row["name"]), STATES[row["state"]], row["who"],
                        (WORDS, wording.NOT_APPLICABLE))


def _versions(c: Context) -> Iterator[Entry]:
    for one in c.versions:
        yield Entry(one.day, N_("Version"), (CODE, one.number), N_("approved"), one.approved_by, one.reason)


def open_decisions(c: Context) -> Table:
    """What people have decided and what is still open, counted."""
    conflicts = conflict_counts(c)
    there = [row for row in c.rows("proposals") if row["present"]]
    signed = [row["state"] for row in c.rows("signatures")]
    chosen = bool(c.recipe["thresholds"]["chosen_by"])
    rows = [
        (N_("Thresholds, by a named person or body"), int(chosen), int(not chosen)),
        (N_("Objects in conflict with the candidate area"), *(conflicts or (None, None))),
        (N_("Mismatches at borders"), sum(bool(row["decision"]) for row in there),
         sum(not row["decision"] for row in there)),
        (N_("Sign-offs of units"), signed.count(SIGNED), len(signed) - signed.count(SIGNED)),
    ]
    return Table("open_decisions", N_("What is decided and what is open"), (
        Column(N_("Subject")), Column(N_("Decided"), COUNT, missing=wording.NOT_ASSESSED),
        Column(N_("Open"), COUNT, missing=wording.NOT_ASSESSED)), rows)


def conflict_counts(c: Context) -> Optional[tuple[int, int]]:
    """(objects in conflict that people decided on, objects that are open); None where no kind was assessed."""
    rows = c.rows("conflict_summary")
    if all(row["decision"] == NOT_ASSESSED for row in rows if row["code"] not in ("", ALL)):
        return None
    found = next(row for row in rows if row["code"] == ALL)
    return int(found["objects"] - found["open"]), int(found["open"])


def notes(c: Context) -> Table:
    """What people noted at the steps in QGIS, oldest first."""
    rows = [((CODE, one.written_on), wording.STEPS[one.step], (DATA, one.note), (DATA, one.author) if one.author
             else None) for one in c.notes if one.step in wording.STEPS]
    return Table("notes", N_("Notes of those who did the work"), (
        Column(N_("On"), CODE), Column(N_("Step")), Column(N_("Note"), DATA),
        Column(N_("Written by"), DATA, missing=wording.NOT_STATED)), rows)


def checks_done(c: Context) -> Table:
    """How many of the guideline's checks of each step somebody has ticked off."""
    items = {step: advice_on(step).checks for step in wording.STEPS}
    rows = [(wording.STEPS[step], len(checks), len(c.ticked(step) & set(checks)))
            for step, checks in items.items() if checks]
    return Table("checks_done", N_("Checks of the guideline, by step"), (
        Column(N_("Step")), Column(N_("Checks"), COUNT), Column(N_("Done"), COUNT)), rows)


TABLES = (record, open_decisions, notes, checks_done)
