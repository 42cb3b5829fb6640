"""Sensitivity to desertification (sandification): dryness, wind, soil and cover (methods.md §3.2)."""

import numpy as np

from ..languages.messages import N_
from .declaration import DESIGN, HIGH, SENSITIVITY, VERIFIED, Model, Parameter, Symbol
from .factors import dryness, windy_days
from .scores import (
    CLASS_BREAKS,
    COVER_BREAKS,
    COVER_FORMULAS,
    COVER_SYMBOLS,
    SCORE,
    cover_score,
    geometric_mean,
    rising,
    rising_formulas,
)

_ROCK_CM = 10.0


def texture_score(values, settings) -> np.ndarray:
    """Sandy 5, loamy 3, clayey 1; gravel (coarse fragments from 35 %) 3; bedrock within 10 cm 1."""
    score = settings["tables"].look_up(values["soil_texture"], "texture", "desertification_score")
    if "coarse_fragments" in values:
        score = np.where(values["coarse_fragments"] >= settings["gravel_percent"], np.float32(3), score)
    if "depth_to_bedrock" in values:
        score = np.where(values["depth_to_bedrock"] < _ROCK_CM, np.float32(1), score)
    return score


def compute(values, settings) -> np.ndarray:
    score = geometric_mean([
        rising(values["dryness"], *settings["dryness_breaks"], high_inclusive=True),
        rising(values["wind_days"], *settings["windy_days_breaks"], high_inclusive=True),
        texture_score(values, settings),
        cover_score(values["vegetation_cover"], settings["cover_breaks"]),
    ])
    if settings["dry_only"]:
        score = np.where((values["dryness"] <= settings["dryness_breaks"][0]) & ~np.isnan(score), np.float32(1), score)
    return score


MODEL = Model(
    id="desertification", kind=SENSITIVITY, title=N_("land desertification"),
    output=N_("geometric mean of the scores"), unit="1", type_code="22",
    inputs=("soil_texture", "vegetation_cover"), factors=(dryness.FACTOR, windy_days.FACTOR),
    substitutes={"coarse_fragments": N_("no soil counts as gravel"),
                 "depth_to_bedrock": N_("no soil counts as bedrock")},
    parameters=(
        Parameter("dryness_breaks", N_("dryness: score 1 up to the first, score 5 from the second"), "1",
                  [1.5, 16.0], 0, 1000, VERIFIED),
        Parameter("windy_days_breaks", N_("windy days: score 1 up to the first, score 5 from the second"), "days",
                  [10.0, 30.0], 0, 366, HIGH),
        Parameter("gravel_percent", N_("coarse fragments from which on soil is gravel"), "%", 35.0, 0, 100, DESIGN),
        Parameter("dry_only", N_("class 1 wherever dryness is at or below its first break"), "", False, 0, 1, DESIGN),
        COVER_BREAKS, CLASS_BREAKS,
    ),
    source=N_("2017 guide, appendix B: fourth root of the product of four scores"),
    formulas=("D = (I_{s} · W_{s} · K_{s} · C_{s})^{1 / 4}",
              *rising_formulas("I_{s}", "I", "I_{1}, I_{2}", high_inclusive=True),
              *rising_formulas("W_{s}", "W", "W_{1}, W_{2}", high_inclusive=True),
              "K_{s} = 1, B < 10", "K_{s} = 3, B ≥ 10, G ≥ G_{0}", *COVER_FORMULAS),
    symbols=(
        Symbol("D", "desertification"), Symbol("I_{s}", "dryness", unit=SCORE), Symbol("I", "dryness"),
        Symbol("I_{1}, I_{2}", "dryness_breaks"), Symbol("W_{s}", "wind_days", unit=SCORE), Symbol("W", "wind_days"),
        Symbol("W_{1}, W_{2}", "windy_days_breaks"), Symbol("K_{s}", "soil_texture", unit=SCORE),
        Symbol("B", "depth_to_bedrock"), Symbol("G", "coarse_fragments"), Symbol("G_{0}", "gravel_percent"),
        *COVER_SYMBOLS,
    ),
    compute=compute,
)
