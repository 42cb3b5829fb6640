"""Soils: texture, organic carbon, erodibility and limestone, with a hole, because real soil maps have holes.

The hole is a tract on the plain that was never surveyed (about 1 % of the land, away from every border): sand, silt,
clay, organic carbon and erodibility are all missing there.
"""

from typing import NamedTuple

import numpy as np

from . import frame
from .climate import Climate
from .land_cover import ICE, WATER, WETLAND
from .lines import blob, cells_inside
from .noise import noise, rough, step
from .terrain import Terrain

UNSURVEYED = blob(-7.8, -5.2, 2.35, 1.45, 15.0, 31)
KARST_CENTRE = (-7.6, 12.4)


class Soils(NamedTuple):
    """Arrays (rows, columns): percent, percent, percent, percent, t ha h ha⁻¹ MJ⁻¹ mm⁻¹, percent; NaN at sea."""

    sand: np.ndarray
    silt: np.ndarray
    clay: np.ndarray
    organic_carbon: np.ndarray
    erodibility: np.ndarray
    carbonate_share: np.ndarray


def epic_erodibility(sand: np.ndarray, silt: np.ndarray, clay: np.ndarray, carbon: np.ndarray) -> np.ndarray:
    """Soil erodibility K (t ha h ha⁻¹ MJ⁻¹ mm⁻¹), EPIC, Sharpley and Williams 1990; methods.md §1.2.3.

    Texture and organic carbon in percent.
    """
    bare = 1.0 - sand / 100.0
    coarse = 0.2 + 0.3 * np.exp(-0.0256 * sand * (1.0 - silt / 100.0))
    fine = (silt / np.maximum(clay + silt, 1e-9)) ** 0.3
    humus = 1.0 - 0.25 * carbon / (carbon + np.exp(3.72 - 2.95 * carbon))
    sandy = 1.0 - 0.7 * bare / (bare + np.exp(-5.51 + 22.9 * bare))
    return 0.1317 * coarse * fine * humus * sandy


def _texture(terrain: Terrain, rain: np.ndarray):
    """Sand, silt and clay in percent with one decimal, summing to 100.

    Dunes on the outer coast and in the far east are sand, a belt of loess lies in the lee of the range, the wet plain
    is clay, the rest is loam.
    """
    x, y = frame.centres()
    east = x + 1.5 * rough(x, y, 9.0, 299)
    dune = np.exp(-((terrain.coast_km / 0.9) ** 2)) * step(-x, 12.0, 3.0) \
        + 0.95 * step(east, 16.4, 1.2) * step(y + 1.5 * noise(x, y, 7.0, 300), -6.0, 3.0)
    loess = np.exp(-(((east - 11.5 - 0.15 * y) / 1.9) ** 2)) * step(y, -4.0, 3.0)
    plain = step(-terrain.elevation, -190.0, 60.0) * step(rain, 450.0, 120.0) * (1.0 - np.clip(dune, 0.0, 1.0))
    sand = 41.0 + 9.0 * rough(x, y, 5.0, 301) + 52.0 * dune - 26.0 * loess - 14.0 * plain
    clay = 21.0 + 5.0 * rough(x, y, 6.0, 303) + 19.0 * plain * (1.0 + 0.5 * noise(x, y, 4.0, 305)) \
        - 16.0 * dune - 7.0 * loess
    sand = np.round(np.clip(sand, 4.0, 93.0), 1)
    clay = np.round(np.clip(clay, 2.0, 96.0 - sand), 1)
    return sand, 100.0 - sand - clay, clay


def build(terrain: Terrain, climate: Climate, classes: np.ndarray) -> Soils:
    """Soils of the terrain under its climate and cover."""
    x, y = frame.centres()
    rain = np.nan_to_num(climate.annual_rain)
    sand, silt, clay = _texture(terrain, rain)
    cool = np.clip((18.0 - np.nan_to_num(climate.mean_temperature)) / 12.0, 0.0, 1.0)
    carbon = 0.25 + 2.6 * (rain / 1500.0) * (1.0 + 0.8 * cool) + 3.2 * (classes == WETLAND) \
        + 0.15 * noise(x, y, 2.5, 307)
    carbon = np.round(np.clip(carbon, 0.1, 9.0), 2)
    erodibility = np.where(np.isin(classes, [WATER, ICE]), 0.0, epic_erodibility(sand, silt, clay, carbon))
    karst = 1.25 - np.hypot((x - KARST_CENTRE[0]) / 4.6, (y - KARST_CENTRE[1]) / 3.0) + 0.22 * rough(x, y, 2.8, 309)
    carbonate = np.clip(100.0 * step(karst, 0.55, 0.30) - 6.0, 0.0, 96.0)
    sea = np.where(terrain.land, 0.0, np.nan)
    surveyed = np.where(cells_inside(UNSURVEYED), np.nan, sea)
    return Soils(sand + surveyed, silt + surveyed, clay + surveyed, carbon + surveyed, erodibility + surveyed,
                 carbonate + sea)
