"""Running water: where each cell drains to, how much comes from above, and the rivers that follow.

Priority flood (Barnes et al. 2014): starting from the sea and the salt lake, cells are reached from below, lowest
first; a pit is filled to a hair above its outlet, so that every path runs strictly downhill.
"""

import heapq
from typing import NamedTuple

import numpy as np

from . import frame

HAIR_M = 0.01
NEIGHBOURS = [(-1, 0), (0, -1), (0, 1), (1, 0), (-1, -1), (-1, 1), (1, -1), (1, 1)]
MIN_CELLS = 90
MIN_LENGTH_KM = 4.5

RiverPath = list[tuple[int, int]]


class Drainage(NamedTuple):
    """Arrays (rows, columns): filled elevation (m), flat index of the cell below (-1: none), cells from above."""

    filled: np.ndarray
    below: np.ndarray
    upstream: np.ndarray


def drain(elevation: np.ndarray, land: np.ndarray, lake: np.ndarray) -> Drainage:
    """Fill pits and find the way down for every land cell; the sea, the frame's edge and the lake are outlets."""
    rows, columns = elevation.shape
    filled = np.where(land, elevation, -1.0)
    below = np.full(elevation.shape, -1, int)
    reached = ~land | lake
    edge = np.zeros_like(land)
    edge[[0, -1], :] = edge[:, [0, -1]] = True
    reached |= edge
    queue = [(filled[r, c], int(r), int(c)) for r, c in zip(*np.nonzero(reached))]
    heapq.heapify(queue)
    order = []
    while queue:
        height, r, c = heapq.heappop(queue)
        order.append(r * columns + c)
        for dr, dc in NEIGHBOURS:
            i, j = r + dr, c + dc
            if 0 <= i < rows and 0 <= j < columns and not reached[i, j]:
                reached[i, j] = True
                filled[i, j] = max(filled[i, j], height + HAIR_M)
                below[i, j] = r * columns + c
                heapq.heappush(queue, (filled[i, j], i, j))
    return Drainage(filled, below, _accumulate(below, order))


def _accumulate(below: np.ndarray, order: list[int]) -> np.ndarray:
    """Number of cells that drain through each cell, itself included."""
    down = below.ravel().tolist()
    count = [1] * len(down)
    for cell in reversed(order):
        if down[cell] >= 0:
            count[down[cell]] += count[cell]
    return np.array(count).reshape(below.shape)


def outlets(drainage: Drainage) -> np.ndarray:
    """Flat index of the cell where the water of every cell ends, (cells,); of an outlet its own."""
    below = drainage.below.ravel()
    end = np.where(below >= 0, below, np.arange(below.size))
    while not np.array_equal(end, end[end]):
        end = end[end]
    return end


def river_paths(drainage: Drainage, country: np.ndarray) -> list[RiverPath]:
    """Rivers as lists of (row, column) from source to mouth or confluence, longest first.

    A river starts where MIN_CELLS cells have come together; kept are those of at least MIN_LENGTH_KM whose source is
    in the country.
    """
    columns = country.shape[1]
    wet = (drainage.upstream >= MIN_CELLS) & (drainage.below >= 0)
    down = drainage.below.ravel()
    fed = np.zeros(down.size, bool)
    fed[down[wet.ravel()]] = True
    heads = np.flatnonzero(wet.ravel() & ~fed & country.ravel())
    courses = sorted((_course(down, int(head)) for head in heads), key=lambda course: (-len(course), course[0]))
    taken = np.zeros(down.size, bool)
    rivers = []
    for course in courses:
        end = next((k for k, cell in enumerate(course) if taken[cell]), len(course) - 1)
        course = course[:end + 1]
        taken[course] = True
        if len(course) * frame.CELL_KM >= MIN_LENGTH_KM:
            rivers.append([divmod(cell, columns) for cell in course])
    return rivers


def _course(down: np.ndarray, head: int) -> list[int]:
    """Flat indices from ``head`` down to its outlet."""
    course = [head]
    while down[course[-1]] >= 0:
        course.append(int(down[course[-1]]))
    return course
