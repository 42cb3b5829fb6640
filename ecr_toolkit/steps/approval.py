"""Approval: the redline of a pilot kept as a version with the state of the land, and what changed since the last one
(methods.md §9.1, §9.6). Two lines are compared in ``supervision.py``."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Optional

from ..coordination.versions.archive import Approved, approve, load, versions
from ..coordination.versions.area import unexplained
from ..coordination.versions.changes import CHANGE_COLUMNS, change_set, compare
from ..coordination.versions.reasons import Given, for_all, forbid, read_reasons
from ..coordination.versions.retired import RETIRED_COLUMNS, retired
from ..coordination.versions.working import working_state
from ..errors import ToolkitError
from ..feedback import Feedback
from ..languages.messages import _
from ..pilot.layers import Feature, read_layer, to_crs
from ..pilot.lock import locked
from ..pilot.pilot import Pilot
from ..pilot.tables import write_table
from ..raster.grid import spatial_reference
from .assessment import prepared

LAYER, UNITS = "ecr", "units"
OPEN_CHANGES, RETIRED = "open_changes", "version_retired"


def approve_redline(pilot: Pilot, approved_by: str, reason: str, day: date, feedback: Feedback,
                    reasons: Optional[Path] = None, reason_for_all: str = "", product: str = "") -> str:
    """Keep the working line as the next version, with the state of the land and what changed since the last one; gives
    its number.

    ``reasons``: table of reasons by polygon (``versions/reasons.py``); ``reason_for_all``: id of a reason for all
    others; ``product``: product and version of the land cover, for later checks. Raises InputError for a line that may
    not be approved (methods.md §9.1, §9.6), else as ``archive.approve`` says, Cancelled.
    """
    with locked(pilot.folder):
        redline, earlier = read_layer(pilot.geopackage, LAYER), all_versions(pilot, feedback)
        given = read_reasons(reasons) if reasons else Given()
        changes: list = []
        if earlier:
            comparison = compare(earlier[-1].redline, redline, feedback.part(0, 0.3))
            given = for_all(given, reason_for_all, comparison)
            changes = change_set(comparison, given.reasons, approved_by, day.isoformat(), notes=given.notes)
            forbid(comparison, given.reasons)
        number = approve(pilot.folder, redline, read_layer(pilot.geopackage, UNITS), pilot.crs, approved_by, reason,
                         day, changes, working_state(pilot, prepared(pilot), product), feedback.part(0.3, 1))
        publish_retired(pilot, earlier, redline)
        pilot.table(OPEN_CHANGES).unlink(missing_ok=True)  # its reasons now stand in the version
        return number


def changes_since(pilot: Pilot, feedback: Feedback) -> tuple[Path, int, int]:
    """Write the table of what the working line changes of the last version, for the reasons to be filled in; those that
    were filled in before stay. Gives (table, how many polygons changed, how many lost area and lack a reason).

    Raises ToolkitError where nothing was approved yet, InputError for a table that cannot be read, Cancelled.
    """
    with locked(pilot.folder):
        earlier = all_versions(pilot, feedback)
        if not earlier:
            raise ToolkitError(_("No line was approved yet, so there is nothing to compare with."),
                               _("Approve the redline first."))
        comparison = compare(earlier[-1].redline, read_layer(pilot.geopackage, LAYER), feedback)
        written = open_reasons(pilot)
        rows = [row for row in change_set(comparison, written.reasons, "", "", notes=written.notes)
                if row["gained_km2"] or row["lost_km2"]]
        write_table(pilot.table(OPEN_CHANGES), CHANGE_COLUMNS, rows)
        return pilot.table(OPEN_CHANGES), len(rows), len(unexplained(comparison, written.reasons))


def open_reasons(pilot: Pilot) -> Given:
    """The reasons that were filled in for the working line so far. InputError for a table that cannot be read."""
    path = pilot.table(OPEN_CHANGES)
    return read_reasons(path) if path.exists() else Given()


def all_versions(pilot: Pilot, feedback: Feedback) -> list[Approved]:
    """Every version, oldest first, its lines in the pilot's system. Raises ToolkitError for one that was changed,
    Cancelled."""
    found = []
    for version in versions(pilot.folder):
        feedback.check()
        found.append(_in_system(load(pilot.folder, version.number), pilot.crs))
    return found


def _in_system(approved: Approved, crs: str) -> Approved:
    """A country that has given its grid another centre compares its older versions in the new system."""
    own = approved.version.crs
    if spatial_reference(own).IsSame(spatial_reference(crs)):
        return approved
    return replace(approved, redline=[Feature(to_crs(one.geometry, own, crs), one.values) for one in approved.redline])


def publish_retired(pilot: Pilot, earlier: Sequence[Approved], redline: Sequence[Feature]) -> None:
    """The table of codes that earlier versions had and a line has no more."""
    write_table(pilot.table(RETIRED), RETIRED_COLUMNS, retired(earlier, redline))
