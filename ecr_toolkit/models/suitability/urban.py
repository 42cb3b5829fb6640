"""Suitability for towns: land and water by a matrix, then hazards and location (methods.md §4.2)."""

import numpy as np

from ...languages.messages import N_
from ...raster.files import UNKNOWN
from .declaration import LAND_COVER, LEVEL, POLYGONS, SLOPE, Part, Settings, Suitability, Values
from .grades import LOWEST, combined, corrected, graded, lowered, suitable
from .nature import without_nature


def compute(values: Values, settings: Settings) -> np.ndarray:
    """Classes of ``slope`` (°) and, where given, ``elevation`` and ``relief`` (m), ``water_modulus`` (10⁴ m³/km²),
    ``hazards`` (by how many classes they lower, 0 for none), ``travel_time`` (minutes), ``land_cover`` and ``level``.

    ``settings["scale"]``: breaks of water and travel time for a province or a county. Relief is that of the prepared
    input: highest minus lowest elevation in a window of about 20 ha on the native elevation model. Where the modulus of
    water is unknown the class rests on land alone.
    """
    land = graded(values["slope"], "urban_slope")
    for name in ("elevation", "relief"):
        if name in values:
            land = corrected(land, values[name], name)
    classes = land
    if "water_modulus" in values:
        water = graded(values["water_modulus"], f"water_modulus_{settings['scale']}")
        classes = np.where(water == UNKNOWN, land, combined(land, water, "urban_matrix"))
    if "hazards" in values:
        classes = lowered(classes, values["hazards"])
    if "travel_time" in values:
        classes = _by_location(classes, graded(values["travel_time"], f"travel_time_{settings['scale']}"))
    return without_nature(classes, values)


def _by_location(classes: np.ndarray, location: np.ndarray) -> np.ndarray:
    """Locations of class 5 and 4 raise a class by one, those of class 1 lower it; 255 where unknown."""
    moved = lowered(classes, (location == LOWEST).astype(np.int16) - suitable(location))
    return np.where(location == UNKNOWN, np.uint8(UNKNOWN), moved)


URBAN = Suitability(
    "urban", N_("suitability for towns"),
    N_("2020 guide: slope, elevation, relief, water resources, hazards and location"), compute,
    (
        SLOPE,
        Part("elevation", N_("elevation"), "m", N_("height does not count")),
        Part("relief", N_("relief"), "m", N_("relief does not count")),
        Part("water_modulus", N_("water resources by area"), "10⁴ m³/km²", N_("the class rests on land alone")),
        Part("hazards", N_("severe hazards"), "class", N_("hazards do not count"), POLYGONS),
        Part("travel_time", N_("travel time to a city centre"), "min", N_("location does not count")),
        LAND_COVER, LEVEL,
    ), smallest_ha=5.0)
