"""Exact distances from edge to edge between many polygons.

Boxes tell which pairs can be closer than the cut-off. The outlines of such a pair are compared from coarse to fine:
the distance between two boxes is the least that the segments under them can have, the distance between two of their
vertices the most that the polygons can have; boxes farther apart than the closest vertices so far are left, the
others are halved, down to single segments. Thousands of pairs descend at once.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from osgeo import ogr

from ...feedback import Feedback
from .outlines import Outlines, ranges

_PAIRS = 8192  # that descend at once
_BOXES = 400_000  # pairs of boxes compared at once: bounds memory to about 60 MB


@dataclass(frozen=True)
class Links:
    """Pairs of polygons that are at most ``cutoff_m`` apart, with their distance in metres, ordered by the pair.

    ``first`` < ``second`` are numbers of polygons (int32).
    """

    first: np.ndarray
    second: np.ndarray
    metres: np.ndarray
    cutoff_m: float = math.inf


def links(polygons: Sequence[ogr.Geometry], cutoff_m: float, feedback: Feedback) -> Links:
    """Distances between the edges of polygons (projected, metres) of all pairs at most ``cutoff_m`` apart.

    The insides of the polygons may not meet: they may touch, and one may lie in a hole of another.
    """
    if not polygons:
        return Links(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0), cutoff_m)
    outlines = Outlines.of(polygons)
    found = []
    for first, second, share in _candidates(outlines.envelopes, cutoff_m, feedback):
        metres = _Search(outlines, first, second, cutoff_m).distances(feedback)
        near = metres <= cutoff_m
        found.append((first[near].astype(np.int32), second[near].astype(np.int32), metres[near]))
        feedback.progress(share)
    return Links(*(np.concatenate(column) for column in zip(*found)), cutoff_m)


def _candidates(boxes: np.ndarray, cutoff_m: float, feedback: Feedback) -> Iterator[tuple]:
    """Parcels (first, second, share of the work done) of the pairs whose boxes are at most the cut-off apart."""
    count, waiting, size = len(boxes), [], 0
    for one in range(count):
        feedback.check()
        near = one + 1 + np.flatnonzero(_gap(boxes[one], boxes[one + 1:]) <= cutoff_m ** 2)
        waiting.append((np.full(len(near), one), near))
        size += len(near)
        if size >= _PAIRS or one == count - 1:
            first, second = (np.concatenate(column) for column in zip(*waiting))
            waiting, size = [], 0
            # of all pairs, those with a later first one are still to come
            share = 1 - (count - one - 1) * (count - one - 2) / max(1, count * (count - 1))
            for begin in range(0, max(1, len(first)), _PAIRS):
                yield first[begin:begin + _PAIRS], second[begin:begin + _PAIRS], share


def _gap(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Squared distance between boxes (…, 4), 0 where they overlap."""
    across = np.maximum(np.maximum(one[..., 0] - other[..., 2], other[..., 0] - one[..., 2]), 0)
    along = np.maximum(np.maximum(one[..., 1] - other[..., 3], other[..., 1] - one[..., 3]), 0)
    return across * across + along * along


class _Front(NamedTuple):
    """Pairs of boxes of one level that may still hold the nearest points; ``pair`` ascends.

    ``one`` and ``other`` count the boxes of a polygon from 0.
    """

    level: int
    pair: np.ndarray
    one: np.ndarray
    other: np.ndarray


