"""Rainfall erosivity R, MJ mm ha⁻¹ h⁻¹ yr⁻¹ (methods.md §1.2.2)."""

import numpy as np

from ...languages.messages import N_
from ..arithmetic import annual, power
from ..declaration import DESIGN, HIGH, INTERMEDIATE, MEDIUM, VERIFIED, Factor, Option, Parameter, Symbol
from ..seasons import months_of_days

OLD_METRIC_TO_SI = 9.80665
ZHANG_THRESHOLD_MM = 12.0


def erosivity_annual(precipitation: np.ndarray) -> np.ndarray:
    """R of annual precipitation (mm), Renard & Freimund 1994 (R2)."""
    dry = 0.0483 * power(np.maximum(precipitation, 0), 1.610)
    wet = 587.8 - 1.219 * precipitation + 0.004105 * precipitation * precipitation
    return np.where(precipitation <= 850, dry, wet)


def fournier_index(months: np.ndarray) -> np.ndarray:
    """Modified Fournier index F = Σ p² / P (mm) of monthly precipitation (12, ...); no rain gives 0."""
    total = months.sum(axis=0, dtype=np.float64)
    squares = np.einsum("i...,i...->...", months, months, dtype=np.float64)
    return np.where(total == 0, 0.0, squares / np.where(total == 0, 1.0, total))


def erosivity_fournier(months: np.ndarray) -> np.ndarray:
    """R of monthly precipitation (12, ...), Renard & Freimund 1994 (R3)."""
    index = fournier_index(months)
    return np.where(index < 55, 0.7397 * power(index, 1.847), 95.77 - 6.081 * index + 0.4770 * index**2)


def erosivity_wischmeier_raw(months: np.ndarray) -> np.ndarray:
    """Σ 1.735 · 10^(1.5 log10(p²/P) − 0.08188), as published; behaves like the old metric unit (R4)."""
    total = months.sum(axis=0, dtype=np.float64)
    squares = np.square(months, dtype=np.float64) / np.where(total == 0, 1.0, total)
    return 1.735 * 10**-0.08188 * power(squares, 1.5).sum(axis=0)


def erosivity_daily(days: np.ndarray, warm: np.ndarray, threshold: float, years: float) -> np.ndarray:
    """R of daily precipitation (days, ...) mm over ``years`` years (R1): 0.3937 P^1.7265 on erosive days of the warm
    season (``warm``: bool, (days,) or (days, ...)), 0.3101 P^1.7265 in the cold one."""
    total = np.zeros(days.shape[1:], np.float64)
    for rain, is_warm in zip(days, warm):
        total += np.where(rain >= threshold, np.where(is_warm, 0.3937, 0.3101) * power(np.maximum(rain, 0), 1.7265), 0)
        total += np.where(np.isnan(rain), np.nan, 0)
    return total / years


def zhang_constants(mean_of_days: np.ndarray, total_of_year: np.ndarray):
    """(β, α′) of mean daily rain of days ≥ 12 mm and their mean annual total (R5)."""
    beta = 0.8363 + 18.144 / mean_of_days + 24.455 / total_of_year
    return beta, 21.586 * power(beta, -7.1891)


def erosivity_zhang(days: np.ndarray, years: float) -> np.ndarray:
    """R of daily precipitation (days, ...) mm over ``years`` years, Zhang Wenbo's half-month model (R5)."""
    erosive = days >= ZHANG_THRESHOLD_MM
    count = erosive.sum(axis=0)
    total = np.where(erosive, days, 0).sum(axis=0, dtype=np.float64)
    any_day = np.maximum(count, 1)
    beta, alpha = zhang_constants(np.where(count > 0, total / any_day, 1.0), np.where(count > 0, total / years, 1.0))
    powers = np.zeros(days.shape[1:], np.float64)
    for rain in days:
        powers += np.where(rain >= ZHANG_THRESHOLD_MM, power(np.maximum(rain, 1e-9), beta), 0)
    result = np.where(count > 0, alpha * powers / years, 0.0)
    return np.where(np.isnan(days).any(axis=0), np.nan, result)


def _daily(values, settings):
    days = values["daily_precipitation"]
    month = months_of_days(len(days))
    warm = np.isin(month, np.asarray(settings["warm_months"], np.int64))
    latitude = values.get("latitude")
    if latitude is not None:  # within 10° of the equator it is warm all year
        warm = warm.reshape(-1, *[1] * (days.ndim - 1)) | (np.abs(latitude) <= 10)
    return erosivity_daily(days, warm, settings["erosive_mm"], len(days) / 365)


_RAIN = (Symbol("P", meaning=N_("annual precipitation"), unit="mm/yr"), Symbol("P_{m}", "precipitation"))
_DAYS = (Symbol("P_{j}", "daily_precipitation"), Symbol("n", meaning=N_("number of years")))

