"""Sensitivity to salinization: evaporation over rain, groundwater and soil (methods.md §3.4)."""

import numpy as np

from ..languages.messages import N_
from .declaration import SENSITIVITY, VERIFIED, Model, Parameter
from .scores import CLASS_BREAKS, geometric_mean, rising

# USDA classes as in desertification.py: clay and sand 1, clay loam and loam 3, sandy loam 5; classes the guide does
# not name take the score of their nearest named neighbour (methods.md §3.4)
_TEXTURE_SCORE = np.array([np.nan, 1, 1, 5, 3, 3, 3, 3, 3, 3, 1, 1, 1])


def compute(blocks, parameters) -> np.ndarray:
    rain = blocks["precipitation"].sum(axis=0, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(rain > 0, blocks["potential_evapotranspiration"] / rain, np.inf)
    ratio = np.where(np.isnan(rain) | np.isnan(blocks["potential_evapotranspiration"]), np.nan, ratio)
    texture = blocks["soil_texture"]
    codes = np.where((texture >= 1) & (texture <= 12), texture, 0).astype(np.int64)
    depth = parameters["depth_breaks"]
    return geometric_mean([
        rising(ratio, *parameters["evaporation_breaks"], high_inclusive=True),
        rising(blocks["groundwater_salinity"], *parameters["salinity_breaks"], high_inclusive=True),
        6 - rising(blocks["groundwater_depth"], depth[0], depth[1], high_inclusive=True),
        _TEXTURE_SCORE[codes],
    ])


MODEL = Model(
    id="salinization", kind=SENSITIVITY, title=N_("salinization"), output=N_("geometric mean of the scores"),
    unit="1", type_code="24",
    inputs=("precipitation", "potential_evapotranspiration", "groundwater_salinity", "groundwater_depth",
            "soil_texture"),
    parameters=(
        Parameter("evaporation_breaks", N_("evaporation over precipitation: score 1 up to the first, score 5 from "
                                           "the second"), "1", [3.0, 15.0], 0, 1000, VERIFIED),
        Parameter("salinity_breaks", N_("groundwater salinity: score 1 up to the first, score 5 from the second"),
                  "g/L", [5.0, 25.0], 0, 400, VERIFIED),
        Parameter("depth_breaks", N_("groundwater depth: score 5 up to the first, score 1 from the second"), "m",
                  [1.0, 5.0], 0, 500, VERIFIED),
        CLASS_BREAKS,
    ),
    source=N_("2017 guide, appendix B: fourth root of the product of four scores"),
    compute=compute,
)
