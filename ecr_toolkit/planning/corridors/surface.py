"""Cells of a corridor: those that are little dearer than the least-cost path, and enough beside it (methods.md §8.3).

The fixed cost that the method allows in place of the share is a width here: whatever the cost, the corridor is made as
wide as it should be at least.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from ...feedback import Feedback
from ...raster.grid import Window
from ...raster.objects import connected
from .cost_distance import cost_distance
from .links import Link
from .nearness import metres_to
from .reach import Ground, Reach, reach

_ROUNDING = 1e-9  # of a cost, the sum of thousands of steps


@dataclass(frozen=True)
class Corridor:
    """A link and the cells (boolean, (rows, cols) of the window) of its corridor, without those of cores."""

    link: Link
    window: Window
    cells: np.ndarray

    @property
    def path(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of the least-cost path in the window."""
        return self.link.cells[:, 0] - self.window.row, self.link.cells[:, 1] - self.window.col


def corridors(ground: Ground, links: Sequence[Link], cost_share: float, width_m: float,
              feedback: Feedback) -> Iterator[Corridor]:
    """The corridor of every link, in the order of the links (sorted by their first core).

    Its cells are those over which a way between the two cores costs at most ``cost_share`` more than the least, and
    those beside the least-cost path that make a strip of ``width_m`` or more (``least_width_m``), where no barrier
    hinders it. Raises Cancelled.
    """
    done = 0
    for first, group in groupby(links, key=lambda link: link.first):
        own, here = list(group), feedback.part(done / len(links), done / len(links))
        searched = reach(ground, first, here, limit=max(_bound(link, cost_share) for link in own))
        for link in own:
            yield _corridor(ground, searched, link, cost_share, width_m, here)
        done += len(own)
        feedback.progress(done / len(links))


def _bound(link: Link, cost_share: float) -> float:
    return link.cost * (1 + cost_share) * (1 + _ROUNDING)


def surface(ground: Ground, searched: Reach, link: Link, cost_share: float,
            feedback: Feedback) -> tuple[Window, np.ndarray]:
    """K = CD_a + CD_b − LCD of every cell where it is at most ``cost_share`` · LCD, infinite elsewhere, in a window of
    the ground. ``searched`` from the first core.

    The way from the second core to such a cell passes only cells that cost no more from the first one, so the search
    from the second keeps to those.
    """
    bound = _bound(link, cost_share)
    near = searched.cost <= bound
    row, col = np.nonzero(near)
    window = ground.around(row + searched.window.row, col + searched.window.col, 0)
    inside = ground.cut(window)
    top, left = window.row - searched.window.row, window.col - searched.window.col
    first = searched.cost[top:top + window.rows, left:left + window.cols]
    second = cost_distance(np.where(first <= bound, inside.resistance, np.nan), inside.cores == link.second,
                           ground.cell_m, feedback, bound)
    above = np.where(first + second <= bound, first + second - link.cost, np.inf)
    return window, np.maximum(above, 0)


def _corridor(ground: Ground, searched: Reach, link: Link, cost_share: float, width_m: float,
              feedback: Feedback) -> Corridor:
    within, above = surface(ground, searched, link, cost_share, feedback)
    row, col = np.nonzero(np.isfinite(above))
    beside = (width_m / ground.cell_m + 1) / 2
    window = ground.around(np.append(link.cells[:, 0], row + within.row), np.append(link.cells[:, 1], col + within.col),
                           math.ceil(beside))
    inside = ground.cut(window)
    path = np.zeros(inside.cores.shape, bool)
    path[link.cells[:, 0] - window.row, link.cells[:, 1] - window.col] = True
    cells = path | (metres_to(path, 1.0, beside) < beside)
    cells[row + within.row - window.row, col + within.col - window.col] = True
    whole = connected(cells & np.isfinite(inside.resistance))
    return Corridor(link, window, (whole == whole[path][0]) & (inside.cores == 0))
