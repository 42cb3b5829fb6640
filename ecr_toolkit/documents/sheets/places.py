"""Places: where each polygon of the redline lies, and which polygons it touches."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from osgeo import osr

from ...pilot.layers import Feature
from ...raster.grid import WGS84, spatial_reference


class Place(NamedTuple):
    """Degrees (WGS 84) of a point inside a polygon, and the codes of the polygons that share a line with it."""

    longitude: float
    latitude: float
    neighbours: Sequence[str]

    @property
    def text(self) -> str:
        """Latitude and longitude in the Latin form of ISO 6709, to 0.0001°."""
        return " ".join(f"{abs(value):.4f}°{letters[value < 0]}" for value, letters in (
            (self.latitude, "NS"), (self.longitude, "EW")))


def places_of(redline: Sequence[Feature], lines: Sequence[Feature], crs: str) -> dict[str, Place]:
    """Place of every polygon by its code. ``lines``: the layer ``boundary_lines``, whose ``beyond`` is the polygon at
    the other side; both in ``crs``."""
    degrees = osr.CoordinateTransformation(spatial_reference(crs), spatial_reference(WGS84))
    beside = _touching(lines)
    found = {}
    for polygon in redline:
        code, inside = polygon.values["ecr_code"], polygon.geometry.PointOnSurface()
        longitude, latitude, _height = degrees.TransformPoint(inside.GetX(), inside.GetY())
        found[code] = Place(longitude, latitude, sorted(beside.get(code, ())))
    return found


def _touching(lines: Sequence[Feature]) -> Mapping[str, set[str]]:
    """Code → codes at the other side of its lines."""
    found: dict[str, set[str]] = {}
    for line in lines:
        first, second = line.values["ecr_code"], line.values["beyond"]
        if second:
            found.setdefault(first, set()).add(second)
            found.setdefault(second, set()).add(first)
    return found
