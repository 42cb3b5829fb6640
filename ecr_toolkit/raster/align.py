"""Alignment: any raster onto the one grid (methods.md §0.4). The only place that resamples."""

from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from ..errors import InputError
from ..feedback import Feedback
from ..languages.messages import _
from .grid import AnyGrid, spatial_reference

CONTINUOUS, BILINEAR, CLASSES, COUNTS = "continuous", "bilinear", "classes", "counts"
WARP_BYTES = 64 << 20  # what GDAL may hold of a source while it resamples


def align(source: gdal.Dataset, grid: AnyGrid, rule: str, target: Path, feedback: Feedback) -> None:
    """Write all bands of ``source`` on the grid to ``target``: float32 with NaN, stored values as they are.

    ``rule`` is ``continuous`` (mean of finer cells, bilinear between coarser ones), ``bilinear`` (whatever the cells),
    ``classes`` (the modal class) or ``counts`` (sum of finer cells). Nodata never blends into its neighbours: GDAL
    leaves it out of every weight. The 180° meridian is no edge. Memory is bounded by WARP_BYTES and GDAL's cache,
    whatever the size. Raises Cancelled.
    """
    options = gdal.WarpOptions(
        format="GTiff", outputType=gdal.GDT_Float32, workingType=gdal.GDT_Float32, dstSRS=grid.wkt,
        outputBounds=grid.bounds, width=grid.cols, height=grid.rows, resampleAlg=method(source, grid, rule),
        dstNodata=float("nan"), multithread=True, warpMemoryLimit=WARP_BYTES,
        warpOptions=["NUM_THREADS=ALL_CPUS", "INIT_DEST=NO_DATA"], errorThreshold=0.125,
        creationOptions=["TILED=YES", "BIGTIFF=IF_SAFER"],
        callback=lambda share, *_rest: _report(feedback, share))
    try:
        done = gdal.Warp(str(target), source, options=options)
    except RuntimeError as fault:
        feedback.check()
        raise InputError([(_("A layer could not be brought to the grid: {reason}.").format(reason=fault),
                           _("See that the file is whole, that its projection is right, and that the disk is not "
                             "full."))]) from fault
    feedback.check()
    done.FlushCache()
    del done


def _report(feedback: Feedback, share: float) -> int:
    feedback.progress(share)
    return 0 if feedback.cancelled() else 1


def method(source: gdal.Dataset, grid: AnyGrid, rule: str) -> int:
    """GDAL's resampling for a rule and the ratio of cells."""
    if rule == CLASSES:
        return gdal.GRA_Mode
    if rule == COUNTS:
        return gdal.GRA_Sum
    finer = rule == CONTINUOUS and cell_metres(source) < grid.cell
    return gdal.GRA_Average if finer else gdal.GRA_Bilinear


def is_on(source: gdal.Dataset, grid: AnyGrid) -> bool:
    """Whether a raster already lies on the grid, cell by cell, so that it is used as it is."""
    reference = osr.SpatialReference(wkt=source.GetProjection())
    return ((source.RasterYSize, source.RasterXSize) == grid.shape
            and np.allclose(source.GetGeoTransform(), grid.geotransform, rtol=0, atol=grid.cell * 1e-6)
            and bool(reference.IsSame(spatial_reference(grid.crs))))


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
