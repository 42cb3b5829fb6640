"""Circles: a stand-in for the outline of an area of which only the centre and the size are known."""

import math

import numpy as np
from osgeo import ogr

from ..pilot.shapes import polygon_of

_CORNERS = 128


def circle(x: float, y: float, area_km2: float) -> ogr.Geometry:
    """A polygon of ``_CORNERS`` corners with exactly the area given, around a centre in metres of an equal-area
    system."""
    angles = 2 * np.pi * np.arange(_CORNERS) / _CORNERS
    radius = math.sqrt(area_km2 * 1e6 / (_CORNERS / 2 * math.sin(2 * math.pi / _CORNERS)))
    corners = [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]
    return polygon_of([*corners, corners[0]])
