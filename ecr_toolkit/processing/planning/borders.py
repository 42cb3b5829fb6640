"""Borders of planning units: how long two units touch, and how much of the border of each no other unit touches."""

from collections.abc import Iterator, Sequence

import numpy as np
from qgis.core import QgsDistanceArea, QgsGeometry

from ...feedback import Feedback
from ...planning.selection.border import Boundary

_STEPS = {True: 1e-8, False: 1e-3}  # to which corners are rounded, in degrees or metres: about a millimetre


def boundary_of(outlines: Sequence[QgsGeometry], geographic: bool, measure: QgsDistanceArea, edge_factor: float,
                feedback: Feedback) -> Boundary:
    """Shared and exposed borders in km, on the ellipsoid. Units touch where their outlines have the same lines; corners
    are rounded to about a millimetre first. Raises Cancelled."""
    lines = [_line(outline, _STEPS[geographic]) for outline in outlines]
    first, second, shared = [], [], []
    for one, other in _near(lines, feedback):
        length = _km(lines[one].intersection(lines[other]), measure)
        if length > 0:
            first.append(one)
            second.append(other)
            shared.append(length)
    pairs = np.array(first, np.int64), np.array(second, np.int64)
    lengths = np.array(shared, np.float64)
    exposed = np.array([_km(line, measure) for line in lines])
    for ends in pairs:
        exposed -= np.bincount(ends, lengths, len(lines))
    return Boundary(*pairs, lengths, np.maximum(exposed, 0), edge_factor)


def _line(outline: QgsGeometry, step: float) -> QgsGeometry:
    """The rings of a polygon, their corners rounded."""
    rounded = outline.snappedToGrid(step, step)  # what constGet gives lives as long as this
    return QgsGeometry(rounded.constGet().boundary())


def _near(lines: Sequence[QgsGeometry], feedback: Feedback) -> Iterator[tuple[int, int]]:
    """Pairs of units whose boxes meet, the lower number first."""
    boxes = [line.boundingBox() for line in lines]
    left, right, bottom, top = (np.array([getattr(box, side)() for box in boxes]) for side in (
        "xMinimum", "xMaximum", "yMinimum", "yMaximum"))
    order = np.argsort(left, kind="stable")
    ends = np.searchsorted(left[order], right, side="right")
    for place, one in enumerate(order.tolist()):
        feedback.check()
        feedback.progress((place + 1) / len(lines))
        others = order[place + 1:ends[one]]
        met = others[(bottom[others] <= top[one]) & (bottom[one] <= top[others])]
        yield from ((min(one, other), max(one, other)) for other in met.tolist())


def _km(line: QgsGeometry, measure: QgsDistanceArea) -> float:
    """Length of the lines of a geometry; points, where units touch at a corner, have none."""
    return measure.measureLength(line) / 1000
