"""Names of proposals: the pair of units and the middle of the stretch, so that a name depends on nothing else."""

import re
from dataclasses import dataclass
from typing import Optional

from osgeo import ogr, osr

from ...raster.grid import WGS84, spatial_reference
from ..edges import Mismatch

_ID = re.compile(r"(.+):(.+):(\d+\.\d{5})([NS]):(\d+\.\d{5})([EW])")


@dataclass(frozen=True)
class Place:
    """``unit`` has redline that ``neighbour`` lacks, here (degrees)."""

    unit: str
    neighbour: str
    latitude: float
    longitude: float

    @property
    def id(self) -> str:
        """As ``LEK:NDU:30.05123N:40.12345W``; five decimals are a metre."""
        north, east = "N" if self.latitude >= 0 else "S", "E" if self.longitude >= 0 else "W"
        return f"{self.unit}:{self.neighbour}:{abs(self.latitude):.5f}{north}:{abs(self.longitude):.5f}{east}"

    @classmethod
    def parse(cls, text: str) -> Optional["Place"]:
        """The place that an id names; None for a text that is none."""
        found = _ID.fullmatch(text)
        if found is None:
            return None
        unit, neighbour, north, hemisphere, east, side = found.groups()
        return cls(unit, neighbour, float(north) * (1 if hemisphere == "N" else -1),
                   float(east) * (1 if side == "E" else -1))


class Places:
    """Places to points of an equal-area system and back."""

    def __init__(self, crs: str) -> None:
        own, degrees = spatial_reference(crs), spatial_reference(WGS84)
        self._to_degrees = osr.CoordinateTransformation(own, degrees)
        self._to_metres = osr.CoordinateTransformation(degrees, own)

    def of(self, mismatch: Mismatch) -> Place:
        """The middle of the stretch."""
        middle = mismatch.line.Value(mismatch.line.Length() / 2)
        longitude, latitude, _height = self._to_degrees.TransformPoint(middle.GetX(), middle.GetY())
        return Place(mismatch.unit, mismatch.neighbour, round(latitude, 5), round(longitude, 5))

    def point(self, place: Place) -> ogr.Geometry:
        """Metres in the system."""
        x, y, _height = self._to_metres.TransformPoint(place.longitude, place.latitude)
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(x, y)
        return point
