"""Tracing: a label raster to arcs along cell edges, each with its labels on the left and on the right.

Only vertices where a line bends, branches or becomes legal are kept. In the order of rows, what follows a kept vertex
with a line to the east is the other end of that line; in the order of columns the same holds southwards. So straight
runs need no search at all. Memory: about 130 bytes a vertex, and 60 bytes for each cell of a strip of rows.
"""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ...feedback import Feedback
from .chains import chains
from .model import OUTSIDE, Arcs
from .rings import Ends, rings_of

EAST, SOUTH, WEST, NORTH = 0, 1, 2, 3  # arms of a vertex, clockwise
_STRIP_CELLS = 4_000_000
_ARMS = np.array([bin(arms).count("1") for arms in range(16)], np.uint8)
_BENDS = np.array([_ARMS[arms] > 0 and arms not in (0b0101, 0b1010) for arms in range(16)])


@dataclass(frozen=True)
class Corners:
    """Kept vertices in the order of rows: where, the arms that lines take (bit 0 east, clockwise), those of the arms
    that are legal, and whether arcs end here."""

    row: np.ndarray
    col: np.ndarray
    arms: np.ndarray
    legal: np.ndarray
    node: np.ndarray


@dataclass(frozen=True)
class Segments:
    """Straight runs between corners, turned so that the larger label is on the left. ``arm``: the way out of the tail;
    ``southward``: for each corner the run that leaves it to the south, as stored."""

    tail: np.ndarray
    head: np.ndarray
    arm: np.ndarray
    left: np.ndarray
    right: np.ndarray
    fixed: np.ndarray
    southward: np.ndarray


def trace(labels: np.ndarray, fixed_labels: Optional[np.ndarray] = None,
          feedback: Optional[Feedback] = None) -> Arcs:
    """Arcs between the labels (int32 range, (rows, cols)); what lies beyond the frame counts as one more label.

    Arcs end where three or more lines meet and where a line begins or ceases to be legal, that is to separate two
    different ``fixed_labels`` (rows, cols). The frame is fixed, too. Where two pairs of cells meet at a corner, four
    lines meet, so that cells that touch there only are apart. A closed arc is pinned at its topmost, leftmost edge.
    """
    feedback = feedback or Feedback()
    corners = _corners(labels, fixed_labels, feedback)
    feedback.progress(0.3)
    order = np.argsort(corners.col, kind="stable").astype(np.int32)
    segments = _segments(labels, corners, order)
    feedback.check()
    leaving = np.full(len(corners.row), -1, np.int32)
    passing = ~corners.node[segments.tail]
    leaving[segments.tail[passing]] = np.flatnonzero(passing)
    first, place = chains(leaving[segments.head])
    feedback.check()
    feedback.progress(0.7)
    begins = np.flatnonzero(place == 0)
    arc_of = (np.cumsum(place == 0, dtype=np.int32) - 1)[first]
    counts = np.bincount(arc_of, minlength=len(begins))
    start = np.concatenate([[0], np.cumsum(counts + 1)])
    corner = np.empty(start[-1], np.int32)
    at = start[arc_of] + place
    corner[at + 1] = segments.head
    corner[at] = segments.tail
    last = np.empty(len(begins), np.int64)
    last[arc_of[place == counts[arc_of] - 1]] = np.flatnonzero(place == counts[arc_of] - 1)
    ends = Ends(segments.arm[begins], (segments.arm[last] + 2) % 4)
    x, y = corners.col[corner], corners.row[corner]
    left, right = segments.left[begins], segments.right[begins]

    def arc_west_of(row: np.ndarray, col: np.ndarray) -> np.ndarray:
        """The arc along the left side of cells that have one."""
        height = labels.shape[0] + 1
        keys = corners.col[order].astype(np.int64) * height + corners.row[order]
        above = order[np.searchsorted(keys, col.astype(np.int64) * height + row, side="right") - 1]
        return arc_of[segments.southward[above]]

    rings = rings_of(labels, x, y, start, left, right, ends, arc_west_of)
    feedback.progress(1.0)
    return Arcs(x, y, start, left, right, segments.fixed[begins], 1, rings)


