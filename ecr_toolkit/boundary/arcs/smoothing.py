"""Smoothing: corners cut at a quarter of their sides (Chaikin 1974), where the piece cut off holds no vertex."""

from typing import Optional

import numpy as np

from ...errors import InputError
from ...feedback import Feedback
from ...languages.messages import _
from .model import Arcs
from .vacancy import Occupied

_QUARTERS = 4


def smooth(arcs: Arcs, rounds: int, feedback: Optional[Feedback] = None) -> Arcs:
    """The arcs with rounder corners; ends of arcs and fixed arcs stay. Every round doubles the vertices at most.

    Pieces cut off lie on different sides of lines or at different corners and hold no vertex, so all can go at once. A
    corner that shuts in another line stays as it is. Unlike simplifying, smoothing takes from what is convex: a
    sixteenth of the triangle of each corner and its two neighbours.
    """
    feedback = feedback or Feedback()
    for number in range(rounds):
        feedback.check()
        arcs = _smoothed(arcs)
        feedback.progress((number + 1) / rounds)
    return arcs


def _smoothed(arcs: Arcs) -> Arcs:
    if int(max(arcs.x.max(), arcs.y.max())) * _QUARTERS > np.iinfo(np.int32).max:
        raise InputError([(_("The lines cannot be smoothed this often on a grid of this size."),
                           _("Choose fewer rounds of smoothing."))])
    fine = arcs.with_vertices(arcs.x * _QUARTERS, arcs.y * _QUARTERS, arcs.counts, arcs.scale * _QUARTERS)
    x, y = fine.x.astype(np.int64), fine.y.astype(np.int64)
    corner = np.flatnonzero(fine.movable)
    before, after = (np.stack([v[corner] + (v[corner + step] - v[corner]) // _QUARTERS for v in (x, y)])
                     for step in (-1, 1))
    to, on = before - np.stack([x[corner], y[corner]]), after - np.stack([x[corner], y[corner]])
    bends = np.flatnonzero(to[0] * on[1] - to[1] * on[0])
    triangles = (np.stack([before[axis, bends], v[corner[bends]], after[axis, bends]]) for axis, v in ((0, x), (1, y)))
    cut = bends[Occupied(fine).vacant(*triangles, (False, True, False))]
    copies = np.ones(len(x), np.int8)
    copies[corner[cut]] = 2
    vertex = np.repeat(np.arange(len(x)), copies)
    second = np.flatnonzero(vertex[1:] == vertex[:-1]) + 1
    new = np.stack([x[vertex], y[vertex]])
    new[:, second - 1], new[:, second] = before[:, cut], after[:, cut]
    return fine.with_vertices(new[0], new[1], np.bincount(fine.arc_of[vertex]), fine.scale)
