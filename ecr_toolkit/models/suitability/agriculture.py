"""Suitability for agriculture: land and water by a matrix, then salt and heat (methods.md §4.1)."""

import numpy as np

from ...languages.messages import N_
from ...raster.files import UNKNOWN
from ...raster.grading import EXTREME
from ..arithmetic import annual, months_of
from ..class_tables import codes_of
from ..seasons import MONTH_DAYS
from .declaration import (
    CLASSES,
    LAND_COVER,
    LEVEL,
    MONTHS,
    NOT_READ,
    POLYGONS,
    SLOPE,
    YEAR,
    Part,
    Settings,
    Suitability,
    Values,
)
from .grades import LOWEST, combined, corrected, graded, lowered
from .nature import without_nature

PARTIAL, SECURE = 4, 5  # water class of irrigated land


def heat_sum(temperature: np.ndarray) -> np.ndarray:
    """ΣT ≥ 0 (°C·day) of monthly temperatures (°C), (12, ...): Σ max(T, 0) · days of the month (methods.md §4.1)."""
    return annual(np.maximum(temperature, 0) * months_of(MONTH_DAYS, temperature))


def compute(values: Values, settings: Settings) -> np.ndarray:
    """Classes of ``slope`` (°), ``precipitation`` (mm, twelve months or the year) and, where given, ``silt`` (%),
    ``irrigated`` (water class 4 or 5, 0 elsewhere), ``salinization`` (sensitivity class), ``temperature`` (°C, twelve
    months), ``land_cover`` and ``level``.

    Extreme salinization costs one class; where its class is unknown nothing is taken off. The guide grades heat but
    does not say how it counts: here only its lowest class does, which is too cold for crops and unsuitable (design
    default).
    """
    land = graded(values["slope"], "agriculture_slope")
    if "silt" in values:
        land = corrected(land, values["silt"], "silt")
    classes = combined(_water(values), land, "agriculture_matrix")
    if "salinization" in values:
        classes = lowered(classes, codes_of(values["salinization"]) == EXTREME)
    if "temperature" in values:
        heat = graded(heat_sum(values["temperature"]), "heat")
        classes = np.where((heat == LOWEST) & (classes != UNKNOWN), np.uint8(LOWEST), classes)
        classes = np.where(heat == UNKNOWN, np.uint8(UNKNOWN), classes)
    return without_nature(classes, values)


def _water(values: Values) -> np.ndarray:
    """Class of rain, or of irrigation where that is better; 255 where rain is unknown."""
    rain = values["precipitation"]
    classes = graded(annual(rain) if rain.ndim == 3 else rain, "precipitation")
    if "irrigated" in values:  # 255 is the largest
        classes = np.maximum(classes, values["irrigated"])
    return classes


AGRICULTURE = Suitability(
    "agriculture", N_("suitability for agriculture"),
    N_("2020 guide: slope, silt, precipitation or irrigation, heat and salt"), compute,
    (
        SLOPE,
        Part("silt", N_("silt"), "%", N_("the class of the land is not corrected for silt")),
        Part("precipitation", N_("precipitation"), "mm", N_("nothing can be said of the water"), required=True,
             bands=(YEAR, MONTHS)),
        Part("irrigated", N_("irrigated land"), "class", N_("water is that of the rain only"), POLYGONS),
        Part("temperature", N_("air temperature"), "°C", N_("heat does not count"), bands=(MONTHS,)),
        Part("salinization", N_("salinization"), "class", N_("salt does not count"), CLASSES),
        Part("pollution", N_("pollution and hazards of fields"), "", N_("they do not count: the toolkit reads no layer "
                                                                        "of them"), NOT_READ),
        LAND_COVER, LEVEL,
    ), smallest_ha=1.0)
