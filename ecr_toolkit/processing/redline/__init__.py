"""Algorithms of lines: polygons that share them, conflicts, neighbours, levels, and versions of a pilot's redline."""

from .approve import Approve
from .compare_versions import CompareVersions
from .conflict_decisions import ALGORITHMS as CONFLICTS
from .deliver import Deliver
from .levels import ALGORITHMS as LEVELS
from .neighbours import ALGORITHMS as NEIGHBOURS
from .shared_polygons import SharedPolygons
from .version_changes import VersionChanges

ALGORITHMS = (SharedPolygons, *CONFLICTS, *NEIGHBOURS, *LEVELS, Deliver, VersionChanges, Approve, CompareVersions)
