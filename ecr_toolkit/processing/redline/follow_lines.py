"""Polygons whose boundaries move to better lines nearby."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from osgeo import ogr
from qgis.core import QgsWkbTypes

from ...boundary.borders import boundary_segments
from ...boundary.faces import cut_into_faces, edges_of
from ...boundary.following import LINEAR, NATURAL, PARCEL, RASTER, follow, kinds_of
from ...boundary.holding import Holds
from ...boundary.nearby import lines_nearby
from ...boundary.patches import patches_of
from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.layers import Feature
from ..planning.given import Given
from ..planning.layers_in import read, read_union, working_crs
from ..planning.layers_out import write_features, write_polygons
from ..planning.parameters import KINDS, add, add_numbers, layer, number, vector
from .line_algorithm import LineAlgorithm

POLYGONS, FIXED, KEPT_OUT, TOLERANCE = "POLYGONS", "FIXED", "KEPT_OUT", "TOLERANCE_M"
LINES = {"NATURAL": NATURAL, "PARCELS": PARCEL, "LINEAR": LINEAR}
MOVED, SEGMENTS, GAINED, LOST = "MOVED", "SEGMENTS", "GAINED_KM2", "LOST_KM2"
POLYGON_FIELDS = {"number": int, "area_km2": float}
SEGMENT_FIELDS = {"number": int, "bnd_type": int, "length_km": float}
_ROUND_M = 1000.0  # land beyond the polygons, so that strips there can be gained


class FollowLines(LineAlgorithm):
    """Polygons and lines → the polygons along these lines, and their boundary by type (methods.md §5.5)."""

    def name(self) -> str:
        return "followlines"

    def displayName(self) -> str:
        return _("Boundaries that follow better lines")

    def shortHelpString(self) -> str:
        return _("Moves the boundaries of polygons to rivers, ridges, parcels or roads within a tolerance, where the "
                 "boundary then costs less: natural lines before parcels, parcels before roads. No line that is "
                 "followed is moved. Each segment of the new boundary has its type.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        lines = _("Lines or polygons.")
        add(self,
            vector(POLYGONS, _("Polygons"), _("Their common outline is what moves.")),
            vector("NATURAL", _("Natural lines"), lines, True, KINDS.TypeVectorAnyGeometry),
            vector("PARCELS", _("Parcels"), lines, True, KINDS.TypeVectorAnyGeometry),
            vector("LINEAR", _("Roads and other linear structures"), lines, True, KINDS.TypeVectorAnyGeometry),
            vector(FIXED, _("What stays in"), _("Areas such as protected areas whose outlines are legal lines; they "
                                                "belong to the result as a whole."), True),
            vector(KEPT_OUT, _("What stays out"), _("Areas that must not be gained."), True),
            number(TOLERANCE, _("Tolerance (m)"), _("How far a boundary may move."), 500, 0.1, 100_000),
            layer(MOVED, _("Polygons along the lines"), _("Fields: {columns}.").format(
                columns=", ".join(POLYGON_FIELDS))),
            layer(SEGMENTS, _("Boundary by type of line"), _("Fields: {columns}.").format(
                columns=", ".join(SEGMENT_FIELDS)), True, KINDS.TypeVectorLine))
        add_numbers(self, {GAINED: _("Area gained, km²"), LOST: _("Area lost, km²")})

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        crs = working_crs(given.source(POLYGONS), feedback)
        outline = read_union(given.source(POLYGONS), crs, feedback)
        fixed, kept_out = (read_union(given.source(name), crs, feedback) for name in (FIXED, KEPT_OUT))
        tolerance = given.number(TOLERANCE)
        lines = {kind: _collected(read(given.source(name), crs, feedback)) for name, kind in LINES.items()
                 if given.has(name)}
        feedback.progress(0.2)
        near = lines_nearby(lines, [outline], tolerance)
        feedback.check()
        land = outline.Union(fixed).Buffer(2 * tolerance + _ROUND_M)
        faces = cut_into_faces([land], fixed, [outline], list(near.values()))
        edges = edges_of(faces)
        kinds = kinds_of(edges, faces, near)
        feedback.progress(0.6)
        gained, lost = follow(faces, edges, kinds, near, tolerance, Holds(kept_out))
        kinds = np.minimum(kinds, RASTER)
        patches, owner = patches_of(faces, 1, edges, kinds)
        polygons = [Feature(patch.polygon, {"number": number, "area_km2": patch.area_km2})
                    for number, patch in enumerate(patches, 1)]
        segments = [Feature(one.line, {"number": one.first + 1, "bnd_type": one.kind,
                                       "length_km": one.line.Length() / 1000})
                    for one in boundary_segments(edges, owner, kinds)]
        return {**write_polygons(given, MOVED, POLYGON_FIELDS, polygons, crs),
                **write_features(given, SEGMENTS, SEGMENT_FIELDS, segments, crs, QgsWkbTypes.Type.LineString),
                GAINED: gained, LOST: lost}


def _collected(features: Sequence[Feature]) -> ogr.Geometry:
    collected = ogr.Geometry(ogr.wkbGeometryCollection)
    for feature in features:
        collected.AddGeometry(feature.geometry)
    return collected
