"""Pieces: many geometries found by their boxes, so that only those near are cut."""

from collections.abc import Sequence

import numpy as np
from osgeo import ogr

from ...pilot.layers import parts, polygons, union


class Pieces:
    """Geometries with their boxes."""

    def __init__(self, geometries: Sequence[ogr.Geometry]) -> None:
        self.geometries = list(geometries)
        boxes = np.array([geometry.GetEnvelope() for geometry in self.geometries]).reshape(-1, 4)
        self._left, self._right, self._bottom, self._top = boxes.T

    @classmethod
    def of(cls, geometry: ogr.Geometry) -> "Pieces":
        """The simple polygons of a geometry."""
        return cls([part.Clone() for part in parts(geometry) if not part.IsEmpty()])

    def near(self, geometry: ogr.Geometry) -> np.ndarray:
        """Indices of those whose boxes meet the box of ``geometry``."""
        left, right, bottom, top = geometry.GetEnvelope()
        return np.flatnonzero((self._left <= right) & (self._right >= left)
                              & (self._bottom <= top) & (self._top >= bottom))

    def blocks(self) -> list[list[int]]:
        """Indices of those that touch each other, corners too, together; sorted."""
        block: dict[int, list[int]] = {index: [index] for index in range(len(self.geometries))}
        for index, geometry in enumerate(self.geometries):
            prepared = None
            for other in self.near(geometry).tolist():
                if other <= index or block[other] is block[index]:
                    continue
                prepared = prepared or geometry.CreatePreparedGeometry()
                if prepared.Intersects(self.geometries[other]):
                    less, more = sorted((block[index], block[other]), key=len)
                    more.extend(less)
                    block.update(dict.fromkeys(less, more))
        return sorted({id(members): sorted(members) for members in block.values()}.values())

    def around(self, geometry: ogr.Geometry) -> ogr.Geometry:
        """The polygons near ``geometry`` as a multipolygon; they must not overlap."""
        found = ogr.Geometry(ogr.wkbMultiPolygon)
        for index in self.near(geometry):
            found.AddGeometry(self.geometries[index])
        return found


def merged(geometries: Sequence[ogr.Geometry]) -> ogr.Geometry:
    """The union of polygons as a multipolygon, quick where few of them touch."""
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for block in Pieces(geometries).blocks():
        outline = geometries[block[0]] if len(block) == 1 else union([geometries[index] for index in block])
        for part in parts(outline):
            whole.AddGeometry(part)
    return whole


def lines(geometry: ogr.Geometry) -> ogr.Geometry:
    """Only the lines of a geometry."""
    collected = ogr.Geometry(ogr.wkbMultiLineString)
    for part in parts(geometry):
        if ogr.GT_Flatten(part.GetGeometryType()) == ogr.wkbLineString and not part.IsEmpty():
            collected.AddGeometry(part)
    return collected


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
