"""The network of patches: areas, and the links that shortest paths can need."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ...feedback import Feedback
from .distances import Links

_NEAREST = 16  # neighbours of a patch that are tried as a stop on the way of its longer links


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
        rows = _rows(len(areas), *_needed(len(areas), links, feedback))
        domestic = None
        if transboundary:
            within = (links.first < inside) & (links.second < inside)
            domestic = cls.of(areas[:inside], Links(links.first[within], links.second[within], links.metres[within],
                                                    links.cutoff_m), feedback)
        return cls(areas, *rows, np.inf if every else links.cutoff_m, transboundary, domestic)


def _rows(nodes: int, first: np.ndarray, second: np.ndarray,
          metres: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where the row of each node starts, its neighbours in ascending order, and their distances."""
    one, other = np.concatenate([second, first]), np.concatenate([first, second])
    order = np.lexsort((other, one))
    start = np.concatenate([[0], np.cumsum(np.bincount(one, minlength=nodes))])
    return start, other[order].astype(np.int32), np.concatenate([metres, metres])[order]


def _needed(nodes: int, links: Links, feedback: Feedback) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The links without those that two ways over two different third patches replace.

    Both parts of such a way are shorter than the link and it is in all no longer; so every part has its own two ways
    or is kept, and whichever one patch is taken away, the shortest paths between the others are as long as before.
    """
    by_first, by_second = (np.argsort(ends, kind="stable").astype(np.int32) for ends in (links.first, links.second))
    first_start, second_start = (np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=nodes))])
                                 for ends in (links.first, links.second))

    def row(node: int) -> tuple[np.ndarray, np.ndarray]:
        """Links of a node, and the nodes at their other ends."""
        down = by_second[second_start[node]:second_start[node + 1]]
        up = by_first[first_start[node]:first_start[node + 1]]
        return np.concatenate([down, up]), np.concatenate([links.first[down], links.second[up]])

    kept = np.ones(len(links.first), bool)
    direct = np.full(nodes, -np.inf)  # to the neighbours of the node at hand; no way is shorter to all others
    for node in range(nodes):
        feedback.check()
        own, ends = row(node)
        direct[ends] = links.metres[own]
        ways = np.zeros(nodes, np.int64)
        for near in np.argsort(direct[ends], kind="stable")[:_NEAREST]:
            onward, over = row(ends[near])
            to_stop, rest, straight = direct[ends[near]], links.metres[onward], direct[over]
            ways[over] += (to_stop + rest <= straight) & (rest < straight) & (to_stop < straight)
        kept[own[ways[ends] > 1]] = False
        direct[ends] = -np.inf
    return links.first[kept], links.second[kept], links.metres[kept]
