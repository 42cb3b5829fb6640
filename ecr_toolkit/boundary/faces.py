"""Faces: all lines noded once, the plane cut into faces, each face labelled. Neighbours share every vertex.

Administrative borders, the coast and the outlines of forced protected areas go in as they are and are never moved;
raster outlines are cut where they cross them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from ..pilot.boxes import Boxes
from ..pilot.layers import enclosed, singles
from ..raster.coverage import rings
from .segments import together

OUTSIDE = -1


@dataclass
class Face:
    """A piece of the plane: index of its unit, whether it is forced in, whether it is redline."""

    polygon: ogr.Geometry
    unit: int
    forced: bool
    redline: bool


class Locator(Boxes):
    """Which of many polygons holds a point."""

    def __init__(self, polygons: Sequence[ogr.Geometry]) -> None:
        self.polygons = list(polygons)
        super().__init__(self.polygons)
        self._prepared: dict[int, ogr.PreparedGeometry] = {}

    def find(self, point: ogr.Geometry) -> int:
        """Index of the first polygon that holds the point; OUTSIDE when none does."""
        for index in self.near(point):
            if index not in self._prepared:
                self._prepared[index] = self.polygons[index].CreatePreparedGeometry()
            if self._prepared[index].Intersects(point):
                return int(index)
        return OUTSIDE


def distinct(geometries: Sequence[ogr.Geometry]) -> list[ogr.Geometry]:
    """Geometries of which several may be one object, each once."""
    return list({id(geometry): geometry for geometry in geometries}.values())


def cut_into_faces(units: Sequence[ogr.Geometry], forced: ogr.Geometry, candidates: Sequence[ogr.Geometry],
                   further: Sequence[ogr.Geometry] = ()) -> list[Face]:
    """All faces inside the units. ``candidates`` holds, for each unit, the polygons that count within it; along the
    lines of ``further`` geometries faces are cut, too."""
    lines = together([*units, forced, *distinct(candidates), *further])
    noded = lines.Union(lines.GetGeometryRef(0))
    unit_parts = [(index, part) for index, unit in enumerate(units) for part in singles(unit)]
    in_unit = Locator([part for _index, part in unit_parts])
    in_forced = Locator(singles(forced))
    in_candidates = {id(geometry): Locator(singles(geometry)) for geometry in distinct(candidates)}
    faces = []
    for polygon in enclosed(noded):
        point = polygon.PointOnSurface()
        place = in_unit.find(point)
        if place == OUTSIDE:
            continue
        unit = unit_parts[place][0]
        locked = in_forced.find(point) != OUTSIDE
        candidate = in_candidates[id(candidates[unit])].find(point) != OUTSIDE
        faces.append(Face(polygon, unit, locked, locked or candidate))
    return faces


@dataclass(frozen=True)
class Edges:
    """Segments of all faces: ends (n, 4) as x0 y0 x1 y1, the face on each side, OUTSIDE where there is none."""

    ends: np.ndarray
    left: np.ndarray
    right: np.ndarray

    @property
    def lengths(self) -> np.ndarray:
        """Metres on the grid's projection, (n,)."""
        return np.hypot(self.ends[:, 2] - self.ends[:, 0], self.ends[:, 3] - self.ends[:, 1])


def edges_of(faces: Sequence[Face]) -> Edges:
    """Every segment once, with the faces on its two sides; sides are found by equal vertices, never by distance."""
    segments, owners = [], []
    for index, face in enumerate(faces):
        for points, _hole in rings(face.polygon):
            segments.append(np.hstack([points[:-1], points[1:]]))
            owners.append(np.full(len(points) - 1, index))
    ends, owner = np.vstack(segments), np.concatenate(owners)
    swap = (ends[:, 0] > ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] > ends[:, 3]))
    ends[swap] = ends[swap][:, [2, 3, 0, 1]]
    unique, which = np.unique(ends, axis=0, return_inverse=True)
    which = which.ravel()
    order = np.argsort(which, kind="stable")
    first = np.searchsorted(which[order], np.arange(len(unique)))
    counts = np.bincount(which, minlength=len(unique))
    left = owner[order[first]]
    second = order[np.minimum(first + 1, len(order) - 1)]
    right = np.where(counts > 1, owner[second], OUTSIDE)
    return Edges(unique, left, right)
