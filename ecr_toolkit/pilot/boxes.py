"""Boxes of geometries: what cannot meet is told apart before any outline is looked at."""

from collections.abc import Iterable, Sequence

import numpy as np
from osgeo import ogr

from .layers import singles


class Boxes:
    """The boxes of many geometries, asked which of them are near."""

    def __init__(self, geometries: Iterable[ogr.Geometry]) -> None:
        boxes = np.array([geometry.GetEnvelope() for geometry in geometries], np.float64).reshape(-1, 4)
        self._left, self._right, self._bottom, self._top = np.ascontiguousarray(boxes.T)

    def near(self, geometry: ogr.Geometry, within_m: float = 0.0) -> np.ndarray:
        """Indices, in their order, of those whose boxes lie within ``within_m`` (metres) of the geometry's box; boxes
        that only touch are near, too."""
        left, right, bottom, top = geometry.GetEnvelope()
        return np.flatnonzero((self._left <= right + within_m) & (self._right >= left - within_m)
                              & (self._bottom <= top + within_m) & (self._top >= bottom - within_m))


class Pieces(Boxes):
    """Geometries with their boxes."""

    def __init__(self, geometries: Sequence[ogr.Geometry]) -> None:
        self.geometries = list(geometries)
        super().__init__(self.geometries)

    @classmethod
    def of(cls, geometry: ogr.Geometry) -> "Pieces":
        """The simple polygons of a geometry."""
        return cls(singles(geometry))

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


def meet(one: ogr.Geometry, other: ogr.Geometry) -> bool:
    """Whether the boxes of two geometries meet or touch; an empty one meets nothing."""
    if one.IsEmpty() or other.IsEmpty():
        return False
    west, east, south, north = one.GetEnvelope()
    left, right, bottom, top = other.GetEnvelope()
    return west <= right and left <= east and south <= top and bottom <= north
