"""Sensitivity to rocky desertification: carbonate rock, slope and cover (methods.md §3.3)."""

import numpy as np

from ..languages.messages import N_
from .declaration import SENSITIVITY, VERIFIED, Model, Parameter
from .scores import CLASS_BREAKS, COVER_BREAKS, cover_score, geometric_mean, rising


def compute(blocks, parameters) -> np.ndarray:
    return geometric_mean([
        rising(blocks["carbonate_share"], *parameters["carbonate_breaks"], high_inclusive=True),
        rising(blocks["slope"], *parameters["slope_breaks"], high_inclusive=True),
        cover_score(blocks["vegetation_cover"], parameters["cover_breaks"]),
    ])


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
    source=N_("2017 guide, appendix B: third root of the product of three scores"),
    compute=compute,
)
