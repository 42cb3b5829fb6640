"""How far a core is from others: a search in a window that grows until nothing outside of it can matter."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np

from ...feedback import Feedback
from ...raster.grid import Window
from .cost_distance import cost_distance, path

_MARGIN = 64  # cells around a core in the first window


@dataclass(frozen=True)
class Ground:
    """What a search walks on: ``resistance`` (float32, (rows, cols), NaN is a barrier), ``cores`` (number of the core
    that each cell belongs to, from 1; 0 none), both of one shape, and the cell size."""

    resistance: np.ndarray
    cores: np.ndarray
    cell_m: float

    def cut(self, window: Window) -> "Ground":
        part = (slice(window.row, window.row + window.rows), slice(window.col, window.col + window.cols))
        return Ground(self.resistance[part], self.cores[part], self.cell_m)

    def around(self, row: np.ndarray, col: np.ndarray, margin: int) -> Window:
        """The window of some cells and so many more on every side."""
        rows, cols = self.cores.shape
        top, left = max(0, int(row.min()) - margin), max(0, int(col.min()) - margin)
        return Window(top, left, min(rows, int(row.max()) + 1 + margin) - top,
                      min(cols, int(col.max()) + 1 + margin) - left)


@dataclass(frozen=True)
class Reach:
    """Costs (resistance · metres) from a core in a window of the ground, exact up to the limit that was asked for,
    infinite beyond; ``met``: least cost to every other core within it, the nearest first."""

    window: Window
    cost: np.ndarray
    met: dict[int, float]

    def way_to(self, core: int, ground: Ground) -> np.ndarray:
        """Rows and columns (n, 2) of the least-cost path, from this core to another one that was met."""
        inside = ground.cut(self.window)
        own = np.where(inside.cores == core, self.cost, np.inf)
        row, col = np.unravel_index(int(np.argmin(own)), own.shape)
        cells = path(self.cost, inside.resistance, ground.cell_m, int(row), int(col))
        return cells[::-1] + (self.window.row, self.window.col)


def reach(ground: Ground, core: int, feedback: Feedback, nearest: Optional[int] = None,
          targets: Sequence[int] = (), limit: float = math.inf) -> Reach:
    """Search from a core to its ``nearest`` other cores, or to ``targets``, and no farther than ``limit``.

    Memory and time depend on how far that is, not on the size of the ground. Raises Cancelled.
    """
    row, col = np.nonzero(ground.cores == core)
    margin = _MARGIN
    while True:
        window = ground.around(row, col, margin)
        inside = ground.cut(window)
        found = _Arrivals(inside, core, window, ground.cores.shape, nearest, targets, limit)
        cost = cost_distance(inside.resistance, inside.cores == core, ground.cell_m, feedback, limit, found)
        if not found.outgrown:
            return Reach(window, cost, found.met())
        margin *= 3


class _Arrivals:
    """Notes the cores that a search meets; ends it when they suffice, or when it comes to the edge of its window."""

    def __init__(self, inside: Ground, core: int, window: Window, shape: tuple[int, int], nearest: Optional[int],
                 targets: Sequence[int], limit: float) -> None:
        self._cores, self._core = inside.cores.ravel(), core
        self._nearest, self._targets, self._limit = nearest, targets, limit
        self._costs: dict[int, float] = {}
        self._open = _open_edge(window, shape).ravel()
        self.outgrown = False

    def __call__(self, cells: np.ndarray, costs: np.ndarray) -> float:
        cores = self._cores[cells]
        other = np.flatnonzero((cores > 0) & (cores != self._core))
        order = other[np.lexsort((costs[other], cores[other]))]
        met, first = np.unique(cores[order], return_index=True)
        for core, cost in zip(met.tolist(), costs[order][first].tolist()):
            self._costs[core] = min(cost, self._costs.get(core, math.inf))
        limit = self._enough()
        self.outgrown = bool((costs[self._open[cells]] <= limit).any())
        return -math.inf if self.outgrown else limit

    def _enough(self) -> float:
        """Up to which cost the search must go, after what was met."""
        if self._targets:
            missing = [core for core in self._targets if core not in self._costs]
            return self._limit if missing else min(self._limit, max(self._costs[core] for core in self._targets))
        if self._nearest is None or len(self._costs) < self._nearest:
            return self._limit
        return min(self._limit, sorted(self._costs.values())[self._nearest - 1])

    def met(self) -> dict[int, float]:
        limit = self._enough()
        near = sorted((cost, core) for core, cost in self._costs.items() if cost <= limit)
        return {core: cost for cost, core in near[:self._nearest]}


def _open_edge(window: Window, shape: tuple[int, int]) -> np.ndarray:
    """The rim of a window where the ground goes on, boolean (rows, cols)."""
    edge = np.zeros((window.rows, window.cols), bool)
    edge[0] |= window.row > 0
    edge[-1] |= window.row + window.rows < shape[0]
    edge[:, 0] |= window.col > 0
    edge[:, -1] |= window.col + window.cols < shape[1]
    return edge
