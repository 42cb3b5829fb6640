"""Where a variable comes from: starter data, a raster of the pilot, a declared constant, or a derivation."""

from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np
from osgeo import gdal

from ..feedback import Feedback
from ..languages.messages import N_
from ..models.variables import VARIABLES
from ..pilot.pilot import Pilot
from ..pilot.recipe_shape import STARTER
from ..raster.align import CLASSES, CONTINUOUS, align, cell_metres, memory_dataset
from ..raster.files import open_raster
from ..raster.grid import WGS84
from ..starter.readers import LAPSE_RATE
from ..starter.readers import read as read_starter

OWN = N_("data of the pilot")
OWN_LICENCE = N_("as the owner of the data says")


@dataclass
class Prepared:
    """A variable on the grid, (rows, cols) or (12, rows, cols), float32 with NaN, and where it comes from.

    ``kind``: ``starter``, ``file``, ``constant`` or ``derived``; ``remark`` is an English text marked for the
    catalogue, ``detail`` data of the pilot (a file name, the reason of an assumption).
    """

    array: np.ndarray
    kind: str
    source: str
    licence: str = ""
    native_resolution: str = ""
    remark: str = ""
    detail: str = ""


def native(pilot: Pilot, variable: str) -> Optional[gdal.Dataset]:
    """The source of a variable at its own resolution; None when the recipe names none or only a constant."""
    source = pilot.recipe["sources"].get(variable)
    if source == STARTER:
        layer = read_starter(variable, pilot.starter, pilot.geographic_bounds())
        return memory_dataset(layer.array, layer.geotransform, WGS84)
    if isinstance(source, str):
        return open_raster(pilot.folder / source)
    return None


def given(pilot: Pilot, variable: str, feedback: Feedback) -> Optional[Prepared]:
    """A variable that the recipe names; None when it does not."""
    source = pilot.recipe["sources"].get(variable)
    if source is None:
        return None
    if isinstance(source, dict):
        return Prepared(np.full(pilot.grid.shape, source["constant"], np.float32), "constant",
                        N_("declared value, an assumption"), detail=source["reason"])
    if source == STARTER:
        return _STARTER.get(variable, _from_starter)(pilot, variable, feedback)
    dataset = open_raster(pilot.folder / source)
    array = align(dataset, pilot.grid, _rule(variable), feedback)
    return Prepared(array, "file", OWN, OWN_LICENCE, f"{cell_metres(dataset):.4g} m", detail=source)


def _rule(variable: str) -> str:
    known = VARIABLES.get(variable)
    return CLASSES if known and known.resampling == CLASSES else CONTINUOUS


def _from_starter(pilot: Pilot, variable: str, feedback: Feedback) -> Prepared:
    layer = read_starter(variable, pilot.starter, pilot.geographic_bounds())
    array = align(memory_dataset(layer.array, layer.geotransform, WGS84), pilot.grid, _rule(variable), feedback)
    return Prepared(array, "starter", layer.source, layer.licence, layer.native_resolution)


def _temperature(pilot: Pilot, variable: str, feedback: Feedback) -> Prepared:
    """Temperature of coarse cells, brought to the height of the grid's cells by the lapse rate."""
    prepared = _from_starter(pilot, "temperature_sea_level", feedback)
    elevation = _from_starter(pilot, "elevation", feedback).array
    prepared.array = prepared.array - np.float32(LAPSE_RATE) * elevation
    prepared.remark = N_("brought to the height of each cell by 6.5 °C per 1,000 m")
    return prepared


_STARTER: dict[str, Callable[[Pilot, str, Feedback], Prepared]] = {"temperature": _temperature}
