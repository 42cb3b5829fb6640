"""Pieces: polygons cut small and found by their boxes, so that what lies near a place is found at once."""

from collections.abc import Iterable, Iterator

from osgeo import ogr

from ..pilot.boxes import Boxes
from ..pilot.layers import lines, parts, polygons, union
from ..pilot.shapes import box, rectangle

_POINTS = 256  # polygons with more are halved
_SMALLEST_M = 1.0  # but not below this size


class Pieces:
    """Polygons (metres) that do not overlap, each as pieces of at most some hundred points."""

    def __init__(self, geometries: Iterable[ogr.Geometry] = ()) -> None:
        self._pieces = [piece for geometry in geometries for part in parts(geometry) for piece in _halved(part)]
        self._boxes = Boxes(self._pieces)

    def near(self, geometry: ogr.Geometry, within_m: float = 0.0) -> Iterator[ogr.Geometry]:
        """The pieces whose boxes lie within ``within_m`` of the geometry's box."""
        return (self._pieces[index] for index in self._boxes.near(geometry, within_m))

    def inside(self, geometry: ogr.Geometry) -> ogr.Geometry:
        """What of the polygons lies inside a polygon, as a multipolygon."""
        return union([polygons(piece.Intersection(geometry)) for piece in self.near(geometry)])

    def area_inside(self, geometry: ogr.Geometry) -> float:
        """m² of the polygons inside a polygon."""
        prepared = geometry.CreatePreparedGeometry()
        return sum(piece.GetArea() if prepared.Contains(piece) else polygons(piece.Intersection(geometry)).GetArea()
                   for piece in self.near(geometry) if prepared.Intersects(piece))

    def about(self, line: ogr.Geometry, within_m: float) -> ogr.Geometry:
        """All places within ``within_m`` of the polygons, as far as they can touch a line; empty when none does."""
        clip = box(line, within_m + 1.0)  # a straight line's own box has no area
        clipped = (polygons(piece.Intersection(clip)) for piece in self.near(line, within_m))
        return union([piece.Buffer(within_m) for piece in clipped if not piece.IsEmpty()])


def length(geometry: ogr.Geometry) -> float:
    """Metres of the lines of a geometry."""
    return lines(geometry).Length()


def _halved(polygon: ogr.Geometry) -> Iterator[ogr.Geometry]:
    """A polygon in pieces that are small enough."""
    if polygon.IsEmpty() or ogr.GT_Flatten(polygon.GetGeometryType()) != ogr.wkbPolygon:
        return
    west, east, south, north = polygon.GetEnvelope()
    count = sum(polygon.GetGeometryRef(ring).GetPointCount() for ring in range(polygon.GetGeometryCount()))
    if count <= _POINTS or max(east - west, north - south) < _SMALLEST_M:
        yield polygon.Clone()
        return
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    halves = ((west, south, middle_x, north), (middle_x, south, east, north)) if east - west > north - south else (
        (west, south, east, middle_y), (west, middle_y, east, north))
    for half in halves:
        for part in parts(polygons(polygon.Intersection(rectangle(*half)))):
            yield from _halved(part)
