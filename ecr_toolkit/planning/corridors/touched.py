"""Cells that lines, points or areas touch."""

from collections.abc import Sequence

import numpy as np
from osgeo import gdal, ogr

from ...raster.grid import Grid, spatial_reference


def touched(geometries: Sequence[ogr.Geometry], grid: Grid) -> np.ndarray:
    """Where any of the geometries (grid CRS) touches a cell: boolean (rows, cols)."""
    target = gdal.GetDriverByName("MEM").Create("", grid.cols, grid.rows, 1, gdal.GDT_Byte)
    target.SetGeoTransform(grid.geotransform)
    target.SetProjection(grid.wkt)
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = source.CreateLayer("touching", spatial_reference(grid.crs))
    for geometry in geometries:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(geometry)
        layer.CreateFeature(feature)
    gdal.RasterizeLayer(target, [1], layer, burn_values=[1], options=["ALL_TOUCHED=TRUE"])
    return target.ReadAsArray() > 0
