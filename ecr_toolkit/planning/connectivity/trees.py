"""Trees of shortest paths, and how they mend when one node is lost.

The shortest paths from a source are a tree. Without patch k only what hangs below k has to be reached in another way:
by a link from outside of that branch, where distances stay what they were, and from there on inside of the branch.
All branches of many trees are mended at once. An entry is a node of a tree with one of its ancestors, the one lost.
"""

from dataclasses import dataclass

import numpy as np

from ...feedback import Feedback
from .network import Network
from .outlines import ranges


@dataclass(frozen=True)
class Trees:
    """Trees side by side; a place is a node in one tree.

    Per place: ``row`` of the tree, ``node``, ``metres`` from the source, ``depth`` (0: the source), and where its
    entries ``begin``: its ancestors from depth 1 down to the place itself. Per entry: ``place`` and ``ancestor`` (a
    place). ``number`` (trees, nodes): the place of a node, -1 where the tree does not reach it.
    """

    row: np.ndarray
    node: np.ndarray
    metres: np.ndarray
    depth: np.ndarray
    begin: np.ndarray
    number: np.ndarray
    place: np.ndarray
    ancestor: np.ndarray

    @classmethod
    def of(cls, metres: np.ndarray, before: np.ndarray) -> "Trees":
        """From distances (trees, nodes) and the node before each (negative: none)."""
        row, node = np.nonzero(np.isfinite(metres))
        number = np.full(metres.shape, -1, np.int64)
        number[row, node] = np.arange(len(row))
        parent = number[row, np.maximum(before[row, node], 0)]  # of a source: not asked for
        depth = depths(before)[row, node]
        begin = np.cumsum(depth) - depth
        ancestor = np.empty(depth.sum(), np.int64)
        place = np.flatnonzero(depth)
        above = place
        while len(place):
            ancestor[begin[place] + depth[above] - 1] = above
            above = parent[above]
            inside = depth[above] > 0
            place, above = place[inside], above[inside]
        entries = np.repeat(np.arange(len(depth)), depth)
        return cls(row, node, metres[row, node], depth, begin, number, entries, ancestor)

    def detours(self, network: Network, limit_m: float, feedback: Feedback) -> np.ndarray:
        """Per entry the metres from the source to the place when the ancestor is lost; infinite beyond the limit."""
        metres = np.full(len(self.ancestor), np.inf)
        if self.depth.max(initial=0) < 2:
            return metres
        to, via, length, step = self._last_links(network, limit_m)
        count = np.bincount(to, minlength=len(self.node))
        deep = np.flatnonzero(self.depth > 1)
        entry = ranges(self.begin[deep], self.depth[deep] - 1)
        each = count[self.place[entry]]
        link = ranges((np.cumsum(count) - count)[self.place[entry]], each)
        entry, via = np.repeat(entry, each), via[link]
        level = entry - self.begin[self.place[entry]]
        same = np.where(self.depth[via] > level, self.begin[via] + level, 0)  # entry of the place before, same depth
        below = (self.depth[via] > level) & (self.ancestor[same] == self.ancestor[entry])
        _lower(metres, entry, np.where(below, np.inf, length[link]))
        # the lost node itself leads nowhere; what is longer than a way from outside is not needed
        useful = below & (self.ancestor[same] != via) & (length[link] < metres[entry])
        _spread(metres, entry[useful], same[useful], step[link[useful]], limit_m, feedback)
        return metres

    def _last_links(self, network: Network, limit_m: float) -> tuple[np.ndarray, ...]:
        """Links (to, via, length from the source, length of the link) over which detours to deep places can end.

        None is longer than the shortest that comes from another main branch: that one survives every loss.
        """
        deep = np.flatnonzero(self.depth > 1)
        node = self.node[deep]
        count = network.start[node + 1] - network.start[node]
        to, link = np.repeat(deep, count), ranges(network.start[node], count)
        via = self.number[self.row[to], network.neighbours[link]]
        length = np.where(via < 0, np.inf, self.metres[via] + network.metres[link])
        near = length <= limit_m
        to, via, length, step = to[near], via[near], length[near], network.metres[link[near]]
        branch = np.full(len(self.node), -1)
        branch[self.depth > 0] = self.ancestor[self.begin[self.depth > 0]]
        enough = np.full(len(self.node), np.inf)
        _lower(enough, to, np.where(branch[to] != branch[via], length, np.inf))
        near = length <= enough[to]
        return to[near], via[near], length[near], step[near]


def depths(before: np.ndarray) -> np.ndarray:
    """Steps from the source to every node, (trees, nodes), from the node before each (negative: none)."""
    above = np.where(before < 0, -1, before + np.arange(len(before))[:, np.newaxis] * before.shape[1]).ravel()
    depth = np.zeros(above.shape, np.int64)
    place = np.flatnonzero(above >= 0)
    current = above[place]
    while len(place):
        depth[place] += 1
        current = above[current]
        inside = current >= 0
        place, current = place[inside], current[inside]
    return depth.reshape(before.shape)


def _lower(values: np.ndarray, where: np.ndarray, to: np.ndarray) -> np.ndarray:
    """Lower ``values[where]`` to the least of ``to`` (``where`` ascends, with repeats); the places that changed."""
    begin = np.flatnonzero(np.diff(where, prepend=-1))
    if not len(begin):
        return begin
    which, least = where[begin], np.minimum.reduceat(to, begin)
    better = least < values[which]
    values[which[better]] = least[better]
    return which[better]


def _spread(metres: np.ndarray, entry: np.ndarray, source: np.ndarray, step: np.ndarray, limit_m: float,
            feedback: Feedback) -> None:
    """Carry distances over links from entries to entries until nothing becomes shorter.

    The shorter ones go first, a stretch at a time, since most of the longer ones would be carried in vain.
    """
    fresh = np.isfinite(metres)
    stretch = 4 * float(np.median(step)) if len(step) else 0.0
    while fresh.any():
        feedback.check()
        waiting = np.flatnonzero(fresh)
        due = metres[waiting]
        now = np.zeros(len(metres), bool)
        now[waiting[due <= due.min() + stretch]] = True
        fresh &= ~now
        link = np.flatnonzero(now[source])
        total = metres[source[link]] + step[link]
        fresh[_lower(metres, entry[link], np.where(total <= limit_m, total, np.inf))] = True
