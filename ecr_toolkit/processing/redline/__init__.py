"""Algorithms of lines: polygons that share them, conflicts, neighbours, levels, and versions of a pilot's redline."""

from .approve import Approve
from .compare_versions import CompareVersions
from .conflict_decisions import ALGORITHMS as CONFLICTS
from .deliver import Deliver
from .follow_lines import FollowLines
from .levels import ALGORITHMS as LEVELS
from .neighbours import ALGORITHMS as NEIGHBOURS
from .place_stakes import PlaceStakes
from .shared_polygons import SharedPolygons
from .version_changes import VersionChanges

ALGORITHMS = (SharedPolygons, FollowLines, PlaceStakes, *CONFLICTS, *NEIGHBOURS, *LEVELS, Deliver, VersionChanges,
              Approve, CompareVersions)
