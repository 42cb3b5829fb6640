"""Turning points: where a line changes its direction by more than a given angle (methods.md §5.9)."""

import numpy as np

TURN_DEGREES = 30.0
NEAREST_M = 25.0  # the location error of a boundary at 1:50 000 (methods.md §5.8)


def turns(points: np.ndarray, closed: bool) -> np.ndarray:
    """Change of direction (degrees 0-180, (n,)) at each vertex of a line (n, 2); 0 at the ends of an open one, and at
    the last vertex of a ring, which is its first."""
    steps = np.diff(points, axis=0)
    direction = np.degrees(np.arctan2(steps[:, 1], steps[:, 0]))
    found = np.zeros(len(points))
    found[1:-1] = np.diff(direction)
    if closed:
        found[0] = direction[0] - direction[-1]
    return np.abs((found + 180) % 360 - 180)


def turning_points(points: np.ndarray, along: np.ndarray, closed: bool, turn: float = TURN_DEGREES,
                   nearest: float = NEAREST_M) -> np.ndarray:
    """Vertices (sorted, (k,)) of a line (n, 2) where it turns by more than ``turn`` degrees.

    Of corners nearer to each other than ``nearest`` metres along the line (``along``, (n,)) the sharpest stays, of
    equally sharp ones the first; so does none that near to the ends of an open line, which are junctions.
    """
    sharpness = np.round(turns(points, closed), 6)
    corners = np.flatnonzero(sharpness > turn)
    length = along[-1]
    kept: list[int] = []
    taken = np.zeros(0) if closed else np.array([0.0, length])
    for corner in corners[np.lexsort((corners, -sharpness[corners]))]:
        apart = np.abs(taken - along[corner])
        if closed:
            apart = np.minimum(apart, length - apart)
        if not (apart < nearest).any():
            kept.append(int(corner))
            taken = np.append(taken, along[corner])
    return np.sort(np.array(kept, np.int64))
