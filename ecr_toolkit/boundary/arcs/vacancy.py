"""Vacancy: whether triangles hold vertices of any line. Exact, in whole numbers."""

import numpy as np

from .model import Arcs

_SPANS_AT_ONCE = 1_000_000
_ENOUGH = 4  # vertices counted in a row of a triangle; its corners are three
_BEYOND = np.iinfo(np.int64).max


class Occupied:
    """Where the vertices of all arcs are: their places as row · width + column, sorted, each once."""

    def __init__(self, arcs: Arcs) -> None:
        self._width = int(arcs.x.max()) + 1
        every = arcs.y.astype(np.int64) * self._width + arcs.x
        order = np.argsort(every, kind="stable").astype(np.int32)
        places = every[order]
        alone = np.concatenate([[True], places[1:] != places[:-1]])
        self._places, self._vertex = np.append(places[alone], _BEYOND), order[alone]

    def __len__(self) -> int:
        return len(self._vertex)

    def keep(self, alive: np.ndarray) -> None:
        """Forget the vertices that are gone; nodes, which several arcs share, never go."""
        stays = alive[self._vertex]
        self._places, self._vertex = self._places[np.append(stays, True)], self._vertex[stays]

    def vacant(self, x: np.ndarray, y: np.ndarray, held: tuple[bool, bool, bool]) -> np.ndarray:
        """Whether no vertex lies in or on each triangle but those that are its corners, (n,).

        ``x``, ``y``: int64, (3, n), not flat; ``held`` tells which of the three corners are vertices.
        """
        order = np.argsort(y, axis=0, kind="stable")
        x, y, known = np.take_along_axis(x, order, 0), np.take_along_axis(y, order, 0), np.array(held)[order]
        level_first, level_last = y[0] == y[1], y[1] == y[2]
        # a row that touches a triangle at its tip only can hold no other vertex
        top, spans = np.where(level_first, y[0], y[0] + 1), y[2] - y[0] - 1 + level_first + level_last
        expected = known[1] + np.where(level_first, known[0], 0) + np.where(level_last, known[2], 0)
        ends = np.cumsum(spans)
        found, begin = np.zeros(len(spans), np.int64), 0
        while begin < len(spans):
            done = ends[begin] - spans[begin]
            end = max(begin + 1, int(np.searchsorted(ends, done + _SPANS_AT_ONCE)))
            part = slice(begin, end)
            found[part] = self._count(x[:, part], y[:, part], top[part], spans[part])
            begin = end
        return found == expected

    def _count(self, x: np.ndarray, y: np.ndarray, top: np.ndarray, spans: np.ndarray) -> np.ndarray:
        """Vertices row by row, at most four in each: between the long side of a triangle and the side across."""
        first = np.cumsum(spans) - spans
        which = np.repeat(np.arange(len(spans)), spans)
        row = np.arange(len(which)) + (top - first)[which]
        lower = row < y[1][which]
        sides = ((x[0][which], y[0][which], x[2][which], y[2][which]),
                 (np.where(lower, x[0][which], x[1][which]), np.where(lower, y[0][which], y[1][which]),
                  np.where(lower, x[1][which], x[2][which]), np.where(lower, y[1][which], y[2][which])))
        low, high = zip(*(_crossing(row, *side) for side in sides))
        line = row * self._width
        last = line + np.maximum(*high)
        at = np.searchsorted(self._places, line + np.minimum(*low))
        counted = np.zeros(len(which), np.int8)
        for further in range(_ENOUGH):
            counted += np.take(self._places, at + further, mode="clip") <= last
        return np.add.reduceat(counted, first, dtype=np.int64)


def _crossing(row, x0, y0, x1, y1):
    """Where a side crosses a row: the column rounded up and rounded down. A level side gives its first end, the long
    side its other."""
    rise = y1 - y0
    level = rise == 0
    over, rise = np.where(level, 0, (x1 - x0) * (row - y0)), np.where(level, 1, rise)
    return x0 - (-over // rise), x0 + over // rise
