"""Rasters on disk: opened with a sentence when they cannot be, written whole or not at all."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Optional

import numpy as np
from osgeo import gdal

from ..atomic import publishing
from ..errors import InputError, unwritable
from ..languages.messages import _
from .grid import AnyGrid, Window

gdal.UseExceptions()

UNKNOWN = 255  # class rasters: no data
TILE = 256  # rows and columns of a tile in the rasters of a pilot
_TILED = ["TILED=YES", f"BLOCKXSIZE={TILE}", f"BLOCKYSIZE={TILE}", "BIGTIFF=IF_SAFER", "NUM_THREADS=ALL_CPUS"]
DEFLATE, UNCOMPRESSED = "DEFLATE", "NONE"  # every program reads both
_COMPRESSION = {UNCOMPRESSED: [], DEFLATE: ["COMPRESS=DEFLATE", "ZLEVEL=4"]}


def open_raster(path: Path, crs_wanted: bool = True) -> gdal.Dataset:
    """Open a user's raster; InputError names the file and the remedy, also when it lacks a coordinate system."""
    if not path.exists():
        raise InputError([(_("File not found: {file}.").format(file=path.name),
                           _("Put the file where the recipe says, or choose another one in the settings."))])
    try:
        dataset = gdal.OpenEx(str(path), gdal.OF_RASTER)
    except RuntimeError as fault:
        raise InputError([(_("This file cannot be read as a raster: {file}.").format(file=path.name),
                           _("Save it as GeoTIFF. What GDAL says: {reason}").format(reason=fault))]) from fault
    if crs_wanted and not dataset.GetProjection():
        raise InputError([(_("This raster has no coordinate reference system: {file}.").format(file=path.name),
                           _("Assign its projection in QGIS (Raster › Projections › Assign Projection) "
                             "and save it."))])
    return dataset


def read(path: Path, window: Optional[Window] = None) -> np.ndarray:
    """Values of a raster of the pilot: (rows, cols), or (bands, rows, cols) when it has several bands.

    Continuous rasters come as float32 with NaN for nodata, class rasters as they are stored.
    """
    return read_open(open_published(path), window)


def open_published(path: Path) -> gdal.Dataset:
    """A raster of the pilot, which the toolkit itself wrote; InputError when it has vanished or is broken."""
    try:
        return gdal.Open(str(path))
    except RuntimeError as fault:
        raise _unreadable(path) from fault


def _unreadable(path: Path) -> InputError:
    return InputError([(_("This file is missing or damaged: {file}.").format(file=path.name),
                        _("Run the steps again: what they make is made anew; an input of your own must be put back."))])


def read_open(dataset: gdal.Dataset, window: Optional[Window] = None) -> np.ndarray:
    """As ``read``, of an open dataset."""
    try:
        if window is None:
            array = dataset.ReadAsArray()
        else:
            array = dataset.ReadAsArray(window.col, window.row, window.cols, window.rows)
    except RuntimeError as fault:
        raise _unreadable(Path(dataset.GetDescription())) from fault
    nodata = dataset.GetRasterBand(1).GetNoDataValue()
    if np.issubdtype(array.dtype, np.floating):
        array = array.astype(np.float32, copy=False)
        if nodata is not None and not np.isnan(nodata):
            missing = np.negative((array == np.float32(nodata)).view(np.int8))  # −1 where missing
            bits = array.view(np.int32)
            np.bitwise_or(bits, missing, out=bits)  # all bits set is NaN; faster than assigning by a mask
    return array


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Tell the user when GDAL cannot write: a ToolkitError that names the file."""
    try:
        yield
    except RuntimeError as fault:
        raise unwritable(fault, path) from fault


def create(path: Path, grid: AnyGrid, kind: str, bands: int = 1, compression: str = DEFLATE) -> gdal.Dataset:
    """A new raster on the grid. ``kind``: ``continuous`` (float32, NaN), ``class`` (uint8, 255), ``zone`` (uint16),
    ``object`` (uint32); 0 is no zone and no object."""
    data_type, nodata = {
        "continuous": (gdal.GDT_Float32, float("nan")),
        "class": (gdal.GDT_Byte, UNKNOWN),
        "zone": (gdal.GDT_UInt16, 0),
        "object": (gdal.GDT_UInt32, 0),
    }[kind]
    options = _TILED + _COMPRESSION.get(compression, [f"COMPRESS={compression}"])
    if bands > 1:
        options = [*options, "INTERLEAVE=BAND"]  # bands are read one by one, and alike values compress better
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), grid.cols, grid.rows, bands, data_type, options)
    dataset.SetGeoTransform(grid.geotransform)
    dataset.SetProjection(grid.wkt)
    for band in range(1, bands + 1):
        dataset.GetRasterBand(band).SetNoDataValue(nodata)
    return dataset


def describe(dataset: gdal.Dataset, description: str, unit: str, metadata: Optional[dict[str, str]] = None) -> None:
    """Write what the layer is and its unit into the file."""
    dataset.SetMetadata({"TITLE": description, "UNIT": unit, **(metadata or {})})
    for band in range(1, dataset.RasterCount + 1):
        dataset.GetRasterBand(band).SetUnitType(unit)


def write(path: Path, grid: AnyGrid, array: np.ndarray, kind: str, description: str = "", unit: str = "",
          metadata: Optional[dict[str, str]] = None) -> None:
    """Publish an array, (rows, cols) or (bands, rows, cols), as a raster on the grid, atomically."""
    bands: Sequence[np.ndarray] = [array] if array.ndim == 2 else list(array)
    with publishing(path) as temporary, writing(path):
        dataset = create(temporary, grid, kind, len(bands))
        describe(dataset, description, unit, metadata)
        for number, band in enumerate(bands, 1):
            dataset.GetRasterBand(number).WriteArray(band)
        dataset.FlushCache()
        del dataset
