"""Shapes made from points."""

from collections.abc import Iterable, Sequence

from osgeo import ogr


def line_of(points: Iterable[Sequence[float]]) -> ogr.Geometry:
    """The line through points (x, y)."""
    return _through(ogr.Geometry(ogr.wkbLineString), points)


def polygon_of(points: Iterable[Sequence[float]]) -> ogr.Geometry:
    """The polygon of a ring of points (x, y), whose last one is the first again."""
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(_through(ogr.Geometry(ogr.wkbLinearRing), points))
    return polygon


def _through(line: ogr.Geometry, points: Iterable[Sequence[float]]) -> ogr.Geometry:
    for x, y in points:
        line.AddPoint_2D(x, y)
    return line


def rectangle(west: float, south: float, east: float, north: float) -> ogr.Geometry:
    """A rectangle as a polygon."""
    return polygon_of(((west, south), (east, south), (east, north), (west, north), (west, south)))


def box(geometry: ogr.Geometry, margin_m: float = 0.0) -> ogr.Geometry:
    """The box of a geometry as a polygon, ``margin_m`` wider on every side."""
    west, east, south, north = geometry.GetEnvelope()
    return rectangle(west - margin_m, south - margin_m, east + margin_m, north + margin_m)
