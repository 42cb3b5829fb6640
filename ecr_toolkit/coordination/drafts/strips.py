"""Strips between a draft and the border of its unit that were left by drawing, not on purpose (methods.md §5.6).

A strip counts where all of this holds:

* its line on the draft and all of it lie within the reach of the border, and no circle with the reach as its radius
  fits in;
* it is no part of a channel between parts of the draft that goes on farther inland: that was left out on purpose;
* it ends where the draft turns away from the border, along the shortest way from there to the border;
* along the draft and along the border it is at least ``SHAPE`` times as long as it is wide, and nowhere wider than
  ``WIDEST`` times the reach, so that nothing is added where a draft only ends near the border or crosses it: beside an
  edge that meets the border at a right angle there is no strip.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from osgeo import ogr

from ...feedback import Feedback
from ...pilot.layers import enclosed, lines, parts, polygons, union
from ...pilot.shapes import box, line_of

SHAPE, WIDEST = 2.0, 1.5
SLIVER_M2 = 1.0
_TOUCH_M = 1e-3  # lines nearer than this are one
_CORNER_M = 0.05  # lines shorter than this are a corner
_ARC = 32  # segments of a quarter circle
_ROUND = 1.001  # makes up for circles that are drawn with straight segments


def strips(draft: ogr.Geometry, unit: ogr.Geometry, reach_m: float, feedback: Feedback) -> list[ogr.Geometry]:
    """Polygons between a draft and the outline of its unit, sorted by place.

    ``draft`` lies in ``unit``; both are valid (multi)polygons in metres. None where the draft is empty, fills the unit
    or the reach is 0. Raises Cancelled.
    """
    if draft.IsEmpty() or reach_m <= 0:
        return []
    inland = unit.Buffer(-reach_m, _ARC)
    narrow = polygons(_narrow(polygons(unit.Difference(draft)), reach_m).Difference(inland))
    if narrow.IsEmpty():
        return []
    narrow = polygons(narrow.Difference(_channels(draft, inland, reach_m)))
    border = unit.Boundary()
    at_draft, at_border = draft.CreatePreparedGeometry(), border.CreatePreparedGeometry()
    found = []
    for place in parts(narrow):
        feedback.check()
        if place.GetArea() >= SLIVER_M2:
            wider = place.Buffer(_TOUCH_M, 1)
            if at_draft.Intersects(wider) and at_border.Intersects(wider):
                found += _ended(place, draft, unit, reach_m)
    return sorted(found, key=lambda strip: strip.GetEnvelope())


def _narrow(land: ogr.Geometry, radius_m: float) -> ogr.Geometry:
    """What no circle of this radius that lies in ``land`` covers."""
    return polygons(land.Difference(land.Buffer(-radius_m, _ARC).Buffer(radius_m * _ROUND, _ARC)))


def _channels(draft: ogr.Geometry, inland: ogr.Geometry, width_m: float) -> ogr.Geometry:
    """Places between parts of the draft, narrower than the width, that go on inland."""
    half = width_m / 2
    closed = draft.Buffer(half, _ARC).Buffer(-half * _ROUND, _ARC)
    farther = inland.CreatePreparedGeometry()
    return union([place.Clone() for place in parts(polygons(closed.Difference(draft)))
                  if place.GetArea() >= SLIVER_M2 and farther.Intersects(place)])


def _ended(place: ogr.Geometry, draft: ogr.Geometry, unit: ogr.Geometry, reach_m: float) -> list[ogr.Geometry]:
    """The strips of a narrow place, with straight ends; none where it is not long enough."""
    sides = _sides(place, draft, unit)
    on_draft, on_border = _contacts(place, sides)
    if on_draft.IsEmpty() or on_border.IsEmpty():
        return []
    pieces = [piece for piece in _split(place, _ends(on_draft, on_border))
              if piece.GetArea() >= SLIVER_M2 and _runs_along(*_contacts(piece, sides), reach_m)]
    return [strip.Clone() for strip in parts(union(pieces))
            if _is_long(strip, *_contacts(strip, sides), reach_m)]


class _Sides(NamedTuple):
    """What lies around a place: the draft, and what is no land of the unit, each wider by a touch."""

    draft: ogr.Geometry
    outside: ogr.Geometry


def _sides(place: ogr.Geometry, draft: ogr.Geometry, unit: ogr.Geometry) -> _Sides:
    frame = box(place).Buffer(1, 1)
    return _Sides(*(polygons(side).Buffer(_TOUCH_M, 1) for side in (frame.Intersection(draft), frame.Difference(unit))))


def _contacts(place: ogr.Geometry, sides: _Sides) -> tuple[ogr.Geometry, ogr.Geometry]:
    """The lines along which a place touches the draft, and the border."""
    outline = place.Boundary()
    return tuple(lines(outline.Intersection(side), _CORNER_M) for side in sides)


def _ends(on_draft: ogr.Geometry, on_border: ogr.Geometry) -> list[ogr.Geometry]:
    """The shortest ways to the border from the points where the line on the draft begins and ceases to run along it.
    They go on a little where they only reach a line, so that they cut it; a corner of the draft they meet exactly."""
    segments = np.vstack([np.hstack([points[:-1], points[1:]]) for points in map(_points, on_border)])
    ways = []
    for line in _chains([_points(part) for part in on_draft]):
        for points in (line, line[::-1]) if tuple(line[0]) != tuple(line[-1]) else ():
            turn = _turn(points, segments)
            foot = _nearest(points[turn], segments)
            length = np.hypot(*(foot - points[turn]))
            if length > _CORNER_M:
                beyond = (foot - points[turn]) * (_CORNER_M / length)
                ways.append(line_of((points[turn] - (beyond if turn == 0 else 0), foot + beyond)))
    return ways


def _turn(points: np.ndarray, border: np.ndarray) -> int:
    """Where a line (n, 2), followed from its end, no longer comes down to the border more steeply than 1 in ``SHAPE``:
    the corner in which a side of the draft turns along the border, 0 where it does not come down."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    steep = along <= SHAPE * np.hypot(*(_nearest(points[0], border) - points[0]))  # it cannot come down any longer
    distance = np.array([np.hypot(*(_nearest(point, border) - point)) for point in points[steep]])
    return int(np.argmin(distance + along[steep] / SHAPE))


