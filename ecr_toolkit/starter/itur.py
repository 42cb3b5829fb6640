"""Maps of ITU-R recommendations out of the itur package, as global arrays: north up, each meridian once."""

import io
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .cache import damaged

MONTHS = range(1, 13)
TOPOGRAPHY_IN_TEMPERATURE = 9  # cells of 1/12 degree along a cell of 0.75 degree


class ItuMap(NamedTuple):
    """How a map is stored: files, cells repeated beyond the edge on the west, and row order."""

    values: str
    latitudes: str
    longitudes: str
    repeated: int  # columns and rows before the first one that lies inside 180 W and 90 N/S
    rows: int
    columns: int
    south_first: bool


RAIN = ItuMap("837/v7_mt_month{:02d}", "837/v7_lat_mt", "837/v7_lon_mt", 1, 720, 1440, True)
TEMPERATURE = ItuMap("1510/v1_t_month{:02d}", "1510/v1_lat", "1510/v1_lon", 0, 241, 480, True)
TOPOGRAPHY = ItuMap("1511/v2_topo", "1511/v2_lat", "1511/v2_lon", 2, 2160, 4320, False)


def read_array(archive: Path, name: str) -> np.ndarray:
    """An array of the package, float64 and as stored, e.g. ``837/v7_lat_mt``; MissingStarterData when damaged."""
    try:
        with zipfile.ZipFile(archive) as wheel:
            stored = io.BytesIO(wheel.read(f"itur/data/{name}.npz"))
        with np.load(stored) as arrays:
            return arrays["arr_0"]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise damaged(archive) from error


def north_up(stored: np.ndarray, layout: ItuMap) -> np.ndarray:
    """The rows and columns of ``layout`` out of an array as stored: first row north, first column west."""
    first = layout.repeated
    once = stored[first : first + layout.rows, first : first + layout.columns]
    return once[::-1] if layout.south_first else once


def read_map(archive: Path, layout: ItuMap) -> np.ndarray:
    """A map without months, (rows, columns)."""
    return north_up(read_array(archive, layout.values), layout)


def read_months(archive: Path, layout: ItuMap, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The twelve months of a map at ``rows`` x ``columns``, (12, rows, columns); one month in memory at a time."""
    months: list[np.ndarray] = []
    for month in MONTHS:
        whole = north_up(read_array(archive, layout.values.format(month)), layout)
        months.append(whole[np.ix_(rows, columns)])
    return np.stack(months)


def mean_elevation(topography: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Mean height (m) over the 0.75 degree cells round the temperature nodes ``rows`` x ``columns``.

    ``topography`` is the whole map, (2160, 4320). Such a cell reaches half a topography cell into its outermost
    neighbours, so it is the mean of 10 x 10 of them, the outer ones with half their weight.
    """
    size = TOPOGRAPHY_IN_TEMPERATURE
    offsets = np.arange(-(size // 2) - 1, size // 2 + 1)
    weights = np.ones(offsets.size)
    weights[[0, -1]] = 0.5
    weights /= weights.sum()
    down = (rows[:, None] * size + offsets).clip(0, topography.shape[0] - 1)
    across = (columns[:, None] * size + offsets) % topography.shape[1]
    return np.einsum("rij,i->rj", topography[down], weights)[:, across] @ weights
