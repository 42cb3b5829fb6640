"""Reasons of changes as users give them: a table by polygon, or one for all; and what forbids an approval
(methods.md §9.1, §9.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...errors import InputError
from ...languages.messages import _
from ...pilot.tables import read_table, unguarded
from .area import unexplained
from .changes import Comparison
from .limits import LIMITS, Limits
from .triggers import REASONS, REASONS_OF_LOSS

COLUMNS = ("code", "reason", "note")
_LISTED = 20  # so many codes are named in a sentence


@dataclass(frozen=True)
class Given:
    """Code of the polygon → id of REASONS, and code → note."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


def read_reasons(path: Path) -> Given:
    """The table of reasons: columns ``code``, ``reason`` and, where there is more to say, ``note``. Rows without a
    reason are left out. InputError tells every reason that is not known and every code with two reasons."""
    rows = [{name: unguarded(row.get(name, "")).strip() for name in COLUMNS} for row in read_table(path, COLUMNS[:2])]
    reasons: dict[str, str] = {}
    faults = []
    for row in rows:
        code, reason = row["code"], row["reason"]
        if reason and reason not in REASONS:
            faults.append((_("The table {file} has a reason that is not known for {code}: {reason}.").format(
                file=path.name, code=code, reason=reason),
                _("Choose from: {names}.").format(names=", ".join(REASONS))))
        elif reason and reasons.setdefault(code, reason) != reason:
            faults.append((_("The table {file} has two reasons for {code}: {first}, {second}.").format(
                file=path.name, code=code, first=reasons[code], second=reason), _("Leave one of them.")))
    if faults:
        raise InputError(faults)
    return Given(reasons, {row["code"]: row["note"] for row in rows if row["note"]})


def for_all(given: Given, reason: str, comparison: Comparison) -> Given:
    """The reasons given, and ``reason`` for every other polygon of the comparison. InputError when a code is of no
    polygon of either line, which is most often a slip of the pen."""
    codes = {code for _unit, code in comparison.areas}
    strange = sorted({*given.reasons} - codes)
    if strange:
        raise InputError([(_("The table of reasons names polygons of neither line: {codes}.").format(
            codes=_some(strange)), _("Correct the codes; the table of changes since the last version has them."))])
    return Given({**(dict.fromkeys(codes, reason) if reason else {}), **given.reasons}, given.notes)


def forbid(comparison: Comparison, reasons: Mapping[str, str], limits: Limits = LIMITS) -> None:
    """InputError when the later line may not be approved: area was lost without a reason that allows it, or the
    national area would be lower (methods.md §9.6), each with what to do."""
    faults = []
    lost = [code for _unit, code in unexplained(comparison, reasons, limits)]
    if lost:
        faults.append((
            _("Polygons lost area without a reason that allows it: {codes}.").format(codes=_some(lost)),
            _("Give each a reason in the table of changes since the last version ({names}), and pass it on with the "
              "approval.").format(names=", ".join(REASONS_OF_LOSS))))
    before, after = (sum(getattr(areas, name) for areas in comparison.areas.values()) for name in ("before", "after"))
    if round(after - before, 4) < -limits.area_km2:
        faults.append((
            _("The national area of the redline would be lower by {difference} km²: {after} in place of {before} km².")
            .format(difference=f"{before - after:.4f}", after=f"{after:.4f}", before=f"{before:.4f}"),
            _("No adjustment may lower it: add area that makes up for the loss.")))
    if faults:
        raise InputError(faults)


def _some(codes: Sequence[str]) -> str:
    return ", ".join(codes[:_LISTED]) + (" …" if len(codes) > _LISTED else "")
