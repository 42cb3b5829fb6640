"""Dryness index I (methods.md §3.2)."""

import numpy as np

from ...languages.messages import N_
from ..arithmetic import annual, ratio
from ..declaration import DESIGN, VERIFIED, Factor, Option, Symbol
from ..seasons import MONTH_DAYS

NO_RAIN = 999.0
_WARM = 10.0  # °C


def dryness(temperature: np.ndarray, precipitation: np.ndarray) -> np.ndarray:
    """I = 0.16 ΣT / r over the months of 10 °C and warmer, monthly means (°C) and sums (mm), (12, ...).

    No rain in that time gives 999, which is the most; no such month gives 0."""
    heat, rain = np.zeros_like(temperature[0]), np.zeros_like(temperature[0])
    for degrees, millimetres, days in zip(temperature, precipitation, MONTH_DAYS):
        cold = degrees < _WARM  # a missing month is not cold: it makes both sums NaN
        heat += np.where(cold, 0, degrees * np.float32(days))
        rain += np.where(cold, millimetres * 0, millimetres)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        index = np.minimum(np.float32(0.16) * heat / rain, np.float32(NO_RAIN))
    index = np.where(rain == 0, np.float32(NO_RAIN), index)
    return np.where(heat == 0, np.float32(0), index)


FACTOR = Factor(
    "dryness", N_("dryness"), "1", 0, NO_RAIN,
    (
        Option("warmth", N_("sum of temperatures over rain, 2017 guide"), ("temperature", "precipitation"),
               lambda values, settings: dryness(values["temperature"], values["precipitation"]),
               N_("2017 guide: 0.16 times the sum of temperatures over the rain of that time, by months"), VERIFIED,
               formulas=("I = min(999, 0.16 · (Σ_{m} T_{m} · d_{m}) / (Σ_{m} P_{m})), T_{m} ≥ 10",
                         "I = 0, max_{m} T_{m} < 10"),
               symbols=(Symbol("I", "dryness"), Symbol("T_{m}", "temperature"),
                        Symbol("d_{m}", meaning=N_("days of the month"), unit="days"),
                        Symbol("P_{m}", "precipitation"))),
        Option("aridity", N_("potential evapotranspiration over rain"),
               ("potential_evapotranspiration", "precipitation"),
               lambda values, settings: ratio(values["potential_evapotranspiration"], annual(values["precipitation"]),
                                              NO_RAIN),
               N_("potential evapotranspiration over precipitation"), DESIGN,
               note=N_("dryness from potential evapotranspiration over rain"),
               formulas=("I = PET / P, P > 0", "I = 999, P = 0", "P = Σ_{m} P_{m}"),
               symbols=(Symbol("I", "dryness"), Symbol("PET", "potential_evapotranspiration"),
                        Symbol("P", meaning=N_("annual precipitation"), unit="mm/yr"),
                        Symbol("P_{m}", "precipitation"))),
    ),
    likely=N_("rain in another unit than millimetres, or temperature in kelvin"),
)
