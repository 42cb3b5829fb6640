"""Terrain factors, always on the native elevation model in metres, never on an averaged one (methods.md §0.4)."""

from typing import Union

import numpy as np

Spacing = Union[float, np.ndarray]


def _neighbours(elevation: np.ndarray):
    """The eight neighbours of every cell; at the rim and beside nodata the cell's own value takes their place."""
    padded = np.pad(elevation, 1, mode="edge")
    rows, cols = elevation.shape

    def at(row: int, col: int) -> np.ndarray:
        shifted = padded[1 + row:1 + row + rows, 1 + col:1 + col + cols]
        return np.where(np.isnan(shifted), elevation, shifted)

    return at


def slope_degrees(elevation: np.ndarray, spacing_x: Spacing, spacing_y: Spacing) -> np.ndarray:
    """Slope (degrees), (rows, cols), Horn 1981. Spacings in metres: a number, or one value a row as (rows, 1), as a
    geographic elevation model needs."""
    at = _neighbours(elevation.astype(np.float64))
    across = (at(-1, 1) + 2 * at(0, 1) + at(1, 1)) - (at(-1, -1) + 2 * at(0, -1) + at(1, -1))
    down = (at(1, -1) + 2 * at(1, 0) + at(1, 1)) - (at(-1, -1) + 2 * at(-1, 0) + at(-1, 1))
    rise = np.hypot(across / (8 * spacing_x), down / (8 * spacing_y))
    return np.where(np.isnan(elevation), np.nan, np.degrees(np.arctan(rise)))


def geographic_spacing(latitudes: np.ndarray, degrees: float) -> tuple[np.ndarray, np.ndarray]:
    """Metres of a step of ``degrees`` east and north at each latitude (WGS 84 ellipsoid), each (rows, 1)."""
    squared_eccentricity, major = 0.0066943799901413, 6378137.0
    sine = np.sin(np.radians(latitudes)).reshape(-1, 1)
    root = np.sqrt(1 - squared_eccentricity * sine**2)
    prime, meridian = major / root, major * (1 - squared_eccentricity) / root**3
    step = np.radians(degrees)
    return step * prime * np.sqrt(1 - sine**2), step * meridian


def relief_window(cell_m: float) -> int:
    """Odd number of cells whose window comes nearest to 20 ha (450 m), at least 3 (methods.md §3.1)."""
    wanted = 450 / cell_m
    return max(3, 2 * int(np.floor(wanted / 2)) + 1)


def relief(elevation: np.ndarray, size: int) -> np.ndarray:
    """Highest minus lowest elevation (m) in a moving window of ``size`` × ``size`` cells (methods.md §3.1)."""
    from numpy.lib.stride_tricks import sliding_window_view

    half = size // 2
    low = np.pad(np.where(np.isnan(elevation), np.inf, elevation), half, constant_values=np.inf)
    high = np.pad(np.where(np.isnan(elevation), -np.inf, elevation), half, constant_values=-np.inf)
    for axis in (0, 1):
        low = sliding_window_view(low, size, axis=axis).min(axis=-1)
        high = sliding_window_view(high, size, axis=axis).max(axis=-1)
    return np.where(np.isnan(elevation), np.nan, high - low)


def steepness(degrees: np.ndarray) -> np.ndarray:
    """S factor of RUSLE, guide form: McCool 1987 below 10°, Liu 1994 above, capped (methods.md §1.2.4)."""
    sine = np.sin(np.radians(degrees))
    return np.select(
        [np.isnan(degrees), degrees < 5.14, degrees < 10.20, degrees < 28.81],
        [np.nan, 10.8 * sine + 0.03, 16.8 * sine - 0.50, 21.91 * sine - 0.96], 9.5988)


def slope_length_exponent(degrees: np.ndarray) -> np.ndarray:
    """m = β/(1+β), β = (sinθ/0.0896)/(3 sin^0.8 θ + 0.56) (methods.md §1.2.4)."""
    sine = np.sin(np.radians(degrees))
    beta = (sine / 0.0896) / (3 * sine**0.8 + 0.56)
    return beta / (1 + beta)


def slope_length(degrees: np.ndarray, metres: float) -> np.ndarray:
    """L factor of RUSLE for one horizontal slope length in metres (methods.md §1.2.4, ``fixed``)."""
    return (metres / 22.13) ** slope_length_exponent(degrees)
