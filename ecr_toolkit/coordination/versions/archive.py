"""The archive: every approved redline under its number ``YYYY.n``, whole, dated, signed, and never written again.

The folder of a version is renamed into place when everything in it is written: that moment is the approval. The list
``versions.csv`` is written after and only repeats what the folders say, so that a kill between the two loses nothing.
"""

import contextlib
import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Optional

from ...atomic import publishing, sweep
from ...errors import InputError, ToolkitError, unwritable
from ...feedback import Feedback
from ...languages.messages import N_, _
from ...pilot.layers import Feature, quiet
from ...pilot.lock import locked
from ...pilot.tables import read_table, write_table
from .changes import CHANGE_COLUMNS
from .content import LINES, SIGNATURE, Version, checksum, read_lines, read_signature, write_lines
from .state import NOTHING_KEPT, State, keep, rows_of
from .state import read as read_state

FOLDER, LIST, CHANGES = "versions", "versions.csv", "changes.csv"
LIST_COLUMNS = ("number", "day", "approved_by", "reason", "area_km2", "polygons", "sha256")
APPROVED = "approved"
RESTORE = N_("Put the folder of this version back from a copy; what was approved cannot be made again.")
_NUMBER = re.compile(r"(\d{4})\.([1-9]\d*)")


@dataclass(frozen=True, eq=False)
class Approved:
    """A version as it was approved: polygons with their register, units, the rows of its change set as texts, and the
    state of the land."""

    version: Version
    redline: list[Feature]
    units: list[Feature]
    changes: list[dict[str, str]]
    state: State = NOTHING_KEPT


def approve(folder: Path, redline: Sequence[Feature], units: Sequence[Feature], crs: str, approved_by: str,
            reason: str, day: datetime.date, changes: Sequence[Mapping[str, Any]] = (), state: State = NOTHING_KEPT,
            feedback: Optional[Feedback] = None) -> str:
    """Keep a redline as the next version of its year, and give its number.

    ``redline``: polygons with at least ``ecr_code`` and ``adm_code``, in the equal-area ``crs``; ``changes``: rows
    (CHANGE_COLUMNS) of what differs from the version before; ``state``: rasters that later checks need. The polygons
    are kept with ``status`` approved and the number as ``version``. Raises InputError for a redline that cannot be
    approved or a raster that cannot be read, ToolkitError when another program approves at the same time, the day lies
    before the last version, or the folder cannot be written, Cancelled.
    """
    signed = {"approved_by": " ".join(approved_by.split()), "reason": " ".join(reason.split())}
    _check(redline, signed)
    archive = folder / FOLDER
    try:
        archive.mkdir(parents=True, exist_ok=True)
        with locked(archive):
            sweep(archive)
            number = _next(versions(folder), day)
            with publishing(archive / number) as temporary:
                temporary.mkdir()
                write_lines(temporary / LINES, crs, [Feature(polygon.geometry, {
                    **polygon.values, "version": number, "status": APPROVED}) for polygon in redline], units)
                if changes:
                    write_table(temporary / CHANGES, CHANGE_COLUMNS, map(dict, changes))
                keep(temporary, state, feedback or Feedback())
                _sign(temporary, Version(number, day.isoformat(), **signed, area_km2=_area(redline),
                                         polygons=len(redline), crs=crs, sha256=""))
            _write_list(folder)
    except OSError as fault:
        raise unwritable(fault) from fault
    return number


def _check(redline: Sequence[Feature], signed: Mapping[str, str]) -> None:
    faults = []
    codes = [polygon.values.get("ecr_code") or "" for polygon in redline]
    double = sorted({code for code in codes if code and codes.count(code) > 1})
    if not redline:
        faults.append((_("There is no redline to approve."), _("Run the step that draws the boundary first.")))
    if "" in codes:
        faults.append((_("Polygons of the redline have no code: {count}.").format(count=codes.count("")),
                       _("Fill the field ecr_code of every polygon.")))
    if double:
        faults.append((_("Codes of the redline occur more than once: {codes}.").format(codes=", ".join(double)),
                       _("Give every polygon a code of its own.")))
    with quiet():
        broken = [code for code, polygon in zip(codes, redline)
                  if polygon.geometry.IsEmpty() or not polygon.geometry.IsValid()]
    if broken:
        faults.append((_("Outlines of the redline are empty or cross themselves: {codes}.").format(
            codes=", ".join(broken)), _("Repair these polygons (in QGIS: Fix geometries).")))
    if not all(signed.values()):
        faults.append((_("An approval needs who approves and why."), _("Fill in both.")))
    if faults:
        raise InputError(faults)


