"""Actual evapotranspiration, mm/yr (methods.md §1.1.1)."""

import numpy as np

from ...languages.messages import N_
from ..arithmetic import annual, power, ratio
from ..declaration import DESIGN, INTERMEDIATE, VERIFIED, Factor, Option, Parameter, Symbol
from ..land_cover import Group, group_of, over_classes


def et_zhang(precipitation: np.ndarray, pet: np.ndarray, w) -> np.ndarray:
    """ET (mm/yr) of annual precipitation and PET (mm/yr), Zhang et al. 2001; ``w`` is the plant-available water
    coefficient. P = 0 gives 0."""
    # the formula with P·PET and PET² in place of PET/P: nothing to divide by where it does not rain
    supply = pet * precipitation + w * pet * pet
    with np.errstate(invalid="ignore"):
        actual = precipitation * supply / (supply + precipitation * precipitation)
    return np.where((precipitation <= 0) | (pet <= 0), np.float32(0), actual)


def omega_fu(seasonality: float, available_water: np.ndarray, precipitation: np.ndarray) -> np.ndarray:
    """ω = min(5, Z·AWC/P + 1.25); no rain gives 5."""
    return np.minimum(5, ratio(seasonality * available_water, precipitation, np.inf) + 1.25)


def et_fu(precipitation: np.ndarray, pet: np.ndarray, omega: np.ndarray) -> np.ndarray:
    """ET (mm/yr) of annual precipitation and PET (mm/yr): AET/P = 1 + x − (1 + x^ω)^(1/ω), x = PET/P, Fu 1981."""
    # large x would cancel: in (x^ω + 1)^(1/ω) the larger of the two is taken out first
    known = precipitation > 0
    x = np.where(known, pet, 1).astype(np.float64) / np.where(known, precipitation, 1)
    high = np.maximum(x, 1)
    low = np.minimum(x, 1) / high
    root = high * np.exp(np.log1p(power(low, omega)) / omega)
    return np.where(known, precipitation * (1 + x - root), precipitation * 0)


def _zhang_of(values, settings, rain):
    pet = values["potential_evapotranspiration"]
    w = settings["tables"].column("zhang", "w")

    def per_class(codes):
        open_water = group_of(codes) == Group.WATER
        return np.where(open_water, np.minimum(pet, rain), et_zhang(rain, pet, w[codes]))

    return over_classes(values, per_class)


def _zhang(values, settings):
    return _zhang_of(values, settings, annual(values["precipitation"]))


def _raster(values, settings):
    """The map; where it has no value (open water, towns and deserts in satellite products), Zhang's formula."""
    measured = values["actual_evapotranspiration"]
    if any(name not in values for name in ("precipitation", "potential_evapotranspiration", "land_cover")):
        return measured
    holes = np.isnan(measured)
    return np.where(holes, _zhang(values, settings), measured) if holes.any() else measured


def _fu(values, settings):
    rain = annual(values["precipitation"])
    pet, water, tables = values["potential_evapotranspiration"], values["plant_available_water"], settings["tables"]

    def per_class(codes):
        own = tables.column("crop_coefficient", "kc")[codes] * pet
        vegetated = tables.column("crop_coefficient", "vegetated")[codes]
        grown = et_fu(rain, own, omega_fu(settings["seasonality"], water, rain))
        return np.where(np.isnan(own), np.nan, np.where(vegetated > 0, grown, np.minimum(own, rain)))

    return over_classes(values, per_class).astype(np.float32)


_SYMBOLS = (
    Symbol("ET", "evapotranspiration"), Symbol("PET", "potential_evapotranspiration"),
    Symbol("P", meaning=N_("annual precipitation"), unit="mm/yr"), Symbol("P_{m}", "precipitation"))

FACTOR = Factor(
    "evapotranspiration", N_("actual evapotranspiration"), "mm/yr", 0, 2500,
    (
        Option("raster", N_("map of actual evapotranspiration"), ("actual_evapotranspiration",), _raster,
               N_("given as an input; its holes by Zhang and others 2001"), VERIFIED,
               ("precipitation", "potential_evapotranspiration", "land_cover", "land_cover_shares")),
        Option("zhang", N_("Zhang and others 2001"),
               ("precipitation", "potential_evapotranspiration", "land_cover"), _zhang, N_("Zhang and others 2001"),
               VERIFIED, ("land_cover_shares",),
               N_("evapotranspiration is estimated from rain, potential evapotranspiration and land cover"),
               formulas=("ET = P · (1 + w · PET / P) / (1 + w · PET / P + P / PET)", "P = Σ_{m} P_{m}",
                         "ET_{w} = min(PET, P)"),
               symbols=(*_SYMBOLS, Symbol("w", meaning=N_("coefficient by land cover")),
                        Symbol("ET_{w}", meaning=N_("evapotranspiration of open water"), unit="mm/yr"))),
        Option("fu", N_("Fu 1981, as in InVEST"),
               ("precipitation", "potential_evapotranspiration", "land_cover", "plant_available_water"), _fu,
               N_("Fu 1981 with the water that soils hold for plants"), VERIFIED, ("land_cover_shares",),
               N_("evapotranspiration is estimated from rain, potential evapotranspiration, land cover and soil"),
               formulas=("ET = P · [1 + x − (1 + x^{ω})^{1 / ω}]", "x = K_{c} · PET / P",
                         "ω = min(5, Z · AWC / P + 1.25)", "P = Σ_{m} P_{m}", "ET_{n} = min(K_{c} · PET, P)"),
               symbols=(*_SYMBOLS, Symbol("x, ω", meaning=INTERMEDIATE),
                        Symbol("K_{c}", meaning=N_("coefficient by land cover")), Symbol("Z", "seasonality"),
                        Symbol("AWC", "plant_available_water"),
                        Symbol("ET_{n}", meaning=N_("evapotranspiration where no plants grow"), unit="mm/yr"))),
    ),
    (Parameter("seasonality", N_("seasonality Z of Fu's formula, about a fifth of the rain events of a year"), "1",
               15.0, 1, 30, DESIGN),),
    N_("stored whole numbers without their scale (MODIS: times 0.1)"),
)
