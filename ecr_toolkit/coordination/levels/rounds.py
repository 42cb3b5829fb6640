"""Rounds: the whole line as it was put to the units, numbered, dated, with its reasons, and never written again.

The folder of a round is renamed into place when everything in it is written: that moment opens the round. The list
``rounds.csv`` is written after and only repeats what the folders say.
"""

import contextlib
import datetime
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from ...atomic import publishing, sweep
from ...errors import InputError, ToolkitError, unwritable
from ...languages.messages import N_, _
from ...pilot.layers import Feature, layer_hash
from ...pilot.lock import locked
from ...pilot.tables import guarded, read_table, write_table
from ..versions.content import LINES, REDLINE, UNITS, read_lines, write_lines
from .counting import counted, km2
from .differences import DIFFERENCE_COLUMNS, differences
from .places import LEVELS, Place

FOLDER, LIST, SIGNATURE, PLACES = "decisions/rounds", "rounds.csv", "round.csv", "places.csv"
RESTORE = N_("Put the folder of this round back from a copy; what was put to the units cannot be made again.")
_NUMBER = re.compile(r"\d{3,}")
_PLACE_COLUMNS = (*DIFFERENCE_COLUMNS, "sha256")


@dataclass(frozen=True)
class Round:
    """Who put a line to the units, at which level, when (ISO day) and why; ``area_km2`` is the sum of the polygons."""

    number: int
    level: str
    day: str
    who: str
    reason: str
    area_km2: float
    polygons: int
    sha256: str


