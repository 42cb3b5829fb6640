"""Sensitivity to soil erosion by water: erosivity, soil, relief and cover (methods.md §3.1)."""

import numpy as np

from ..languages.messages import N_
from .declaration import DESIGN, HIGH, INFERENCE, SENSITIVITY, Factor, Model, Option, Parameter, Symbol
from .factors import erosivity
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


def _of_texture(values, settings):
    """Score by USDA class; stones and bare rock (coarse fragments above 35 %) score 1."""
    score = settings["tables"].look_up(values["soil_texture"], "texture", "erosion_score")
    if "coarse_fragments" in values:
        stony = values["coarse_fragments"] > settings["stony_percent"]
        score = np.where(stony, np.float32(1), score)
    return score


SOIL = Factor(
    "erosion_soil", N_("soil score of erosion"), "1", 1, 5,
    (
        Option("texture", N_("by soil texture, as in the guide"), ("soil_texture",), _of_texture,
               N_("2017 guide: score by soil texture"), DESIGN, ("coarse_fragments",),
               formulas=("K_{s} = 1, G > G_{0}",),
               symbols=(Symbol("K_{s}", "erosion_soil", unit=SCORE), Symbol("G", "coarse_fragments"),
                        Symbol("G_{0}", "stony_percent"))),
        Option("erodibility", N_("by soil erodibility"), ("soil_erodibility",),
               lambda values, settings: rising(values["soil_erodibility"], *settings["erodibility_breaks"]),
               N_("score by soil erodibility"), DESIGN,
               note=N_("soil is scored by its erodibility, not by texture"),
               formulas=rising_formulas("K_{s}", "K", "K_{1}, K_{2}"),
               symbols=(Symbol("K_{s}", "erosion_soil", unit=SCORE), Symbol("K", "soil_erodibility"),
                        Symbol("K_{1}, K_{2}", "erodibility_breaks"))),
    ),
    (
        Parameter("stony_percent", N_("coarse fragments above this score as stones"), "%", 35.0, 0, 100, DESIGN),
        Parameter("erodibility_breaks", N_("soil erodibility: score 1 up to the first, score 5 above the second"),
                  "t ha h ha⁻¹ MJ⁻¹ mm⁻¹", [0.02, 0.04], 0, 0.1, DESIGN),
    ),
)


def compute(values, settings) -> np.ndarray:
    return geometric_mean([
        rising(values["erosivity"], *settings["erosivity_breaks"], low_inclusive=False),
        values["erosion_soil"],
        rising(values["relief"], *settings["relief_breaks"]),
        cover_score(values["vegetation_cover"], settings["cover_breaks"]),
    ])


MODEL = Model(
    id="soil_erosion", kind=SENSITIVITY, title=N_("soil erosion"), output=N_("geometric mean of the scores"),
    unit="1", type_code="21",
    inputs=("relief", "vegetation_cover"), factors=(erosivity.FACTOR, SOIL),
    parameters=(
        Parameter("erosivity_breaks", N_("rainfall erosivity: score 3 from the first, score 5 above the second"),
                  "MJ mm ha⁻¹ h⁻¹ yr⁻¹", [981.0, 5884.0], 0, 50000, INFERENCE),
        Parameter("relief_breaks", N_("relief: score 1 up to the first, score 5 above the second"), "m",
                  [50.0, 300.0], 0, 9000, HIGH),
        COVER_BREAKS, CLASS_BREAKS,
    ),
    source=N_("2017 guide, appendix B: fourth root of the product of four scores"),
    caution=N_("Relief comes from a window of at least three cells of the elevation model; with a coarse model that "
               "window is far larger than the 20 ha of the guide and relief is overstated."),
    formulas=("SS = (R_{s} · K_{s} · LS_{s} · C_{s})^{1 / 4}",
              *rising_formulas("R_{s}", "R", "R_{1}, R_{2}", low_inclusive=False),
              *rising_formulas("LS_{s}", "H", "H_{1}, H_{2}"), *COVER_FORMULAS),
    symbols=(
        Symbol("SS", "soil_erosion"), Symbol("R_{s}", "erosivity", unit=SCORE), Symbol("R", "erosivity"),
        Symbol("R_{1}, R_{2}", "erosivity_breaks"), Symbol("K_{s}", "erosion_soil", unit=SCORE),
        Symbol("LS_{s}", "relief", unit=SCORE), Symbol("H", "relief"), Symbol("H_{1}, H_{2}", "relief_breaks"),
        *COVER_SYMBOLS,
    ),
    compute=compute,
)
