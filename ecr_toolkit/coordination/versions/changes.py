"""What changed between two lines, polygon by polygon, and the change set: who changed what, when and why.

Numbers are km² to 0.0001. Of every row, and of every sum of rows, gained less lost is after less before, to the last
digit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Optional

from ...errors import ToolkitError
from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.layers import Feature, parts
from .limits import LIMITS, Limits
from .overlay import GAINED, Key, Piece, Polygon, pieces, polygons_of
from .triggers import REASONS

KEPT, ENLARGED, REDUCED, MOVED, NEW, RETIRED, SPLIT, MERGED, RECODED = (
    "kept", "enlarged", "reduced", "moved", "new", "retired", "split", "merged", "recoded")
AREAS = ("before_km2", "after_km2", "gained_km2", "lost_km2", "received_km2", "given_km2")
CHANGE_COLUMNS = ("code", "unit", "change", "related", *AREAS, "reason", "note", "who", "day")
PIECE_FIELDS = {"code": str, "unit": str, "change": str, "other": str, "area_km2": float}
TOTAL_COLUMNS = ("unit", "polygons_before", "polygons_after", *AREAS)
REASON_COLUMNS = ("reason", "polygons", "gained_km2", "lost_km2")
_NO_NOTES: Mapping[str, str] = MappingProxyType({})
_UNIT = 10_000  # areas are counted in whole 100 m²


@dataclass(frozen=True)
class Areas:
    """Areas of a polygon before and after, km². ``gained`` and ``lost`` hold what was ``received`` from other polygons
    of the redline and ``given`` to them."""

    before: float
    after: float
    gained: float
    lost: float
    received: float
    given: float

    @property
    def from_outside(self) -> float:
        return round(self.gained - self.received, 4)

    @property
    def to_outside(self) -> float:
        return round(self.lost - self.given, 4)

    def columns(self) -> dict[str, float]:
        return {name: getattr(self, name[:-len("_km2")]) for name in AREAS}


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two lines, the pieces in which every polygon differs, and its areas; all polygons of both are keys of these."""

    before: Mapping[Key, Polygon]
    after: Mapping[Key, Polygon]
    own: Mapping[Key, Sequence[Piece]]
    areas: Mapping[Key, Areas]

    @property
    def pieces(self) -> list[Piece]:
        return [piece for pieces_of_one in self.own.values() for piece in pieces_of_one]


def compare(before: Sequence[Feature], after: Sequence[Feature], feedback: Feedback) -> Comparison:
    """Lay two lines over each other: features in one equal-area system with ``ecr_code``, ``adm_code`` and, where the
    checks need them, ``type_code``, ``lvl_func`` and ``lvl_sens``. Raises Cancelled."""
    old, new = polygons_of(before), polygons_of(after)
    own = pieces(old, new, feedback)
    return Comparison(old, new, own, {
        key: _areas(old.get(key), new.get(key), pieces_of_one) for key, pieces_of_one in own.items()})


def _areas(before: Optional[Polygon], after: Optional[Polygon], own: Sequence[Piece]) -> Areas:
    """Whole numbers of 100 m², so that gained less lost is exactly after less before."""
    counted = [0 if polygon is None else round(polygon.geometry.GetArea() / 1e6 * _UNIT) for polygon in (before, after)]
    difference = counted[1] - counted[0]
    gained = max(round(_UNIT * sum(piece.km2 for piece in own if piece.change == GAINED)), difference, 0)
    lost = gained - difference
    exchanged = [round(_UNIT * sum(piece.km2 for piece in own if piece.other and (piece.change == GAINED) == wanted))
                 for wanted in (True, False)]
    return Areas(*(number / _UNIT for number in (
        *counted, gained, lost, min(exchanged[0], gained), min(exchanged[1], lost))))


def change_set(comparison: Comparison, reasons: Mapping[str, str], who: str, day: str, limits: Limits = LIMITS,
               notes: Mapping[str, str] = _NO_NOTES) -> list[dict[str, Any]]:
    """A row (CHANGE_COLUMNS) a polygon. ``reasons``: code → id of REASONS; empty where nothing was given; ``notes``:
    code → what else there is to say. What is below the noise of digitising counts as kept, yet its area is told.
    ToolkitError for a reason that is not known."""
    unknown = sorted({*reasons.values()} - {*REASONS, ""})
    if unknown:
        raise ToolkitError(_("These reasons of a change are not known: {names}.").format(names=", ".join(unknown)),
                           _("Choose from: {names}.").format(names=", ".join(REASONS)))
    links = _links(comparison)
    rows = []
    for key, areas in comparison.areas.items():
        kind, related = _kind(key, comparison, links, limits)
        told = {"reason": reasons.get(key[1], ""), "note": notes.get(key[1], ""), "who": who, "day": day}
        if areas.gained == 0 and areas.lost == 0:
            told = dict.fromkeys(told, "")
        rows.append({"code": key[1], "unit": key[0], "change": kind, "related": "; ".join(related), **areas.columns(),
                     **told})
    return rows