ROUND_COLUMNS = tuple(field.name for field in fields(Round))


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A round as it was opened: its polygons, and a row of texts a place (DIFFERENCE_COLUMNS and ``sha256``)."""

    round: Round
    redline: list[Feature]
    places: list[dict[str, str]]


def open_round(folder: Path, crs: str, redline: Sequence[Feature], places: Sequence[Place], level: str, who: str,
               reason: str, day: datetime.date, reasons: Mapping[str, str]) -> Snapshot:
    """Keep a redline as the next round of the pilot in ``folder``.

    ``redline``: polygons with ``adm_code`` in the equal-area ``crs``; ``places``: provinces and counties; ``level``:
    which level acted (LEVELS); ``reasons``: by code of a place that has one of its own. Raises InputError for what
    cannot be opened, ToolkitError when the pilot is in use, the day lies before the last round, or the folder cannot
    be written.
    """
    named = {"level": level, "day": day.isoformat(), "who": " ".join(who.split()), "reason": " ".join(reason.split())}
    own = {code: " ".join(text.split()) for code, text in reasons.items()}
    _check(redline, named, own, places)
    archive = folder / FOLDER
    try:
        archive.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            sweep(archive)
            earlier = rounds(folder)
            if earlier and named["day"] < earlier[-1].day:
                raise ToolkitError(_("The day {day} lies before the last round, {number} of {last}.").format(
                    day=named["day"], number=earlier[-1].number, last=earlier[-1].day),
                    _("Give the day of this round; rounds follow each other in time."))
            before = load(folder, earlier[-1].number).redline if earlier else None
            number = earlier[-1].number + 1 if earlier else 1
            area = km2(sum(counted(feature.geometry.GetArea()) for feature in redline))
            with publishing(_place_of(folder, number)) as temporary:
                temporary.mkdir()
                write_lines(temporary / LINES, crs, redline, [Feature(place.geometry, {
                    "level": place.level, "code": place.code, "name": place.name, "parent": place.parent})
                    for place in places])
                write_table(temporary / PLACES, _PLACE_COLUMNS,
                            differences(before, redline, places, own, named["reason"]))
                _sign(temporary, Round(number, **named, area_km2=area, polygons=len(redline), sha256=""))
            _write_list(folder)
    except OSError as fault:
        raise unwritable(fault) from fault
    return load(folder, number)


def _check(redline: Sequence[Feature], named: Mapping[str, str], reasons: Mapping[str, str],
           places: Sequence[Place]) -> None:
    faults = []
    if not redline:
        faults.append((_("There is no redline to put to the units."), _("Run the step that draws the boundary first.")))
    if named["level"] not in LEVELS:
        faults.append((_("This level is not known: {level}.").format(level=named["level"]),
                       _("Choose from: {names}.").format(names=", ".join(LEVELS))))
    if not named["who"] or not named["reason"]:
        faults.append((_("A round needs who opens it and why."), _("Fill in both.")))
    codes = [place.code for place in places]
    unknown = sorted({*reasons} - {*codes})
    if unknown:
        faults.append((_("Reasons are given for units that the pilot does not have: {names}.").format(
            names=", ".join(unknown)), _("Choose from: {names}.").format(names=", ".join(codes))))
    if faults:
        raise InputError(faults)


def _place_of(folder: Path, number: int) -> Path:
    return folder / FOLDER / f"{number:03d}"


def _sign(folder: Path, opened: Round) -> None:
    """Write the round with the checksum of everything, and keep editors from changing the files by mistake."""
    write_table(folder / SIGNATURE, ROUND_COLUMNS, [asdict(replace(opened, sha256=_checksum(folder, opened)))])
    for path in folder.iterdir():
        with contextlib.suppress(OSError):  # some file systems know no permissions; the checksum still tells
            path.chmod(0o444)


def _checksum(folder: Path, opened: Round) -> str:
    """sha256 of the lines as geometries and attributes, of the rows of places, and of the round but its checksum."""
    content = [layer_hash(folder / LINES, REDLINE), layer_hash(folder / LINES, UNITS),
               repr([sorted(row.items()) for row in read_table(folder / PLACES, _PLACE_COLUMNS)]),
               repr([guarded(getattr(opened, name)) for name in ROUND_COLUMNS if name != "sha256"])]
    return hashlib.sha256("\n".join(content).encode("utf-8", "surrogatepass")).hexdigest()


def _write_list(folder: Path) -> None:
    """Add what is new; a row that is there stays, because it tells when its folder was changed."""
    rows: dict[int, Mapping[str, Any]] = {one.number: asdict(one) for one in rounds(folder)}
    rows.update(_listed(folder))
    write_table(folder / FOLDER / LIST, ROUND_COLUMNS, [dict(rows[number]) for number in sorted(rows)])


def _listed(folder: Path) -> dict[int, dict[str, str]]:
    path = folder / FOLDER / LIST
    return {int(row["number"]): row for row in read_table(path, ROUND_COLUMNS)} if path.exists() else {}


def rounds(folder: Path) -> list[Round]:
    """All rounds of a pilot, oldest first. ToolkitError when one that was listed is gone or cannot be read."""
    archive = folder / FOLDER
    there = [int(path.name) for path in archive.iterdir() if _NUMBER.fullmatch(path.name)] if archive.is_dir() else []
    lost = {*_listed(folder)} - {*there}
    if lost:
        raise ToolkitError(_("Rounds are missing from the folder “{folder}”: {numbers}.").format(
            folder=FOLDER, numbers=", ".join(map(str, sorted(lost)))), _(RESTORE))
    return [_read(folder, number) for number in sorted(there)]


def _read(folder: Path, number: int) -> Round:
    try:
        row, = read_table(_place_of(folder, number) / SIGNATURE, ROUND_COLUMNS)
        found = Round(**{**{name: row[name] for name in ROUND_COLUMNS}, "number": int(row["number"]),
                         "area_km2": float(row["area_km2"]), "polygons": int(row["polygons"])})
    except (InputError, ValueError) as fault:
        raise _changed(number) from fault
    if found.number != number:
        raise _changed(number)
    return found


def load(folder: Path, number: int) -> Snapshot:
    """A round as it was opened. ToolkitError when there is none, or its content was changed afterwards."""
    known = [one.number for one in rounds(folder)]
    if number not in known:
        raise ToolkitError(_("There is no round {number}.").format(number=number),
                           _("Choose from: {names}.").format(names=", ".join(map(str, known)) or "—"))
    place, found = _place_of(folder, number), _read(folder, number)
    listed = _listed(folder).get(number, {"sha256": found.sha256})
    try:
        whole = _checksum(place, found) == found.sha256 == listed["sha256"]
    except (RuntimeError, InputError) as fault:  # GDAL's, and that of a table that cannot be read
        raise _changed(number) from fault
    if not whole:
        raise _changed(number)
    return Snapshot(found, read_lines(place / LINES)[0], read_table(place / PLACES, _PLACE_COLUMNS))


def _changed(number: int) -> ToolkitError:
    return ToolkitError(_("Round {number} was changed after it was opened.").format(number=number), _(RESTORE))


def compare(before: Snapshot, after: Snapshot, places: Sequence[Place]) -> list[dict[str, Any]]:
    """Rows (DIFFERENCE_COLUMNS) of all places between any two rounds; the reasons are those of the later one."""
    reasons = {row["code"]: row["reason"] for row in after.places}
    return differences(before.redline, after.redline, places, reasons, after.round.reason)
