"""Which occasions to adjust the redline have come since a version, as far as data tell (methods.md §9.6)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ...languages.messages import N_
from .sources import OCCASION
from .triggers import CORRECTION, EVIDENCE, PROJECT, PROTECTED_AREA, REVIEW, TRIGGERS

TRIGGER_COLUMNS = ("trigger", "result", "since", "reason")
YES, NO, NOT_ASSESSED = "yes", "no", "not_assessed"
REVIEW_YEARS = 5
NOT_KEPT = N_("not assessed: the version does not say with which data it was made")
NOT_TOLD = N_("not assessed: the data do not tell; ask the authorities")
NO_LIST = N_("not assessed: no such list is given")


def review_day(approved: date) -> date:
    """The day a periodic review is due."""
    year = approved.year + REVIEW_YEARS
    try:
        return approved.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)


def occasions(approved: date, today: date, first: Sequence[Mapping[str, str]], second: Sequence[Mapping[str, str]],
              changes: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """A row (TRIGGER_COLUMNS) a trigger: whether it has come from the day ``approved`` to ``today``, and since when.

    ``first`` and ``second``: sources (SOURCE_COLUMNS) of both lines, by which changed protected areas, species and key
    sites show, since the day they were brought in; ``changes``: rows of the change sets between the lines, in which
    projects and corrections are recorded. Of a project that is not recorded the data tell nothing.
    """
    due = review_day(approved)
    found = {
        **{trigger: _changed(trigger, first, second) for trigger in (PROTECTED_AREA, EVIDENCE)},
        PROJECT: _recorded(PROJECT, changes, (NOT_ASSESSED, "", NOT_TOLD)),
        CORRECTION: _recorded(CORRECTION, changes, (NO, "", "")),
        REVIEW: (YES, due.isoformat(), "") if today >= due else (NO, "", ""),
    }
    return [dict(zip(TRIGGER_COLUMNS, (trigger.id, *found[trigger.id]))) for trigger in TRIGGERS]


def _changed(trigger: str, first: Sequence[Mapping[str, str]], second: Sequence[Mapping[str, str]]
             ) -> tuple[str, str, str]:
    """Whether the list by which a trigger shows is another one; a list that only one line has is."""
    if not first or not second:
        return NOT_ASSESSED, "", NOT_KEPT
    before, after = (next((row for row in rows if row["role"] == OCCASION and row["variable"] == trigger), None)
                     for rows in (first, second))
    if before is None and after is None:
        return NOT_ASSESSED, "", NO_LIST
    if before is None or after is None or before["sha256"] != after["sha256"]:
        return YES, after["day"] if after else "", ""
    return NO, "", ""


def _recorded(reason: str, changes: Sequence[Mapping[str, str]], otherwise: tuple[str, str, str]
              ) -> tuple[str, str, str]:
    days = [row["day"] for row in changes if row["reason"] == reason]
    return (YES, min(days), "") if days else otherwise