class _Search:
    """The descent of a parcel of pairs of polygons. ``nearest``: smallest squared distance found so far, per pair."""

    def __init__(self, outlines: Outlines, first: np.ndarray, second: np.ndarray, cutoff_m: float) -> None:
        self.outlines, self.first, self.second = outlines, first, second
        self.nearest = np.full(len(first), np.inf)
        # a little more than the cut-off, so that rounding loses no pair that lies just on it
        self.enough = np.full(len(first), (cutoff_m * (1 + 1e-12)) ** 2)

    def distances(self, feedback: Feedback) -> np.ndarray:
        """Metres per pair; infinite beyond the cut-off."""
        origin = np.zeros(len(self.first), np.int64)
        fronts = [_Front(len(self.outlines.boxes) - 1, np.arange(len(self.first)), origin, origin)]
        while fronts:
            feedback.check()
            front = fronts.pop()
            if len(front.pair) > _BOXES:
                half = len(front.pair) // 2
                fronts += [_Front(front.level, *(part[half:] for part in front[1:])),
                           _Front(front.level, *(part[:half] for part in front[1:]))]
                continue
            front = self._promising(front)
            if front.level:
                fronts.append(self._halved(front))
            elif len(front.pair):
                self._note(front.pair, self._between_segments(front))
        return np.sqrt(self.nearest)

    def _promising(self, front: _Front) -> _Front:
        """Without the boxes that are farther apart than vertices already known."""
        lower = self._lower(front)
        front, lower = self._kept(front, lower)
        if len(front.pair):
            self._note(front.pair, self._between_vertices(front))
        return self._kept(front, lower)[0]

    def _kept(self, front: _Front, lower: np.ndarray) -> tuple[_Front, np.ndarray]:
        near = np.flatnonzero(lower < self.enough[front.pair])
        return _Front(front.level, *(part[near] for part in front[1:])), lower[near]

    def _lower(self, front: _Front) -> np.ndarray:
        boxes, start = self.outlines.boxes[front.level], self.outlines.starts[front.level]
        return _gap(boxes[start[self.first[front.pair]] + front.one],
                    boxes[start[self.second[front.pair]] + front.other])

    def _between_vertices(self, front: _Front) -> np.ndarray:
        """Squared distance between a vertex under the one box and a vertex under the other."""
        segments, start = self.outlines.segments, self.outlines.start
        one = segments[start[self.first[front.pair]] + (front.one << front.level)]
        other = segments[start[self.second[front.pair]] + (front.other << front.level)]
        return (one[:, 0] - other[:, 0]) ** 2 + (one[:, 1] - other[:, 1]) ** 2

    def _between_segments(self, front: _Front) -> np.ndarray:
        """Squared distance of segments that do not cross: from one of the four ends to the other segment."""
        segments, start = self.outlines.segments, self.outlines.start
        one = segments[start[self.first[front.pair]] + front.one].T
        other = segments[start[self.second[front.pair]] + front.other].T
        return np.minimum(np.minimum(_to_segment(one[0], one[1], other), _to_segment(one[2], one[3], other)),
                          np.minimum(_to_segment(other[0], other[1], one), _to_segment(other[2], other[3], one)))

    def _note(self, pair: np.ndarray, squared: np.ndarray) -> None:
        begin = np.flatnonzero(np.diff(pair, prepend=-1))
        which = pair[begin]
        self.nearest[which] = np.minimum(self.nearest[which], np.minimum.reduceat(squared, begin))
        self.enough[which] = np.minimum(self.enough[which], self.nearest[which])

    def _halved(self, front: _Front) -> _Front:
        """All pairs of the boxes one level below."""
        start = self.outlines.starts[front.level - 1]
        sides = []
        for polygon, box in ((self.first[front.pair], front.one), (self.second[front.pair], front.other)):
            sides.append((2 * box, np.where(2 * box + 1 < start[polygon + 1] - start[polygon], 2, 1)))
        (one, ones), (other, others) = sides
        each = ones * others
        parent = np.repeat(np.arange(len(each)), each)
        child = ranges(np.zeros(len(each), np.int64), each)
        right = others[parent]
        return _Front(front.level - 1, front.pair[parent], one[parent] + child // right, other[parent] + child % right)


def _to_segment(x: np.ndarray, y: np.ndarray, segment: np.ndarray) -> np.ndarray:
    """Squared distance of points to segments."""
    x0, y0, x1, y1 = segment
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy
    along = ((x - x0) * dx + (y - y0) * dy) / np.where(length > 0, length, 1)
    along = np.clip(along, 0, 1)
    return (x - x0 - along * dx) ** 2 + (y - y0 - along * dy) ** 2
