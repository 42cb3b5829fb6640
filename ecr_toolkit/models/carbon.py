"""Carbon sequestration, by net primary productivity (methods.md §1.5)."""

import numpy as np

from ..languages.messages import N_
from .declaration import FUNCTION, Model


def compute(blocks, parameters) -> np.ndarray:
    return np.maximum(blocks["net_primary_productivity"], 0).astype(np.float32)


MODEL = Model(
    id="carbon", kind=FUNCTION, title=N_("carbon sequestration"), output=N_("net primary productivity"),
    unit="gC m⁻² yr⁻¹", type_code="15", bit=16,
    inputs=("net_primary_productivity",),
    parameters=(),
    source=N_("Net primary productivity, Miami model, Lieth 1975"),
    caution=N_("Respiration of soils is not subtracted: this is uptake by plants, not the net sink; and it is the "
               "climate's potential, whatever the land is used for."),
    compute=compute,
)
