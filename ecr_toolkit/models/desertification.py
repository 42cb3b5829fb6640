"""Sensitivity to desertification (sandification): dryness, wind, soil and cover (methods.md §3.2)."""

import numpy as np

from ..languages.messages import N_
from .climate import MONTH_DAYS
from .declaration import HIGH, SENSITIVITY, VERIFIED, Model, Parameter
from .scores import CLASS_BREAKS, COVER_BREAKS, cover_score, geometric_mean, rising

# USDA classes: 1 sand, 2 loamy sand, 3 sandy loam, 4 loam, 5 silt loam, 6 silt, 7 sandy clay loam, 8 clay loam,
# 9 silty clay loam, 10 sandy clay, 11 silty clay, 12 clay. Sandy 5, clayey 1, the rest 3 (methods.md §3.2).
_TEXTURE_SCORE = np.array([np.nan, 5, 5, 3, 3, 3, 3, 3, 3, 3, 1, 1, 1])
_NO_RAIN_DRYNESS = 999.0


def dryness(temperature: np.ndarray, precipitation: np.ndarray) -> np.ndarray:
    """I = 0.16 ΣT / r over the months of 10 °C and warmer, monthly means (°C) and sums (mm), (12, ...).

    No rain in that time gives 999, no such month 0 (methods.md §3.2)."""
    warm = temperature >= 10
    days = MONTH_DAYS.reshape(-1, *[1] * (temperature.ndim - 1))
    heat = np.sum(np.where(warm, temperature * days, 0), axis=0)
    rain = np.sum(np.where(warm, precipitation, 0), axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        index = np.where(rain > 0, 0.16 * heat / rain, _NO_RAIN_DRYNESS)
    index = np.where(warm.any(axis=0), index, 0.0)
    return np.where(np.isnan(temperature).any(axis=0) | np.isnan(precipitation).any(axis=0), np.nan, index)


def texture_score(texture: np.ndarray) -> np.ndarray:
    """Score of USDA texture classes 1-12; NaN where unknown."""
    codes = np.where((texture >= 1) & (texture <= 12), texture, 0).astype(np.int64)
    return _TEXTURE_SCORE[codes]


def compute(blocks, parameters) -> np.ndarray:
    return geometric_mean([
        rising(dryness(blocks["temperature"], blocks["precipitation"]), *parameters["dryness_breaks"],
               high_inclusive=True),
        rising(blocks["windy_days"], *parameters["windy_days_breaks"], high_inclusive=True),
        texture_score(blocks["soil_texture"]),
        cover_score(blocks["vegetation_cover"], parameters["cover_breaks"]),
    ])


MODEL = Model(
    id="desertification", kind=SENSITIVITY, title=N_("land desertification"),
    output=N_("geometric mean of the scores"), unit="1", type_code="22",
    inputs=("precipitation", "temperature", "windy_days", "soil_texture", "vegetation_cover"),
    parameters=(
        Parameter("dryness_breaks", N_("dryness: score 1 up to the first, score 5 from the second"), "1",
                  [1.5, 16.0], 0, 1000, VERIFIED),
        Parameter("windy_days_breaks", N_("windy days: score 1 up to the first, score 5 from the second"), "days",
                  [10.0, 30.0], 0, 366, HIGH),
        COVER_BREAKS, CLASS_BREAKS,
    ),
    source=N_("2017 guide, appendix B: fourth root of the product of four scores"),
    compute=compute,
)
