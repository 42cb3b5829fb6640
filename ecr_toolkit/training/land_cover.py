"""What covers the land, in IGBP classes 0..16, following rain, warmth, height, slope, rivers and people."""

from typing import NamedTuple

import numpy as np

from . import frame
from .climate import Climate
from .hydrology import RiverPath
from .lines import blob, cells_inside, distance
from .noise import rough
from .terrain import Terrain

NODATA = 255
(WATER, EVERGREEN_NEEDLE, EVERGREEN_BROAD, DECIDUOUS_NEEDLE, DECIDUOUS_BROAD, MIXED_FOREST, CLOSED_SHRUB, OPEN_SHRUB,
 WOODY_SAVANNA, SAVANNA, GRASS, WETLAND, CROPS, TOWN, MOSAIC, ICE, BARREN) = range(17)

TOWN_SHAPES = {
    "Portalma": blob(-10.3, 5.6, 1.05, 0.75, 35.0, 21),
    "Łękowiec": blob(-4.6, -13.7, 0.72, 0.5, 10.0, 23),
    "Moczary": blob(-8.125, -8.375, 0.13, 0.13, 0.0, 91),  # a hamlet of one cell in the moor
}

# Greenness at its yearly best, and how much of it is left at the worst of the year (1), by class.
GREENNESS: dict[int, tuple[float, float]] = {
    WATER: (-0.06, 1.6), EVERGREEN_NEEDLE: (0.74, 0.76), EVERGREEN_BROAD: (0.86, 0.82), DECIDUOUS_NEEDLE: (0.70, 0.42),
    DECIDUOUS_BROAD: (0.80, 0.45), MIXED_FOREST: (0.80, 0.60), CLOSED_SHRUB: (0.62, 0.62), OPEN_SHRUB: (0.30, 0.58),
    WOODY_SAVANNA: (0.62, 0.52), SAVANNA: (0.52, 0.44), GRASS: (0.43, 0.40), WETLAND: (0.64, 0.55), CROPS: (0.68, 0.28),
    TOWN: (0.24, 0.62), MOSAIC: (0.64, 0.42), ICE: (0.03, 0.3), BARREN: (0.10, 0.66),
}


class Cover(NamedTuple):
    """Arrays (rows, columns): IGBP class (uint8, sea is water), yearly maximum and minimum NDVI (NaN at sea)."""

    classes: np.ndarray
    ndvi_max: np.ndarray
    ndvi_min: np.ndarray


def river_distance(rivers: list[RiverPath]) -> np.ndarray:
    """Distance (km) of every cell to the nearest river cell."""
    x, y = frame.centres()
    cells = [tuple(np.array(path).T) for path in rivers]
    return distance(x, y, np.vstack([np.column_stack([x[path], y[path]]) for path in cells]))


def _natural(terrain: Terrain, climate: Climate, wobble: np.ndarray) -> np.ndarray:
    """The cover without people, from rain and warmth; the first rule that holds decides."""
    rain = climate.annual_rain * (1.0 + 0.16 * wobble)
    warmth = climate.mean_temperature + 0.8 * wobble
    rules = [
        ((warmth < 0.9) & (terrain.elevation > 2900.0), ICE),
        ((terrain.elevation > 2450.0 + 160.0 * wobble) | (rain < 118.0), BARREN),
        (warmth < 5.6, GRASS),
        (rain < 225.0, OPEN_SHRUB),
        (rain < 330.0, GRASS),
        (rain < 450.0, SAVANNA),
        ((rain < 530.0) & (terrain.slope > 7.0), CLOSED_SHRUB),
        (rain < 580.0, WOODY_SAVANNA),
        (warmth < 7.0, DECIDUOUS_NEEDLE),
        (warmth < 10.5, EVERGREEN_NEEDLE),
        (warmth < 13.5, MIXED_FOREST),
        ((rain > 900.0) & (warmth > 14.0), EVERGREEN_BROAD),
    ]
    return np.select([np.nan_to_num(rule).astype(bool) for rule, _ in rules], [code for _, code in rules],
                     DECIDUOUS_BROAD)


def classify(terrain: Terrain, climate: Climate, river_km: np.ndarray) -> np.ndarray:
    """IGBP classes, uint8 (rows, columns); the sea and the salt lake are water."""
    x, y = frame.centres()
    classes = _natural(terrain, climate, rough(x, y, 3.0, 201))
    patch = rough(x, y, 3.4, 203)
    flat = terrain.slope < 4.5
    low = terrain.elevation < 330.0
    rain = climate.annual_rain
    watered = (river_km < 0.75) & (terrain.elevation < 1150.0) & (terrain.slope < 7.0)
    fields = (flat & low & (rain > 330.0) & (patch > -0.18)) | (watered & (patch > -0.45))
    edges = flat & low & (rain > 330.0) & (patch > -0.36) & ~fields
    classes[edges] = MOSAIC
    classes[fields] = CROPS
    shore = (terrain.coast_km < 2.4) & (terrain.elevation < 22.0)
    estuary = (river_km < 0.9) & shore
    fens = shore & (y < -9.0) & (x < -7.0) & (patch < 0.45)
    classes[estuary | fens] = WETLAND
    for ring in TOWN_SHAPES.values():
        classes[cells_inside(ring)] = TOWN
    classes[terrain.lake | ~terrain.land] = WATER
    return classes.astype(np.uint8)


def greenness(classes: np.ndarray, terrain: Terrain, climate: Climate) -> tuple[np.ndarray, np.ndarray]:
    """Yearly maximum and minimum NDVI, (rows, columns), NaN at sea, minimum nowhere above maximum."""
    x, y = frame.centres()
    best = np.array([GREENNESS[code][0] for code in range(17)])[classes]
    left = np.array([GREENNESS[code][1] for code in range(17)])[classes]
    rain = np.clip(np.nan_to_num(climate.annual_rain) / 1500.0, 0.0, 1.0)
    living = ~np.isin(classes, [WATER, ICE])
    high = best + living * (0.10 * (rain - 0.35) * (0.4 + best) + (0.008 + 0.035 * best) * rough(x, y, 2.4, 211))
    high = np.where(living, np.clip(high, 0.04, 0.92), high)
    low = high * np.where(living, np.clip(left + 0.10 * (rain - 0.4), 0.2, 0.95), left)
    sea = np.where(terrain.land, 0.0, np.nan)
    return high + sea, np.minimum(low, high) + sea


def build(terrain: Terrain, climate: Climate, rivers: list[RiverPath]) -> Cover:
    """Classes and greenness together."""
    classes = classify(terrain, climate, river_distance(rivers))
    return Cover(classes, *greenness(classes, terrain, climate))
