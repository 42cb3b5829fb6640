"""Sensitivity to soil erosion by water: erosivity, soil, relief and cover (methods.md §3.1)."""

import numpy as np

from ..languages.messages import N_
from .climate import erosivity_annual
from .declaration import DESIGN, HIGH, INFERENCE, SENSITIVITY, Model, Parameter
from .scores import CLASS_BREAKS, COVER_BREAKS, cover_score, geometric_mean, rising


def compute(blocks, parameters) -> np.ndarray:
    rain = blocks["precipitation"].sum(axis=0, dtype=np.float64)
    return geometric_mean([
        rising(erosivity_annual(rain), *parameters["erosivity_breaks"], low_inclusive=False),
        rising(blocks["soil_erodibility"], *parameters["erodibility_breaks"]),
        rising(blocks["relief"], *parameters["relief_breaks"]),
        cover_score(blocks["vegetation_cover"], parameters["cover_breaks"]),
    ])


MODEL = Model(
    id="soil_erosion", kind=SENSITIVITY, title=N_("soil erosion"), output=N_("geometric mean of the scores"),
    unit="1", type_code="21",
    inputs=("precipitation", "soil_erodibility", "relief", "vegetation_cover"),
    parameters=(
        Parameter("erosivity_breaks", N_("rainfall erosivity: score 3 from the first, score 5 above the second"),
                  "MJ mm ha⁻¹ h⁻¹ yr⁻¹", [981.0, 5884.0], 0, 50000, INFERENCE),
        Parameter("erodibility_breaks", N_("soil erodibility: score 1 up to the first, score 5 above the second"),
                  "t ha h ha⁻¹ MJ⁻¹ mm⁻¹", [0.02, 0.04], 0, 0.1, DESIGN),
        Parameter("relief_breaks", N_("relief: score 1 up to the first, score 5 above the second"), "m",
                  [50.0, 300.0], 0, 9000, HIGH),
        COVER_BREAKS, CLASS_BREAKS,
    ),
    source=N_("2017 guide, appendix B: fourth root of the product of four scores; soil scored by erodibility"),
    caution=N_("Relief comes from a window of at least three cells of the elevation model; with a coarse model that "
               "window is far larger than the 20 ha of the guide and relief is overstated."),
    compute=compute,
)
