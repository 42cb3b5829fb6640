"""Sensitivity to coastal erosion: type of coast, surge, waves and the rate of retreat (methods.md §3.5)."""

import numpy as np

from ..languages.messages import N_
from .arithmetic import above
from .declaration import DESIGN, INTERMEDIATE, SENSITIVITY, VERIFIED, Model, Parameter, Symbol
from .scores import SCORE, rising, rising_formulas

BEDROCK, SANDY, MUDDY = 1, 2, 3
_TYPE_SCORE = {BEDROCK: 1.0, SANDY: 3.0, MUDDY: 5.0}


def rate_score(kind, rate, sandy, muddy) -> np.ndarray:
    """Score of the rate of retreat (m/yr) by the breaks of the type of coast; rock does not retreat."""
    return np.select([kind == SANDY, kind == MUDDY, kind == BEDROCK],
                     [rising(rate, *sandy), rising(rate, *muddy), np.where(np.isnan(rate), np.nan, 1.0)], np.nan)


def coastal_score(type_score, surge_score, wave_score, rate) -> np.ndarray:
    """E = (0.2 type + 0.4 surge + 0.4 wave + rate)/2."""
    return (0.2 * type_score + 0.4 * surge_score + 0.4 * wave_score + rate) / 2


def compute(values, settings) -> np.ndarray:
    kind = values["coast_type"]
    type_score = np.select([kind == code for code in _TYPE_SCORE], list(_TYPE_SCORE.values()), np.nan)
    return coastal_score(
        type_score, rising(values["storm_surge"], *settings["surge_breaks"]),
        rising(values["wave_height"], *settings["wave_breaks"]),
        rate_score(kind, values["shoreline_retreat"], settings["sandy_rate_breaks"], settings["muddy_rate_breaks"]),
    ).astype(np.float32)


def domain(values, settings) -> np.ndarray:
    """A strip landward of the coast."""
    return 1 - above(values["coast_distance"], settings["strip_m"])


MODEL = Model(
    id="coastal_erosion", kind=SENSITIVITY, title=N_("coastal erosion"), output=N_("mean of the scores"), unit="1",
    type_code="25",
    inputs=("coast_type", "storm_surge", "wave_height", "shoreline_retreat", "coast_distance"),
    parameters=(
        Parameter("surge_breaks", N_("highest storm surge: score 1 up to the first, score 5 above the second"), "m",
                  [1.5, 3.0], 0, 20, VERIFIED),
        Parameter("wave_breaks", N_("mean wave height: score 1 up to the first, score 5 above the second"), "m",
                  [0.4, 1.0], 0, 20, VERIFIED),
        Parameter("sandy_rate_breaks", N_("retreat of sandy coast: score 1 up to the first, score 5 above the second"),
                  "m/yr", [0.5, 2.0], 0, 100, VERIFIED),
        Parameter("muddy_rate_breaks", N_("retreat of muddy coast: score 1 up to the first, score 5 above the second"),
                  "m/yr", [1.0, 10.0], 0, 100, VERIFIED),
        Parameter("strip_m", N_("width of the strip landward of the coast"), "m", 1000.0, 100, 10000, DESIGN),
        Parameter("class_breaks", N_("highest mean of class 1 and of class 3"), "1", [2.0, 3.5], 1, 5, VERIFIED),
    ),
    domain=domain,
    source=N_("2019 draft of the double evaluation: type of coast, surge, waves and rate of retreat"),
    formulas=("E = (E_{1} + V_{s}) / 2", "E_{1} = 0.2 · T_{s} + 0.4 · G_{s} + 0.4 · W_{s}", "T_{s} = 2 · k − 1",
              *rising_formulas("G_{s}", "G", "G_{1}, G_{2}"), *rising_formulas("W_{s}", "W", "W_{1}, W_{2}"),
              "V_{s} = 1, k = 1", *rising_formulas("V_{s}", "V", "s_{1}, s_{2}", where=", k = 2"),
              *rising_formulas("V_{s}", "V", "m_{1}, m_{2}", where=", k = 3")),
    symbols=(
        Symbol("E", "coastal_erosion"), Symbol("E_{1}", meaning=INTERMEDIATE),
        Symbol("T_{s}", "coast_type", unit=SCORE), Symbol("k", "coast_type"),
        Symbol("G_{s}", "storm_surge", unit=SCORE), Symbol("G", "storm_surge"), Symbol("G_{1}, G_{2}", "surge_breaks"),
        Symbol("W_{s}", "wave_height", unit=SCORE), Symbol("W", "wave_height"), Symbol("W_{1}, W_{2}", "wave_breaks"),
        Symbol("V_{s}", "shoreline_retreat", unit=SCORE), Symbol("V", "shoreline_retreat"),
        Symbol("s_{1}, s_{2}", "sandy_rate_breaks"), Symbol("m_{1}, m_{2}", "muddy_rate_breaks"),
    ),
    compute=compute,
)
