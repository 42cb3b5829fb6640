"""Supervision: two lines of a pilot laid over each other, with the three checks, the swap rule and the occasions to
adjust (methods.md §9.1-9.3, §9.6)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from osgeo import ogr

from ..coordination.versions.archive import Approved, no_version
from ..coordination.versions.area import area_check, unexplained
from ..coordination.versions.changes import (
    CHANGE_COLUMNS,
    PIECE_FIELDS,
    REASON_COLUMNS,
    TOTAL_COLUMNS,
    Comparison,
    area_by_reason,
    change_set,
    compare,
    piece_features,
    totals,
)
from ..coordination.versions.checks import Line, Observations
from ..coordination.versions.conversions import MATRIX_COLUMNS, PATCH_FIELDS
from ..coordination.versions.nature import CONFIRM
from ..coordination.versions.occasions import TRIGGER_COLUMNS, occasions
from ..coordination.versions.reasons import Given
from ..coordination.versions.results import CHECK_COLUMNS, FAIL, NATURE
from ..coordination.versions.sources import INPUT_COLUMNS, compared_inputs
from ..coordination.versions.swap import SWAP_COLUMNS, swap
from ..coordination.versions.trades import trades, trades_by_cells
from ..coordination.versions.working import working_state
from ..errors import ToolkitError
from ..feedback import Feedback
from ..languages.messages import _
from ..pilot.layers import Feature, read_layer, write_layers
from ..pilot.lock import locked
from ..pilot.pilot import Pilot
from ..pilot.tables import write_table
from .approval import LAYER, all_versions, open_reasons, publish_retired
from .assessment import prepared

CHANGES, TOTALS, REASONS, CHECKS, SWAP, TRIGGERS, INPUTS = (
    "version_changes", "version_totals", "version_reasons", "version_checks", "version_swap", "version_triggers",
    "version_inputs")
TABLES = (CHANGES, TOTALS, REASONS, CHECKS, SWAP, TRIGGERS, INPUTS)
CONVERSIONS, TRANSITIONS = "version_conversions", "version_transitions"  # tables where land covers can be compared
PIECES = "version_pieces"


@dataclass(frozen=True)
class Compared:
    """Two lines laid over each other. ``between``: the versions after the first, up to the second; ``given``: the
    reasons for what was lost."""

    before: Line
    after: Line
    comparison: Comparison
    between: Sequence[Approved]
    given: Given


@dataclass(frozen=True)
class Checked:
    """What was seen on both lines, the swaps, and the rows of the three checks."""

    seen: Observations
    swapped: Sequence[dict]
    checks: Sequence[dict]


def compared(pilot: Pilot, chain: Sequence[Approved], first: str, second: str, day: date, feedback: Feedback,
             product: str = "") -> Compared:
    """Lay two versions of the ``chain`` over each other, as ``compare_versions`` does; nothing is written."""
    start = _place(chain, first)
    end = _place(chain, second) if second else len(chain)
    if end <= start:
        raise ToolkitError(_("Version {second} is not later than version {first}.").format(
            second=second, first=first), _("Name the earlier version first."))
    between = chain[start + 1:end + 1]
    before, after = _line(chain[start]), _line(chain[end]) if second else _working(pilot, day, product)
    comparison = compare(before.redline, after.redline, feedback.part(0, 0.7))
    given = _recorded(between) if second else _so_far(pilot, between, after, feedback.part(0.7, 1))
    return Compared(before, after, comparison, between, given)


def checked(pilot: Pilot, found: Compared, feedback: Feedback) -> Checked:
    """The three checks and the swap rule between two lines; nothing is written."""
    comparison = found.comparison
    seen = Observations.of(found.before, found.after, pilot.grid, feedback.part(0, 0.3))
    levels = seen.levels()
    swapped = swap(*(trades(comparison) if levels is None else trades_by_cells(
        comparison, *levels, pilot.grid, feedback.part(0.3, 0.5))))
    return Checked(seen, swapped, [
        *area_check(comparison, found.given.reasons, pilot.code, swapped=swapped), *seen.nature(pilot.code),
        *seen.function(pilot.code, feedback.part(0.5, 1))])


def compare_versions(pilot: Pilot, first: str, second: str, day: date, feedback: Feedback, product: str = ""
                     ) -> dict[str, int]:
    """Write the tables and layers of two versions; an empty ``second`` is the working line as it is on ``day``, with
    the ``product`` of its land cover. Gives how many checks have each result.

    Layers ``version_pieces`` (gained and lost) and ``version_conversions``. Raises ToolkitError for a version that is
    not there, was changed, or is not the earlier one, InputError for a table that cannot be read, Cancelled.
    """
    with locked(pilot.folder):
        chain = all_versions(pilot, feedback)
        found = compared(pilot, chain, first, second, day, feedback.part(0, 0.3), product)
        before, after = found.before, found.after
        end = _place(chain, second) if second else len(chain)
        publish_retired(pilot, chain[:end], after.redline)
        write_table(pilot.table(TRIGGERS), TRIGGER_COLUMNS, occasions(
            before.day, after.day, before.state.sources, after.state.sources,
            [row for version in found.between for row in version.changes]))
        write_table(pilot.table(INPUTS), INPUT_COLUMNS, compared_inputs(before.state.sources, after.state.sources))
        signed = (chain[end].version.approved_by, chain[end].version.day) if second else ("", "")
        _publish_changes(pilot, found.comparison, change_set(
            found.comparison, found.given.reasons, *signed, notes=found.given.notes))
        return _publish_checks(pilot, found, feedback.part(0.3, 1))


def _place(chain: Sequence[Approved], number: str) -> int:
    there = [version.version for version in chain]
    if number not in [version.number for version in there]:
        raise no_version(number, there)
    return [version.number for version in there].index(number)


def _line(approved: Approved) -> Line:
    version = approved.version
    return Line(version.number, date.fromisoformat(version.day), approved.redline, approved.state)


def _working(pilot: Pilot, day: date, product: str) -> Line:
    return Line("", day, read_layer(pilot.geopackage, LAYER), working_state(pilot, prepared(pilot), product))


def _recorded(between: Sequence[Approved]) -> Given:
    """The reasons in the change sets of versions; a later one counts."""
    rows = [row for version in between for row in version.changes]
    return Given({row["code"]: row["reason"] for row in rows if row["reason"]},
                 {row["code"]: row["note"] for row in rows if row.get("note")})


def _so_far(pilot: Pilot, between: Sequence[Approved], working: Line, feedback: Feedback) -> Given:
    """The reasons for the working line: those of the versions, but of none that has lost more since the last one, and
    those that were filled in for it."""
    recorded, written = _recorded(between), open_reasons(pilot)
    reasons = {**recorded.reasons, **written.reasons}
    if between:
        since = compare(between[-1].redline, working.redline, feedback)
        for _unit, code in unexplained(since, written.reasons):
            reasons.pop(code, None)
    return Given(reasons, {**recorded.notes, **written.notes})


def _publish_changes(pilot: Pilot, comparison: Comparison, rows: Sequence[dict]) -> None:
    write_table(pilot.table(CHANGES), CHANGE_COLUMNS, rows)
    write_table(pilot.table(TOTALS), TOTAL_COLUMNS, totals(comparison, pilot.code))
    write_table(pilot.table(REASONS), REASON_COLUMNS, area_by_reason(rows))


def _publish_checks(pilot: Pilot, found: Compared, feedback: Feedback) -> dict[str, int]:
    checks = checked(pilot, found, feedback.part(0, 0.8))
    write_table(pilot.table(SWAP), SWAP_COLUMNS, checks.swapped)
    write_table(pilot.table(CHECKS), CHECK_COLUMNS, checks.checks)
    patches = _publish_conversions(pilot, checks.seen)
    write_layers(pilot.geopackage, pilot.crs, {
        PIECES: (ogr.wkbMultiPolygon, PIECE_FIELDS, piece_features(found.comparison)),
        CONVERSIONS: (ogr.wkbMultiPolygon, PATCH_FIELDS, patches)})
    if any(row["check"] == NATURE and row["result"] == FAIL for row in checks.checks):
        feedback.say(_(CONFIRM))
    return Counter(row["result"] for row in checks.checks)


def _publish_conversions(pilot: Pilot, seen: Observations) -> Sequence[Feature]:
    """Tables of what the land inside the earlier line became, removed where the land covers cannot be compared, so that
    nobody takes older ones for these; gives the patches."""
    found = seen.conversions()
    if found is None:
        for name in (TRANSITIONS, CONVERSIONS):
            pilot.table(name).unlink(missing_ok=True)
        return []
    rows, patches = found
    write_table(pilot.table(TRANSITIONS), MATRIX_COLUMNS, rows)
    write_table(pilot.table(CONVERSIONS), tuple(PATCH_FIELDS), [patch.values for patch in patches])
    return patches
