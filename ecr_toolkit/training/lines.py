"""Lines and rings in km: curves through a few points, blobs, which cells a ring holds, how far a line is."""

from collections.abc import Sequence

import numpy as np

from . import frame
from .noise import noise

SPACING = 0.2
ROUND_KM = 5


def curve(points: Sequence[tuple[float, float]], wiggle: float = 0.25, seed: int = 1) -> np.ndarray:
    """A natural-looking line through ``points`` (km), array (n, 2) with a vertex about every 200 m.

    A Catmull-Rom spline through the points, pushed aside by up to about ``wiggle`` km except at its two ends, which
    stay exactly where they were given, so that lines can share nodes.
    """
    given = np.asarray(points, float)
    padded = np.vstack([2 * given[0] - given[1], given, 2 * given[-1] - given[-2]])
    pieces = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:]):
        count = max(2, int(round(float(np.hypot(*(end - start))) / SPACING)))
        t = (np.arange(count) / count)[:, None]
        pieces.append(0.5 * (2 * start + (end - before) * t + (2 * before - 5 * start + 4 * end - after) * t**2
                             + (3 * start - before - 3 * end + after) * t**3))
    line = np.vstack(pieces + [given[-1:]])
    along = np.arange(len(line)) * SPACING
    pinned = np.clip(np.minimum(along, along[::-1]) / 1.0, 0.0, 1.0)
    sideways = wiggle * pinned * (noise(along, 0 * along, 4.0, seed) + 0.5 * noise(along, 0 * along, 1.6, seed + 5))
    tangent = np.gradient(line, axis=0)
    normal = np.column_stack([-tangent[:, 1], tangent[:, 0]]) / np.hypot(*tangent.T)[:, None]
    return np.round(line + sideways[:, None] * normal, ROUND_KM)


def blob(x: float, y: float, east: float, north: float, turn: float = 0.0, seed: int = 1,
         lumps: float = 0.12) -> np.ndarray:
    """A closed, slightly lumpy ellipse (n, 2): centre and half-axes in km, turned ``turn`` degrees to the left."""
    count = max(24, int(2 * np.pi * max(east, north) / SPACING))
    angle = 2.0 * np.pi * np.arange(count + 1) / count
    radius = 1.0 + lumps * (np.sin(2 * angle + seed) + 0.6 * np.sin(3 * angle + 2.3 * seed)
                            + 0.35 * np.sin(7 * angle + 1.7 * seed))
    a, b = east * radius * np.cos(angle), north * radius * np.sin(angle)
    t = np.radians(turn)
    ring = np.column_stack([x + a * np.cos(t) - b * np.sin(t), y + a * np.sin(t) + b * np.cos(t)])
    ring[-1] = ring[0]
    return np.round(ring, ROUND_KM)


def chain(*lines: np.ndarray) -> np.ndarray:
    """One closed ring from lines that follow each other, end on start; shared nodes are kept once."""
    ring = np.vstack([line[:-1] for line in lines])
    return np.vstack([ring, ring[:1]])


def cells_inside(*rings: np.ndarray) -> np.ndarray:
    """Which cells have their centre inside the rings (even-odd), boolean (rows, columns)."""
    x, y = frame.centres()
    inside = np.zeros(frame.SHAPE, bool)
    for ring in rings:
        (xa, ya), (xb, yb) = ring[:-1].T, ring[1:].T
        for row in range(frame.ROWS):
            level = y[row, 0]
            crossed = (ya > level) != (yb > level)
            at = xa[crossed] + (level - ya[crossed]) / (yb[crossed] - ya[crossed]) * (xb[crossed] - xa[crossed])
            inside[row] ^= (at[None, :] > x[row][:, None]).sum(axis=1) % 2 == 1
    return inside


def distance(x: np.ndarray, y: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Distance (km) from every point to the nearest vertex of ``line``, shape of ``x``; fine for 200 m vertices."""
    nearest = np.full(np.shape(x), np.inf)
    for start in range(0, len(line), 32):
        part = line[start:start + 32]
        apart = (x[..., None] - part[:, 0]) ** 2 + (y[..., None] - part[:, 1]) ** 2
        nearest = np.minimum(nearest, apart.min(axis=-1))
    return np.sqrt(nearest)
