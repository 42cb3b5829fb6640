"""Twelve months of rain, warmth, wind and moisture: westerlies bring winter rain, the range takes it, the east is dry.

Every array is (12, rows, columns), January first. Rain and warmth are kept on land (stations and grids of both end at
the coast); wind and humidity come from reanalyses and cover the sea too.
"""

from typing import NamedTuple

import numpy as np

from . import frame
from .noise import noise, rough
from .terrain import Terrain

DRIEST_MM, WETTEST_MM = 22.0, 1500.0
LAPSE_K_KM = 6.0
UPLIFT_M = 1300.0
SPILL = {0: 0.2, 4: 0.3, 9: 0.25, 15: 0.15, 22: 0.1}


class Climate(NamedTuple):
    """mm/month, °C, m/s at 10 m, fraction 0..1; rain and warmth are NaN at sea."""

    precipitation: np.ndarray
    temperature: np.ndarray
    wind_speed: np.ndarray
    relative_humidity: np.ndarray

    @property
    def annual_rain(self) -> np.ndarray:
        """mm/yr (rows, columns)."""
        return self.precipitation.sum(axis=0)

    @property
    def mean_temperature(self) -> np.ndarray:
        """°C (rows, columns), mean of the months by their days."""
        return np.tensordot(frame.MONTH_DAYS / 365.0, self.temperature, axes=1)


def _smooth(field: np.ndarray, cells: int) -> np.ndarray:
    """Mean over a square of 2·cells + 1, twice, edges repeated."""
    for axis in (0, 1, 0, 1):
        padding = [(cells + 1, cells) if k == axis else (0, 0) for k in (0, 1)]
        total = np.cumsum(np.pad(field, padding, mode="edge"), axis=axis)
        count = field.shape[axis]
        high = np.take(total, np.arange(2 * cells + 1, 2 * cells + 1 + count), axis=axis)
        field = (high - np.take(total, np.arange(count), axis=axis)) / (2 * cells + 1)
    return field


def _season(peak_month: float) -> np.ndarray:
    """Cosine of the year, 1 in the peak month (0 = January), (12, 1, 1)."""
    return np.cos(2.0 * np.pi * (np.arange(12) - peak_month) / 12.0)[:, None, None]


def _eastward(field: np.ndarray, cells: int) -> np.ndarray:
    """The field carried ``cells`` columns to the east, nothing entering from the west."""
    return np.pad(field, ((0, 0), (cells, 0)))[:, :field.shape[1]]


def annual_rain(elevation: np.ndarray) -> np.ndarray:
    """mm/yr from air that climbs from west to east: lifting makes rain, and what has rained out is gone.

    ``elevation``: m, sea as 0, (rows, columns).
    """
    x, y = frame.centres()
    climb = np.maximum(np.gradient(_smooth(elevation, 5), axis=1), 0.0)
    moisture = np.exp(-np.cumsum(climb, axis=1) / UPLIFT_M)
    spill = sum(weight * _eastward(climb * moisture, cells) for cells, weight in SPILL.items())
    flat = _smooth(moisture, 3) * (0.40 + 0.06 * rough(x, y, 14.0, 101)) - 0.006 * (x + 25.0)
    rain = flat + 0.036 * _smooth(spill, 3)
    share = ((rain - rain.min()) / (rain.max() - rain.min())) ** 1.3
    return DRIEST_MM + (WETTEST_MM - DRIEST_MM) * share * (1.0 + 0.06 * (1.0 - share) * noise(x, y, 5.0, 103))


def build(terrain: Terrain) -> Climate:
    """The climate of the terrain."""
    x, y = frame.centres()
    height = np.nan_to_num(terrain.elevation)
    inland = 1.0 - np.exp(-terrain.coast_km / 12.0)
    rain = annual_rain(height)
    winter = (0.85 - 0.35 * inland) * _season(0.4) + 0.15 * inland * _season(6.5)
    precipitation = rain * (1.0 + winter) * frame.MONTH_DAYS[:, None, None] / 365.0
    precipitation *= rain / precipitation.sum(axis=0)
    sea_level = 19.4 - 0.045 * y + 0.25 * noise(x, y, 15.0, 107)
    temperature = sea_level - LAPSE_K_KM * height / 1000.0 + (5.0 + 5.5 * inland) * _season(6.7)
    exposed = 1.4 * np.exp(-terrain.coast_km / 3.0) + 0.9 * np.clip(height / 1500.0, 0.0, 2.0)
    dry = np.clip(1.0 - rain / 500.0, 0.0, 1.0)
    wind = (2.7 + exposed + 1.3 * dry + 0.3 * noise(x, y, 8.0, 109)) * (1.0 + 0.18 * _season(2.0))
    humidity = 0.44 + 0.30 * (1.0 - np.exp(-rain / 600.0)) + 0.08 * np.exp(-terrain.coast_km / 4.0)
    sea = np.where(terrain.land, 0.0, np.nan)
    return Climate(precipitation + sea, temperature + sea, wind, np.clip(humidity + 0.07 * _season(0.0), 0.05, 0.98))
