"""Inputs that follow from others: terrain from the native elevation model, cover from NDVI, PET and NPP."""

from collections.abc import Mapping
from typing import Callable, NamedTuple

import numpy as np
from osgeo import gdal, osr

from ..feedback import Feedback
from ..languages.messages import N_
from ..models import climate, terrain
from ..models.vegetation import vegetation_cover
from ..pilot.pilot import Pilot
from ..raster.align import align, memory_dataset
from ..raster.grid import WGS84, Grid, spatial_reference
from .sources import Prepared, native

Arrays = Mapping[str, np.ndarray]


class Derivation(NamedTuple):
    """From which inputs a variable follows, and how."""

    needs: tuple[str, ...]
    derive: Callable[[Pilot, Arrays, Feedback], Prepared]


def _terrain(pilot: Pilot, feedback: Feedback, formula) -> np.ndarray:
    """A terrain derivative computed on the native elevation model, then brought to the grid."""
    dataset = native(pilot, "elevation")
    elevation = dataset.ReadAsArray().astype(np.float64)
    elevation = elevation[0] if elevation.ndim == 3 else elevation
    nodata = dataset.GetRasterBand(1).GetNoDataValue()
    if nodata is not None and not np.isnan(nodata):
        elevation = np.where(elevation == nodata, np.nan, elevation)
    result = formula(elevation, *_spacing(dataset)).astype(np.float32)
    return align(memory_dataset(result, dataset.GetGeoTransform(), dataset.GetProjection()), pilot.grid,
                 "continuous", feedback)


def _spacing(dataset: gdal.Dataset):
    """Metres between cells east and north: numbers, or a value a row for a geographic elevation model."""
    left, width, _skew, top, _turn, height = dataset.GetGeoTransform()
    reference = osr.SpatialReference(wkt=dataset.GetProjection())
    if reference.IsGeographic():
        latitudes = top + (np.arange(dataset.RasterYSize) + 0.5) * height
        return terrain.geographic_spacing(latitudes, abs(height))
    unit = reference.GetLinearUnits()
    return abs(width) * unit, abs(height) * unit


def _slope(pilot: Pilot, _arrays: Arrays, feedback: Feedback) -> Prepared:
    return Prepared(_terrain(pilot, feedback, terrain.slope_degrees), "derived", N_("elevation"),
                    remark=N_("computed on the native elevation model"))


def _length_and_steepness(pilot: Pilot, _arrays: Arrays, feedback: Feedback) -> Prepared:
    metres = float(pilot.recipe["preparation"]["slope_length_m"])

    def formula(elevation, across, down):
        slope = terrain.slope_degrees(elevation, across, down)
        return terrain.steepness(slope) * terrain.slope_length(slope, metres)

    return Prepared(_terrain(pilot, feedback, formula), "derived", N_("elevation"),
                    remark=N_("computed on the native elevation model"), detail=f"{metres:g} m")


def _relief(pilot: Pilot, _arrays: Arrays, feedback: Feedback) -> Prepared:
    used = {}

    def formula(elevation, across, down):
        cell = float(np.mean(down))
        used["cells"], used["metres"] = terrain.relief_window(cell), terrain.relief_window(cell) * cell
        return terrain.relief(elevation, used["cells"])

    array = _terrain(pilot, feedback, formula)
    wide = used["metres"] > 900  # twice the side of the guide's 20 ha window
    return Prepared(array, "derived", N_("elevation"), detail=f"{used['cells']} × {used['cells']}, "
                    f"{used['metres'] / 1000:.3g} km",
                    remark=N_("window far larger than the 20 ha of the guide: relief is overstated") if wide else
                    N_("computed on the native elevation model"))


def _cover(pilot: Pilot, arrays: Arrays, _feedback: Feedback) -> Prepared:
    chosen = pilot.recipe["preparation"]
    low, high = np.nanpercentile(arrays["ndvi_max"], [5, 95])
    soil, vegetation = chosen["ndvi_soil"] or float(low), chosen["ndvi_vegetation"] or float(high)
    mean = (arrays["ndvi_max"] + arrays["ndvi_min"]) / 2
    return Prepared(vegetation_cover(mean, soil, vegetation).astype(np.float32), "derived", N_("NDVI"),
                    remark=N_("mean of annual maximum and minimum NDVI between bare soil and full vegetation"),
                    detail=f"NDVI {soil:.3f} – {vegetation:.3f}")


def _pet(pilot: Pilot, arrays: Arrays, _feedback: Feedback) -> Prepared:
    monthly = climate.pet_thornthwaite(arrays["temperature"], latitudes(pilot.grid))
    return Prepared(monthly.sum(axis=0).astype(np.float32), "derived", N_("air temperature"),
                    remark=N_("Thornthwaite 1948"))


def _npp(pilot: Pilot, arrays: Arrays, _feedback: Feedback) -> Prepared:
    value = climate.npp_miami(arrays["temperature"].mean(axis=0, dtype=np.float64),
                              arrays["precipitation"].sum(axis=0, dtype=np.float64))
    return Prepared(value.astype(np.float32), "derived", N_("air temperature and precipitation"),
                    remark=N_("Miami model, Lieth 1975"))


def latitudes(grid: Grid) -> np.ndarray:
    """Latitude (degrees, (rows, cols)) of cell centres: exact on every 16th row and column, linear between."""
    to_degrees = osr.CoordinateTransformation(spatial_reference(grid.crs), spatial_reference(WGS84))
    rows = np.unique(np.append(np.arange(0, grid.rows, 16), grid.rows - 1))
    cols = np.unique(np.append(np.arange(0, grid.cols, 16), grid.cols - 1))
    nodes = np.array([[to_degrees.TransformPoint(grid.left + (col + 0.5) * grid.cell,
                                                 grid.top - (row + 0.5) * grid.cell)[1] for col in cols]
                      for row in rows])
    across = np.stack([np.interp(np.arange(grid.cols), cols, line) for line in nodes])
    return np.stack([np.interp(np.arange(grid.rows), rows, column) for column in across.T], axis=1)


DERIVATIONS: dict[str, Derivation] = {
    "slope": Derivation(("elevation",), _slope),
    "slope_length_and_steepness": Derivation(("elevation",), _length_and_steepness),
    "relief": Derivation(("elevation",), _relief),
    "vegetation_cover": Derivation(("ndvi_max", "ndvi_min"), _cover),
    "potential_evapotranspiration": Derivation(("temperature",), _pet),
    "net_primary_productivity": Derivation(("temperature", "precipitation"), _npp),
}
