"""Patches: the redline polygons of each unit, with the kinds of line that bound them (methods.md §5.5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from osgeo import ogr

from ..pilot.layers import singles, union
from .faces import OUTSIDE, Edges, Face, Locator
from .following import ADMINISTRATIVE, LEGAL, LINEAR, NATURAL, PARCEL, RASTER

LINE_TYPES = (NATURAL, LEGAL, PARCEL, ADMINISTRATIVE, LINEAR, RASTER)


@dataclass
class Patch:
    """A redline polygon of one unit; ``line_km`` is the length of its boundary by boundary type (§5.5)."""

    polygon: ogr.Geometry
    unit: int
    forced_km2: float = 0.0
    line_km: dict[int, float] = field(default_factory=dict)

    @property
    def area_km2(self) -> float:
        """Ellipsoidal area, km², to 100 m² (the projection is equal-area)."""
        return round(self.polygon.GetArea() / 1e6, 4)


def patches_of(faces: Sequence[Face], unit_count: int, edges: Edges, kinds: np.ndarray
               ) -> tuple[list[Patch], np.ndarray]:
    """The patches of all units, by unit and then by decreasing area, and the patch of each face, (faces + 1,): OUTSIDE
    where it is none; the last entry stands for the outside. ``kinds``: boundary type of every edge."""
    found: list[Patch] = []
    owner = np.full(len(faces) + 1, OUTSIDE)
    for unit in range(unit_count):
        members = [index for index, face in enumerate(faces) if face.redline and face.unit == unit]
        merged = singles(union([faces[index].polygon for index in members]))
        merged.sort(key=lambda polygon: (-round(polygon.GetArea(), 2), polygon.GetEnvelope()))
        locator, first = Locator(merged), len(found)
        found.extend(Patch(polygon, unit) for polygon in merged)
        for index in members:
            place = first + locator.find(faces[index].polygon.PointOnSurface())
            owner[index] = place
            if faces[index].forced:
                found[place].forced_km2 += faces[index].polygon.GetArea() / 1e6
    for one, other in ((edges.left, edges.right), (edges.right, edges.left)):
        bounding = (owner[one] != OUTSIDE) & (owner[one] != owner[other])
        for kind in LINE_TYPES:
            chosen = bounding & (kinds == kind)
            km = np.bincount(owner[one][chosen], weights=edges.lengths[chosen] / 1000, minlength=len(found))
            for index in np.flatnonzero(km):
                found[index].line_km[kind] = found[index].line_km.get(kind, 0.0) + float(km[index])
    return found, owner
