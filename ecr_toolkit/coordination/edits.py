"""Edit commands: what people add to the redline or take from it, kept for ever, undone by a mark (methods.md §5.6).

``decisions/edits.gpkg`` only grows. It is written beside itself and renamed into place, so that a kill at any moment
leaves it as it was before or as it is after. To do again what was undone is a new command.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from osgeo import ogr

from ..boundary.faces import Face
from ..errors import InputError, unwritable
from ..languages.messages import _
from ..pilot.boxes import Boxes
from ..pilot.layers import Feature, layer_hash, open_layer, polygons, union, valid, write_layers
from ..pilot.lock import locked

FOLDER, FILE, LAYER = "decisions", "edits.gpkg", "edits"
ADD, REMOVE = "add", "remove"
ACTIONS = (ADD, REMOVE)
_LAP_M = 0.01


@dataclass(frozen=True, eq=False)
class Edit:
    """A command: the polygon becomes redline (``add``) or ceases to be (``remove``), inside the ``unit`` only.

    ``geometry``: metres in the pilot's system; ``proposal``: id of the proposal that it carries out, empty for one
    drawn by hand, which needs a reason; ``decided_on`` and ``undone_on``: ISO days; ``number``: 1, 2, …, given when it
    is recorded. It is active while ``undone_by`` is empty.
    """

    action: str
    unit: str
    geometry: ogr.Geometry
    reason: str
    decided_by: str
    decided_on: str
    proposal: str = ""
    number: int = 0
    undone_by: str = ""
    undone_on: str = ""
    undone_reason: str = ""

    @property
    def area_km2(self) -> float:
        return round(self.geometry.GetArea() / 1e6, 4)


COLUMNS: Mapping[str, type] = {"number": int, **{field.name: str for field in fields(Edit)
                                                 if field.name not in ("number", "geometry")}}


def read_edits(folder: Path, crs: str) -> list[Edit]:
    """All commands of the pilot in ``folder``, undone ones too, by number, in its system; none where there is no file.
    InputError when the file cannot be read."""
    path = folder / FOLDER / FILE
    if not path.exists():
        return []
    found = [Edit(geometry=feature.geometry, **{
        name: kind(feature.values[name] or kind()) for name, kind in COLUMNS.items()})
        for feature in open_layer(path, crs)]
    return sorted(found, key=lambda edit: edit.number)


def fingerprint(folder: Path) -> str:
    """A hash of what the commands say, for the freshness of steps; the file's own bytes change when it is looked at."""
    return layer_hash(folder / FOLDER / FILE, LAYER)


def standing_fingerprint(folder: Path, crs: str) -> str:
    """A hash of the commands that stand; with what was done and undone the line is what it was before."""
    digest = hashlib.sha256()
    standing = active(read_edits(folder, crs))
    for edit in standing:
        digest.update(f"{edit.action} {edit.unit} ".encode())
        digest.update(bytes(edit.geometry.ExportToWkb()))
    return digest.hexdigest() if standing else ""


def active(edits: Iterable[Edit]) -> list[Edit]:
    """The commands that stand."""
    return [edit for edit in edits if not edit.undone_by]


def record(folder: Path, crs: str, edit: Edit) -> Edit:
    """Append a command and give it back with its number. InputError without polygon, unit, reason or who; ToolkitError
    while another program works on the pilot or where the file cannot be written; then nothing is changed."""
    with locked(folder):
        return append(folder, crs, [edit])[0]


def append(folder: Path, crs: str, edits: Sequence[Edit]) -> list[Edit]:
    """As ``record``, several at once, all or none; for callers that hold the pilot's lock."""
    before = read_edits(folder, crs)
    last = max((edit.number for edit in before), default=0)
    new = [_checked(edit, number) for number, edit in enumerate(edits, last + 1)]
    _write(folder, crs, [*before, *new])
    return new


