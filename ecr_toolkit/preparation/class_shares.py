"""Shares of land-cover classes: where the legend is at least three times finer than the grid, tables keyed by class are
applied to the share of each class, not to the modal class (methods.md §0.4)."""

import uuid
from collections.abc import Sequence
from html import escape
from pathlib import Path

from osgeo import gdal

from ..feedback import Feedback
from ..languages.messages import N_
from ..models.land_cover import NAMES
from ..models.variables import VARIABLES
from ..pilot.pilot import Pilot
from ..raster.align import CONTINUOUS, align, cell_metres
from .finishing import finish
from .opening import Opened, open_source
from .sources import Aligned, Origin
from .specification import Specification

SHARES = "land_cover_shares"
_TIMES_FINER = 3


def derive(pilot: Pilot, _wanted: Sequence[str], feedback: Feedback) -> dict[str, Origin]:
    """Publish the share (0-1) of each IGBP class, a band a class; nothing where the land cover is not fine enough."""
    specification = Specification.of(pilot.recipe["sources"].get("land_cover"))
    if specification is None:
        return {}
    opened = open_source(specification, VARIABLES["land_cover"], pilot.folder)
    if cell_metres(opened.dataset) * _TIMES_FINER > pilot.grid.cell:
        return {}
    masks, scratch = f"/vsimem/ecr_toolkit/{uuid.uuid4().hex}.vrt", pilot.folder / "inputs" / f".{SHARES}.part.tif"
    try:
        gdal.FileFromMemBuffer(masks, _mask_bands(opened))
        align(gdal.Open(masks), pilot.grid, CONTINUOUS, scratch, feedback.part(0, 0.7))
        origin = Origin("derived", N_("land cover"), remark=N_("share of each class in a cell"))
        count = len(NAMES)
        finish(pilot, VARIABLES[SHARES], Aligned(origin, scratch, scales=[1.0] * count, offsets=[0.0] * count),
               feedback.part(0.7, 1))
    finally:
        gdal.Unlink(masks)
        Path(scratch).unlink(missing_ok=True)
    return {SHARES: origin}


def _mask_bands(opened: Opened) -> bytes:
    """A virtual raster with a band of 0 and 1 for each class; nodata stays nodata."""
    dataset = opened.dataset
    cols, rows = dataset.RasterXSize, dataset.RasterYSize
    transform = ", ".join(repr(number) for number in dataset.GetGeoTransform())
    nodata = "" if opened.nodata is None else f"<NODATA>{opened.nodata!r}</NODATA>"
    name = escape(dataset.GetDescription())
    bands = "".join(
        f'<VRTRasterBand dataType="Float32" band="{number}"><NoDataValue>-1</NoDataValue><ComplexSource>'
        f'<SourceFilename relativeToVRT="0">{name}</SourceFilename><SourceBand>1</SourceBand>'
        f'<SrcRect xOff="0" yOff="0" xSize="{cols}" ySize="{rows}"/>'
        f'<DstRect xOff="0" yOff="0" xSize="{cols}" ySize="{rows}"/>'
        f"{nodata}<LUT>{_only(code)}</LUT></ComplexSource></VRTRasterBand>"
        for number, code in enumerate(NAMES, 1))
    return (f'<VRTDataset rasterXSize="{cols}" rasterYSize="{rows}"><SRS>{escape(dataset.GetProjection())}</SRS>'
            f"<GeoTransform>{transform}</GeoTransform>{bands}</VRTDataset>").encode()


def _only(code: int) -> str:
    """A look-up table that gives 1 for a class and 0 for all others; 17 is another code for water."""
    table = f"{code - 1}:0,{code}:1,{code + 1}:0"
    return table + ",16:0,17:1,18:0" if code == 0 else table