def _corners(labels: np.ndarray, fixed_labels: Optional[np.ndarray], feedback: Feedback) -> Corners:
    rows, cols = labels.shape
    strip = max(1, _STRIP_CELLS // (cols + 1))
    found = []
    for top in range(0, rows + 1, strip):
        feedback.check()
        bottom = min(top + strip, rows + 1)
        arms = _arms(_padded(labels, top, bottom))
        row, col = np.nonzero(arms)
        arms = arms[row, col]
        legal = arms & _arms(_padded(fixed_labels, top, bottom) if fixed_labels is not None
                             else _padded(np.broadcast_to(np.int32(0), labels.shape), top, bottom))[row, col]
        turns_legal = (_ARMS[arms] == 2) & (_ARMS[legal] == 1)
        kept = _BENDS[arms] | turns_legal
        found.append((row[kept].astype(np.int32) + np.int32(top), col[kept].astype(np.int32), arms[kept], legal[kept],
                      (turns_legal | (_ARMS[arms] > 2))[kept]))
    return Corners(*(np.concatenate(parts) for parts in zip(*found)))


def _padded(labels: np.ndarray, top: int, bottom: int) -> np.ndarray:
    """The cells round the vertices of rows ``top`` to ``bottom``, OUTSIDE beyond the frame."""
    cells = np.full((bottom - top + 1, labels.shape[1] + 2), OUTSIDE, np.int32)
    first, last = max(top - 1, 0), min(bottom, labels.shape[0])
    cells[first - top + 1:last - top + 1, 1:-1] = labels[first:last]
    return cells


def _arms(cells: np.ndarray) -> np.ndarray:
    """The arms of each vertex between cells, as bits."""
    across = (cells[1:] != cells[:-1]).view(np.uint8)
    along = (cells[:, 1:] != cells[:, :-1]).view(np.uint8)
    return across[:, 1:] | along[1:] << SOUTH | across[:, :-1] << WEST | along[:-1] << NORTH


def _segments(labels: np.ndarray, corners: Corners, order: np.ndarray) -> Segments:
    """``order``: the corners in the order of columns."""
    east = np.flatnonzero(corners.arms & 1).astype(np.int32)
    place = np.flatnonzero(corners.arms[order] >> SOUTH & 1)
    south = order[place]
    one = np.concatenate([east, south])
    other = np.concatenate([east + 1, order[place + 1]]).astype(np.int32)
    arm = np.repeat(np.array([EAST, SOUTH], np.int8), [len(east), len(south)])
    row, col = corners.row[one], corners.col[one]
    south_east = _label_at(labels, row, col)
    beside = _label_at(labels, np.where(arm == EAST, row - 1, row), np.where(arm == EAST, col, col - 1))
    on_left = np.where(arm == EAST, beside, south_east)
    on_right = np.where(arm == EAST, south_east, beside)
    turned = on_left < on_right
    southward = np.full(len(corners.row), -1, np.int32)
    southward[south] = np.arange(len(east), len(one))
    return Segments(np.where(turned, other, one), np.where(turned, one, other), np.where(turned, arm + 2, arm),
                    np.maximum(on_left, on_right), np.minimum(on_left, on_right),
                    (corners.legal[one] >> arm.view(np.uint8) & 1).astype(bool), southward)


def _label_at(labels: np.ndarray, row: np.ndarray, col: np.ndarray) -> np.ndarray:
    rows, cols = labels.shape
    inside = (row >= 0) & (row < rows) & (col >= 0) & (col < cols)
    found = np.full(len(row), OUTSIDE, np.int32)
    found[inside] = labels[row[inside], col[inside]]
    return found
