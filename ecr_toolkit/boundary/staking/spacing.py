"""Spacing: stakes between others, so that none are too far apart (methods.md §5.9)."""

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .ground import OfPoints

SAMPLE_M = 50.0


@dataclass(frozen=True)
class Spacing:
    """Metres between stakes, at most: in accessible sections, and elsewhere."""

    accessible: float = 1000.0
    elsewhere: float = 5000.0


def between(points: np.ndarray, along: np.ndarray, start: float, end: float, spacing: Spacing,
            accessible: Optional[OfPoints]) -> np.ndarray:
    """Where stakes stand between two stakes at ``start`` and ``end`` (metres along the line; sorted, (k,)).

    A metre counts 1 / spacing of its kind of ground, looked up every 50 m; the section is cut into the fewest parts
    of equal count that count 1 at most. So accessible ground has a stake every 1,000 m, other ground every 5,000 m,
    and a part with both is shorter the more of it is accessible.
    """
    count = 1 if accessible is None else max(1, math.ceil((end - start) / SAMPLE_M))
    marks = np.linspace(start, end, count + 1)
    if accessible is None:
        limit = np.full(1, spacing.accessible)
    else:
        limit = np.where(accessible(places(points, along, (marks[:-1] + marks[1:]) / 2)),
                         spacing.accessible, spacing.elsewhere)
    counted = np.concatenate([[0.0], np.cumsum(np.diff(marks) / limit)])
    pieces = max(1, math.ceil(counted[-1] - 1e-9))
    return np.interp(np.arange(1, pieces) / pieces * counted[-1], counted, marks)


def places(points: np.ndarray, along: np.ndarray, distances: np.ndarray) -> np.ndarray:
    """Points (k, 2) at distances (k,) along a line (n, 2); beyond a ring's end it goes round."""
    wrapped = np.where(distances > along[-1], distances - along[-1], distances)
    return np.column_stack([np.interp(wrapped, along, points[:, axis]) for axis in (0, 1)])
