"""Opening what a ministry has: GeoTIFF, COG, NetCDF, many tiles, stacks of months; with or without a CRS or nodata.

Virtual rasters are made from names of files and live in GDAL's memory files: none of them stands on an open dataset
that might be closed before it.
"""

import uuid
import weakref
from pathlib import Path
from typing import Optional

from osgeo import gdal

from ..errors import InputError
from ..languages.messages import _
from ..models.declaration import Variable
from ..raster.files import open_raster
from ..raster.grid import spatial_reference
from .specification import Specification

MONTHS = 12


class Opened:
    """A source as one dataset with the bands wanted, and scale and offset of each band (value = scale · stored +
    offset)."""

    def __init__(self, dataset: gdal.Dataset, specification: Specification) -> None:
        self.dataset = dataset
        bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
        self.scales = [specification.scale * (band.GetScale() if band.GetScale() is not None else 1.0)
                       for band in bands]
        self.offsets = [specification.offset + specification.scale * (band.GetOffset() or 0.0) for band in bands]
        self.nodata: Optional[float] = bands[0].GetNoDataValue()
        self.whole_numbers = bands[0].DataType not in (gdal.GDT_Float32, gdal.GDT_Float64)


def open_source(specification: Specification, variable: Variable, folder: Path) -> Opened:
    """Open the source of a variable; InputError names the file, the fault and the remedy."""
    paths = specification.paths(folder)
    names = [_checked_name(path, specification) for path in paths]
    if len(names) == 1:
        name = names[0]
    else:
        stacked = variable.bands != 1 and all(gdal.Open(one).RasterCount == 1 for one in names)
        name = _together(names, paths, stacked)
    count = gdal.Open(name).RasterCount
    if any(not 1 <= band <= count for band in specification.bands):
        raise InputError([(_("The file {file} has {count} bands; the recipe asks for others.").format(
            file=paths[0].name, count=count), _("Correct “bands”; the first band is 1."))])
    view = _memory_name()
    gdal.Translate(view, name, options=gdal.TranslateOptions(
        format="VRT", bandList=list(specification.bands) or None, noData=specification.nodata,
        outputSRS=spatial_reference(specification.crs).ExportToWkt() if specification.crs else None))
    opened = Opened(gdal.Open(view), specification)
    for made in {view, name} - set(names):
        weakref.finalize(opened, gdal.Unlink, made)
    _check_count(opened.dataset.RasterCount, variable, paths[0])
    return opened


def _memory_name() -> str:
    return f"/vsimem/ecr_toolkit/{uuid.uuid4().hex}.vrt"


def _checked_name(path: Path, specification: Specification) -> str:
    """What GDAL opens: the file, or one variable of it; it must have a coordinate reference system."""
    dataset = open_raster(path, crs_wanted=False)
    inside = dataset.GetSubDatasets()
    name = str(path)
    if dataset.RasterCount == 0 or (inside and specification.layer):
        name = _layer_of(path, inside, specification.layer)
        dataset = gdal.Open(name)
    if not specification.crs and not dataset.GetProjection():
        raise InputError([(_("This raster has no coordinate reference system: {file}.").format(file=path.name),
                           _("Assign its projection in QGIS (Raster › Projections › Assign Projection) and save it, "
                             "or write it into the recipe: {example}.").format(
                                 example='{"file": "…", "crs": "EPSG:4326"}'))])
    return name


def _layer_of(path: Path, inside: list, layer: str) -> str:
    """A variable of a file that holds several."""
    names = {name.rsplit(":", 1)[-1].strip('"'): name for name, _description in inside}
    if not layer and len(names) == 1:
        layer = next(iter(names))
    if layer not in names:
        raise InputError([(_("The file {file} holds several layers, and the recipe does not name one of them.").format(
            file=path.name), _("Write “layer” beside the file; there are: {names}.").format(names=", ".join(names)))])
    return names[layer]


def _together(names: list[str], paths: list[Path], stacked: bool) -> str:
    """Months on top of each other, or tiles side by side, as one virtual raster in memory."""
    systems = [spatial_reference(gdal.Open(name).GetProjection() or "EPSG:4326") for name in names]
    if not all(system.IsSame(systems[0]) for system in systems):
        raise InputError([(_("The files {first} and others do not share one coordinate reference system.").format(
            first=paths[0].name), _("Bring all tiles to one projection first (Raster › Projections › Warp)."))])
    mosaic = _memory_name()
    gdal.BuildVRT(mosaic, names, separate=stacked).FlushCache()
    return mosaic


def _check_count(count: int, variable: Variable, path: Path) -> None:
    """One band, or months: twelve, or whole years of them."""
    if variable.bands == 1 and count != 1:
        raise InputError([(_("The source of “{variable}” has {count} bands; {wanted} are needed.").format(
            variable=_(variable.title), count=count, wanted=1),
            _("Write which one it is: {example}.").format(example='{"file": "…", "bands": [1]}'))])
    if variable.bands == MONTHS and (count == 0 or count % MONTHS):
        raise InputError([(_("The source of “{variable}” has {count} bands; {wanted} are needed.").format(
            variable=_(variable.title), count=count, wanted=MONTHS),
            _("Monthly variables need twelve bands, January first, or whole years of them: the months missing are "
              "to be added, in {file} or as further files.").format(file=path.name))])
