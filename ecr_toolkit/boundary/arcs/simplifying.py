"""Simplifying: stairs cut at half a cell, then vertices taken out one triangle at a time (Visvalingam and Whyatt 1993).

A vertex goes only when the triangle with its two neighbours holds no other vertex of any line. Then no line passes
through that triangle (it would have to end in it or cross the two sides that are there), so the move is one that bends
nothing past anything. The condition does not change when other vertices go, as long as the neighbours stay: many go at
once. Memory: about 130 bytes a vertex as traced.
"""

from typing import NamedTuple, Optional

import numpy as np

from ...feedback import Feedback
from .balance import balanced
from .model import Arcs
from .vacancy import Occupied

STAIR = 0.5  # smallest tolerance, in cells, at which stairs are cut: what is cut away is as long on either side
_LEVELS = (1 / 64, 1 / 16, 1 / 4, 1)  # of the largest triangle: small ones go first
_POINTS_AT_ONCE = 2_000_000
_SPREAD = np.uint32(2654435761)


def simplify(arcs: Arcs, tolerance: float, feedback: Optional[Feedback] = None) -> Arcs:
    """The arcs with fewer vertices; ``tolerance`` in cells, 0 leaves them as they are.

    No line that may move ends farther than ``tolerance`` from where it was, no triangle taken is larger than
    ``tolerance``² cells, and no arc gives one of its sides more than ``tolerance``² / 2 cells of the other. Ends of
    arcs and fixed arcs stay. Closed arcs keep at least three corners.
    """
    feedback = feedback or Feedback()
    if tolerance <= 0:
        return arcs
    if arcs.scale == 1 and tolerance >= STAIR:
        begun = _stairs_cut(arcs, tolerance ** 2 / 2)
    else:
        begun = Begun(arcs, np.arange(len(arcs.x)), arcs.x, arcs.y, np.zeros(len(arcs.left)))
    feedback.check()
    feedback.progress(0.1)
    return _Thinning(_bends_only(begun), tolerance).run(feedback)


class Begun(NamedTuple):
    """Arcs about to be thinned; the vertex as traced (``traced_x``, ``traced_y`` at the arcs' scale) that each of their
    vertices is, or was cut off, by its number ``origin``; and what the left sides gained so far, in cells."""

    arcs: Arcs
    origin: np.ndarray
    traced_x: np.ndarray
    traced_y: np.ndarray
    drift: np.ndarray


def _stairs_cut(arcs: Arcs, slack: float) -> Begun:
    """Corners cut half a cell before and after, at twice the scale, as far as the area stays within ``slack``.

    Each cut stays within half a cell of its own corner, so cuts never meet but at their ends.
    """
    corner = np.flatnonzero(arcs.movable)
    x, y = arcs.x, arcs.y
    to_x, to_y = np.sign(x[corner - 1] - x[corner]), np.sign(y[corner - 1] - y[corner])
    on_x, on_y = np.sign(x[corner + 1] - x[corner]), np.sign(y[corner + 1] - y[corner])
    gain = (to_x * on_y - to_y * on_x) / 8.0
    arc, drift = arcs.arc_of, np.zeros(len(arcs.left))
    taken = balanced(arc[corner], gain, drift, slack)
    drift = np.bincount(arc[corner[taken]], weights=gain[taken], minlength=len(drift))
    copies = np.ones(len(x), np.int8)
    copies[corner[taken]] = 2
    origin = np.repeat(np.arange(len(x), dtype=np.int32), copies)
    second = np.flatnonzero(origin[1:] == origin[:-1]) + 1
    new_x, new_y = 2 * x[origin], 2 * y[origin]
    for at, step_x, step_y in ((second - 1, to_x, to_y), (second, on_x, on_y)):
        new_x[at] += step_x[taken]
        new_y[at] += step_y[taken]
    same = (new_x[1:] == new_x[:-1]) & (new_y[1:] == new_y[:-1]) & (arc[origin[1:]] == arc[origin[:-1]])
    kept = np.concatenate([[True], ~same])
    origin = origin[kept]
    cut = arcs.with_vertices(new_x[kept], new_y[kept], np.bincount(arc[origin]), 2 * arcs.scale)
    return Begun(cut, origin, 2 * x, 2 * y, drift)


