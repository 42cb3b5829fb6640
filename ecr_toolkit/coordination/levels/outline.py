"""A line told by a number: two lines are the same when their outlines are, however they were written down."""

import hashlib

import numpy as np
from osgeo import ogr

from ...pilot.layers import polygons, union
from ...raster.coverage import rings, signed_area

_SAME_POINT_M = 1e-5
_STRAIGHT_M = 1e-6  # a corner that lies so near to the straight line is none
_PER_M = 1000  # outlines are compared to the millimetre


def line_hash(line: ogr.Geometry) -> str:
    """sha256 of the outline of a (multi)polygon in metres, to 1 mm.

    It does not depend on the order of polygons, rings and points, on the direction of rings, on how neighbouring
    polygons share an area, nor on points on a straight line, such as those where the line of a neighbour begins.
    """
    digest = hashlib.sha256()
    for polygon in sorted(_polygon(part) for part in polygons(union([line]))):
        digest.update(polygon)
    return digest.hexdigest()


def _polygon(polygon: ogr.Geometry) -> bytes:
    return b"polygon" + b"".join(sorted(b"hole" * hole + _ring(points) for points, hole in rings(polygon)))


def _ring(points: np.ndarray) -> bytes:
    corners = _corners(points[:-1])
    if len(corners) < 3:
        return b""
    closed = np.vstack([corners, corners[:1]])
    if signed_area(*closed.T) < 0:
        corners = corners[::-1]
    whole = np.round(corners * _PER_M).astype("<i8")
    first = np.lexsort((whole[:, 1], whole[:, 0]))[0]
    return np.roll(whole, -first, axis=0).tobytes()


def _corners(points: np.ndarray) -> np.ndarray:
    """The points (n, 2) of a ring, not closed, where it turns."""
    step = np.hypot(*(points - np.roll(points, 1, axis=0)).T)
    points = points[step > _SAME_POINT_M]
    before, after = np.roll(points, 1, axis=0), np.roll(points, -1, axis=0)
    along, offset = after - before, points - before
    length = np.maximum(np.hypot(*along.T), np.finfo(float).tiny)
    return points[np.abs(along[:, 0] * offset[:, 1] - along[:, 1] * offset[:, 0]) / length > _STRAIGHT_M]
