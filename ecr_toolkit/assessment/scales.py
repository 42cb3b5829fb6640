"""Numbers of the whole country that models are normalised by, in one pass over all that need them (methods.md §0.5)."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..feedback import Feedback
from ..models.declaration import Scale
from ..models.normalise import ROBUST, ROBUST_SHARES
from ..raster.blocks import Blocks, blocks
from ..raster.grid import Window
from ..raster.quantiles import quantiles_of
from ..raster.statistics import Moments, moments_of
from .plan import Plan, Way
from .run import Place, factors_of, ways_of

FIFTHS = (0.2, 0.4, 0.6, 0.8)
Numbers = tuple[Any, Any]


def measure(plans: Sequence[Plan], place: Place, feedback: Feedback) -> dict[str, dict[str, Any]]:
    """Model id → scale id → its numbers: (minimum, maximum); percentiles where the model asks for robust ones; four
    limits of the fifths; of a stack of bands (maxima, sums), a number a band. Scales whose inputs are missing are left
    out. Raises Cancelled."""
    wanted = {one.model.id: [scale for scale in one.model.scales if _there(scale, one, place)] for one in plans}
    if not any(wanted.values()):
        return {one.model.id: {} for one in plans}
    whole = _ranges({scale.id: scale for scales in wanted.values() for scale in scales}, plans, place,
                    feedback.part(0, 0.5))
    quantiles: dict[tuple[str, tuple[float, ...]], list[float]] = {}
    found: dict[str, dict[str, Any]] = {}
    for one in plans:
        robust = one.settings.get(ROBUST.id, False)
        found[one.model.id] = {}
        for scale in wanted[one.model.id]:
            shares = FIFTHS if scale.fifths else ROBUST_SHARES if robust else ()
            if shares and (scale.id, shares) not in quantiles:
                quantiles[scale.id, shares] = _quantiles(scale, shares, plans, place, feedback.part(0.5, 1))
            found[one.model.id][scale.id] = quantiles[scale.id, shares] if shares else whole[scale.id]
    return found


def _there(scale: Scale, one: Plan, place: Place) -> bool:
    factors = {way.factor.id for way in one.ways}
    return all(name in place.paths or name in factors for name in scale.needs)


def _paths(scales: Sequence[Scale], plans: Sequence[Plan], place: Place) -> tuple[dict, list[Way]]:
    """Rasters that the scales need, and the factors they need."""
    names = {name for scale in scales for name in scale.needs}
    ways = [way for way in ways_of(plans) if way.factor.id in names]
    names |= {name for way in ways for name in (*way.option.needs, *way.option.optional)}
    return {name: path for name, path in place.paths.items() if name in names}, ways


def _ranges(scales: Mapping[str, Scale], plans: Sequence[Plan], place: Place, feedback: Feedback) -> dict[str, Numbers]:
    paths, ways = _paths(list(scales.values()), plans, place)

    def count(read: Blocks, window: Window) -> dict[str, Any]:
        values = factors_of(read, window, ways, place)
        return {name: _of_window(scale.value(values)) for name, scale in scales.items()}

    gathered: dict[str, list] = {name: [] for name in scales}
    for _window, found in blocks(paths, count, place.grid, feedback, narrow=True):
        for name, part in found.items():
            gathered[name].append(part)
    return {name: _numbers(parts) for name, parts in gathered.items()}


def _of_window(value: np.ndarray) -> Any:
    """(minimum, maximum) of a block; the moments of each band of a stack."""
    if value.ndim == 3:
        return [moments_of(band) for band in value]
    return float(np.fmin.reduce(value, axis=None)), float(np.fmax.reduce(value, axis=None))


def _numbers(parts: Sequence[Any]) -> Numbers:
    if isinstance(parts[0], tuple):
        low, high = np.array(parts).T
        return float(np.fmin.reduce(low)), float(np.fmax.reduce(high))
    bands = [Moments.together(list(band)) for band in zip(*parts)]
    return [one.maximum if one.count else math.nan for one in bands], [one.total for one in bands]


def _quantiles(scale: Scale, shares: Sequence[float], plans: Sequence[Plan], place: Place,
               feedback: Feedback) -> list[float]:
    paths, ways = _paths([scale], plans, place)
    return quantiles_of(paths, lambda read, window: scale.value(factors_of(read, window, ways, place)), shares,
                        place.grid, feedback)
