"""Inputs that follow from others: terrain from elevation, cover from NDVI, PET and NPP from climate."""

from collections.abc import Sequence
from typing import Callable, NamedTuple

import numpy as np

from ..feedback import Feedback
from ..languages.messages import N_
from ..models import climate
from ..models.soil import usda_class
from ..models.variables import VARIABLES
from ..models.vegetation import vegetation_cover
from ..pilot.pilot import Pilot
from ..raster.grid import Window, latitudes
from ..raster.quantiles import streamed_quantiles
from ..raster.stream import Output, stream
from . import class_shares, species, terrain_inputs
from .sources import Origin

MONTHLY_PET = "monthly_evapotranspiration"
_HARGREAVES = ("temperature", "temperature_range", "precipitation")


class Derivation(NamedTuple):
    """Which inputs follow from which: ``derive(pilot, wanted, feedback)`` publishes those of ``gives`` that are wanted
    and says where each comes from."""

    gives: tuple[str, ...]
    needs: tuple[str, ...]
    derive: Callable[[Pilot, Sequence[str], Feedback], dict[str, Origin]]


def _publish(pilot: Pilot, name: str, needs: Sequence[str], formula, feedback: Feedback) -> None:
    """Stream one input from others; what is missing in them is missing in it."""
    variable = VARIABLES[name]
    output = Output(pilot.input(name), "continuous", variable.title, variable.unit, bands=variable.bands)
    stream({need: pilot.input(need) for need in needs},
           lambda read, window: {name: formula(read, window).astype(np.float32)}, {name: output}, pilot.grid, feedback)


def _cover(pilot: Pilot, _wanted: Sequence[str], feedback: Feedback) -> dict[str, Origin]:
    chosen = pilot.recipe["preparation"]
    low, high = streamed_quantiles(pilot.input("ndvi_max"), (0.05, 0.95), pilot.grid, feedback.part(0, 0.5))
    soil, vegetation = chosen["ndvi_soil"] or low, chosen["ndvi_vegetation"] or high
    _publish(pilot, "vegetation_cover", ("ndvi_max", "ndvi_min"),
             lambda read, _window: vegetation_cover((read["ndvi_max"] + read["ndvi_min"]) / 2, soil, vegetation),
             feedback.part(0.5, 1))
    return {"vegetation_cover": Origin(
        "derived", N_("NDVI"), detail=f"NDVI {soil:.3f} – {vegetation:.3f}",
        remark=N_("mean of annual maximum and minimum NDVI between bare soil and full vegetation"))}


def _monthly_pet(pilot: Pilot, _wanted: Sequence[str], feedback: Feedback) -> dict[str, Origin]:
    """By the modified Hargreaves formula where the daily range of temperature is known, else by Thornthwaite's."""
    name, needs, remark = MONTHLY_PET, ("temperature",), N_("Thornthwaite 1948")
    if all(one in pilot.recipe["sources"] for one in _HARGREAVES):
        needs, remark = _HARGREAVES, N_("modified Hargreaves formula")

    def months(read, window: Window) -> np.ndarray:
        place = latitudes(pilot.grid, window)
        if len(needs) == 1:
            return climate.pet_thornthwaite(read["temperature"], place)
        return climate.pet_hargreaves(*(read[one] for one in _HARGREAVES), place)

    _publish(pilot, name, needs, months, feedback)
    return {name: Origin("derived", N_("air temperature"), remark=remark)}


def _annual_pet(pilot: Pilot, _wanted: Sequence[str], feedback: Feedback) -> dict[str, Origin]:
    name = "potential_evapotranspiration"
    _publish(pilot, name, (MONTHLY_PET,), lambda read, _window: read[MONTHLY_PET].sum(axis=0, dtype=np.float64),
             feedback)
    return {name: Origin("derived", N_("potential evapotranspiration by month"), remark=N_("sum of the months"))}


def _humidity(pilot: Pilot, _wanted: Sequence[str], feedback: Feedback) -> dict[str, Origin]:
    _publish(pilot, "relative_humidity", ("vapour_pressure", "temperature"),
             lambda read, _window: climate.humidity_of_vapour(read["vapour_pressure"], read["temperature"]), feedback)
    return {"relative_humidity": Origin("derived", N_("vapour pressure and air temperature"),
                                        remark=N_("vapour pressure over that of saturated air"))}


def _texture(pilot: Pilot, _wanted: Sequence[str], feedback: Feedback) -> dict[str, Origin]:
    def classes(read, _window: Window) -> np.ndarray:
        found = usda_class(read["sand"], read["silt"], read["clay"])
        return np.where(found == 255, np.nan, found)

    _publish(pilot, "soil_texture", ("sand", "silt", "clay"), classes, feedback)
    return {"soil_texture": Origin("derived", N_("sand, silt and clay"), remark=N_("USDA texture triangle"))}


def _npp(pilot: Pilot, _wanted: Sequence[str], feedback: Feedback) -> dict[str, Origin]:
    _publish(pilot, "net_primary_productivity", ("temperature", "precipitation"),
             lambda read, _window: climate.npp_miami(read["temperature"].mean(axis=0, dtype=np.float64),
                                                     read["precipitation"].sum(axis=0, dtype=np.float64)), feedback)
    return {"net_primary_productivity": Origin("derived", N_("air temperature and precipitation"),
                                               remark=N_("Miami model, Lieth 1975"))}


DERIVATIONS: tuple[Derivation, ...] = (
    Derivation((terrain_inputs.SLOPE, terrain_inputs.LENGTH_AND_STEEPNESS, terrain_inputs.RELIEF), ("elevation",),
               terrain_inputs.derive),
    Derivation((class_shares.SHARES,), ("land_cover",), class_shares.derive),
    Derivation(("vegetation_cover",), ("ndvi_max", "ndvi_min"), _cover),
    Derivation((MONTHLY_PET,), ("temperature",), _monthly_pet),
    Derivation(("potential_evapotranspiration",), (MONTHLY_PET,), _annual_pet),
    Derivation(("relative_humidity",), ("vapour_pressure", "temperature"), _humidity),
    Derivation(("soil_texture",), ("sand", "silt", "clay"), _texture),
    Derivation((species.HABITAT, species.MUST_INCLUDE), ("land_cover", "elevation"), species.derive),
    Derivation(("net_primary_productivity",), ("temperature", "precipitation"), _npp),
)


def derivation_of(variable: str):
    """How a variable is derived; None when it cannot be."""
    return next((one for one in DERIVATIONS if variable in one.gives), None)
