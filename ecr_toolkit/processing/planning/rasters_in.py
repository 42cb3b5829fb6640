"""Rasters that come as they are: the first gives the grid, which must be equal-area; the others are brought to it."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from osgeo import gdal

from ...errors import InputError
from ...feedback import Feedback
from ...languages.messages import _
from ...raster.align import CLASSES, CONTINUOUS, align, is_on
from ...raster.files import UNKNOWN, open_raster
from ...raster.grid import AnyGrid, Grid
from ...raster.stream import Output, stream
from .equal_area import is_equal_area


def grid_of(path: Path) -> Grid:
    """The cells of a raster; InputError where they are not upright squares of an equal-area system."""
    dataset = open_raster(path)
    left, width, turn, top, skew, height = dataset.GetGeoTransform()
    if not is_equal_area(dataset.GetProjection()):
        raise InputError([(_("The raster {file} does not lie in an equal-area system in metres.").format(
            file=path.name), _("Reproject it (Raster › Projections › Warp) to such a system, for example EPSG:6933."))])
    if turn or skew or abs(width + height) > 1e-6 * width:
        raise InputError([(_("The cells of the raster {file} are not squares with north up.").format(file=path.name),
                           _("Resample it to one cell size (Raster › Projections › Warp)."))])
    return Grid(dataset.GetProjection(), width, left, top, dataset.RasterXSize, dataset.RasterYSize)


def on_grid(rasters: Mapping[str, Path], grid: AnyGrid, folder: Path, feedback: Feedback,
            rule: str = CONTINUOUS) -> dict[str, Path]:
    """The rasters on the grid as planning reads them: classes as bytes with 255 or codes with NaN, values as float32
    with NaN, scale and offset applied. Those that are so already are used as they are. Raises Cancelled."""
    paths = {}
    for number, (name, path) in enumerate(rasters.items()):
        dataset = open_raster(path)
        if is_on(dataset, grid) and _is_ready(dataset.GetRasterBand(1), rule):
            paths[name] = path
            continue
        paths[name] = folder / f"{rule}_{number}.tif"
        _bring(dataset, grid, rule, paths[name],
               feedback.part(number / len(rasters), (number + 1) / len(rasters)))
    return paths


def _is_ready(band: gdal.Band, rule: str) -> bool:
    if _is_scaled(band):
        return False
    return band.DataType == gdal.GDT_Float32 or (
        rule == CLASSES and band.DataType == gdal.GDT_Byte and band.GetNoDataValue() in (None, UNKNOWN))


def _is_scaled(band: gdal.Band) -> bool:
    return band.GetScale() not in (None, 1.0) or band.GetOffset() not in (None, 0.0)


def _bring(dataset: gdal.Dataset, grid: AnyGrid, rule: str, target: Path, feedback: Feedback) -> None:
    view = f"/vsimem/ecr_toolkit/{target.parent.name}_{target.stem}.vrt"
    gdal.Translate(view, dataset, format="VRT", unscale=_is_scaled(dataset.GetRasterBand(1)),
                   outputType=gdal.GDT_Float32)
    try:
        align(gdal.Open(view), grid, rule, target, feedback)
    finally:
        gdal.Unlink(view)


def publish_known(rasters: Mapping[str, Path], grid: Grid, target: Path, feedback: Feedback) -> Path:
    """A raster of 1 where any of the rasters has a value and 0 elsewhere: the country that they are of."""
    def known(read, window):
        found = np.zeros((window.rows, window.cols), np.uint16)
        for block in read.values():
            there = block != UNKNOWN if block.dtype == np.uint8 else ~np.isnan(block)
            found |= there.any(axis=0) if there.ndim == 3 else there
        return {"known": found}

    stream(rasters, known, {"known": Output(target, "zone")}, grid, feedback)
    return target
