"""Links: which cores are joined by a corridor, and at what cost (methods.md §8.3)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...feedback import Feedback
from .reach import Ground, reach

_FAR = 10  # times the median cost; links above it are left


@dataclass(frozen=True)
class Link:
    """Two cores, ``first`` < ``second``, with the least cost between them (resistance · metres) and the cells of the
    least-cost path, rows and columns (n, 2), from a cell of the first to one of the second."""

    first: int
    second: int
    cost: float
    cells: np.ndarray

    def length_m(self, cell_m: float) -> float:
        """Length of the path over the centres of its cells."""
        step = np.diff(self.cells, axis=0)
        return float(np.hypot(step[:, 0], step[:, 1]).sum() * cell_m)


@dataclass(frozen=True)
class Links:
    """What remains, ordered by the pair; how many pairs of neighbours were left because they are too far, and how many
    because their path passes another core."""

    kept: list[Link]
    too_far: int
    through: int


def links(ground: Ground, count: int, neighbours: int, feedback: Feedback) -> Links:
    """Links of cores 1 to ``count`` with their nearest ``neighbours`` by cost, also where only one of the two counts
    the other among its nearest.

    A path that passes another core is left; the links of the stretches between the cores on it take its place. Links
    that cost more than ten times the median are left. Raises Cancelled.
    """
    found: dict[tuple[int, int], Link] = {}
    for core in range(1, count + 1):
        searched = reach(ground, core, feedback.part((core - 1) / count, (core - 1) / count), neighbours)
        for other, cost in searched.met.items():
            pair = min(core, other), max(core, other)
            if pair not in found:
                found[pair] = _link(core, other, cost, searched.way_to(other, ground))
        feedback.progress(core / count)
    kept, through = _without_stops(ground, found, feedback)
    near = [link for link in kept if link.cost <= _FAR * float(np.median([one.cost for one in kept]))]
    return Links(near, len(kept) - len(near), through)


def _link(core: int, other: int, cost: float, cells: np.ndarray) -> Link:
    return Link(core, other, cost, cells) if core < other else Link(other, core, cost, cells[::-1])


def _without_stops(ground: Ground, found: Mapping[tuple[int, int], Link],
                   feedback: Feedback) -> tuple[list[Link], int]:
    """Direct links only, and how many were replaced by the stretches between the cores on their way."""
    waiting, kept, through = dict(found), {}, set()
    while waiting:
        feedback.check()
        pair = min(waiting)
        link = waiting.pop(pair)
        stops = _stops(link, ground)
        if len(stops) == 2:
            kept[pair] = link
            continue
        through.add(pair)
        for one, other in zip(stops[:-1], stops[1:]):  # each costs less than the whole, so this ends
            stretch = min(one, other), max(one, other)
            if stretch not in kept and stretch not in through and stretch not in waiting:
                waiting[stretch] = _direct(ground, *stretch, feedback)
    return [kept[pair] for pair in sorted(kept)], len(through)


def _direct(ground: Ground, first: int, second: int, feedback: Feedback) -> Link:
    """The link of two cores between which a way is known to lead."""
    searched = reach(ground, first, feedback.part(0, 0), targets=[second])
    return _link(first, second, searched.met[second], searched.way_to(second, ground))


def _stops(link: Link, ground: Ground) -> list[int]:
    """The cores on a path in their order, its two ends among them."""
    cores = ground.cores[link.cells[:, 0], link.cells[:, 1]]
    cores = cores[cores > 0]
    return cores[np.flatnonzero(np.diff(cores, prepend=0))].tolist()
