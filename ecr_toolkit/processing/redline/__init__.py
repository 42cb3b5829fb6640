"""Algorithms that give out a pilot's redline: delivery, approval, comparison of versions."""

from .approve import Approve
from .compare_versions import CompareVersions
from .deliver import Deliver

ALGORITHMS = (Deliver, Approve, CompareVersions)
