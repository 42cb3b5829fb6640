"""Decisions on single objects: ``decisions/conflicts.csv`` of a pilot, and which object each of them means today."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Optional

from osgeo import ogr

from ...errors import InputError
from ...languages.messages import _
from ...pilot.fields import Faults
from ...pilot.tables import read_table, write_table
from ...raster.grid import Grid
from .identity import family_and_zone, to_grid
from .model import ConflictObject, Decision, FamilyCells
from .rules import DECISIONS, LINE, TRADITIONAL, WHOLE_IN, allowed

FILE = Path("decisions") / "conflicts.csv"
COLUMNS = ("id", "code", "longitude", "latitude", "decision", "reason", "decided_by", "decided_on")
_FORMULA = ("=", "+", "-", "@")


def plain(value: object) -> str:
    """A cell of a table or layer as text, without the apostrophe that guards a table."""
    text = "" if value is None else str(value).strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def load(folder: Path) -> list[Decision]:
    """The decisions of a pilot; none where no file is. InputError names every row that cannot stand."""
    path = folder / FILE
    if not path.exists():
        return []
    faults: Faults = []
    found = []
    for row in read_table(path, COLUMNS):
        values = {name: plain(row[name]) for name in COLUMNS}
        faults += faults_of(values["id"], values["decision"], values["reason"], values["decided_by"])
        try:
            found.append(Decision(**{**values, "longitude": _degrees(values["longitude"], 180),
                                     "latitude": _degrees(values["latitude"], 90)}))
        except ValueError:
            faults.append((_("The decision on {id} has no place.").format(id=values["id"]),
                           _("Write longitude and latitude in degrees as plain numbers with a point.")))
    if faults:
        raise InputError([(f"{FILE.as_posix()}: {sentence}", remedy) for sentence, remedy in faults])
    return found


def _degrees(text: str, limit: float) -> float:
    """A number of degrees; ValueError where it is none."""
    degrees = float(text)
    if not abs(degrees) <= limit:
        raise ValueError(text)
    return degrees


def store(folder: Path, decisions: Iterable[Decision]) -> None:
    """Publish the decisions of a pilot, by id."""
    write_table(folder / FILE, COLUMNS, [vars(one) for one in sorted(decisions, key=lambda one: one.id)])


def faults_of(identity: str, decision: str, reason: str, decided_by: str) -> Faults:
    """Why a decision cannot stand, with remedies; empty when it can."""
    family, zone = family_and_zone(identity)
    faults: Faults = []
    if decision not in DECISIONS:
        faults.append((_("The decision on {id} is not known: “{decision}”.").format(id=identity, decision=decision),
                       _("Choose from: {names}.").format(names=", ".join(DECISIONS))))
    elif decision not in allowed(family, zone):
        faults.append(_refusal(identity, family, zone))
    if not reason:
        faults.append((_("The decision on {id} has no reason.").format(id=identity),
                       _("Give the reason in a sentence.")))
    if not decided_by:
        faults.append((_("It is not said who decided on {id}.").format(id=identity), _("Name a person or an office.")))
    return faults


def _refusal(identity: str, family: str, zone: int) -> tuple[str, str]:
    if family == TRADITIONAL:
        return (_("{id} is indigenous or traditional land; it can only be kept.").format(id=identity),
                _("Settle the line with its people (free, prior and informed consent) and write the result as the "
                  "reason."))
    if zone in WHOLE_IN:
        return (_("{id} lies in a protected area that is in the redline as a whole.").format(id=identity),
                _("Choose keep, or exit for an exit plan."))
    if family == LINE:
        return (_("{id} is linear infrastructure, which never cuts the redline.").format(id=identity),
                _("Choose keep, or exit for an exit plan."))
    raise ValueError(f"{identity} may be decided in any way")


class Finder:
    """Finds the object that a decision means: by its id, else by its place in an object of the same family and zone."""

    def __init__(self, objects: Sequence[ConflictObject], cells: Sequence[FamilyCells], grid: Grid) -> None:
        self._grid = grid
        self._cells = {one.family: one.labels for one in cells}
        self._by_id = {one.id: one for one in objects}
        self._by_label = {(one.family, one.zone, one.label): one for one in objects if one.label}
        self._of_layers: dict[tuple[str, int], list[ConflictObject]] = {}
        for one in objects:
            if one.whole is not None:
                self._of_layers.setdefault((one.family, one.zone), []).append(one)

    def decide(self, decisions: Sequence[Decision]) -> list[Decision]:
        """Give every object its decision and the id that it had then; gives the decisions that found no object of their
        own. Of several that mean one object the latest stands."""
        missed = []
        for decision in sorted(decisions, key=lambda one: (one.decided_on, one.id)):
            if decision.id in self._by_id:
                self._by_id[decision.id].decided = decision
            else:
                missed.append(decision)
        gone = []
        for decision in sorted(missed, key=lambda one: (one.decided_on, one.id), reverse=True):
            found = self._at_place(decision)
            if found is None or found.decided:
                gone.append(decision)
            else:
                found.decided, found.id = decision, decision.id
        return sorted(gone, key=lambda one: one.id)

    def _at_place(self, decision: Decision) -> Optional[ConflictObject]:
        family, zone = family_and_zone(decision.id)
        (x, y), = to_grid([(decision.longitude, decision.latitude)], self._grid.crs)
        row, col = int((self._grid.top - y) // self._grid.cell), int((x - self._grid.left) // self._grid.cell)
        if family in self._cells and 0 <= row < self._grid.rows and 0 <= col < self._grid.cols:
            found = self._by_label.get((family, zone, int(self._cells[family][row, col])))
            if found is not None:
                return found
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(x, y)
        held = [one for one in self._of_layers.get((family, zone), ()) if self._is_at(one, point)]
        return min(held, key=lambda one: (one.whole.GetArea(), one.id), default=None)

    def _is_at(self, one: ConflictObject, point: ogr.Geometry) -> bool:
        """Whether a place is in a polygon, to a metre, or within half a cell of a line."""
        return one.whole.Distance(point) <= (1.0 if one.whole.GetDimension() == 2 else self._grid.cell / 2)
