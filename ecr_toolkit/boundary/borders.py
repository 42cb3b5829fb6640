"""Lines of the drawn redline: borders between units, cut where the redline begins or ends on either side, and the
boundary itself, cut where its type or the polygons beside it change."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from ..pilot.shapes import line_of
from .faces import OUTSIDE, Edges, Face

Point = tuple[float, float]


@dataclass
class Stretch:
    """A stretch of the border between ``first`` and ``second`` (unit indices), and which sides are redline."""

    line: ogr.Geometry
    first: int
    second: int
    first_redline: bool
    second_redline: bool


@dataclass
class Segment:
    """A stretch of the redline's boundary of one type (methods.md §5.5) with the patches on its sides, the smaller
    number first; OUTSIDE where there is no redline beyond."""

    line: ogr.Geometry
    kind: int
    first: int
    second: int


def boundary_segments(edges: Edges, owner: np.ndarray, kinds: np.ndarray) -> list[Segment]:
    """All segments of the boundary, sorted by their patches. ``owner``: patch of each face; ``kinds``: of each edge."""
    groups: dict[tuple[int, int, int], list[np.ndarray]] = defaultdict(list)
    left, right = owner[edges.left], owner[edges.right]
    for number in np.flatnonzero(left != right):
        one, other = sorted((int(left[number]), int(right[number])))
        first, second = (other, one) if one == OUTSIDE else (one, other)
        groups[(first, second, int(kinds[number]))].append(edges.ends[number])
    return [Segment(line, kind, first, second) for first, second, kind in sorted(groups)
            for line in _joined(groups[(first, second, kind)])]


def stretches(faces: Sequence[Face], edges: Edges) -> list[Stretch]:
    """All stretches of inner borders, sorted by their units; found by shared vertices, so exact."""
    groups: dict[tuple[int, int, bool, bool], list[np.ndarray]] = defaultdict(list)
    for ends, left, right in zip(edges.ends, edges.left, edges.right):
        if right == OUTSIDE or faces[left].unit == faces[right].unit:
            continue
        first, second = sorted((faces[left], faces[right]), key=lambda face: face.unit)
        groups[(first.unit, second.unit, first.redline, second.redline)].append(ends)
    return [Stretch(line, *key) for key in sorted(groups) for line in _joined(groups[key])]


def _joined(segments: Sequence[np.ndarray]) -> list[ogr.Geometry]:
    """Segments put end to end into as few lines as possible, in a fixed order."""
    at: dict[Point, list[int]] = defaultdict(list)
    ends = [((segment[0], segment[1]), (segment[2], segment[3])) for segment in segments]
    for index, pair in enumerate(ends):
        for point in pair:
            at[point].append(index)
    used = [False] * len(ends)
    starts = sorted(point for point, touching in at.items() if len(touching) != 2) + sorted(at)
    lines = []
    for start in starts:
        while any(not used[index] for index in at[start]):
            lines.append(_follow(start, at, ends, used))
    return lines


def _follow(point: Point, at, ends, used) -> ogr.Geometry:
    points = [point]
    while True:
        following = next((index for index in at[point] if not used[index]), None)
        if following is None or (len(points) > 1 and len(at[point]) != 2):
            return line_of(points)
        used[following] = True
        one, other = ends[following]
        point = other if point == one else one
        points.append(point)
