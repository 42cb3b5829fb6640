"""Alignment: any raster onto the one grid (methods.md §0.4). The only place that resamples."""

import numpy as np
from osgeo import gdal, osr

from ..feedback import Feedback
from .grid import Grid, spatial_reference

CONTINUOUS, CLASSES, COUNTS = "continuous", "classes", "counts"


def align(source: gdal.Dataset, grid: Grid, rule: str, feedback: Feedback) -> np.ndarray:
    """Values of ``source`` on the grid: float32 with NaN, (rows, cols) or (bands, rows, cols); classes as float too.

    ``rule`` is ``continuous`` (mean of finer cells, bilinear between coarser ones), ``classes`` (the modal class) or
    ``counts`` (sum of finer cells). Nodata never blends into its neighbours: GDAL leaves it out of every weight.
    """
    warped = gdal.Warp(
        "", source, format="MEM", outputType=gdal.GDT_Float32, dstSRS=grid.wkt, outputBounds=grid.bounds,
        width=grid.cols, height=grid.rows, resampleAlg=_method(source, grid, rule), dstNodata=float("nan"),
        callback=lambda share, *_rest: 0 if feedback.cancelled() else 1,
    )
    return warped.ReadAsArray()


def _method(source: gdal.Dataset, grid: Grid, rule: str) -> int:
    if rule == CLASSES:
        return gdal.GRA_Mode
    if rule == COUNTS:
        return gdal.GRA_Sum
    return gdal.GRA_Average if cell_metres(source) < grid.cell else gdal.GRA_Bilinear


def cell_metres(dataset: gdal.Dataset) -> float:
    """Cell size of a raster in metres (for geographic rasters along the meridian)."""
    size = abs(dataset.GetGeoTransform()[5])
    reference = osr.SpatialReference(wkt=dataset.GetProjection())
    return size * (111_320.0 if reference.IsGeographic() else reference.GetLinearUnits())


def memory_dataset(array: np.ndarray, geotransform, crs: str) -> gdal.Dataset:
    """An in-memory dataset around an array, (rows, cols) or (bands, rows, cols); NaN (or 255 for bytes) is nodata."""
    bands = array[np.newaxis] if array.ndim == 2 else array
    kind = gdal.GDT_Byte if array.dtype == np.uint8 else gdal.GDT_Float32
    dataset = gdal.GetDriverByName("MEM").Create("", bands.shape[2], bands.shape[1], bands.shape[0], kind)
    dataset.SetGeoTransform(geotransform)
    dataset.SetProjection(spatial_reference(crs).ExportToWkt())
    for number, band in enumerate(bands, 1):
        dataset.GetRasterBand(number).SetNoDataValue(255 if array.dtype == np.uint8 else float("nan"))
        dataset.GetRasterBand(number).WriteArray(band)
    return dataset
