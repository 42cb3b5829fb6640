"""Exact quantiles of a raster, streamed: two passes over keys in the order of the values."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Callable

import numpy as np

from ..feedback import Feedback
from .blocks import COUNTING_BYTES, Blocks, blocks
from .grid import AnyGrid, Window
from .keys import BINS


def ordered_keys(values: np.ndarray) -> np.ndarray:
    """float32 values (no NaN) as uint32 in the same order, negative ones too; −0 and 0 are one value."""
    bits = (np.ascontiguousarray(values, np.float32) + np.float32(0)).view(np.uint32)
    return np.where(bits >> np.uint32(31), ~bits, bits | np.uint32(0x80000000))


def values_of_keys(keys: np.ndarray) -> np.ndarray:
    """The float32 values of ordered keys."""
    bits = np.where(keys >> np.uint32(31), keys & np.uint32(0x7FFFFFFF), ~keys)
    return bits.astype(np.uint32).view(np.float32)


def streamed_quantiles(path: Path, shares: Sequence[float], grid: AnyGrid, feedback: Feedback, window_rows: int = 0,
                       threads: int = 0) -> list[float]:
    """Quantiles (shares 0-1) of the known cells of a raster with one band, interpolated linearly between neighbours
    as numpy does; NaN when no cell is known. Raises Cancelled."""
    return quantiles_of({"values": path}, lambda read, _window: read["values"], shares, grid, feedback, window_rows,
                        threads)


def quantiles_of(inputs: Mapping[str, Path], value: Callable[[Blocks, Window], np.ndarray], shares: Sequence[float],
                 grid: AnyGrid, feedback: Feedback, window_rows: int = 0, threads: int = 0) -> list[float]:
    """As ``streamed_quantiles``, of what ``value`` makes of the blocks of several rasters."""
    def run(function, part: Feedback):
        passed = blocks(inputs, lambda read, window: function(_known_keys(value(read, window))), grid, part,
                        window_rows=window_rows, threads=threads, window_bytes=COUNTING_BYTES, narrow=True)
        return (result for _window, result in passed)

    counts = np.zeros(BINS, np.int64)
    for counted in run(lambda keys: np.bincount((keys >> np.uint32(16)).astype(np.int64), minlength=BINS),
                       feedback.part(0, 0.5)):
        counts += counted
    total = int(counts.sum())
    if total == 0:
        return [math.nan] * len(shares)
    places = [share * (total - 1) for share in shares]
    ranks = sorted({rank for place in places for rank in (math.floor(place), math.ceil(place))})
    ends = np.cumsum(counts)
    inside = {int(np.searchsorted(ends, rank, side="right")): np.zeros(BINS, np.int64) for rank in ranks}
    for counted in run(lambda keys: {wanted: _lower(keys, wanted) for wanted in inside}, feedback.part(0.5, 1)):
        for wanted, found in counted.items():
            inside[wanted] += found
    at = {rank: _value_at(rank, ends, counts, inside) for rank in ranks}
    return [_between(at, place) for place in places]


def _known_keys(values: np.ndarray) -> np.ndarray:
    return ordered_keys(values[~np.isnan(values)])


def _lower(keys: np.ndarray, wanted: int) -> np.ndarray:
    inside = keys[(keys >> np.uint32(16)) == wanted]
    return np.bincount((inside & np.uint32(0xFFFF)).astype(np.int64), minlength=BINS)


def _value_at(rank: int, ends: np.ndarray, counts: np.ndarray, inside: dict[int, np.ndarray]) -> float:
    wanted = int(np.searchsorted(ends, rank, side="right"))
    before = int(ends[wanted] - counts[wanted])
    lower = int(np.searchsorted(np.cumsum(inside[wanted]), rank - before, side="right"))
    return float(values_of_keys(np.array([(wanted << 16) + lower], np.uint32))[0])


def _between(at: dict[int, float], place: float) -> float:
    low, high = math.floor(place), math.ceil(place)
    return at[low] + (at[high] - at[low]) * (place - low)
