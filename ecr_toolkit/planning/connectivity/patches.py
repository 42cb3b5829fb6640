"""Patches: protected areas dissolved into the parts of their union, the nodes of the network."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from ...feedback import Feedback
from ...pilot.layers import parts, polygons, singles, union
from .outlines import Outlines


@dataclass(frozen=True)
class Patches:
    """Polygons that neither overlap nor share a line, the larger first, then those abroad; at a point they may touch.

    ``areas_km2``: of all polygons; the last ``transboundary`` lie abroad. ``single_km2``: area of every protected area
    that has a share in the patches, undissolved. ``members``: per domestic patch the numbers of the areas in it.
    ``dropped`` patches of ``dropped_km2`` in all were smaller than the minimum.
    """

    polygons: list[ogr.Geometry]
    areas_km2: np.ndarray
    transboundary: int
    single_km2: np.ndarray
    members: list[list[int]]
    dropped: int
    dropped_km2: float


def patches_of(areas: Sequence[ogr.Geometry], feedback: Feedback, minimum_km2: float = 1.0,
               transboundary: Sequence[ogr.Geometry] = ()) -> Patches:
    """Dissolve protected areas (valid polygons, projected metres) and leave out patches below a minimum.

    ``transboundary``: protected areas abroad that routes may cross; what of them overlaps with ours is ours.
    """
    feedback.check()
    whole = union(areas)
    ours, dropped = _patches(whole, minimum_km2)
    feedback.check()
    abroad = _patches(polygons(union(transboundary).Difference(whole)), minimum_km2)[0] if transboundary else []
    members, single_km2 = _members(areas, ours, feedback)
    return Patches(ours + abroad, np.array([patch.GetArea() / 1e6 for patch in ours + abroad]), len(abroad),
                   single_km2, members, len(dropped), sum(patch.GetArea() for patch in dropped) / 1e6)


def _patches(whole: ogr.Geometry, minimum_km2: float) -> tuple[list[ogr.Geometry], list[ogr.Geometry]]:
    """The parts of a union, larger ones first, and those that are too small."""
    found = sorted(singles(whole), key=lambda part: (-part.GetArea(), part.GetEnvelope()))
    return ([part for part in found if part.GetArea() >= minimum_km2 * 1e6],
            [part for part in found if part.GetArea() < minimum_km2 * 1e6])


def _members(areas: Sequence[ogr.Geometry], patches: Sequence[ogr.Geometry],
             feedback: Feedback) -> tuple[list[list[int]], np.ndarray]:
    """The areas in each patch; km² in patches of every area that has any. A part of an area lies in one patch whole."""
    outlines, members, single_km2 = Outlines.of(patches), [set() for _patch in patches], np.zeros(len(areas))
    left, bottom, right, top = outlines.envelopes.T
    for number, area in enumerate(areas):
        feedback.check()
        for part in parts(area):
            if not part.GetArea():
                continue
            point = part.PointOnSurface()
            x, y = point.GetX(), point.GetY()
            for patch in np.flatnonzero((left <= x) & (x <= right) & (bottom <= y) & (y <= top)):
                if outlines.inside(patch, x, y):
                    members[patch].add(number)
                    single_km2[number] += part.GetArea() / 1e6
                    break
    return [sorted(inside) for inside in members], single_km2[single_km2 > 0]
