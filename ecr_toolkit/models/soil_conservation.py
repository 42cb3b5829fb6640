"""Soil conservation: soil that vegetation keeps from being washed away, RUSLE (methods.md §1.2.1)."""

import numpy as np

from ..languages.messages import N_
from .climate import erosivity_annual
from .declaration import FUNCTION, Model
from .land_cover import over_classes
from .vegetation import cover_factor


def soil_conserved(erosivity, erodibility, length_and_steepness, cover) -> np.ndarray:
    """A_c = R K LS (1 − C), t ha⁻¹ yr⁻¹ (methods.md §1.2.1; the guide has no P factor)."""
    return erosivity * erodibility * length_and_steepness * (1 - cover)


def compute(blocks, parameters) -> np.ndarray:
    rain = blocks["precipitation"].sum(axis=0, dtype=np.float64)
    cover = over_classes(blocks, lambda land: cover_factor(land, blocks["vegetation_cover"]))
    return soil_conserved(erosivity_annual(rain), blocks["soil_erodibility"],
                          blocks["slope_length_and_steepness"], cover).astype(np.float32)


MODEL = Model(
    id="soil_conservation", kind=FUNCTION, title=N_("soil conservation"), output=N_("soil conserved"),
    unit="t ha⁻¹ yr⁻¹", type_code="13", bit=2,
    inputs=("precipitation", "soil_erodibility", "slope_length_and_steepness", "land_cover", "vegetation_cover"),
    optional=("land_cover_shares",),
    parameters=(),
    source=N_("RUSLE: erosivity by Renard & Freimund 1994 from annual rain, steepness by McCool 1987 and Liu 1994, "
              "cover factor by class and vegetation cover"),
    caution=N_("With a coarse elevation model slopes are smoothed: read the values as ranks, not as tonnes."),
    compute=compute,
)
