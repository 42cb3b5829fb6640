"""Patches: the redline polygons of each unit, with the kinds of line that bound them (methods.md §5.5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from osgeo import ogr

from ..pilot.layers import union
from .faces import OUTSIDE, Edges, Face, Locator, edges_of, simple_polygons

LEGAL, ADMINISTRATIVE, RASTER = 2, 4, 6


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


def patches_of(faces: Sequence[Face], unit_count: int) -> list[Patch]:
    """The patches of all units, by unit and then by decreasing area."""
    found: list[Patch] = []
    owner = np.full(len(faces) + 1, OUTSIDE)  # the last entry stands for OUTSIDE
    for unit in range(unit_count):
        members = [index for index, face in enumerate(faces) if face.redline and face.unit == unit]
        merged = simple_polygons(union([faces[index].polygon for index in members]))
        merged.sort(key=lambda polygon: (-round(polygon.GetArea(), 2), polygon.GetEnvelope()))
        locator, first = Locator(merged), len(found)
        found.extend(Patch(polygon, unit) for polygon in merged)
        for index in members:
            place = first + locator.find(faces[index].polygon.PointOnSurface())
            owner[index] = place
            if faces[index].forced:
                found[place].forced_km2 += faces[index].polygon.GetArea() / 1e6
    _measure_lines(found, faces, edges_of(faces), owner)
    return found


def _measure_lines(patches: Sequence[Patch], faces: Sequence[Face], edges: Edges, owner: np.ndarray) -> None:
    unit = np.array([face.unit for face in faces] + [OUTSIDE])
    forced = np.array([face.forced for face in faces] + [False])
    for one, other in ((edges.left, edges.right), (edges.right, edges.left)):
        bounding = (owner[one] != OUTSIDE) & (owner[one] != owner[other])
        kind = np.where(unit[one] != unit[other], ADMINISTRATIVE,
                        np.where(forced[one] & ~forced[other], LEGAL, RASTER))
        for code in (LEGAL, ADMINISTRATIVE, RASTER):
            chosen = bounding & (kind == code)
            km = np.bincount(owner[one][chosen], weights=edges.lengths[chosen] / 1000, minlength=len(patches))
            for index in np.flatnonzero(km):
                patches[index].line_km[code] = patches[index].line_km.get(code, 0.0) + float(km[index])
