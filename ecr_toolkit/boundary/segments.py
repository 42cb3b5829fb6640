"""Segments found by place: which of many lines is nearest to a point, and which holds it."""

from collections.abc import Sequence

import numpy as np
from osgeo import ogr

from ..pilot.shapes import line_of

_PAIRS_AT_ONCE = 4_000_000


def segments_of(geometry: ogr.Geometry) -> np.ndarray:
    """All segments of lines or of the rings of polygons, (n, 4) as x0 y0 x1 y1, in metres."""
    found = [np.zeros((0, 4))]
    for line in _lines(geometry):
        points = np.array(line.GetPoints())[:, :2]
        found.append(np.hstack([points[:-1], points[1:]]))
    return np.vstack(found)


def _lines(geometry: ogr.Geometry):
    """The single lines of a geometry, rings of polygons included."""
    if geometry.GetPointCount() > 1:
        yield geometry
    for number in range(geometry.GetGeometryCount()):
        yield from _lines(geometry.GetGeometryRef(number))


def together(geometries: Sequence[ogr.Geometry]) -> ogr.Geometry:
    """The lines of several geometries, rings of polygons included, as one multilinestring, not noded."""
    collected = ogr.Geometry(ogr.wkbMultiLineString)
    for geometry in geometries:
        for line in _lines(geometry):
            collected.AddGeometry(line_of(point[:2] for point in line.GetPoints()))
    return collected


def densified(points: np.ndarray, step: float) -> np.ndarray:
    """A line (n, 2) with further points so that none are farther apart than ``step``; its own points stay."""
    lengths = np.hypot(*np.diff(points, axis=0).T)
    pieces = np.maximum(1, np.ceil(lengths / step)).astype(np.int64)
    owner = np.repeat(np.arange(len(lengths)), pieces)
    share = (np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)) / pieces[owner]
    between = points[owner] + (points[owner + 1] - points[owner]) * share[:, None]
    return np.vstack([between, points[-1:]])


def thinned(points: np.ndarray, step: float) -> np.ndarray:
    """Which points of a line (n, 2) to look at so that they are about ``step`` apart, both ends among them."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    chosen = np.concatenate([[True], np.diff(np.floor(along / step)) > 0])
    chosen[-1] = True
    return np.flatnonzero(chosen)


class SegmentIndex:
    """Segments (n, 4) in squares of side ``reach`` metres; what is farther away is not found."""

    def __init__(self, segments: np.ndarray, reach: float) -> None:
        self.reach = reach
        self._segments, self._owner = _cut(segments, reach)
        low = np.floor(np.minimum(self._segments[:, :2], self._segments[:, 2:]) / reach).astype(np.int64)
        high = np.floor(np.maximum(self._segments[:, :2], self._segments[:, 2:]) / reach).astype(np.int64)
        keys, members = [], []
        for across in (0, 1):  # a piece is no longer than a square is wide: it touches two by two at most
            for up in (0, 1):
                held = (low[:, 0] + across <= high[:, 0]) & (low[:, 1] + up <= high[:, 1])
                keys.append(_key(low[held, 0] + across, low[held, 1] + up))
                members.append(np.flatnonzero(held))
        every, member = np.concatenate(keys), np.concatenate(members)
        order = np.argsort(every, kind="stable")
        self._keys, self._members = every[order], member[order]

    def nearest(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """For points (n, 2): the distance to the nearest segment in metres (n,), inf where none is within reach; its
        nearest place (n, 2); and its number (n,), -1 for none. Of equally near ones the first."""
        count = len(points)
        best, place, owner = np.full(count, np.inf), np.full((count, 2), np.nan), np.full(count, -1)
        square = np.floor(points / self.reach).astype(np.int64)
        for across in (-1, 0, 1):
            for up in (-1, 0, 1):
                key = _key(square[:, 0] + across, square[:, 1] + up)
                first, last = (np.searchsorted(self._keys, key, side) for side in ("left", "right"))
                self._improve(points, first, last - first, best, place, owner)
        best[best > self.reach] = np.inf
        owner[np.isinf(best)] = -1
        return best, place, owner

    def _improve(self, points, first, counts, best, place, owner) -> None:
        ends = np.cumsum(counts)
        begin = 0
        while begin < len(points):
            done = ends[begin] - counts[begin]
            end = max(begin + 1, int(np.searchsorted(ends, done + _PAIRS_AT_ONCE)))
            part = slice(begin, end)
            which = np.repeat(np.arange(begin, end), counts[part])
            member = self._members[np.arange(len(which)) - (ends[part] - counts[part] - done).repeat(counts[part])
                                   + np.repeat(first[part], counts[part])]
            distance, foot = _distances(points[which], self._segments[member])
            order = np.lexsort((self._owner[member], distance, which))
            chosen = order[np.concatenate([[True], which[order][1:] != which[order][:-1]])] if len(order) else order
            at = which[chosen]
            nearer = (distance[chosen] < best[at]) | (
                (distance[chosen] == best[at]) & (self._owner[member[chosen]] < owner[at]))
            at, chosen = at[nearer], chosen[nearer]
            best[at], place[at], owner[at] = distance[chosen], foot[chosen], self._owner[member[chosen]]
            begin = end


def _cut(segments: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """Pieces no longer than ``reach``, and the segment of each."""
    lengths = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    pieces = np.maximum(1, np.ceil(lengths / reach)).astype(np.int64)
    owner = np.repeat(np.arange(len(segments)), pieces)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    start, whole = segments[owner, :2], segments[owner, 2:] - segments[owner, :2]
    share = (place / pieces[owner])[:, None], ((place + 1) / pieces[owner])[:, None]
    return np.hstack([start + whole * share[0], start + whole * share[1]]), owner


def _key(col: np.ndarray, row: np.ndarray) -> np.ndarray:
    return row * np.int64(1 << 32) + col


def _distances(points: np.ndarray, segments: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distance of each point to its segment, and the nearest place on it."""
    start, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
    squared = np.maximum((along ** 2).sum(axis=1), 1e-300)
    share = np.clip(((points - start) * along).sum(axis=1) / squared, 0.0, 1.0)
    foot = start + along * share[:, None]
    return np.hypot(*(points - foot).T), foot
