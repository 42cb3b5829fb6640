"""Where the merged line of a unit differs from the draft that it brought, and why."""

from dataclasses import dataclass
from typing import Any

from osgeo import ogr

from ...languages.messages import N_

BEYOND_BORDER, GAP_FILLED, SELF_OVERLAP, MENDED = "beyond_border", "gap_filled", "self_overlap", "mended"
_INTO_NEIGHBOUR = N_("The draft reaches into the neighbouring unit; it was cut at the border.")
_OUT_OF_COUNTRY = N_("The draft reaches abroad or into the sea; it was cut at the border.")
_REASONS = {
    GAP_FILLED: N_("The draft runs along the border and stops just short of it; it was filled up to the border."),
    SELF_OVERLAP: N_("Polygons of the draft overlap each other; the area counts once."),
    MENDED: N_("Outlines of the draft cross themselves; they were mended."),
}
FIELDS = {"unit": str, "kind": str, "neighbour": str, "area_km2": float, "reason": str}


@dataclass(frozen=True, eq=False)
class Difference:
    """A place where a draft and the merged line differ, or where a draft was at fault; ``neighbour``: code of the unit
    across the border, empty where none lies there or none is concerned."""

    unit: str
    kind: str
    neighbour: str
    geometry: ogr.Geometry

    @property
    def area_km2(self) -> float:
        return round(self.geometry.GetArea() / 1e6, 4)

    @property
    def reason(self) -> str:
        """A sentence, not yet translated."""
        if self.kind == BEYOND_BORDER:
            return _INTO_NEIGHBOUR if self.neighbour else _OUT_OF_COUNTRY
        return _REASONS[self.kind]

    def values(self) -> dict[str, Any]:
        """A row (FIELDS)."""
        return {name: getattr(self, name) for name in FIELDS}
