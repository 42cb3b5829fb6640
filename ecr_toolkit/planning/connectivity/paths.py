"""Shortest paths from many patches: scipy's Dijkstra where scipy is, a heap of our own elsewhere."""

import heapq
from typing import NamedTuple

import numpy as np

from ...feedback import Feedback
from .network import Network

NONE = -9999  # predecessor of a source and of what is not reached, as scipy says it


class Paths(NamedTuple):
    """Shortest paths from some sources: (sources, nodes) metres (infinite: not reached) and the node before."""

    metres: np.ndarray
    before: np.ndarray


def shortest(network: Network, sources: np.ndarray, limit_m: float, feedback: Feedback) -> Paths:
    """Shortest paths of at most ``limit_m`` from every source to every node."""
    try:
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import dijkstra
    except ImportError:
        return _heap(network, sources, limit_m, feedback)
    nodes = len(network.areas_km2)
    graph = csr_matrix((network.metres, network.neighbours, network.start.astype(np.int32)), (nodes, nodes))
    return Paths(*dijkstra(graph, indices=sources, return_predecessors=True, limit=limit_m))


def _heap(network: Network, sources: np.ndarray, limit_m: float, feedback: Feedback) -> Paths:
    shape = (len(sources), len(network.areas_km2))
    paths = Paths(np.full(shape, np.inf), np.full(shape, NONE, np.int32))
    start = network.start.tolist()
    ways = list(zip(network.neighbours.tolist(), network.metres.tolist()))
    for row, source in enumerate(sources.tolist()):
        feedback.check()
        reached, before, done = {source: 0.0}, {}, set()
        waiting = [(0.0, source)]
        while waiting:
            metres, node = heapq.heappop(waiting)
            if node in done:
                continue
            done.add(node)
            for neighbour, step in ways[start[node]:start[node + 1]]:
                total = metres + step
                if total <= limit_m and total < reached.get(neighbour, np.inf):
                    reached[neighbour], before[neighbour] = total, node
                    heapq.heappush(waiting, (total, neighbour))
        paths.metres[row, list(reached)] = list(reached.values())
        paths.before[row, list(before)] = list(before.values())
    return paths
