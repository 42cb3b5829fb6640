"""Climate that is derived from climate: day length, potential evapotranspiration, productivity."""

import numpy as np

from .arithmetic import power
from .seasons import MONTH_DAYS

_MID_MONTH = np.array([15, 45, 74, 105, 135, 166, 196, 227, 258, 288, 319, 349], np.float64)


def day_length(latitude: np.ndarray) -> np.ndarray:
    """Mean day length (hours), (12, ...), for latitudes in degrees: declination at mid-month, sunrise equation."""
    declination = np.radians(23.45) * np.sin(2 * np.pi * (284 + _MID_MONTH) / 365)
    tangent = -np.tan(np.radians(latitude))[np.newaxis] * np.tan(declination).reshape(-1, *[1] * np.ndim(latitude))
    return 24 / np.pi * np.arccos(np.clip(tangent, -1, 1))


def pet_thornthwaite(temperature: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Potential evapotranspiration (mm/month), (12, ...), of monthly temperatures (°C) at latitudes (degrees).

    Thornthwaite 1948: 16 (10 T / I)^a mm for a month of 30 days of 12 hours, scaled to the month's days and day
    length, with I = Σ (T/5)^1.514 and a = 6.75e-7 I³ − 7.71e-5 I² + 1.792e-2 I + 0.49239. T ≤ 0 °C gives 0; from
    26.5 °C on Thornthwaite's table holds, in the form that Willmott et al. 1985 fitted: −415.85 + 32.24 T − 0.43 T².
    """
    warm = np.maximum(temperature, 0).astype(np.float64)
    index = np.sum((warm / 5) ** 1.514, axis=0)
    exponent = 6.75e-7 * index**3 - 7.71e-5 * index**2 + 1.792e-2 * index + 0.49239
    with np.errstate(divide="ignore", invalid="ignore"):
        standard = np.where(warm > 0, 16 * (10 * warm / index) ** exponent, np.where(np.isnan(temperature), np.nan, 0))
    hot = np.minimum(warm, 38.0)  # the parabola turns at 37.5 °C; no monthly mean on land lies beyond
    standard = np.where(warm >= 26.5, -415.85 + 32.24 * hot - 0.43 * hot**2, standard)
    days = MONTH_DAYS.reshape(-1, *[1] * (temperature.ndim - 1)) / 30
    return standard * days * day_length(latitude) / 12


def et0_hargreaves(radiation, mean, spread, rain) -> np.ndarray:
    """Reference ET (mm/day), modified Hargreaves: extraterrestrial radiation (MJ m⁻² day⁻¹), mean temperature (°C),
    Tmax − Tmin (°C), rain (mm/month); a negative bracket counts 0."""
    return 0.0013 * 0.408 * radiation * (mean + 17) * power(np.maximum(0, spread - 0.0123 * rain), 0.76)


def extraterrestrial_radiation(latitude: np.ndarray) -> np.ndarray:
    """Radiation above the air (MJ m⁻² day⁻¹), (12, ...), at mid-month for latitudes in degrees (FAO 56)."""
    day = _MID_MONTH.reshape(-1, *[1] * np.ndim(latitude))
    declination = 0.409 * np.sin(2 * np.pi * day / 365 - 1.39)
    place = np.radians(latitude)[np.newaxis]
    sunset = np.arccos(np.clip(-np.tan(place) * np.tan(declination), -1, 1))
    distance = 1 + 0.033 * np.cos(2 * np.pi * day / 365)
    return 24 * 60 / np.pi * 0.0820 * distance * (
        sunset * np.sin(place) * np.sin(declination) + np.cos(place) * np.cos(declination) * np.sin(sunset))


def pet_hargreaves(temperature, spread, precipitation, latitude) -> np.ndarray:
    """Potential evapotranspiration (mm/month), (12, ...): modified Hargreaves of monthly mean temperature, Tmax − Tmin
    (°C) and rain (mm) at latitudes (degrees); never negative (methods.md §1.1.1)."""
    daily = et0_hargreaves(extraterrestrial_radiation(latitude), temperature, spread, precipitation)
    return np.maximum(0, daily) * MONTH_DAYS.reshape(-1, *[1] * (temperature.ndim - 1))


def npp_miami(temperature: np.ndarray, precipitation: np.ndarray, carbon_share: float = 0.475) -> np.ndarray:
    """Net primary productivity (gC m⁻² yr⁻¹) of annual mean temperature (°C) and precipitation (mm), Miami model,
    Lieth 1975; methods.md §1.5. ``carbon_share`` turns dry matter into carbon."""
    by_warmth = 3000 / (1 + np.exp(1.315 - 0.119 * temperature))
    by_water = 3000 * (1 - np.exp(-0.000664 * precipitation))
    return np.minimum(by_warmth, by_water) * carbon_share


def soil_respiration(temperature: np.ndarray, precipitation: np.ndarray) -> np.ndarray:
    """R_H (gC m⁻² per month) of monthly mean temperature (°C) and precipitation (mm); methods.md §1.5."""
    return 0.22 * 30 * 0.465 * (np.exp(0.0912 * temperature) + np.log(0.3145 * precipitation + 1))


def heterotrophic(temperature: np.ndarray, precipitation: np.ndarray) -> np.ndarray:
    """R_H of the year (gC m⁻² yr⁻¹) of months (12, ...)."""
    total = np.zeros_like(temperature[0])
    for warmth, rain in zip(temperature, precipitation):
        total += soil_respiration(warmth, rain)
    return total


def humidity_of_vapour(pressure_kpa: np.ndarray, temperature: np.ndarray) -> np.ndarray:
    """Relative humidity 0-1 of vapour pressure (kPa) and temperature (°C), clipped at 1 (methods.md §10.1)."""
    return np.clip(pressure_kpa / (0.6108 * np.exp(17.27 * temperature / (temperature + 237.3))), 0, 1)


