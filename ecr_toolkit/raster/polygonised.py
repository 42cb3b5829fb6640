"""Cells to polygons."""

import numpy as np
from osgeo import gdal, ogr

from .align import memory_dataset
from .grid import Grid


def polygonised(mask: np.ndarray, grid: Grid) -> ogr.Geometry:
    """The outlines of the true cells of a boolean raster (rows, cols) as a multipolygon in grid CRS; cells that meet at
    a corner only are polygons of their own."""
    dataset = memory_dataset(mask.astype(np.uint8), grid.geotransform, grid.crs)
    band = dataset.GetRasterBand(1)
    target = ogr.GetDriverByName("Memory").CreateDataSource("outlines")
    layer = target.CreateLayer("outlines", None, ogr.wkbPolygon)
    gdal.Polygonize(band, band, layer, -1, [])
    collected = ogr.Geometry(ogr.wkbMultiPolygon)
    for feature in layer:
        collected.AddGeometry(feature.GetGeometryRef())
    return collected
