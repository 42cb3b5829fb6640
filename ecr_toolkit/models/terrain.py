"""Terrain factors, always on the native elevation model in metres, never on an averaged one (methods.md §0.4)."""

from typing import Union

import numpy as np

from .arithmetic import power

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
        [np.nan, 10.8 * sine + 0.03, 16.8 * sine - 0.50, 21.91 * sine - 0.96], 9.5988).astype(sine.dtype)


def steepness_rusle(degrees: np.ndarray) -> np.ndarray:
    """S factor in the form of RUSLE and InVEST: two branches that meet at 9 % (methods.md §1.2.4)."""
    sine = np.sin(np.radians(degrees))
    return np.where(np.tan(np.radians(degrees)) < 0.09, 10.8 * sine + 0.03, 16.8 * sine - 0.50)


def slope_length_exponent(degrees: np.ndarray) -> np.ndarray:
    """m = β/(1+β), β = (sinθ/0.0896)/(3 sin^0.8 θ + 0.56) (methods.md §1.2.4)."""
    sine = np.sin(np.radians(degrees))
    beta = (sine / 0.0896) / (3 * power(sine, 0.8) + 0.56)
    return beta / (1 + beta)


def simple_exponent(degrees: np.ndarray) -> np.ndarray:
    """m by classes of percent slope: 0.2 up to 1 %, 0.3 to 3.5, 0.4 to 5, 0.5 to 9; above, the β formula (§1.2.4)."""
    percent = 100 * np.tan(np.radians(degrees))
    return np.select([percent <= 1, percent <= 3.5, percent <= 5, percent <= 9], [0.2, 0.3, 0.4, 0.5],
                     slope_length_exponent(degrees))


EXPONENTS = {"rusle": slope_length_exponent, "simple": simple_exponent}


def slope_length(degrees: np.ndarray, metres: float, form: str = "rusle") -> np.ndarray:
    """L factor of RUSLE for one horizontal slope length in metres (methods.md §1.2.4, ``fixed``); ``form`` of m."""
    return np.exp(EXPONENTS[form](degrees) * np.log(metres / 22.13))


# Eight neighbours: row and column steps, and the factor |sin α| + |cos α| of a flow that way
_STEPS = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
LONGEST_SLOPE_M = 122.0


def slope_length_of_area(inflow_m2, cell_m, exponent, turn) -> np.ndarray:
    """L factor of Desmet & Govers 1996 of the upslope area (m²) at a cell's inlet; ``turn`` is |sin α| + |cos α| of the
    direction of flow (methods.md §1.2.4)."""
    m = exponent
    return (power(inflow_m2 + cell_m**2, m + 1) - power(inflow_m2, m + 1)) / (
        power(cell_m, m + 2) * power(turn, m) * power(22.13, m))


def flow_direction(elevation: np.ndarray, spacing_x: Spacing, spacing_y: Spacing) -> np.ndarray:
    """Index into the eight neighbours (0 north, clockwise) of the steepest descent; −1 where none lies lower, at
    nodata and beside it where only nodata is lower (D8)."""
    elevation = elevation.astype(np.float64)
    padded = np.pad(elevation, 1, constant_values=np.nan)
    rows, cols = elevation.shape
    best, direction = np.zeros(elevation.shape), np.full(elevation.shape, -1, np.int8)
    for index, (down, right) in enumerate(_STEPS):
        neighbour = padded[1 + down:1 + down + rows, 1 + right:1 + right + cols]
        fall = (elevation - neighbour) / np.hypot(spacing_x * abs(right), spacing_y * abs(down))
        steeper = fall > best  # False beside nodata
        best = np.where(steeper, fall, best)
        direction = np.where(steeper, np.int8(index), direction)
    return direction


def reach_of_flow(cell_m: float) -> int:
    """Cells upslope that can matter to L: a longer slope is capped at 122 m whatever lies above.

    The equivalent slope length of an inflow A is at least √2·A/D, and k cells in a row give A ≥ k·D²."""
    return int(np.ceil(LONGEST_SLOPE_M / (np.sqrt(2) * cell_m))) + 1


def inflow(direction: np.ndarray, cell_m2, reach: int) -> np.ndarray:
    """Upslope area (m²) that enters each cell, from at most ``reach`` cells away along the flow; ``cell_m2`` is a
    number or one value a row, (rows, 1). Exact where no slope above is longer."""
    rows, cols = direction.shape
    own = np.broadcast_to(np.asarray(cell_m2, np.float64), direction.shape)
    entered = np.zeros(direction.shape)
    for _step in range(reach):
        given = np.pad(own + entered, 1)
        towards = np.pad(direction, 1, constant_values=-1)
        entered = np.zeros(direction.shape)
        for index, (down, right) in enumerate(_STEPS):  # the neighbour at −step flows into this cell
            part = (slice(1 - down, 1 - down + rows), slice(1 - right, 1 - right + cols))
            entered += np.where(towards[part] == index, given[part], 0)
    return entered


def slope_length_by_flow(elevation: np.ndarray, slope: np.ndarray, spacing_x: Spacing, spacing_y: Spacing,
                         form: str = "rusle") -> np.ndarray:
    """L factor of Desmet & Govers 1996 with flow from the cells above (D8), the equivalent slope capped at 122 m."""
    direction = flow_direction(elevation, spacing_x, spacing_y)
    area = spacing_x * spacing_y
    side = np.sqrt(area)
    exponent = EXPONENTS[form](slope)
    turn = np.where((direction >= 0) & (direction % 2 == 1), np.sqrt(2.0), 1.0)
    length = slope_length_of_area(inflow(direction, area, reach_of_flow(float(np.min(side)))), side, exponent, turn)
    return np.minimum(length, power(LONGEST_SLOPE_M / 22.13, exponent))