def _bends_only(begun: Begun) -> Begun:
    """The same lines without vertices where they are straight."""
    arcs = begun.arcs
    inner = np.flatnonzero(arcs.movable)
    straight = inner[_twice_area(arcs.x, arcs.y, inner - 1, inner, inner + 1) == 0]
    kept = np.ones(len(arcs.x), bool)
    kept[straight] = False
    bent = arcs.with_vertices(arcs.x[kept], arcs.y[kept], np.bincount(arcs.arc_of[kept]), arcs.scale)
    return begun._replace(arcs=bent, origin=begun.origin[kept])


def _twice_area(x: np.ndarray, y: np.ndarray, a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """Twice the area that the left side gains when b goes, in squares of the arcs' scale; rows count downwards."""
    ax, ay = (x[a] - x[b]).astype(np.int64), (y[a] - y[b]).astype(np.int64)
    return ax * (y[c] - y[b]) - ay * (x[c] - x[b])


def _least(arcs: Arcs) -> np.ndarray:
    """Vertices that each arc must keep: 4 where it is closed, 3 where another arc has the same two ends, else 2."""
    place = arcs.y.astype(np.int64) * (int(arcs.x.max()) + 1) + arcs.x
    one, other = place[arcs.start[:-1]], place[arcs.start[1:] - 1]
    low, high = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((high, low))
    equal = (low[order[1:]] == low[order[:-1]]) & (high[order[1:]] == high[order[:-1]])
    parallel = np.zeros(len(one), bool)
    parallel[order[1:][equal]] = parallel[order[:-1][equal]] = True
    return np.where(one == other, 4, np.where(parallel, 3, 2))


class _Thinning:
    """Vertices linked to those before and after them, until no more can go."""

    def __init__(self, begun: Begun, tolerance: float) -> None:
        arcs = begun.arcs
        self.begun, self.arcs, self.x, self.y = begun, arcs, arcs.x, arcs.y
        self.reach = tolerance * arcs.scale
        self.largest = 2 * self.reach ** 2  # twice the area, in squares of the scale
        self.drift = begun.drift * 2.0 * arcs.scale ** 2
        self.before = np.arange(-1, len(self.x) - 1, dtype=np.int32)
        self.after = np.arange(1, len(self.x) + 1, dtype=np.int32)
        self.alive, self.movable = np.ones(len(self.x), bool), arcs.movable
        self.arc, self.left_over = arcs.arc_of, arcs.counts - _least(arcs)
        self.rank = np.full(len(self.x), np.iinfo(np.uint32).max, np.uint32)
        self.occupied, self.stale, self.round = Occupied(arcs), 0, 0

    def run(self, feedback: Feedback) -> Arcs:
        for number, share in enumerate(_LEVELS, 1):
            if share * self.largest < 1:
                continue  # no triangle of whole numbers is that small
            active = np.flatnonzero(self.movable & self.alive).astype(np.int32)
            enough = len(active) // 20_000
            gone = len(active)
            while gone > enough:
                feedback.check()
                active, gone = self._one_round(active, share * self.largest)
            feedback.progress(0.1 + 0.9 * number / len(_LEVELS))
        kept = np.flatnonzero(self.alive)
        return self.arcs.with_vertices(self.x[kept], self.y[kept],
                                       np.bincount(self.arc[kept], minlength=len(self.arcs.left)), self.arcs.scale)

    def _one_round(self, active: np.ndarray, largest: float) -> tuple[np.ndarray, int]:
        """The vertices to look at next, and how many went."""
        a, c = self.before[active], self.after[active]
        gain = _twice_area(self.x, self.y, a, active, c)
        may = (np.abs(gain) <= largest) & (self.left_over[self.arc[active]] > 0)
        active, gain = active[may], gain[may]
        chosen = self._apart(active)
        waiting = active[~chosen]
        tried, gain = active[chosen], gain[chosen]
        for passes in (self._near, self._vacant):
            passed = passes(tried)
            tried, gain = tried[passed], gain[passed]
        taken = self._within_count(tried)
        taken[taken] = balanced(self.arc[tried[taken]], gain[taken], self.drift, self.largest / 2)
        put_off, gone = tried[~taken], tried[taken]
        a, c = self.before[gone], self.after[gone]
        self.after[a], self.before[c] = c, a
        self.alive[gone] = False
        self.stale += len(gone)
        arcs = len(self.drift)
        self.left_over -= np.bincount(self.arc[gone], minlength=arcs)
        self.drift += np.bincount(self.arc[gone], weights=gain[taken], minlength=arcs)
        following = np.unique(np.concatenate([waiting, put_off, a, c]))
        return following[self.movable[following]], len(gone)

    def _apart(self, active: np.ndarray) -> np.ndarray:
        """A choice of vertices none of which are neighbours, another one each round."""
        self.round += 1
        mixed = (active.astype(np.uint32) ^ np.uint32(self.round * 7919)) * _SPREAD
        mixed = (mixed ^ mixed >> np.uint32(15)) * _SPREAD
        self.rank[active] = mixed
        chosen = (mixed < self.rank[self.before[active]]) & (mixed < self.rank[self.after[active]])
        self.rank[active] = np.iinfo(np.uint32).max
        return chosen

    def _near(self, tried: np.ndarray) -> np.ndarray:
        """Whether all that was traced between the neighbours of a vertex lies within reach of the line between them."""
        first, last = self.begun.origin[self.before[tried]], self.begun.origin[self.after[tried]]
        ends = np.cumsum(last - first + 1, dtype=np.int64)
        near, begin = np.empty(len(tried), bool), 0
        while begin < len(tried):
            done = ends[begin] - (last[begin] - first[begin] + 1)
            end = max(begin + 1, int(np.searchsorted(ends, done + _POINTS_AT_ONCE)))
            part = slice(begin, end)
            near[part] = self._farthest(tried[part], first[part], last[part]) <= self.reach ** 2 + 1e-9
            begin = end
        return near

    def _farthest(self, tried: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Largest squared distance of the traced vertices ``first`` to ``last`` from the line past each vertex."""
        points = last - first + 1
        offset = np.cumsum(points) - points
        which = np.repeat(np.arange(len(tried)), points)
        traced = np.arange(len(which)) + (first - offset)[which]
        a, c = self.before[tried], self.after[tried]
        line_x, line_y = (self.x[c] - self.x[a]).astype(np.float64), (self.y[c] - self.y[a]).astype(np.float64)
        scale = 1 / np.maximum(line_x ** 2 + line_y ** 2, 1.0)
        to_x, to_y = self.begun.traced_x[traced] - self.x[a][which], self.begun.traced_y[traced] - self.y[a][which]
        line_x, line_y = line_x[which], line_y[which]
        along = np.clip((to_x * line_x + to_y * line_y) * scale[which], 0.0, 1.0)
        return np.maximum.reduceat((to_x - along * line_x) ** 2 + (to_y - along * line_y) ** 2, offset)

    def _vacant(self, tried: np.ndarray) -> np.ndarray:
        """Whether the triangle of a vertex and its neighbours holds those three only."""
        if self.stale * 16 > len(self.occupied):
            self.occupied.keep(self.alive)
            self.stale = 0
        before, after = self.before[tried], self.after[tried]
        free = _twice_area(self.x, self.y, before, tried, after) == 0
        thick = np.flatnonzero(~free)
        three = np.stack([before[thick], tried[thick], after[thick]])
        free[thick] = self.occupied.vacant(self.x[three].astype(np.int64), self.y[three].astype(np.int64),
                                           (True, True, True))
        return free

    def _within_count(self, tried: np.ndarray) -> np.ndarray:
        """The first of each arc's vertices, as many as it can spare."""
        arc = self.arc[tried]
        first = np.searchsorted(arc, arc)  # vertices are in the order of arcs
        return np.arange(len(tried)) - first < self.left_over[arc]
