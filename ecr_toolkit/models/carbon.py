"""Carbon sequestration: net ecosystem productivity, uptake by plants less the breath of soils (methods.md §1.5)."""

import numpy as np

from ..languages.messages import N_
from .climate import heterotrophic
from .declaration import FUNCTION, Model, Symbol


def co2_tonnes(carbon_g_m2, area_m2):
    """Tonnes of CO2 of gC m⁻² on an area in m²."""
    return 44 / 12 * carbon_g_m2 * area_m2 * 1e-6


def compute(values, settings):
    npp = values["net_primary_productivity"]
    return np.maximum(0, npp - heterotrophic(values["temperature"], values["precipitation"])).astype(np.float32)


MODEL = Model(
    id="carbon", kind=FUNCTION, title=N_("carbon sequestration"), output=N_("net ecosystem productivity"),
    unit="gC m⁻² yr⁻¹", type_code="15", bit=16,
    inputs=("net_primary_productivity", "temperature", "precipitation"), parameters=(),
    source=N_("Net primary productivity less the respiration of soils from monthly warmth and rain"),
    caution=N_("Fire, harvest and erosion are not subtracted. Where productivity comes from climate alone it is the "
               "climate's potential, whatever the land is used for."),
    totals={"10⁶ tC/yr": 1e-6, "10⁶ tCO₂/yr": 1e-6 * co2_tonnes(1.0, 1e6)},
    formulas=("NEP = max(0, NPP − R_{H})",
              "R_{H} = Σ_{m} 0.22 · 30 · 0.465 · [exp(0.0912 · T_{m}) + ln(0.3145 · P_{m} + 1)]"),
    symbols=(
        Symbol("NEP", "carbon"), Symbol("NPP", "net_primary_productivity"),
        Symbol("R_{H}", meaning=N_("respiration of the soil"), unit="gC m⁻² yr⁻¹"), Symbol("T_{m}", "temperature"),
        Symbol("P_{m}", "precipitation"),
    ),
    compute=compute,
)
