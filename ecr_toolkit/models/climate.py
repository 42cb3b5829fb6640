"""Climate factors shared by models: evapotranspiration, erosivity of rain, productivity of climate."""

import numpy as np

MONTH_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.float64)
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


def et_zhang(precipitation: np.ndarray, pet: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Actual evapotranspiration (mm/yr) of annual precipitation and PET (mm/yr), Zhang et al. 2001;
    methods.md §1.1.1 option 2. ``w`` is the plant-available water coefficient. P = 0 gives 0."""
    # the formula with P·PET and PET² in place of PET/P: nothing to divide by where it does not rain
    supply = pet * precipitation + w * pet**2
    with np.errstate(invalid="ignore"):
        actual = precipitation * supply / (supply + precipitation**2)
    return np.where((precipitation <= 0) | (pet <= 0), 0.0, actual)


def erosivity_annual(precipitation: np.ndarray) -> np.ndarray:
    """Rainfall erosivity R (MJ mm ha⁻¹ h⁻¹ yr⁻¹) of annual precipitation (mm), Renard & Freimund 1994;
    methods.md §1.2.2 R2."""
    dry = 0.0483 * np.maximum(precipitation, 0) ** 1.610
    wet = 587.8 - 1.219 * precipitation + 0.004105 * precipitation**2
    return np.where(precipitation <= 850, dry, wet)


def npp_miami(temperature: np.ndarray, precipitation: np.ndarray, carbon_share: float = 0.475) -> np.ndarray:
    """Net primary productivity (gC m⁻² yr⁻¹) of annual mean temperature (°C) and precipitation (mm), Miami model,
    Lieth 1975; methods.md §1.5. ``carbon_share`` turns dry matter into carbon."""
    by_warmth = 3000 / (1 + np.exp(1.315 - 0.119 * temperature))
    by_water = 3000 * (1 - np.exp(-0.000664 * precipitation))
    return np.minimum(by_warmth, by_water) * carbon_share
