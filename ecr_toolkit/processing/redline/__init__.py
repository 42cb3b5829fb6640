"""Algorithms of lines: polygons that share them, and a pilot's redline delivered, approved, compared."""

from .approve import Approve
from .compare_versions import CompareVersions
from .deliver import Deliver
from .shared_polygons import SharedPolygons

ALGORITHMS = (SharedPolygons, Deliver, Approve, CompareVersions)
