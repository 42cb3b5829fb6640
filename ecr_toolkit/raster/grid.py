"""The one grid of a pilot: equal-area cells, snapped to whole multiples of the cell size (methods.md §0.3)."""

import math
from dataclasses import dataclass
from typing import Union

import numpy as np
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

    @classmethod
    def of(cls, dataset) -> "Frame":
        """The cells of an open raster."""
        return cls(dataset.GetProjection(), dataset.GetGeoTransform(), dataset.RasterXSize, dataset.RasterYSize)

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, cols)."""
        return (self.rows, self.cols)

    @property
    def crs(self) -> str:
        return self.wkt

    @property
    def cell(self) -> float:
        """Width of a cell in the units of its system."""
        return abs(self.geotransform[1])

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(left, bottom, right, top) of a raster that stands upright."""
        left, width, _skew, top, _turn, height = self.geotransform
        return (left, top + self.rows * height, left + self.cols * width, top)


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


def latitudes(grid: AnyGrid, window: Window) -> np.ndarray:
    """Latitude (degrees, (rows, cols)) of the cell centres of a window: exact on every 16th row and column of the
    grid, linear between (error below 1e-6 degrees at 5 km)."""
    left, width, _skew, top, _turn, height = grid.geotransform
    to_degrees = osr.CoordinateTransformation(spatial_reference(grid.crs), spatial_reference(WGS84))
    first = window.row - window.row % 16
    rows = np.arange(first, window.row + window.rows + 16, 16)
    cols = np.arange(window.col - window.col % 16, window.col + window.cols + 16, 16)
    nodes = np.array([[to_degrees.TransformPoint(left + (col + 0.5) * width, top + (row + 0.5) * height)[1]
                       for col in cols] for row in rows])
    across = np.stack([np.interp(np.arange(window.col, window.col + window.cols), cols, line) for line in nodes])
    wanted = np.arange(window.row, window.row + window.rows)
    place = (wanted - first) // 16
    share = ((wanted - first) % 16 / 16)[:, np.newaxis]
    return across[place] * (1 - share) + across[place + 1] * share