FACTOR = Factor(
    "erosivity", N_("rainfall erosivity"), "MJ mm ha⁻¹ h⁻¹ yr⁻¹", 20, 20000,
    (
        Option("raster", N_("map of erosivity"), ("rainfall_erosivity",),
               lambda values, settings: values["rainfall_erosivity"], N_("given as an input"),
               VERIFIED),
        Option("daily", N_("daily rain, rule of the 2017 guide"), ("daily_precipitation",), _daily,
               N_("2017 guide: power of the rain of erosive days"), VERIFIED, ("latitude",),
               N_("gridded daily rain smooths peaks: erosivity comes out low, read it as a rank"),
               formulas=("R = (1 / n) · Σ_{j} α_{j} · P_{j}^{1.7265}, P_{j} ≥ P_{0}", "α_{j} = 0.3937, m_{j} ∈ M",
                         "α_{j} = 0.3937, |φ| ≤ 10°", "α_{j} = 0.3101, m_{j} ∉ M, |φ| > 10°"),
               symbols=(Symbol("R", "erosivity"), *_DAYS, Symbol("P_{0}", "erosive_mm"),
                        Symbol("α_{j}", meaning=INTERMEDIATE), Symbol("m_{j}", meaning=N_("month of the day")),
                        Symbol("M", "warm_months"), Symbol("φ", meaning=N_("latitude"), unit="°"))),
        Option("annual", N_("annual rain, Renard and Freimund 1994"), ("precipitation",),
               lambda values, settings: erosivity_annual(annual(values["precipitation"])),
               N_("Renard and Freimund 1994, annual rain"), VERIFIED,
               note=N_("erosivity from annual rain: the season of storms does not enter"),
               formulas=("R = 0.0483 · P^{1.610}, P ≤ 850", "R = 587.8 − 1.219 · P + 0.004105 · P^{2}, P > 850",
                         "P = Σ_{m} P_{m}"),
               symbols=(Symbol("R", "erosivity"), *_RAIN)),
        Option("fournier", N_("monthly rain, modified Fournier index"), ("precipitation",),
               lambda values, settings: erosivity_fournier(values["precipitation"]),
               N_("Renard and Freimund 1994, modified Fournier index"), VERIFIED,
               note=N_("strongly overestimates where rain falls in one season"),
               formulas=("R = 0.7397 · F^{1.847}, F < 55", "R = 95.77 − 6.081 · F + 0.4770 · F^{2}, F ≥ 55",
                         "F = Σ_{m} P_{m}^{2} / P", "P = Σ_{m} P_{m}"),
               symbols=(Symbol("R", "erosivity"), Symbol("F", meaning=N_("modified Fournier index"), unit="mm"),
                        *_RAIN)),
        Option("wischmeier", N_("monthly rain, Wischmeier and Smith"), ("precipitation",),
               lambda values, settings: (settings["wischmeier_factor"]
                                         * erosivity_wischmeier_raw(values["precipitation"])),
               N_("Wischmeier and Smith, monthly rain"), VERIFIED,
               note=N_("the unit of the published formula is contested; a factor brings it to SI units"),
               formulas=("R = c · Σ_{m} 1.735 · 10^{−0.08188} · (P_{m}^{2} / P)^{1.5}", "P = Σ_{m} P_{m}"),
               symbols=(Symbol("R", "erosivity"), Symbol("c", "wischmeier_factor"), *_RAIN)),
        Option("zhang2002", N_("daily rain, Zhang and others 2002"), ("daily_precipitation",),
               lambda values, settings: erosivity_zhang(values["daily_precipitation"],
                                                        len(values["daily_precipitation"]) / 365),
               N_("Zhang and others 2002, half-month model"), VERIFIED,
               formulas=("R = (1 / n) · Σ_{j} α′ · P_{j}^{β}, P_{j} ≥ 12",
                         "β = 0.8363 + 18.144 / P_{d12} + 24.455 / P_{y12}", "α′ = 21.586 · β^{−7.1891}"),
               symbols=(Symbol("R", "erosivity"), *_DAYS, Symbol("α′, β", meaning=INTERMEDIATE),
                        Symbol("P_{d12}, P_{y12}", meaning=N_("mean rain of the days with 12 mm and more: of such a "
                                                             "day, of a year"), unit="mm"))),
    ),
    (
        Parameter("erosive_mm", N_("daily rain from which on a day is erosive"), "mm", 10.0, 0, 50, HIGH),
        Parameter("warm_months", N_("months of the warm season (1 to 12)"), "1", [5, 6, 7, 8, 9], 1, 12, DESIGN),
        Parameter("wischmeier_factor", N_("factor from the published unit of Wischmeier's formula to SI"), "1",
                  OLD_METRIC_TO_SI, 1, 20, MEDIUM),
    ),
    N_("erosivity in US units (times 17.02 is SI) or rain in another unit than millimetres"),
)
