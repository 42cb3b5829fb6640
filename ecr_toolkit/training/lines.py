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
    return np.round(line + sideways[:, None] * _normals(line), ROUND_KM)


def _normals(line: np.ndarray) -> np.ndarray:
    """Unit vectors to the left of a line, (n, 2)."""
    tangent = np.gradient(line, axis=0)
    return np.column_stack([-tangent[:, 1], tangent[:, 0]]) / np.hypot(*tangent.T)[:, None]


def beside(line: np.ndarray, km: float) -> np.ndarray:
    """The line moved ``km`` to its left, to its right when negative, vertex by vertex."""
    return np.round(line + km * _normals(line), ROUND_KM)


def vertex(line: np.ndarray, point: tuple[float, float]) -> int:
    """Index of the vertex of ``line`` nearest to ``point`` (km)."""
    return int(np.argmin(((line - np.asarray(point)) ** 2).sum(axis=1)))


def between(line: np.ndarray, start: tuple[float, float], end: tuple[float, float]) -> np.ndarray:
    """The part of ``line`` from its vertex nearest to ``start`` to the one nearest to ``end``, in that order (n, 2)."""
    first, last = vertex(line, start), vertex(line, end)
    return line[first:last + 1] if first <= last else line[last:first + 1][::-1]


def length_km(line: np.ndarray) -> float:
    """Length of a line, km."""
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def area_km2(ring: np.ndarray) -> float:
    """Area of a ring (km, equal-area), km²; the lobes of a bow-tie would cancel, so they must be given apart."""
    x, y = ring.T
    return float(abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2.0)


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


def split(ring: np.ndarray, start: tuple[float, float], way: Sequence[tuple[float, float]],
          end: tuple[float, float], seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Two rings from one, with the same vertices along the line between them: it runs from the ring's vertex nearest
    to ``start`` through ``way`` to that nearest to ``end``. The first ring holds the old one from start to end."""
    corners = ring[:-1]
    corners = np.roll(corners, -vertex(corners, start), axis=0)
    last = vertex(corners, end)
    line = curve([tuple(corners[0]), *way, tuple(corners[last])], 0.2, seed)
    return chain(corners[:last + 1], line[::-1]), chain(np.vstack([corners[last:], corners[:1]]), line)


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
    for east, north in line:
        nearest = np.minimum(nearest, (x - east) ** 2 + (y - north) ** 2)
    return np.sqrt(nearest)