_Links = Mapping[Key, set[Key]]


def _links(comparison: Comparison) -> tuple[_Links, _Links]:
    """(polygon before → heirs, polygon after → parents): pairs of which one gave the other more than half of the
    smaller one."""
    heirs: dict[Key, set[Key]] = {}
    parents: dict[Key, set[Key]] = {}
    for piece in comparison.pieces:
        if piece.change == GAINED and piece.other is not None:
            smaller = min(comparison.areas[piece.other].before, comparison.areas[piece.key].after)
            if piece.km2 > smaller / 2:
                heirs.setdefault(piece.other, set()).add(piece.key)
                parents.setdefault(piece.key, set()).add(piece.other)
    return heirs, parents


def _kind(key: Key, comparison: Comparison, links: tuple[_Links, _Links], limits: Limits) -> tuple[str, list[str]]:
    """(kind of change, codes of the polygons that it has to do with)."""
    heirs, parents = links[0].get(key, set()), links[1].get(key, set())
    if key not in comparison.after:
        kind = _ended(heirs, comparison, links[1])
        related = heirs
    elif key not in comparison.before:
        kind = _begun(parents, comparison, links[0])
        related = parents
    else:
        born, ended = heirs - {*comparison.before}, parents - {*comparison.after}
        kind = SPLIT if born else MERGED if ended else _shape(comparison.areas[key], limits)
        related = born | ended
    return kind, sorted(code for _unit, code in related)


def _ended(heirs: set[Key], comparison: Comparison, parents: _Links) -> str:
    if len(heirs) != 1:
        return SPLIT if heirs else RETIRED
    (heir,) = heirs
    return RECODED if heir not in comparison.before and len(parents[heir]) == 1 else MERGED


def _begun(parents: set[Key], comparison: Comparison, heirs: _Links) -> str:
    if len(parents) != 1:
        return MERGED if parents else NEW
    (parent,) = parents
    return RECODED if parent not in comparison.after and len(heirs[parent]) == 1 else SPLIT


def _shape(areas: Areas, limits: Limits) -> str:
    noise = limits.tolerance_km2(areas.before)
    gained, lost = areas.gained >= noise, areas.lost >= noise
    return MOVED if gained and lost else ENLARGED if gained else REDUCED if lost else KEPT


def piece_features(comparison: Comparison) -> list[Feature]:
    """The pieces for a map, those that hang together one by one (PIECE_FIELDS); below 50 m² they are left out."""
    found = []
    for piece in comparison.pieces:
        for part in parts(piece.geometry):
            km2 = round(part.GetArea() / 1e6, 4)
            if km2 > 0:
                found.append(Feature(part.Clone(), {
                    "code": piece.key[1], "unit": piece.key[0], "change": piece.change,
                    "other": piece.other[1] if piece.other else "", "area_km2": km2}))
    return found


def totals(comparison: Comparison, country: str) -> list[dict[str, Any]]:
    """A row (TOTAL_COLUMNS) a unit, the country last."""
    units = sorted({unit for unit, _code in comparison.areas})
    return [_total(unit, [key for key in comparison.areas if key[0] == unit], comparison) for unit in units] + [
        _total(country, list(comparison.areas), comparison)]


def _total(place: str, keys: Sequence[Key], comparison: Comparison) -> dict[str, Any]:
    rows = [comparison.areas[key].columns() for key in keys]
    return {"unit": place, "polygons_before": sum(key in comparison.before for key in keys),
            "polygons_after": sum(key in comparison.after for key in keys), **_sums(rows, AREAS)}


def area_by_reason(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows (REASON_COLUMNS) of a change set put together by reason, in the order of REASONS, those without one last."""
    changed = [row for row in rows if row["gained_km2"] or row["lost_km2"]]
    grouped = {reason: [row for row in changed if row["reason"] == reason] for reason in (*REASONS, "")}
    return [{"reason": reason, "polygons": len(own), **_sums(own, ("gained_km2", "lost_km2"))}
            for reason, own in grouped.items() if own]


def _sums(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> dict[str, float]:
    listed = list(rows)
    return {column: round(sum(row[column] for row in listed), 4) for column in columns}
