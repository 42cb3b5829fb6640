"""The one grid of a pilot: equal-area cells, snapped to whole multiples of the cell size (methods.md §0.3)."""

import math
from dataclasses import dataclass
from typing import Union

from osgeo import osr

osr.UseExceptions()


def spatial_reference(definition: str) -> osr.SpatialReference:
    """A spatial reference from WKT, PROJ or EPSG text, with x (east) before y (north) always."""
    reference = osr.SpatialReference()
    reference.SetFromUserInput(definition)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


WGS84 = "EPSG:4326"


@dataclass(frozen=True)
class Window:
    """Whole rows ``row .. row + rows`` and columns ``col .. col + cols`` of a grid."""

    row: int
    col: int
    rows: int
    cols: int


@dataclass(frozen=True)
class Frame:
    """The cells of any raster, as it is: a source at its own resolution. ``wkt`` is its coordinate system."""

    wkt: str
    geotransform: tuple[float, float, float, float, float, float]
    cols: int
    rows: int

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, cols)."""
        return (self.rows, self.cols)


@dataclass(frozen=True)
class Grid:
    """Equal-area cells of ``cell`` metres; ``left`` and ``top`` are the outer corner in metres."""

    crs: str
    cell: float
    left: float
    top: float
    cols: int
    rows: int

    @classmethod
    def around(cls, bounds: tuple[float, float, float, float], crs: str, cell: float, margin: int = 2) -> "Grid":
        """The grid that covers ``bounds`` (left, bottom, right, top; metres in ``crs``) plus ``margin`` cells."""
        left = math.floor(bounds[0] / cell) - margin
        bottom = math.floor(bounds[1] / cell) - margin
        right = math.ceil(bounds[2] / cell) + margin
        top = math.ceil(bounds[3] / cell) + margin
        return cls(crs, cell, left * cell, top * cell, right - left, top - bottom)

    @property
    def geotransform(self) -> tuple[float, float, float, float, float, float]:
        return (self.left, self.cell, 0.0, self.top, 0.0, -self.cell)

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, cols)."""
        return (self.rows, self.cols)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(left, bottom, right, top) in metres."""
        return (self.left, self.top - self.rows * self.cell, self.left + self.cols * self.cell, self.top)

    @property
    def cell_km2(self) -> float:
        """Area of a cell, km²; constant and ellipsoidal because the projection is equal-area."""
        return self.cell * self.cell / 1e6

    @property
    def wkt(self) -> str:
        return spatial_reference(self.crs).ExportToWkt()


AnyGrid = Union[Grid, Frame]


def equal_area_crs(longitude: float, latitude: float) -> str:
    """Lambert azimuthal equal-area centred on a country (methods.md §0.3.1)."""
    return f"+proj=laea +lat_0={latitude:g} +lon_0={longitude:g} +datum=WGS84 +units=m +no_defs"