def _next(earlier: Sequence[Version], day: datetime.date) -> str:
    """The number after those of the year; versions follow each other in time."""
    if earlier and day.isoformat() < earlier[-1].day:
        raise ToolkitError(_("The day {day} lies before the last version, {number} of {last}.").format(
            day=day.isoformat(), number=earlier[-1].number, last=earlier[-1].day),
            _("Give the day of this approval; versions follow each other in time."))
    taken = [_order(version.number)[1] for version in earlier if _order(version.number)[0] == day.year]
    return f"{day.year:04d}.{max(taken, default=0) + 1}"


def _sign(folder: Path, version: Version) -> None:
    """Write who, when and why with the checksum of everything, and keep editors from changing the files by mistake."""
    signed = Version(**{**asdict(version), "sha256": _checksum(folder, version)})
    write_table(folder / SIGNATURE, [field.name for field in fields(Version)], [asdict(signed)])
    for path in filter(Path.is_file, folder.rglob("*")):
        with contextlib.suppress(OSError):  # some file systems know no permissions; the checksum still tells
            path.chmod(0o444)


def _checksum(folder: Path, version: Version) -> str:
    return checksum(folder / LINES, version, _changes(folder), rows_of(folder))


def _changes(folder: Path) -> list[dict[str, str]]:
    return read_table(folder / CHANGES) if (folder / CHANGES).exists() else []


def _area(redline: Sequence[Feature]) -> float:
    return round(sum(round(polygon.geometry.GetArea() / 1e6, 4) for polygon in redline), 4)


def _write_list(folder: Path) -> None:
    """Add what is new; a row that is there stays, because it tells when its folder was changed."""
    rows = {version.number: asdict(version) for version in versions(folder)}
    rows.update(_listed(folder))
    write_table(folder / FOLDER / LIST, LIST_COLUMNS, [rows[number] for number in sorted(rows, key=_order)])


def _listed(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / FOLDER / LIST
    return {row["number"]: row for row in read_table(path, LIST_COLUMNS)} if path.exists() else {}


def _order(number: str) -> tuple[int, int]:
    year, count = number.split(".")
    return int(year), int(count)


def versions(folder: Path) -> list[Version]:
    """All versions, oldest first. ToolkitError when one that was listed is gone or cannot be read."""
    archive = folder / FOLDER
    there = [path for path in archive.iterdir() if _NUMBER.fullmatch(path.name)] if archive.is_dir() else []
    lost = {*_listed(folder)} - {path.name for path in there}
    if lost:
        raise ToolkitError(_("Versions are missing from the folder “{folder}”: {numbers}.").format(
            folder=FOLDER, numbers=", ".join(sorted(lost, key=_order))), _(RESTORE))
    return [_signature(path) for path in sorted(there, key=lambda path: _order(path.name))]


def _signature(folder: Path) -> Version:
    try:
        version = read_signature(folder / SIGNATURE)
    except (InputError, ValueError) as fault:
        raise _changed(folder.name) from fault
    if version.number != folder.name:
        raise _changed(folder.name)
    return version


def load(folder: Path, number: str) -> Approved:
    """A version as it was approved. ToolkitError when there is none, or its content was changed afterwards."""
    place = folder / FOLDER / number
    if not _NUMBER.fullmatch(number) or not place.is_dir():
        raise no_version(number, versions(folder))
    version = _signature(place)
    listed = _listed(folder).get(number, {"sha256": version.sha256})
    try:
        whole = _checksum(place, version) == version.sha256 == listed["sha256"]
        state = read_state(place)
    except (RuntimeError, InputError, ValueError) as fault:  # GDAL's, of a table, of a raster of the state
        raise _changed(number) from fault
    if not whole:
        raise _changed(number)
    redline, units = read_lines(place / LINES)
    return Approved(version, redline, units, _changes(place), state)


def no_version(number: str, there: Sequence[Version]) -> ToolkitError:
    """What is told of a number that is not among the versions there are."""
    return ToolkitError(_("There is no version {number}.").format(number=number), _("Choose from: {names}.").format(
        names=", ".join(version.number for version in there) or "—"))


def _changed(number: str) -> ToolkitError:
    return ToolkitError(_("Version {number} was changed after it was approved.").format(number=number), _(RESTORE))
