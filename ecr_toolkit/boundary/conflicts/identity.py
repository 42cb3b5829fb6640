"""Identity: an object is called by its family and a place inside it, so its id does not depend on other objects."""

from collections.abc import Sequence

import numpy as np
from osgeo import ogr, osr

from ...pilot.layers import parts
from ...raster.grid import WGS84, spatial_reference
from .rules import CONSENT, CORE, OUTSIDE, PROTECTED

_ZONES = {OUTSIDE: "", CONSENT: "-T", PROTECTED: "-P", CORE: "-C"}


def base_id(family: str, longitude: float, latitude: float) -> str:
    """``F-31.40213N-069.10233E``: family and place in degrees, to a metre."""
    latitude, longitude = round(latitude, 5), round(longitude, 5)
    return (f"{family}-{abs(latitude):08.5f}{'S' if latitude < 0 else 'N'}"
            f"-{abs(longitude):09.5f}{'W' if longitude < 0 else 'E'}")


def id_of(base: str, zone: int) -> str:
    """Id of the part of an object that lies in a zone."""
    return base + _ZONES[zone]


def family_and_zone(identity: str) -> tuple[str, int]:
    """What an id says; OUTSIDE where no zone is named."""
    ending = identity[-2:]
    return identity[:1], next((zone for zone, text in _ZONES.items() if text and text == ending), OUTSIDE)


def to_degrees(points: np.ndarray, crs: str) -> list[tuple[float, float]]:
    """(longitude, latitude) of points (n, 2) of the grid, to 0.1 m."""
    return _moved(points, crs, WGS84, 6)


def to_grid(points: Sequence[tuple[float, float]], crs: str) -> list[tuple[float, float]]:
    """(x, y) in metres of places in degrees."""
    return _moved(np.array(points), WGS84, crs, 3)


def _moved(points: np.ndarray, source: str, target: str, digits: int) -> list[tuple[float, float]]:
    if not len(points):
        return []
    transformation = osr.CoordinateTransformation(spatial_reference(source), spatial_reference(target))
    moved = np.array(transformation.TransformPoints(points.tolist()))[:, :2]
    return [(x, y) for x, y in np.round(moved, digits).tolist()]


def middle_cells(objects: np.ndarray, cells: np.ndarray, cols: int) -> np.ndarray:
    """For every object (0 … n − 1, each has cells) the flat index of its cell nearest to its middle; of several the
    first. ``objects``, ``cells``: object and flat index of each cell, (m,)."""
    row, col = np.divmod(cells, cols)
    count = np.bincount(objects)
    away = [place - (np.bincount(objects, weights=place) / count)[objects] for place in (row, col)]
    distance = np.round(away[0]**2 + away[1]**2, 6)
    order = np.lexsort((cells, distance, objects))
    first = np.concatenate([[True], np.diff(objects[order]) > 0]) if len(order) else np.zeros(0, bool)
    return cells[order][first]


def place_in(geometry: ogr.Geometry) -> tuple[float, float]:
    """A place on a polygon, or half way along the longest line, metres."""
    if geometry.GetDimension() == 2:
        point = geometry.PointOnSurface()
    else:
        line = max(parts(geometry), key=lambda part: part.Length())
        point = line.Value(line.Length() / 2)
    return point.GetX(), point.GetY()