def undo(folder: Path, crs: str, number: int, who: str, reason: str, day: date) -> Edit:
    """Mark a command as undone, the last one that stands where ``number`` is 0. InputError for one that is not there
    or is undone already, and without who or reason; ToolkitError as ``record``."""
    signed = signature(who, reason)
    with locked(folder):
        edits = read_edits(folder, crs)
        standing = active(edits)
        wanted = number or max((edit.number for edit in standing), default=0)
        if wanted not in {edit.number for edit in standing}:
            raise InputError([(_("There is no edit {number} that could be undone.").format(number=wanted),
                               _("Numbers of edits that stand: {numbers}.").format(
                                   numbers=", ".join(str(edit.number) for edit in standing) or "—"))])
        marked = {"undone_by": signed[0], "undone_reason": signed[1], "undone_on": day.isoformat()}
        changed = [replace(edit, **marked) if edit.number == wanted else edit for edit in edits]
        _write(folder, crs, changed)
        return next(edit for edit in changed if edit.number == wanted)


def signature(who: str, reason: str, needs_reason: bool = True) -> tuple[str, str]:
    """Who and why in one line each; InputError where one that is needed is empty."""
    signed = (" ".join(who.split()), " ".join(reason.split()))
    faults = []
    if not signed[0]:
        faults.append((_("It is not said who decides."), _("Name a person or an office.")))
    if needs_reason and not signed[1]:
        faults.append((_("It is not said why."), _("Give the reason in a sentence.")))
    if faults:
        raise InputError(faults)
    return signed


def edit_polygons(edits: Iterable[Edit], units: Sequence[str]) -> list[tuple[int, str, ogr.Geometry]]:
    """(index of the unit, action, polygon) of the commands that stand, in their order; commands of units that are no
    more are left out.

    Polygons are a centimetre wider than they were drawn: an edit that ends at a border or at the redline ends there up
    to rounding only, and would leave slivers.
    """
    place = {code: index for index, code in enumerate(units)}
    return [(place[edit.unit], edit.action, edit.geometry.Buffer(_LAP_M, 1)) for edit in active(edits)
            if edit.unit in place]


def apply_edits(faces: Sequence[Face], commands: Sequence[tuple[int, str, ogr.Geometry]]) -> tuple[float, float]:
    """Carry out ``edit_polygons`` on faces that are cut along their outlines; gives km² gained and lost.

    Later commands win over earlier ones. Forced protected areas stay in whatever the commands say.
    """
    before = [face.redline for face in faces]
    points = [face.polygon.PointOnSurface() for face in faces] if commands else []
    boxes = Boxes(points)
    for wanted, action, polygon in commands:
        prepared = polygon.CreatePreparedGeometry()
        for index in boxes.near(polygon):
            face = faces[index]
            if face.unit == wanted and not face.forced and prepared.Intersects(points[index]):
                face.redline = action == ADD
    gained = sum(face.polygon.GetArea() for face, was in zip(faces, before) if face.redline and not was)
    lost = sum(face.polygon.GetArea() for face, was in zip(faces, before) if was and not face.redline)
    return gained / 1e6, lost / 1e6


def _checked(edit: Edit, number: int) -> Edit:
    who, reason = signature(edit.decided_by, edit.reason, needs_reason=not edit.proposal)
    outline = union([polygons(valid(edit.geometry))])
    if edit.action not in ACTIONS or not edit.unit or outline.IsEmpty():
        raise InputError([(_("This edit cannot be recorded: it has no polygon, no unit, or an unknown action."),
                           _("Choose from: {names}.").format(names=", ".join(ACTIONS)))])
    return replace(edit, number=number, decided_by=who, reason=reason, geometry=outline)


def _write(folder: Path, crs: str, edits: Sequence[Edit]) -> None:
    try:
        (folder / FOLDER).mkdir(exist_ok=True)
        write_layers(folder / FOLDER / FILE, crs, {LAYER: (ogr.wkbMultiPolygon, COLUMNS, [
            Feature(edit.geometry, _values(edit)) for edit in edits])})
    except OSError as fault:
        raise unwritable(fault) from fault


def _values(edit: Edit) -> dict[str, Any]:
    return {name: getattr(edit, name) for name in COLUMNS}
