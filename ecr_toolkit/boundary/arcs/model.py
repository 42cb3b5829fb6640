"""Arcs and the rings they make."""

from dataclasses import dataclass, replace

import numpy as np

OUTSIDE = -2 ** 31  # the label beyond the frame; the smallest of all


@dataclass(frozen=True)
class Rings:
    """What bounds what. Half arc ``2·a`` is arc ``a`` as traced and bounds its left label, ``2·a + 1`` is the arc
    backwards and bounds its right label.

    ``halves`` holds the half arcs of all rings one after the other, ring ``r`` from ``start[r]`` to ``start[r + 1]``;
    ``label`` and ``shell`` (n,) its label and the ring that holds it (itself for a shell). Rings are ordered by label,
    then by shell, each shell before its holes.
    """

    halves: np.ndarray
    start: np.ndarray
    label: np.ndarray
    shell: np.ndarray


@dataclass(frozen=True)
class Arcs:
    """Lines between two labels, from node to node.

    ``x``, ``y``: int32 vertices of all arcs, columns and rows from the frame's upper left corner times ``scale``; arc
    ``a`` has those from ``start[a]`` to ``start[a + 1]``, both ends included. ``left`` and ``right`` (n,) are the
    labels on its sides, ``fixed`` (n,) whether nothing may move it. An arc whose ends are one point is closed.
    """

    x: np.ndarray
    y: np.ndarray
    start: np.ndarray
    left: np.ndarray
    right: np.ndarray
    fixed: np.ndarray
    scale: int
    rings: Rings

    @property
    def counts(self) -> np.ndarray:
        """Vertices of each arc, (n,)."""
        return np.diff(self.start)

    @property
    def closed(self) -> np.ndarray:
        """Whether an arc ends where it begins, (n,)."""
        first, last = self.start[:-1], self.start[1:] - 1
        return (self.x[first] == self.x[last]) & (self.y[first] == self.y[last])

    @property
    def arc_of(self) -> np.ndarray:
        """The arc of every vertex, int32."""
        return np.repeat(np.arange(len(self.left), dtype=np.int32), self.counts)

    @property
    def movable(self) -> np.ndarray:
        """Whether a vertex lies inside an arc that is not fixed."""
        may = np.repeat(~self.fixed, self.counts)
        may[self.start[:-1]] = may[self.start[1:] - 1] = False
        return may

    def with_vertices(self, x: np.ndarray, y: np.ndarray, kept: np.ndarray, scale: int) -> "Arcs":
        """The same arcs through other vertices, ``kept`` (n,) of them on each arc."""
        return replace(self, x=x.astype(np.int32), y=y.astype(np.int32), scale=scale,
                       start=np.concatenate([[0], np.cumsum(kept, dtype=np.int64)]))
