"""Exact cost distance over eight neighbours (methods.md §8.3).

Many cells are settled at once: of those that wait, the half with the lower costs give their neighbours new costs, again
and again until none of them changes; then they are final, and the next ones follow. Adding a step never lowers a cost,
rounded or not, so the result is that of Dijkstra's algorithm to the last bit, whatever the order.
"""

import math
from collections.abc import Iterator
from typing import Callable, Optional

import numpy as np

from ...feedback import Feedback

_FEWEST, _MOST = 1_000, 20_000  # cells that are settled together
_DIAGONAL = math.sqrt(2)

Met = Callable[[np.ndarray, np.ndarray], float]


def cost_distance(resistance: np.ndarray, sources: np.ndarray, cell_m: float, feedback: Feedback,
                  limit: float = math.inf, met: Optional[Met] = None) -> np.ndarray:
    """Least cost (resistance · metres, float64, (rows, cols)) from the nearest source cell; infinite where no way
    leads, or none that costs ``limit`` at most.

    A step between neighbours a and b costs (R_a + R_b) / 2 times the distance of their centres. ``resistance``: above
    0; where it is NaN or infinite, a cell is a barrier that cannot be entered, not even as a source. ``sources``:
    boolean. ``met(cells, costs)`` is told parcels of cells (numbers in the flattened raster) whose costs are final, the
    cheaper parcels first, and gives the limit from then on. Memory: about 25 bytes a cell. Raises Cancelled.
    """
    rows, cols = resistance.shape
    half = _halves(resistance, cell_m)
    cost = np.full(half.shape, np.inf)
    near = np.flatnonzero(_framed(sources, False) & np.isfinite(half))
    cost[near] = 0
    waits = np.zeros(half.shape, bool)
    place = np.empty(half.shape, np.int32)
    far, final, settled, passable = [near[:0]], 0.0, 0, max(1, np.count_nonzero(np.isfinite(half)))
    while len(near):
        feedback.check()
        done = [near]
        while len(near):
            lowered = _relaxed(near, half, cost, cols + 2, place)
            now = cost[lowered] <= final
            near, later = lowered[now], lowered[~now]
            waits[near] = False
            later = later[~waits[later]]
            waits[later] = True
            done.append(near)
            far.append(later)
        if met is not None:
            limit = min(limit, _told(met, done, cost, place, cols))
        settled += len(done[0])
        feedback.progress(min(1.0, settled / passable))
        far = [np.concatenate(far)]
        near, far[0], final = _next(far[0][waits[far[0]]], cost, limit)
        waits[near] = False
    cost[cost > limit] = np.inf
    return cost.reshape(rows + 2, cols + 2)[1:-1, 1:-1]


def _halves(resistance: np.ndarray, cell_m: float) -> np.ndarray:
    """What it costs to get from the middle of each cell to its side (float64, flattened, framed); infinite: barrier."""
    half = _framed(resistance, np.inf).astype(np.float64)
    half[np.isnan(half)] = np.inf
    half *= cell_m / 2
    return half


def _framed(array: np.ndarray, outside) -> np.ndarray:
    """The raster with a frame of one cell, flattened, so that every cell has eight neighbours."""
    return np.pad(array, 1, constant_values=outside).ravel()


def _steps(width: int) -> Iterator[tuple[int, float]]:
    """The eight neighbours in a flattened raster of so many columns: how far on, and how long the step in cells."""
    for offset in (1, -1, width, -width):
        yield offset, 1.0
    for offset in (width + 1, width - 1, -width + 1, -width - 1):
        yield offset, _DIAGONAL


def _relaxed(cells: np.ndarray, half: np.ndarray, cost: np.ndarray, width: int, place: np.ndarray) -> np.ndarray:
    """Lower the costs of the neighbours of cells; those that changed, each once. ``place`` is room to work in."""
    own_half, own_cost, lowered = half[cells], cost[cells], [cells[:0]]
    for offset, length in _steps(width):
        to = cells + offset  # all different, so that each gets its own cost
        reached = half[to]
        reached += own_half
        reached *= length
        reached += own_cost
        better = np.flatnonzero(reached < cost[to])
        if len(better):
            to = to[better]
            cost[to] = reached[better]
            lowered.append(to)
    return _once(np.concatenate(lowered), place)


def _once(cells: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Each cell once."""
    number = np.arange(len(cells), dtype=np.int32)
    place[cells] = number
    return cells[place[cells] == number]


def _next(waiting: np.ndarray, cost: np.ndarray, limit: float) -> tuple[np.ndarray, np.ndarray, float]:
    """Of the cells that wait, the half with the lower costs; the others; up to which cost the first go."""
    waiting_cost = cost[waiting]
    inside = waiting_cost[waiting_cost <= limit]  # the others wait on: a cheaper way to them may still be found
    if not len(inside):
        return waiting[:0], waiting, limit
    count = min(len(inside) - 1, max(_FEWEST, min(_MOST, len(inside) // 2)))
    final = float(np.partition(inside, count)[count])
    now = waiting_cost <= final
    return waiting[now], waiting[~now], final


def _told(met: Met, done: list[np.ndarray], cost: np.ndarray, place: np.ndarray, cols: int) -> float:
    """Tell ``met`` the cells of a parcel, by their numbers without the frame."""
    cells = _once(np.concatenate(done), place)
    row, col = np.divmod(cells, cols + 2)
    return met((row - 1) * cols + col - 1, cost[cells])


def path(cost: np.ndarray, resistance: np.ndarray, cell_m: float, row: int, col: int) -> np.ndarray:
    """The least-cost path from a cell back to its source: rows and columns (n, 2), the source last.

    ``cost`` as ``cost_distance`` gives it for ``resistance``. Of several paths of the same cost always the same one.
    ValueError for a cell that was not reached.
    """
    if not math.isfinite(cost[row, col]):
        raise ValueError("no way leads to this cell")
    width = cost.shape[1] + 2
    half = _halves(resistance, cell_m)
    framed = _framed(cost, np.inf)
    cell = (row + 1) * width + col + 1
    cells = [cell]
    while framed[cell] > 0:
        cell = next(cell + offset for offset, length in _steps(width)
                    if (half[cell] + half[cell + offset]) * length + framed[cell + offset] == framed[cell])
        cells.append(cell)
    return np.stack(np.divmod(np.array(cells), width), axis=1) - 1
