"""How two maps of one function agree: rank correlation and common extreme cells (methods.md §1.9)."""

import math
from pathlib import Path
from typing import NamedTuple, Optional

import numpy as np

from ..feedback import Feedback
from ..raster.blocks import Blocks, blocks
from ..raster.grading import EXTREME, Breaks, classify
from ..raster.grid import AnyGrid
from ..raster.quantiles import ordered_keys

_BITS = 20  # ranks are those of values that agree in their first 20 bits: to one part in two thousand
_SHIFT = np.uint32(32 - _BITS)


class Agreement(NamedTuple):
    """``cells`` known in both maps; Spearman's rank correlation over them; cells extreme in both over cells extreme in
    either (Jaccard). NaN where nothing can be said."""

    cells: int
    spearman: float
    jaccard: float


def agreement(first: Path, second: Path, breaks: tuple[Breaks, Breaks], grid: AnyGrid,
              feedback: Feedback) -> Agreement:
    """Compare two rasters of values, each with its own breaks. Raises Cancelled."""
    inputs = {"first": first, "second": second}

    def count(read: Blocks, _window) -> list[np.ndarray]:
        known = ~np.isnan(read["first"]) & ~np.isnan(read["second"])
        return [np.bincount(_bins(read[name][known]), minlength=1 << _BITS) for name in inputs]

    counts = [np.zeros(1 << _BITS, np.int64) for _name in inputs]
    for _window, found in blocks(inputs, count, grid, feedback.part(0, 0.5)):
        for whole, part in zip(counts, found):
            whole += part
    ranks = [np.cumsum(one) - (one - 1) / 2.0 for one in counts]  # of a bin: the middle of the ranks of its cells

    def multiply(read: Blocks, _window) -> tuple[float, int, int]:
        known = ~np.isnan(read["first"]) & ~np.isnan(read["second"])
        first, second = (read[name][known] for name in inputs)
        product = float(np.dot(ranks[0][_bins(first)], ranks[1][_bins(second)]))
        extreme = [classify(values, limits.extreme, limits.important) == EXTREME
                   for values, limits in zip((first, second), breaks)]
        return product, int(np.count_nonzero(extreme[0] & extreme[1])), int(np.count_nonzero(extreme[0] | extreme[1]))

    found = [result for _window, result in blocks(inputs, multiply, grid, feedback.part(0.5, 1))]
    both, either = sum(one[1] for one in found), sum(one[2] for one in found)
    cells = int(counts[0].sum())
    spearman = _correlation(cells, counts, ranks, math.fsum(one[0] for one in found))
    return Agreement(cells, math.nan if spearman is None else float(spearman), both / either if either else math.nan)


def _bins(values: np.ndarray) -> np.ndarray:
    return (ordered_keys(values) >> _SHIFT).astype(np.int64)


def _correlation(cells: int, counts, ranks, product: float) -> Optional[float]:
    """Pearson's correlation of the ranks; None when a map is constant or empty."""
    if not cells:
        return None
    mean = (cells + 1) / 2
    spread = [float(np.dot(one, (rank - mean) ** 2)) for one, rank in zip(counts, ranks)]
    if min(spread) <= 0:
        return None
    return (product - cells * mean * mean) / math.sqrt(spread[0] * spread[1])
