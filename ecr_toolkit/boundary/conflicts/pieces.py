"""Pieces of objects: put together, cut at outlines, measured."""

from collections.abc import Sequence

from osgeo import ogr

from ...pilot.boxes import Pieces
from ...pilot.layers import lines, parts, polygons, union


def merged(geometries: Sequence[ogr.Geometry]) -> ogr.Geometry:
    """The union of polygons as a multipolygon, quick where few of them touch."""
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for block in Pieces(geometries).blocks():
        outline = geometries[block[0]] if len(block) == 1 else union([geometries[index] for index in block])
        for part in parts(outline):
            whole.AddGeometry(part)
    return whole


def common(one: ogr.Geometry, other: ogr.Geometry) -> ogr.Geometry:
    """What of ``one``, polygons or lines, lies in polygons."""
    if other.IsEmpty():
        return ogr.Geometry(ogr.wkbMultiPolygon if one.GetDimension() == 2 else ogr.wkbMultiLineString)
    found = one.Intersection(other)
    return polygons(found) if one.GetDimension() == 2 else lines(found)


def without(one: ogr.Geometry, other: ogr.Geometry) -> ogr.Geometry:
    """What of ``one``, polygons or lines, lies in none of some polygons."""
    if other.IsEmpty():
        return one
    rest = one.Difference(other)
    return polygons(rest) if one.GetDimension() == 2 else lines(rest)


def measure(geometry: ogr.Geometry) -> float:
    """m² of polygons, metres of lines."""
    return 0.0 if geometry.IsEmpty() else geometry.GetArea() if geometry.GetDimension() == 2 else geometry.Length()
