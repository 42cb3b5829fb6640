"""Slope, LS factor and relief: computed on the native elevation model in metres, then averaged to the grid
(methods.md §0.4: never from an averaged model)."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from ..feedback import Feedback
from ..languages.messages import N_
from ..models import terrain
from ..models.variables import VARIABLES
from ..pilot.pilot import Pilot
from ..raster.align import CONTINUOUS, align
from ..raster.grid import Frame, Window, spatial_reference
from ..raster.stream import Output, stream
from .finishing import finish
from .opening import Opened
from .sources import Aligned, Origin, native_elevation

SLOPE, LENGTH_AND_STEEPNESS, RELIEF = "slope", "slope_length_and_steepness", "relief"
DESMET_GOVERS = "desmet_govers"
_STEEPNESS = {"guide": terrain.steepness, "rusle": terrain.steepness_rusle}
_MARGIN = 8  # native cells round the country, enough for every window
_WIDE_M = 900  # twice the side of the guide's window of 20 ha
_COMPUTED = N_("computed on the native elevation model")
_OVERSTATED = N_("window far larger than the 20 ha of the guide: relief is overstated")


def derive(pilot: Pilot, wanted: Sequence[str], feedback: Feedback) -> dict[str, Origin]:
    """Publish the wanted terrain inputs, all from one pass over the native model; says where each comes from."""
    opened = native_elevation(pilot, VARIABLES["elevation"])
    folder = pilot.folder / "inputs"
    model = folder / ".elevation.native.part.tif"
    scratch = {name: folder / f".{name}.native.part.tif" for name in wanted}
    on_grid = folder / ".terrain.part.tif"
    try:
        frame = _cut_out(opened, pilot, model)
        cell = _cell_metres(frame)
        _compute(opened, frame, model, scratch, terrain.relief_window(cell), pilot.recipe["preparation"],
                 feedback.part(0, 0.5))
        origins = {}
        for number, name in enumerate(wanted):
            part = feedback.part(0.5 + 0.5 * number / len(wanted), 0.5 + 0.5 * (number + 1) / len(wanted))
            align(gdal.Open(str(scratch[name])), pilot.grid, CONTINUOUS, on_grid, part)
            origins[name] = _origin(name, cell, pilot)
            finish(pilot, VARIABLES[name], Aligned(origins[name], on_grid), part)
        return origins
    finally:
        for path in (model, on_grid, *scratch.values()):
            path.unlink(missing_ok=True)


def _cut_out(opened: Opened, pilot: Pilot, target: Path) -> Frame:
    """Copy the part of the native model around the country into a file, stored values as they are."""
    dataset = opened.dataset
    left, width, _skew, top, _turn, height = dataset.GetGeoTransform()
    inside = osr.CoordinateTransformation(spatial_reference(pilot.crs), spatial_reference(dataset.GetProjection()))
    west, south, east, north = inside.TransformBounds(*pilot.grid.bounds, 32)
    middle = left + dataset.RasterXSize * width / 2
    if spatial_reference(dataset.GetProjection()).IsGeographic():  # the side of the meridian the model lies on
        turns = 360 * round((middle - (west + (east if east > west else east + 360)) / 2) / 360)
        west, east = west + turns, (east if east > west else east + 360) + turns
    col = max(0, int((west - left) / width) - _MARGIN)
    row = max(0, int((north - top) / height) - _MARGIN)
    col_end = min(dataset.RasterXSize, int(np.ceil((east - left) / width)) + _MARGIN)
    row_end = min(dataset.RasterYSize, int(np.ceil((south - top) / height)) + _MARGIN)
    part = [col, row, max(1, col_end - col), max(1, row_end - row)]
    gdal.Translate(str(target), dataset, format="GTiff", srcWin=part,
                   creationOptions=["TILED=YES", "COMPRESS=DEFLATE", "ZLEVEL=1", "BIGTIFF=IF_SAFER",
                                    "NUM_THREADS=ALL_CPUS"])
    copied = gdal.Open(str(target))
    return Frame(copied.GetProjection(), copied.GetGeoTransform(), copied.RasterXSize, copied.RasterYSize)


def _compute(opened: Opened, frame: Frame, model: Path, targets: dict[str, Path], window_cells: int, chosen,
             feedback: Feedback) -> None:
    """Stream the wanted derivatives over the native model."""
    halo = max(1, window_cells // 2)
    by_flow = chosen["slope_length_method"] == DESMET_GOVERS
    if by_flow and LENGTH_AND_STEEPNESS in targets:
        halo = max(halo, 2 + terrain.reach_of_flow(_smallest_cell(frame)))
    scale, offset = opened.scales[0], opened.offsets[0]

    def made(read, window: Window):
        elevation = read["model"] * scale + offset
        if read["model"].dtype != np.float32 and opened.nodata is not None:
            elevation = np.where(read["model"] == opened.nodata, np.nan, elevation)
        across, down = spacing(frame, window, halo)
        found = {}
        if RELIEF in targets:
            found[RELIEF] = terrain.relief(elevation, window_cells)
        if SLOPE in targets or LENGTH_AND_STEEPNESS in targets:
            slope = terrain.slope_degrees(elevation, across, down)
            found[SLOPE] = slope
            form = chosen["exponent_form"]
            length = terrain.slope_length_by_flow(elevation, slope, across, down, form) if by_flow else \
                terrain.slope_length(slope, float(chosen["slope_length_m"]), form)
            found[LENGTH_AND_STEEPNESS] = _STEEPNESS[chosen["steepness_form"]](slope) * length
        return {name: found[name].astype(np.float32) for name in targets}

    outputs = {name: Output(path, "continuous") for name, path in targets.items()}
    stream({"model": model}, made, outputs, frame, feedback, halo=halo)


def spacing(frame: Frame, window: Window, halo: int):
    """Metres between cells east and north: numbers, or (rows, 1) of the window with its halo for a geographic model."""
    _left, width, _skew, top, _turn, height = frame.geotransform
    reference = osr.SpatialReference(wkt=frame.wkt)
    if reference.IsGeographic():
        rows = np.arange(window.row - halo, window.row + window.rows + halo)
        latitudes = np.clip(top + (rows + 0.5) * height, -89.9, 89.9)
        across, down = terrain.geographic_spacing(latitudes, 1.0)
        return across * abs(width), down * abs(height)
    unit = reference.GetLinearUnits()
    return abs(width) * unit, abs(height) * unit


def _smallest_cell(frame: Frame) -> float:
    """The shortest side of a cell anywhere in the model, m."""
    ends = [Window(row, 0, 1, 1) for row in (0, frame.rows - 1)]
    return float(min(np.min(side) for end in ends for side in spacing(frame, end, 0)))


def _cell_metres(frame: Frame) -> float:
    """Side of a native cell along the meridian, in the middle of the model."""
    middle = Window(frame.rows // 2, 0, 1, 1)
    return float(np.mean(spacing(frame, middle, 0)[1]))


def _origin(name: str, cell: float, pilot: Pilot) -> Origin:
    side = terrain.relief_window(cell)
    if name == RELIEF:
        return Origin("derived", N_("elevation"), detail=f"{side} × {side}, {side * cell / 1000:.3g} km",
                      remark=_OVERSTATED if side * cell > _WIDE_M else _COMPUTED)
    chosen = pilot.recipe["preparation"]
    detail = ""
    if name == LENGTH_AND_STEEPNESS:
        detail = "Desmet & Govers 1996" if chosen["slope_length_method"] == DESMET_GOVERS else \
            f"{chosen['slope_length_m']:g} m"
    return Origin("derived", N_("elevation"), detail=detail, remark=_COMPUTED)
