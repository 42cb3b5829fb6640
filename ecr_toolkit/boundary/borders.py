"""Borders between units, cut where the redline begins or ends on either side."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from .faces import OUTSIDE, Face, edges_of

Point = tuple[float, float]


@dataclass
class Stretch:
    """A stretch of the border between ``first`` and ``second`` (unit indices), and which sides are redline."""

    line: ogr.Geometry
    first: int
    second: int
    first_redline: bool
    second_redline: bool


def stretches(faces: Sequence[Face]) -> list[Stretch]:
    """All stretches of inner borders, sorted by their units; found by shared vertices, so exact."""
    edges = edges_of(faces)
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
    line = ogr.Geometry(ogr.wkbLineString)
    line.AddPoint_2D(*point)
    while True:
        following = next((index for index in at[point] if not used[index]), None)
        if following is None or (line.GetPointCount() > 1 and len(at[point]) != 2):
            return line
        used[following] = True
        one, other = ends[following]
        point = other if point == one else one
        line.AddPoint_2D(*point)
