"""Whether polygons hold something that conflicts took out."""

from osgeo import ogr

from ..pilot.layers import polygons

_ENOUGH_M2 = 1.0  # less than this is a matter of rounding


class Holds:
    """Ask of many polygons whether they hold part of ``taken_out`` (multipolygon in grid CRS)."""

    def __init__(self, taken_out: ogr.Geometry) -> None:
        self._taken_out = taken_out
        self._prepared = None if taken_out.IsEmpty() else taken_out.CreatePreparedGeometry()

    def __call__(self, polygon: ogr.Geometry) -> bool:
        return self.area_m2(polygon) > _ENOUGH_M2

    def area_m2(self, polygon: ogr.Geometry) -> float:
        """What of it lies in a polygon, m²."""
        if self._prepared is None or not self._prepared.Intersects(polygon):
            return 0.0
        return polygons(polygon.Intersection(self._taken_out)).GetArea()
