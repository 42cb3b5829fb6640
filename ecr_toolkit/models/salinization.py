"""Sensitivity to salinization: evaporation over rain, groundwater and soil (methods.md §3.4)."""

import numpy as np

from ..languages.messages import N_
from .arithmetic import annual, ratio
from .declaration import DESIGN, INTERMEDIATE, SENSITIVITY, VERIFIED, Factor, Model, Option, Parameter, Symbol
from .scores import CLASS_BREAKS, SCORE, falling, falling_formulas, geometric_mean, rising, rising_formulas

_SALINITY = Parameter("salinity_breaks", N_("groundwater salinity: score 1 up to the first, score 5 from the second"),
                      "g/L", [5.0, 25.0], 0, 400, VERIFIED)
_CONDUCTIVITY = Parameter(
    "conductivity_breaks", N_("conductivity of topsoil: score 1 below the first, score 5 above the second"), "dS/m",
    [2.0, 8.0], 0, 100, DESIGN)
_DEPTH = Parameter("depth_breaks", N_("groundwater depth: score 5 up to the first, score 1 from the second"), "m",
                   [1.0, 5.0], 0, 500, VERIFIED)


def _salt_score(values, settings):
    if "groundwater_salinity" in values:
        return rising(values["groundwater_salinity"], *settings["salinity_breaks"], high_inclusive=True)
    return rising(values["soil_conductivity"], *settings["conductivity_breaks"], low_inclusive=False)


def _both(values, settings):
    return np.sqrt(_salt_score(values, settings) * falling(values["groundwater_depth"], *settings["depth_breaks"]))


_SCORED = ("G = √(M_{s} · D_{s})", *falling_formulas("D_{s}", "D", "D_{1}, D_{2}"))
_SYMBOLS = (Symbol("G", "groundwater"), Symbol("D_{s}", "groundwater_depth", unit=SCORE),
            Symbol("D", "groundwater_depth"), Symbol("D_{1}, D_{2}", "depth_breaks"))

GROUNDWATER = Factor(
    "groundwater", N_("groundwater score"), "1", 1, 5,
    (
        Option("measured", N_("salinity and depth of groundwater"), ("groundwater_salinity", "groundwater_depth"),
               _both, N_("2017 guide: salinity and depth of groundwater"), VERIFIED,
               formulas=(*_SCORED, *rising_formulas("M_{s}", "M", "M_{1}, M_{2}", high_inclusive=True)),
               symbols=(*_SYMBOLS, Symbol("M_{s}", "groundwater_salinity", unit=SCORE),
                        Symbol("M", "groundwater_salinity"), Symbol("M_{1}, M_{2}", "salinity_breaks"))),
        Option("conductivity", N_("conductivity of topsoil and depth of groundwater"),
               ("soil_conductivity", "groundwater_depth"), _both,
               N_("conductivity of topsoil in place of groundwater salinity"), DESIGN,
               note=N_("conductivity of topsoil stands in for groundwater salinity"),
               formulas=(*_SCORED, *rising_formulas("M_{s}", "EC", "EC_{1}, EC_{2}", low_inclusive=False)),
               symbols=(*_SYMBOLS, Symbol("M_{s}", "soil_conductivity", unit=SCORE),
                        Symbol("EC", "soil_conductivity"), Symbol("EC_{1}, EC_{2}", "conductivity_breaks"))),
        Option("none", N_("left out: indicative only"), (), lambda values, settings: np.float32(np.nan),
               N_("climate and soil only"), DESIGN,
               note=N_("neither salinity nor depth of groundwater is known: the result is indicative only")),
    ),
    (_SALINITY, _CONDUCTIVITY, _DEPTH),
)


def compute(values, settings) -> np.ndarray:
    evaporation = ratio(values["potential_evapotranspiration"], annual(values["precipitation"]), np.inf)
    scores = [rising(evaporation, *settings["evaporation_breaks"], high_inclusive=True),
              settings["tables"].look_up(values["soil_texture"], "texture", "salinization_score")]
    if np.ndim(values["groundwater"]):  # the root of two scores: it counts twice
        scores += [values["groundwater"]] * 2
    return geometric_mean(scores)


MODEL = Model(
    id="salinization", kind=SENSITIVITY, title=N_("salinization"), output=N_("geometric mean of the scores"),
    unit="1", type_code="24",
    inputs=("precipitation", "potential_evapotranspiration", "soil_texture"), factors=(GROUNDWATER,),
    parameters=(
        Parameter("evaporation_breaks", N_("evaporation over precipitation: score 1 up to the first, score 5 from "
                                           "the second"), "1", [3.0, 15.0], 0, 1000, VERIFIED),
        CLASS_BREAKS,
    ),
    source=N_("2017 guide, appendix B: fourth root of the product of four scores"),
    formulas=("S = (I_{s} · G^{2} · K_{s})^{1 / 4}", "S_{0} = (I_{s} · K_{s})^{1 / 2}",
              *rising_formulas("I_{s}", "I", "I_{1}, I_{2}", high_inclusive=True), "I = PET / P", "P = Σ_{m} P_{m}"),
    symbols=(
        Symbol("S", "salinization"), Symbol("S_{0}", "groundwater.none"), Symbol("G", "groundwater"),
        Symbol("I_{s}", meaning=INTERMEDIATE, unit=SCORE), Symbol("I", meaning=INTERMEDIATE),
        Symbol("I_{1}, I_{2}", "evaporation_breaks"), Symbol("PET", "potential_evapotranspiration"),
        Symbol("P", meaning=N_("annual precipitation"), unit="mm/yr"), Symbol("P_{m}", "precipitation"),
        Symbol("K_{s}", "soil_texture", unit=SCORE),
    ),
    compute=compute,
)
