"""The land's shape: a coastal plain, a range across the wind, a dry plateau behind it with a salt lake without outlet.

The rough shape is analytic; running water then cuts valleys into it and leaves no pit but the lake (hydrology.py).
"""

from typing import NamedTuple

import numpy as np

from . import frame, outline
from .hydrology import Drainage, drain
from .lines import blob, cells_inside, distance
from .noise import noise, rough, step

SALT_LAKE = blob(14.2, 4.4, 1.5, 0.95, 25.0, 6)
LAKE_LEVEL_M = 480.0
INCISION_M = 60.0


class Terrain(NamedTuple):
    """Arrays (rows, columns): masks, metres, kilometres, degrees; elevation is NaN at sea."""

    country: np.ndarray
    land: np.ndarray
    lake: np.ndarray
    elevation: np.ndarray
    slope: np.ndarray
    coast_km: np.ndarray
    drainage: Drainage


def ridge_offset(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Kilometres east (positive) or west of the main ridge."""
    return x - (6.4 + 1.5 * np.sin(y / 5.2 + 0.4) + 0.6 * np.sin(y / 2.3) - 0.10 * y)


def _ridge_height(y: np.ndarray) -> np.ndarray:
    """Height of the ridge (m): a high summit in the north, a pass, a second summit, then down to the south coast."""
    summits = 1560.0 * np.exp(-((y - 7.5) / 3.6) ** 2) + 900.0 * np.exp(-((y + 6.0) / 2.6) ** 2)
    return (summits + 1130.0 + 160.0 * np.sin(y / 2.3)) * step(y, -10.5, 2.2)


def _raw(x: np.ndarray, y: np.ndarray, coast_km: np.ndarray) -> np.ndarray:
    """The analytic shape (m) of the mainland."""
    offset = ridge_offset(x, y) + 0.7 * rough(x, y, 7.0, 31)
    width = np.where(offset < 0, 4.6, 3.5)
    ridge = _ridge_height(y) / (1.0 + (offset / width) ** 2) ** 1.3
    spurs = 1.0 + (0.22 * rough(x, y, 5.0, 41) - 0.22 * np.abs(noise(x, y, 3.6, 43)) + 0.06) * (1.0 - ridge / 5500.0)
    plateau = 760.0 * step(offset, 2.5, 2.0) * (1.0 - np.exp(-((coast_km / 9.0) ** 2)))
    basin = 1.0 - 0.42 * np.exp(-(((x - 14.2) / 4.6) ** 2 + ((y - 4.4) / 6.0) ** 2))
    plain = 10.0 * coast_km * (1.0 + 0.35 * rough(x, y, 6.0, 46)) + 13.0 * rough(x, y, 3.4, 51) \
        + 75.0 * step(coast_km, 6.0, 2.5) * (1.0 + rough(x, y, 5.0, 47))
    hills = 330.0 * np.exp(-(((x + 8.0) / 4.0) ** 2 + ((y - 12.5) / 2.6) ** 2)) * (1.0 + 0.5 * noise(x, y, 2.4, 53))
    detail = 1.0 + 0.035 * noise(x, y, 1.3, 59)
    height = (ridge * spurs + plateau * basin * (1.0 + 0.07 * rough(x, y, 4.0, 61)) + plain + hills) * detail
    return 2.0 + height * (1.0 - np.exp(-coast_km / 1.3))


def slope_degrees(elevation: np.ndarray) -> np.ndarray:
    """Slope in degrees by central differences; missing neighbours count as sea level."""
    north, east = np.gradient(np.nan_to_num(elevation), float(frame.CELL_M))
    return np.degrees(np.arctan(np.hypot(north, east)))


def build() -> Terrain:
    """The country's terrain, from masks to drainage."""
    x, y = frame.centres()
    country, land, island = outline.masks()
    lake = cells_inside(SALT_LAKE)
    coast_km = distance(x, y, outline.coast())
    island_km = distance(x, y, outline.ISLAND)
    raw = np.where(island, 3.0 + 165.0 * (1.0 - np.exp(-island_km / 0.9)), _raw(x, y, coast_km))
    shore = 1.0 - np.exp(-((distance(x, y, SALT_LAKE) / 1.6) ** 2))
    raw = np.where(lake, LAKE_LEVEL_M, LAKE_LEVEL_M + (raw - LAKE_LEVEL_M) * shore)
    first = drain(raw, land, lake)
    cut = raw - INCISION_M * np.log10(np.maximum(first.upstream, 1)) * np.clip(raw / 600.0, 0.0, 1.0)
    cut[lake] = LAKE_LEVEL_M
    second = drain(np.maximum(cut, 1.0), land, lake)
    elevation = np.where(land, second.filled, np.nan)
    nearest = np.where(island, island_km, np.minimum(coast_km, island_km + 99.0 * ~island))
    return Terrain(country, land, lake, elevation, slope_degrees(elevation), nearest, second)
