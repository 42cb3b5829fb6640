"""Zones of the redline: core, where activities are forbidden, and general, where some are allowed (methods.md §4.5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from osgeo import ogr

from ..languages.messages import N_
from ..pilot.layers import polygons
from .patches import Patch

CORE, GENERAL = "core", "general"
ZONES = {CORE: N_("core zone"), GENERAL: N_("general zone")}


@dataclass
class Part:
    """The core or the general zone of the patch with number ``patch``."""

    patch: int
    zone: str
    geometry: ogr.Geometry

    @property
    def area_km2(self) -> float:
        """km², to 100 m²."""
        return round(self.geometry.GetArea() / 1e6, 4)


def zones_of(patches: Sequence[Patch], core: ogr.Geometry) -> list[Part]:
    """Every patch cut by the core areas (multipolygon); what is not core is general. Both areas of a patch add up to
    its own, which is why that of the general zone is the difference."""
    found = []
    for number, patch in enumerate(patches):
        inside = polygons(patch.polygon.Intersection(core))
        outside = polygons(patch.polygon.Difference(core)) if not inside.IsEmpty() else patch.polygon
        found += [Part(number, zone, geometry) for zone, geometry in ((CORE, inside), (GENERAL, outside))
                  if geometry.GetArea() >= 1]
    return found
