"""Water conservation: the water balance P − R − ET (methods.md §1.1.1)."""

import numpy as np

from ..languages.messages import N_
from .climate import et_zhang
from .declaration import DESIGN, FUNCTION, Model, Parameter
from .land_cover import Group, group_of, look_up, over_classes

_HUMID_GRASS_MM, _TUSSOCK = 800, 9.37


def water_conserved(precipitation: np.ndarray, evapotranspiration: np.ndarray, runoff_share: np.ndarray) -> np.ndarray:
    """q = max(0, P − α P − ET), mm/yr; α is the share 0-1 of storm runoff (methods.md §1.1.1)."""
    return np.maximum(0, precipitation - runoff_share * precipitation - evapotranspiration)


def compute(blocks, parameters) -> np.ndarray:
    rain = blocks["precipitation"].sum(axis=0, dtype=np.float64)
    pet, cover = blocks["potential_evapotranspiration"], blocks["vegetation_cover"]
    return over_classes(
        blocks, lambda land: balance(rain, pet, cover, land, parameters["vegetated_share"])).astype(np.float32)


def balance(rain, pet, cover, land, vegetated_share) -> np.ndarray:
    """Water conserved (mm/yr) by IGBP class ``land``: open water evaporates min(PET, P); built-up land, ice and bare
    land without vegetation give no service (methods.md §1.1.1)."""
    group = group_of(land)
    actual = np.where(group == Group.WATER, np.minimum(pet, rain), et_zhang(rain, pet, look_up(land, "zhang", "w")))
    alpha = look_up(land, "runoff", "alpha_percent")
    alpha = np.where((land == 10) & (rain > _HUMID_GRASS_MM), _TUSSOCK, alpha) / 100
    no_service = (group == Group.URBAN) | (group == Group.ICE) | ((group == Group.BARE) & (cover <= vegetated_share))
    water = np.where(no_service, 0.0, water_conserved(rain, actual, alpha))
    return np.where(np.isnan(rain) | np.isnan(pet) | np.isnan(cover) | (group < 0), np.nan, water)


MODEL = Model(
    id="water_conservation", kind=FUNCTION, title=N_("water conservation"), output=N_("water conserved"),
    unit="mm/yr", type_code="11", bit=1,
    inputs=("precipitation", "potential_evapotranspiration", "land_cover", "vegetation_cover"),
    optional=("land_cover_shares",),
    parameters=(
        Parameter("vegetated_share", N_("bare land counts as vegetated above this cover (0-1)"), "1", 0.05, 0, 1,
                  DESIGN),
    ),
    source=N_("Water balance of the 2017 guide; actual evapotranspiration after Zhang et al. 2001, potential "
              "evapotranspiration after Thornthwaite 1948"),
    caution=N_("Snow and glacier melt are not part of the balance: river sources in high mountains are undervalued."),
    compute=compute,
)
