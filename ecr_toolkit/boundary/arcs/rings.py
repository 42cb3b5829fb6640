"""Rings: which arcs, one after the other, bound which label, and which rings are holes of which."""

from typing import Callable, NamedTuple

import numpy as np

from .chains import chains
from .model import OUTSIDE, Rings


class Ends(NamedTuple):
    """The arms (0 east, clockwise) by which each arc leaves its first vertex, and its last one going backwards."""

    first: np.ndarray
    last: np.ndarray


def rings_of(labels: np.ndarray, x: np.ndarray, y: np.ndarray, start: np.ndarray, left: np.ndarray, right: np.ndarray,
             ends: Ends, arc_west_of: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Rings:
    """The rings of all labels but OUTSIDE, from arcs as traced (vertices in cells).

    A ring that passes a vertex twice becomes two there, so every ring is simple. ``arc_west_of`` gives for cells (row,
    col) the arc along their left side.
    """
    width = labels.shape[1] + 1
    vertex = y.astype(np.int64) * width + x
    label_of = np.stack([left, right], 1).ravel()
    from_vertex = np.stack([vertex[start[:-1]], vertex[start[1:] - 1]], 1).ravel()
    node = np.unique(from_vertex, return_inverse=True)[1].ravel()
    following = _split(_next_halves(node, np.stack(ends, 1).ravel()), node)
    first, place = chains(following)
    ring = (np.cumsum(place == 0, dtype=np.int32) - 1)[first]
    count = int(ring.max()) + 1
    ring_label = label_of[first[place == 0]]
    across = x[:-1].astype(np.int64) * y[1:] - x[1:].astype(np.int64) * y[:-1]
    across[start[1:-1] - 1] = 0
    arc_sum = np.add.reduceat(across, start[:-1])
    area = np.zeros(count, np.int64)
    np.subtract.at(area, ring, np.stack([arc_sum, -arc_sum], 1).ravel())  # rows count downwards
    shell = np.arange(count)
    holes = np.flatnonzero((area < 0) & (ring_label != OUTSIDE))
    if len(holes):
        topmost = np.full(count, np.iinfo(np.int64).max)
        np.minimum.at(topmost, ring, np.repeat(np.minimum.reduceat(vertex, start[:-1]), 2))
        row, col = topmost[holes] // width, topmost[holes] % width
        arc = arc_west_of(row, _run_starts(labels, row, col - 1))
        shell[holes] = ring[2 * arc + (left[arc] != ring_label[holes])]
        shell = _roots(shell)
    return _ordered(ring, place, ring_label, shell)


def _next_halves(node: np.ndarray, arm: np.ndarray) -> np.ndarray:
    """The half arc after each one, with the same face on its left: the next arm clockwise from where it arrived."""
    table = np.full((int(node.max()) + 1, 4), -1, np.int32)
    table[node, arm] = np.arange(len(node))
    twin = np.arange(len(node)) ^ 1
    following = np.full(len(node), -1, np.int32)
    for turn in (1, 2, 3):
        following = np.where(following < 0, table[node[twin], (arm[twin] + turn) % 4], following)
    return following


def _split(following: np.ndarray, node: np.ndarray) -> np.ndarray:
    """Half arcs so that no ring passes a node twice: where one does, its two ways on are exchanged.

    A boundary that touches itself never comes back in the order a b a b (a chord through its face would part b from
    itself), so each exchange parts one ring into two, whatever is exchanged elsewhere.
    """
    first, _place = chains(following)
    reached = node[np.arange(len(node)) ^ 1]
    key = first.astype(np.int64) * (int(node.max()) + 1) + reached
    order = np.argsort(key, kind="stable")
    twice = np.flatnonzero(key[order[1:]] == key[order[:-1]])
    one, other = order[twice], order[twice + 1]
    # a closed arc alone in its ring reaches its node once
    split = following.copy()
    split[one], split[other] = following[other], following[one]
    return split


def _run_starts(labels: np.ndarray, row: np.ndarray, col: np.ndarray) -> np.ndarray:
    """The column where the run of equal labels that holds each cell begins."""
    found = np.empty(len(row), np.int64)
    order = np.argsort(row, kind="stable")
    lines, begins = np.unique(row[order], return_index=True)
    columns = np.arange(labels.shape[1])
    for line, members in zip(lines, np.split(order, begins[1:])):
        differs = np.concatenate([[True], labels[line, 1:] != labels[line, :-1]])
        found[members] = np.maximum.accumulate(np.where(differs, columns, 0))[col[members]]
    return found


def _roots(parent: np.ndarray) -> np.ndarray:
    while True:
        farther = parent[parent]
        if (farther == parent).all():
            return parent
        parent = farther


def _ordered(ring: np.ndarray, place: np.ndarray, label: np.ndarray, shell: np.ndarray) -> Rings:
    """The rings in the order that ``Rings`` promises, those of OUTSIDE left out."""
    numbers = np.arange(len(label))
    order = np.lexsort((numbers, shell != numbers, shell, label))
    order = order[label[order] != OUTSIDE]
    new = np.full(len(label), -1)
    new[order] = np.arange(len(order))
    start = np.concatenate([[0], np.cumsum(np.bincount(ring, minlength=len(label))[order])])
    inside = np.flatnonzero(new[ring] >= 0)
    halves = np.empty(start[-1], np.int32)
    halves[start[new[ring[inside]]] + place[inside]] = inside
    return Rings(halves, start, label[order], new[shell[order]])
