"""The network of patches: areas, and the links that shortest paths can need."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ...feedback import Feedback
from .distances import Links
from .outlines import ranges

_NEAREST = 32  # neighbours of a patch that are tried as a stop on the way of its longer links


@dataclass(frozen=True)
class Network:
    """Patches (nodes) with their links, both ways, row by row (compressed sparse rows).

    ``areas_km2``: area of every node; the last ``transboundary`` nodes lie abroad and have area 0 (Saura et al. 2017).
    The neighbours of node n are ``neighbours[start[n]:start[n + 1]]`` at ``metres[...]``; touching patches have a link
    of 0. ``measured_m``: all links up to this length are known; infinite where every pair was measured.
    ``domestic``: the network without the nodes abroad, None where it has none.
    """

    areas_km2: np.ndarray
    start: np.ndarray
    neighbours: np.ndarray
    metres: np.ndarray
    measured_m: float
    transboundary: int = 0
    domestic: Optional["Network"] = None

    @classmethod
    def of(cls, areas_km2: np.ndarray, links: Links, feedback: Feedback, transboundary: int = 0) -> "Network":
        """The network of the links that shortest paths can need, also when any one patch is taken away.

        ``areas_km2``: of the polygons that were measured, in their order, those abroad last (their areas do not count).
        """
        areas = np.array(areas_km2, np.float64)
        inside = len(areas) - transboundary
        areas[inside:] = 0
        every = len(links.first) == len(areas) * (len(areas) - 1) // 2
        rows = _needed(*_rows(len(areas), links), feedback)
        domestic = None
        if transboundary:
            within = (links.first < inside) & (links.second < inside)
            domestic = cls.of(areas[:inside], Links(links.first[within], links.second[within], links.metres[within],
                                                    links.cutoff_m), feedback)
        return cls(areas, *rows, np.inf if every else links.cutoff_m, transboundary, domestic)


def _rows(nodes: int, links: Links) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where the row of each node starts, its neighbours in ascending order, and their distances."""
    one = np.concatenate([links.second, links.first]).astype(np.int32)
    other = np.concatenate([links.first, links.second]).astype(np.int32)
    order = np.lexsort((other, one))
    start = np.concatenate([[0], np.cumsum(np.bincount(one, minlength=nodes))])
    return start, other[order], np.concatenate([links.metres, links.metres])[order]


def _needed(start: np.ndarray, neighbours: np.ndarray, metres: np.ndarray,
            feedback: Feedback) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rows without links that two ways over two different third patches replace.

    Both parts of such a way are shorter than the link and it is in all no longer; so every part has its own two ways
    or is kept, and whichever one patch is taken away, the shortest paths between the others are as long as before.
    """
    nodes = len(start) - 1
    kept = np.ones(len(neighbours), bool)
    direct = np.full(nodes, -np.inf)  # to the neighbours of the node at hand; no way is shorter to all others
    for node in range(nodes):
        feedback.check()
        row = slice(start[node], start[node + 1])
        if start[node + 1] - start[node] < 3:
            continue
        direct[neighbours[row]] = metres[row]
        near = start[node] + np.argsort(metres[row], kind="stable")[:_NEAREST]
        stops = neighbours[near]
        onward = ranges(start[stops], start[stops + 1] - start[stops])
        to_stop = np.repeat(metres[near], start[stops + 1] - start[stops])
        end, rest = neighbours[onward], metres[onward]
        straight = direct[end]
        replaces = (to_stop + rest <= straight) & (rest < straight) & (to_stop < straight)
        kept[row] = np.bincount(end[replaces], minlength=nodes)[neighbours[row]] < 2
        direct[neighbours[row]] = -np.inf
    kept &= kept[np.argsort(neighbours, kind="stable")]  # this order lists every link the other way round
    begin = np.concatenate([[0], np.cumsum(kept)])[start]
    return begin, neighbours[kept], metres[kept]
