"""Dryness index I (methods.md §3.2)."""

import numpy as np

from ...languages.messages import N_
from ..arithmetic import annual, months_of, ratio
from ..declaration import DESIGN, VERIFIED, Factor, Option
from ..seasons import MONTH_DAYS

NO_RAIN = 999.0


def dryness(temperature: np.ndarray, precipitation: np.ndarray) -> np.ndarray:
    """I = 0.16 ΣT / r over the months of 10 °C and warmer, monthly means (°C) and sums (mm), (12, ...).

    No rain in that time gives 999, which is the most; no such month gives 0."""
    warm = temperature >= 10
    heat = np.where(warm, temperature * months_of(MONTH_DAYS, temperature), 0).sum(axis=0)
    rain = np.where(warm, precipitation, 0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        index = np.where(rain > 0, np.minimum(0.16 * heat / rain, NO_RAIN), NO_RAIN)
    index = np.where(warm.any(axis=0), index, 0.0)
    missing = np.isnan(temperature.sum(axis=0)) | np.isnan(precipitation.sum(axis=0))
    return np.where(missing, np.nan, index).astype(np.float32)


FACTOR = Factor(
    "dryness", N_("dryness"), "1", 0, NO_RAIN,
    (
        Option("warmth", N_("sum of temperatures over rain, 2017 guide"), ("temperature", "precipitation"),
               lambda values, settings: dryness(values["temperature"], values["precipitation"]),
               N_("2017 guide: 0.16 times the sum of temperatures over the rain of that time, by months"), VERIFIED),
        Option("aridity", N_("potential evapotranspiration over rain"),
               ("potential_evapotranspiration", "precipitation"),
               lambda values, settings: ratio(values["potential_evapotranspiration"], annual(values["precipitation"]),
                                              NO_RAIN),
               N_("potential evapotranspiration over precipitation"), DESIGN,
               note=N_("dryness from potential evapotranspiration over rain")),
    ),
    likely=N_("rain in another unit than millimetres, or temperature in kelvin"),
)