def _chains(lines: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Lines put together where two of them meet, each (n, 2)."""
    chains: list[np.ndarray] = []
    for line in lines:
        for chain in [chain for chain in chains if {tuple(chain[0]), tuple(chain[-1])} & {
                tuple(line[0]), tuple(line[-1])}]:
            chains = [other for other in chains if other is not chain]
            if tuple(chain[0]) in (tuple(line[0]), tuple(line[-1])):
                chain = chain[::-1]
            if tuple(chain[-1]) != tuple(line[0]):
                line = line[::-1]
            line = np.vstack([chain, line[1:]])
        chains.append(line)
    return chains


def _points(line: ogr.Geometry) -> np.ndarray:
    return np.array(line.GetPoints())[:, :2]


def _nearest(point: np.ndarray, segments: np.ndarray) -> np.ndarray:
    """The nearest point on segments (n, 4)."""
    start, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
    square = np.maximum((along ** 2).sum(axis=1), np.finfo(float).tiny)
    share = np.clip(((point - start) * along).sum(axis=1) / square, 0, 1)
    feet = start + share[:, None] * along
    return feet[np.argmin(((feet - point) ** 2).sum(axis=1))]


def _split(place: ogr.Geometry, ways: Sequence[ogr.Geometry]) -> list[ogr.Geometry]:
    """A polygon cut along lines."""
    if not ways:
        return [place]
    cuts = ogr.Geometry(ogr.wkbMultiLineString)
    for way in ways:
        cuts.AddGeometry(way)
    return [face for face in enclosed(place.Boundary().Union(cuts)) if place.Contains(face.PointOnSurface())]


def _runs_along(on_draft: ogr.Geometry, on_border: ogr.Geometry, reach_m: float) -> bool:
    """Whether a line of the draft is longer than it draws near to the border or away from it, which is no more than
    the reach."""
    for line in on_draft:
        length = line.Length()
        if length >= SHAPE * reach_m:
            return True
        distances = [corner.Distance(on_border) for corner in _corners(line)]
        if length >= SHAPE * (max(distances) - min(distances)):
            return True
    return False


def _corners(line: ogr.Geometry) -> list[ogr.Geometry]:
    return [ogr.CreateGeometryFromWkt(f"POINT({x} {y})") for x, y in line.GetPoints()]


def _is_long(strip: ogr.Geometry, on_draft: ogr.Geometry, on_border: ogr.Geometry, reach_m: float) -> bool:
    """Whether a strip runs along the draft and the border; its width is how far any place of it lies from either."""
    widest = min(on_draft.Length() / SHAPE, on_border.Length() / SHAPE, WIDEST * reach_m)
    around = [contact.Simplify(_CORNER_M).Buffer(widest, _ARC) for contact in (on_draft, on_border)]
    return all(polygons(strip.Difference(near)).GetArea() < SLIVER_M2 for near in around)
