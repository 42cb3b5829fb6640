"""River basins of the country's own drainage: four, with the small streams of each coast, cut off at the coast."""

from collections.abc import Iterator

import numpy as np
from osgeo import ogr

from ..raster.grid import Frame
from ..raster.polygonised import polygonised
from . import frame, outline
from .hydrology import outlets
from .lines import ROUND_KM
from .terrain import Terrain
from .writing import Feature, spatial_reference

NAMES = ("Orillo", "Alma", "Ñandura", "Çalsu")
NORTH_COAST_KM, SOUTH_COAST_KM, WEST_COAST_KM = 14.0, -8.0, -10.8


def basins(terrain: Terrain) -> list[Feature]:
    """Features with ``name`` that tile all land of the frame: the basin of the salt lake, which has no outlet, and
    those of the north, west and south coast, each called after its longest river."""
    cells = _cells(terrain)
    land = _polygon([ring for rings in outline.provinces().values() for ring in rings] + [outline.neighbour()])
    grid = Frame(spatial_reference(False).ExportToWkt(), frame.geotransform(), frame.COLUMNS, frame.ROWS)
    return [Feature(list(_rings(polygonised(cells == number, grid).Intersection(land))), {"name": name})
            for number, name in enumerate(NAMES)]


def _cells(terrain: Terrain) -> np.ndarray:
    """Index into NAMES of every cell (rows, columns), by where its water ends; the sea goes with its coast."""
    mouth = outlets(terrain.drainage)
    x, y = (along[mouth] for along in map(np.ravel, frame.centres()))
    west = (x < WEST_COAST_KM) & (y > SOUTH_COAST_KM)
    return np.select([terrain.lake.ravel()[mouth], y > NORTH_COAST_KM, west], [0, 1, 2], 3).reshape(frame.SHAPE)


def _polygon(rings: list[np.ndarray]) -> ogr.Geometry:
    """The union of rings in km, in metres."""
    collected = ogr.Geometry(ogr.wkbMultiPolygon)
    for ring in rings:
        polygon = ogr.Geometry(ogr.wkbPolygon)
        polygon.AddGeometry(_line(ring))
        collected.AddGeometry(polygon)
    return collected.UnionCascaded()


def _line(ring: np.ndarray) -> ogr.Geometry:
    line = ogr.Geometry(ogr.wkbLinearRing)
    for east, north in np.round(1000 * ring, 2):
        line.AddPoint_2D(float(east), float(north))
    return line


def _rings(geometry: ogr.Geometry) -> Iterator[np.ndarray]:
    """The outer rings (km) of a polygon, or of the polygons in a collection; no basin surrounds another one."""
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbPolygon:
        yield np.round(np.array(geometry.GetGeometryRef(0).GetPoints())[:, :2] / 1000, ROUND_KM)
    elif ogr.GT_IsSubClassOf(geometry.GetGeometryType(), ogr.wkbGeometryCollection):
        for number in range(geometry.GetGeometryCount()):
            yield from _rings(geometry.GetGeometryRef(number))
