"""Cores: parts of the redline large enough to be the source of a corridor (methods.md §8.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from ...feedback import Feedback
from ...pilot.layers import Feature, union
from ...raster.grid import Grid
from ...raster.zones import Zone
from ..connectivity.patches import patches_of

_Pairs = set[tuple[int, int]]


@dataclass(frozen=True)
class Cores:
    """``polygons``: one multipolygon a core, the largest part first; ``codes``: the ``ecr_code`` of the largest redline
    polygon in each; ``cells``: the number of the core (from 1) of each cell (uint16, (rows, cols)), 0 none."""

    polygons: list[ogr.Geometry]
    codes: list[str]
    cells: np.ndarray

    @property
    def areas_km2(self) -> np.ndarray:
        return np.array([polygon.GetArea() / 1e6 for polygon in self.polygons])


def cores_of(redline: Sequence[Feature], smallest_km2: float, grid: Grid, feedback: Feedback) -> Cores:
    """Cores of the redline (features with an ``ecr_code``, metres): polygons that touch, across borders of units too,
    are one; those from ``smallest_km2`` are cores.

    A core has the cells that it covers by half or more, and at least the one that it covers most. Cores that share a
    cell or whose cells touch, corners too, are one. Raises Cancelled.
    """
    patches = patches_of([feature.geometry for feature in redline], feedback, smallest_km2)
    cells, meet = _cells_of(patches.polygons, grid, feedback)
    groups = _groups(len(patches.polygons), meet | _touching(cells))
    polygons, codes, number = [], [], np.zeros(len(patches.polygons) + 1, np.uint16)
    for core, group in enumerate(groups, 1):
        number[[place + 1 for place in group]] = core
        polygons.append(union([patches.polygons[place] for place in group]))
        members = [redline[member] for place in group for member in patches.members[place]]
        codes.append(max(members, key=lambda one: (one.geometry.GetArea(), one.values["ecr_code"])).values["ecr_code"])
    return Cores(polygons, codes, number[cells])


def _cells_of(polygons: Sequence[ogr.Geometry], grid: Grid, feedback: Feedback) -> tuple[np.ndarray, _Pairs]:
    """The number of the polygon (from 1) of each cell, the larger one where two claim it; which ones share a cell."""
    cells, meet = np.zeros(grid.shape, np.uint16), set()
    for number, polygon in enumerate(polygons, 1):
        feedback.check()
        zone = Zone.of(polygon, grid)
        own, there = (zone.shares >= 0.5) | (zone.shares == zone.shares.max()), zone.cut(cells)
        meet.update((other, number) for other in np.unique(there[own & (there > 0)]).tolist())
        there[own & (there == 0)] = number
    return cells, meet


def _touching(cells: np.ndarray) -> _Pairs:
    """Pairs of numbers whose cells touch."""
    pairs: _Pairs = set()
    for one, other in ((cells[:, 1:], cells[:, :-1]), (cells[1:], cells[:-1]), (cells[1:, 1:], cells[:-1, :-1]),
                       (cells[1:, :-1], cells[:-1, 1:])):
        meet = (one != other) & (one > 0) & (other > 0)
        pairs.update(zip(one[meet].tolist(), other[meet].tolist()))
    return pairs


def _groups(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Places (from 0) of things that are numbered from 1, those that are paired together; ordered by the first."""
    least = list(range(count + 1))

    def first(one: int) -> int:
        while least[one] != one:
            one = least[one]
        return one

    for pair in sorted(pairs):
        low, high = sorted(map(first, pair))
        least[high] = low
    groups: dict[int, list[int]] = {}
    for one in range(1, count + 1):
        groups.setdefault(first(one), []).append(one - 1)
    return list(groups.values())
