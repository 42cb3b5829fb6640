"""Biodiversity maintenance by the NPP index (methods.md §1.4.1)."""

import numpy as np

from ..languages.messages import N_
from .declaration import FUNCTION, Model
from .normalise import normalised


def biodiversity_index(npp, precipitation_share, temperature_share, elevation_share) -> np.ndarray:
    """S_bio = NPP · F_pre · F_tem · (1 − F_alt); factors min-max normalised over the country (methods.md §1.4.1)."""
    return npp * precipitation_share * temperature_share * (1 - elevation_share)


def compute(blocks, parameters) -> np.ndarray:
    limits = parameters["limits"]
    rain = blocks["precipitation"].sum(axis=0, dtype=np.float64)
    warmth = blocks["temperature"].mean(axis=0, dtype=np.float64)
    return biodiversity_index(
        blocks["net_primary_productivity"], normalised(rain, limits["precipitation"]),
        normalised(warmth, limits["temperature"]), normalised(blocks["elevation"], limits["elevation"]),
    ).astype(np.float32)


MODEL = Model(
    id="biodiversity", kind=FUNCTION, title=N_("biodiversity maintenance"), output=N_("biodiversity index"),
    unit="gC m⁻² yr⁻¹", type_code="12", bit=8,
    inputs=("net_primary_productivity", "precipitation", "temperature", "elevation"),
    parameters=(),
    source=N_("NPP quantitative indicator method of the 2017 guide"),
    caution=N_("The index favours warm, wet, low places and misses species of drylands and high mountains; "
               "species ranges were not used."),
    compute=compute,
)
