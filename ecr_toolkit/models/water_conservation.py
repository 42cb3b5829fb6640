"""Water conservation: the water balance P − R − ET (methods.md §1.1.1)."""

import numpy as np

from ..languages.messages import N_
from .arithmetic import annual
from .declaration import DESIGN, FUNCTION, Model, Parameter, Symbol
from .factors import evapotranspiration
from .land_cover import Group, group_of, over_served_classes

_GRASSLAND = 10


def water_conserved(precipitation: np.ndarray, evapotranspiration: np.ndarray, runoff_share: np.ndarray) -> np.ndarray:
    """q = max(0, P − α P − ET), mm/yr; α is the share 0-1 of storm runoff (methods.md §1.1.1)."""
    return np.maximum(0, precipitation - runoff_share * precipitation - evapotranspiration)


def runoff_share(codes: np.ndarray, rain, cover, settings) -> np.ndarray:
    """α 0-1 by IGBP class (uint8); NaN for classes that give no service: built-up land, ice, and bare land with little
    vegetation. Humid grassland runs off as tussock."""
    alpha = settings["tables"].column("runoff", "alpha_percent")[codes] / np.float32(100)
    humid = (codes == _GRASSLAND) & (rain > settings["humid_grass_mm"])
    alpha = np.where(humid, np.float32(settings["tussock_percent"] / 100), alpha)
    return np.where((group_of(codes) == Group.BARE) & (cover <= settings["vegetated_share"]), np.float32(np.nan), alpha)


def compute(values, settings) -> np.ndarray:
    rain, cover = annual(values["precipitation"]), values["vegetation_cover"]
    alpha, served = over_served_classes(values, lambda codes: runoff_share(codes, rain, cover, settings))
    water = np.where(served == 0, np.float32(0), served * water_conserved(rain, values["evapotranspiration"], alpha))
    return np.where(np.isnan(rain) | np.isnan(cover), np.float32(np.nan), water)


MODEL = Model(
    id="water_conservation", kind=FUNCTION, title=N_("water conservation"), output=N_("water conserved"),
    unit="mm/yr", type_code="11", bit=1,
    inputs=("precipitation", "land_cover", "vegetation_cover"),
    substitutes={"land_cover_shares": N_("each cell counts as its most frequent class")},
    factors=(evapotranspiration.FACTOR,),
    parameters=(
        Parameter("vegetated_share", N_("bare land counts as vegetated above this cover (0-1)"), "1", 0.05, 0, 1,
                  DESIGN),
        Parameter("humid_grass_mm", N_("grassland with more rain than this runs off as tussock"), "mm/yr", 800.0, 0,
                  10000, DESIGN),
        Parameter("tussock_percent", N_("runoff of tussock"), "%", 9.37, 0, 100, DESIGN),
    ),
    source=N_("Water balance of the 2017 guide: precipitation less storm runoff by class less evapotranspiration"),
    caution=N_("Snow and glacier melt are not part of the balance: river sources in high mountains are undervalued."),
    totals={"10⁶ m³/yr": 1e-3},  # 1 mm on 1 km² is 1,000 m³
    formulas=("q = f · max(0, P − R − ET)", "R = α · P", "P = Σ_{m} P_{m}"),
    symbols=(
        Symbol("q", "water_conservation"),
        Symbol("f", meaning=N_("share of the cell whose land cover gives the service")),
        Symbol("P", meaning=N_("annual precipitation"), unit="mm/yr"), Symbol("P_{m}", "precipitation"),
        Symbol("R", meaning=N_("storm runoff"), unit="mm/yr"),
        Symbol("α", meaning=N_("runoff coefficient")), Symbol("ET", "evapotranspiration"),
    ),
    compute=compute,
)
