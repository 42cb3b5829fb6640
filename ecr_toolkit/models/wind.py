"""Wind: speed at 2 m, what monthly means hide (Rayleigh), and the climate's erosive force (methods.md §1.3)."""

import math

import numpy as np

from .arithmetic import months_of
from .seasons import MONTH_DAYS

TO_2_M = (2 / 10) ** (1 / 7)  # wind at 2 m of wind at 10 m
THRESHOLD = 5.0  # m/s at 2 m, from which on soil moves
_STEP, _FASTEST = 0.002, 40.0


def erosive_wind(speeds: np.ndarray) -> np.ndarray:
    """u (u − 5)² of wind at 2 m (m/s) above 5 m/s, else 0."""
    over = np.maximum(speeds - THRESHOLD, 0)
    return speeds * over * over


def rayleigh_integral(mean: float) -> float:
    """∫ u (u − 5)² f(u) du above 5 m/s for Rayleigh winds of a mean at 2 m (m/s), in closed form."""
    if mean <= 0:
        return 0.0
    scale, start = 2 * mean / math.sqrt(math.pi), THRESHOLD
    return (math.sqrt(math.pi) * math.erfc(start / scale) * (0.75 * scale**3 + 0.5 * start**2 * scale)
            - 0.5 * start * scale**2 * math.exp(-((start / scale) ** 2)))


_TABLE = np.array([rayleigh_integral(_STEP * index) for index in range(int(_FASTEST / _STEP) + 2)], np.float32)
_RISE = np.diff(_TABLE, append=_TABLE[-1])


def erosive_wind_of_mean(mean: np.ndarray) -> np.ndarray:
    """The Rayleigh integral of monthly mean wind at 2 m (m/s), from a table (relative error below 1e-4)."""
    place = np.fmin(np.fmax(mean, np.float32(0)), np.float32(_FASTEST)) * np.float32(1 / _STEP)  # missing: 0
    index = place.astype(np.intp)
    found = np.take(_TABLE, index, mode="clip")
    found += np.take(_RISE, index, mode="clip") * (place - index.astype(np.float32))
    return found + (mean - mean)  # NaN where it is missing


def windy_days(mean_10m: np.ndarray, limit: float) -> np.ndarray:
    """Days a year with wind of ``limit`` m/s and above from monthly means at 10 m (12, ...): Σ d exp(−π/4 (limit/ū)²)
    (methods.md §3.2)."""
    with np.errstate(divide="ignore"):
        shares = np.exp(-np.pi / 4 * np.square(limit / mean_10m))
    return (shares * months_of(MONTH_DAYS, mean_10m)).sum(axis=0)


def climatic_erosivity(wind_2m, temperature, humidity, precipitation) -> np.ndarray:
    """C_q = 1/100 Σ u³ (ETP − P)/ETP d, ETP = 0.19 (20 + T)² (1 − r) mm/month: monthly m/s at 2 m, °C, humidity 0-1, mm
    (12, ...). A month with ETP ≤ 0 or P > ETP adds 0 (methods.md §1.3.2)."""
    total = np.zeros_like(wind_2m[0])
    for wind, warmth, moist, rain, days in zip(wind_2m, temperature, humidity, precipitation, MONTH_DAYS):
        warm = 20 + warmth
        evaporation = 0.19 * warm * warm * (1 - moist)
        with np.errstate(divide="ignore", invalid="ignore"):
            dry = np.maximum(0, (evaporation - rain) / evaporation)
        dry = np.where(evaporation <= 0, 0, dry)
        total += wind * wind * wind * dry * np.float32(days / 100) + (rain - rain)  # NaN where rain is missing
    return total
