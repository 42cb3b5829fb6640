"""Normalisation over the area of interest (methods.md §0.5), and the scales that models are normalised by."""

import numpy as np

from ..languages.messages import N_
from .arithmetic import annual, mean
from .declaration import DESIGN, Parameter, Scale, Symbol

ROBUST = Parameter("robust", N_("normalise between the 0.1 and 99.9 percentiles instead of minimum and maximum"), "",
                   False, 0, 1, DESIGN)
ROBUST_SHARES = (0.001, 0.999)

RAIN = Scale("annual_precipitation", N_("annual precipitation"), ("precipitation",),
             lambda values: annual(values["precipitation"]))
WARMTH = Scale("mean_temperature", N_("mean temperature"), ("temperature",), lambda values: mean(values["temperature"]))
HEIGHT = Scale("elevation", N_("elevation"), ("elevation",), lambda values: values["elevation"])
STEEPNESS = Scale("slope", N_("slope"), ("slope",), lambda values: values["slope"])

ZERO_TO_ONE = "0–1"  # unit of what is normalised
NORMALISATION = "N(x) = min(1, max(0, (x − x_{min}) / (x_{max} − x_{min})))"
NORMALISATION_SYMBOLS = (
    Symbol("N", meaning=N_("normalised between minimum and maximum"), unit=ZERO_TO_ONE),
    Symbol("x_{min}, x_{max}", meaning=N_("lowest and highest value in the country, or its 0.1 and 99.9 percentiles"),
           unit="[x]"))


def normalised(values: np.ndarray, limits) -> np.ndarray:
    """(x − min)/(max − min) with the limits of the whole area of interest; a constant gives 0. With percentiles as
    limits, what lies beyond them is 0 or 1."""
    low, high = (np.float32(limit) for limit in limits)
    if high <= low:
        return np.where(np.isnan(values), np.float32(np.nan), np.float32(0))
    return np.clip((values - low) / (high - low), 0, 1)


def scaled(scale: Scale, values, settings) -> np.ndarray:
    """The value of a scale, normalised."""
    return normalised(scale.value(values), settings["scales"][scale.id])
