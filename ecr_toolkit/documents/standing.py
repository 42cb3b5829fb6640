"""Standing: whether the redline of a pilot is one that was approved."""

from collections.abc import Sequence
from typing import Optional

from ..coordination.versions.archive import load
from ..coordination.versions.content import Version
from ..pilot.layers import Feature, read_layer
from ..pilot.pilot import Pilot
from ..raster.grid import spatial_reference


def approved_version(pilot: Pilot, versions: Sequence[Version]) -> Optional[Version]:
    """The newest of the versions (oldest first) with the same polygons, code by code and point by point, as the redline
    has now; None where it was changed since, or never approved. Raises ToolkitError for a version that was changed."""
    now = _polygons(read_layer(pilot.geopackage, "ecr"))
    for version in reversed(versions):
        if version.polygons == len(now) and spatial_reference(version.crs).IsSame(spatial_reference(pilot.crs)) \
                and _polygons(load(pilot.folder, version.number).redline) == now:
            return version
    return None


def _polygons(redline: Sequence[Feature]) -> dict[str, bytes]:
    return {one.values["ecr_code"]: bytes(one.geometry.ExportToWkb()) for one in redline}
