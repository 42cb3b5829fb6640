"""Sensitivity to rocky desertification: carbonate rock, slope and cover (methods.md §3.3)."""

import numpy as np

from ..languages.messages import N_
from .arithmetic import above
from .declaration import SENSITIVITY, VERIFIED, Model, Parameter, Symbol
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


def compute(values, settings) -> np.ndarray:
    return geometric_mean([
        rising(values["carbonate_share"], *settings["carbonate_breaks"], high_inclusive=True),
        rising(values["slope"], *settings["slope_breaks"], high_inclusive=True),
        cover_score(values["vegetation_cover"], settings["cover_breaks"]),
    ])


def domain(values, settings) -> np.ndarray:
    """Where there is carbonate rock at all; elsewhere the land is not evaluated."""
    return above(values["carbonate_share"], 0)


MODEL = Model(
    id="rocky_desertification", kind=SENSITIVITY, title=N_("rocky desertification"),
    output=N_("geometric mean of the scores"), unit="1", type_code="23",
    inputs=("carbonate_share", "slope", "vegetation_cover"),
    parameters=(
        Parameter("carbonate_breaks", N_("carbonate rock share: score 1 up to the first, score 5 from the second"),
                  "%", [30.0, 70.0], 0, 100, VERIFIED),
        Parameter("slope_breaks", N_("slope: score 1 up to the first, score 5 from the second"), "°",
                  [8.0, 25.0], 0, 90, VERIFIED),
        COVER_BREAKS, CLASS_BREAKS,
    ),
    domain=domain,
    source=N_("2017 guide, appendix B: third root of the product of three scores"),
    formulas=("S = (D_{s} · P_{s} · C_{s})^{1 / 3}",
              *rising_formulas("D_{s}", "D", "D_{1}, D_{2}", high_inclusive=True),
              *rising_formulas("P_{s}", "θ", "θ_{1}, θ_{2}", high_inclusive=True), *COVER_FORMULAS),
    symbols=(
        Symbol("S", "rocky_desertification"), Symbol("D_{s}", "carbonate_share", unit=SCORE),
        Symbol("D", "carbonate_share"), Symbol("D_{1}, D_{2}", "carbonate_breaks"),
        Symbol("P_{s}", "slope", unit=SCORE), Symbol("θ", "slope"), Symbol("θ_{1}, θ_{2}", "slope_breaks"),
        *COVER_SYMBOLS,
    ),
    compute=compute,
)
