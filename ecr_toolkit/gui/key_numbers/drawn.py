"""Key numbers of the boundary, coordination and documents."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from ...coordination.levels.signatures import SIGNED, STATES
from ...coordination.proposals.decisions import STATUSES
from ...documents import wording
from ...documents.catalogue import DOCUMENTS
from ...documents.context import Context
from ...languages.messages import LANGUAGES, N_, _
from ...planning.shares import percent
from .numbers import KeyNumber, Writer

_FOLDER = "documents/"
_EDGES = "Q9"  # the check of all borders between units together


def boundary(_pilot: Any, c: Context, write: Writer) -> list[KeyNumber]:
    row = next((row for row in c.rows("units") if row["code"] == c.code), None)
    if row is None:
        return []
    failed = [check for check in c.quality if check["passed"] == 0]
    names = [write.named(write.ltr(check["check"]), _(titles[0])) for check in failed
             for titles in (wording.CHECKS[check["check"]],)]
    return [write.area(N_("Redline area"), row["ecr_km2"]),
            write.share(N_("Share of the country inside the redline"), row["ecr_percent"]),
            write.count(N_("Polygons of the redline"), row["polygons"]),
            write.share(N_("Core share"), percent(row["core_km2"], row["ecr_km2"]), write.km2(row["core_km2"]),
                        N_("no redline")),
            write.count(N_("Checks that failed"), c.failed_checks, "; ".join(names))]


def coordination(_pilot: Any, c: Context, write: Writer) -> list[KeyNumber]:
    pairs = c.rows("edge_match")
    judged = [row["reached"] for row in pairs if row["reached"] is not None]
    reached = write.named(_("Pairs that reach the target"), _of(write, sum(judged), len(judged))) if judged else ""
    numbers = [write.share(N_("Edge-match rate"), check["value"], reached, wording.NOTHING_TO_MATCH)
               for check in c.quality if check["check"] == _EDGES and pairs]
    statuses = [row["status"] for row in c.rows("mismatches")]
    numbers.append(write.count(N_("Mismatches"), len(statuses), _counted(write, statuses, STATUSES)))
    states = [row["state"] for row in c.rows("signatures")]
    if states:
        numbers.append(KeyNumber(_("Sign-offs"), _of(write, states.count(SIGNED), len(states)),
                                 _counted(write, states, STATES)))
    return numbers


def documents(pilot: Any, _c: Context, write: Writer) -> list[KeyNumber]:
    """What the step wrote and is still there."""
    files = [row.file for row in pilot.ledger.of("documents") if (pilot.folder / row.file).is_file()]
    written = {tuple(PurePosixPath(file).with_suffix("").parts[1:]) for file in files if file.startswith(_FOLDER)}
    ids, languages = {parts[-1] for parts in written}, {parts[0] for parts in written}
    titles = [_(document.title) for document in DOCUMENTS if document.id in ids]
    names = [name for language, name in LANGUAGES.items() if language in languages]
    return [write.count(N_("Documents"), len(titles), write.listed(titles)),
            write.count(N_("Languages"), len(names), write.listed(names))]


def _of(write: Writer, part: float, whole: float) -> str:
    """So many of so many."""
    return write.ltr(f"{write.formats.number(part)}\u00a0/\u00a0{write.formats.number(whole)}")


def _counted(write: Writer, found: Sequence[str], titles: Mapping[str, str]) -> str:
    """How many there are of each kind, in the order of their titles."""
    return write.listed(write.named(_(title), write.ltr(write.formats.number(found.count(kind))))
                        for kind, title in titles.items() if kind in found)
