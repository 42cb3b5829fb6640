"""Carbon sequestration: net ecosystem productivity, uptake by plants less the breath of soils (methods.md §1.5)."""

import numpy as np

from ..languages.messages import N_
from .climate import heterotrophic
from .declaration import FUNCTION, Model


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
    compute=compute,
)
