"""Ranks: for every cell the least cumulative share at which it becomes a candidate, so that a choice can be tried
without computing anew: at a share, the candidates are the cells whose rank is not above it (methods.md §7.1)."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from ..feedback import Feedback
from ..languages.messages import N_
from ..raster.blocks import Blocks, blocks
from ..raster.grid import Grid, Window
from ..raster.stream import Output, stream
from .thresholds import CUMULATIVE, Alternative, Ground

NEVER, OUTSIDE = 254, 255
MOST_SHARES = 200  # a rank is a byte


def publish_ranks(ground: Ground, shares: Sequence[float], limits: Mapping[str, Sequence[np.ndarray]], grid: Grid,
                  target: Path, feedback: Feedback) -> list[tuple[float, Mapping[str, float]]]:
    """Write to ``target`` the place in ``shares`` (0-1, from small to large, at most 200) of the least one that takes
    a cell in, NEVER where none does, OUTSIDE beyond the country; gives for each share what it takes in: the part (0-1)
    of the country's cells under the name "", and of each function's total (without those whose total is 0).

    ``limits``: function → for each share the lower limit by number of the zone, (shares, zones + 1), which fall as
    shares rise. Raises Cancelled.
    """
    if len(shares) > MOST_SHARES:
        raise ValueError(f"at most {MOST_SHARES} shares")
    falling = {name: -np.asarray(rows) for name, rows in limits.items()}
    always = Alternative(CUMULATIVE, None, {})

    def rank(read: Blocks, window: Window) -> Blocks:
        inside = read["units"] > 0
        place = read["zones"] if ground.zones is not None else np.zeros(inside.shape, np.int64)
        first = np.full(inside.shape, NEVER, np.uint8)
        for name, steps in falling.items():
            values = read[name]
            for zone in np.unique(place[values > 0]):
                here = (place == zone) & (values > 0)
                found = np.searchsorted(steps[:, zone], -values[here].astype(np.float64))
                first[here] = np.minimum(first[here], np.where(found < len(shares), found, NEVER))
        first[ground.taken(always, read, window)] = 0
        return {"rank": np.where(inside, first, OUTSIDE)}

    stream(ground.inputs, rank, {"rank": Output(target, "class", N_("least share that takes a cell in"))}, grid,
           feedback.part(0, 0.6))
    return _held(ground, shares, target, grid, feedback.part(0.6, 1))


def _held(ground: Ground, shares: Sequence[float], ranks: Path, grid: Grid,
          feedback: Feedback) -> list[tuple[float, Mapping[str, float]]]:
    def count(read: Blocks, _window: Window) -> dict[str, np.ndarray]:
        inside = read["rank"] != OUTSIDE
        first = read["rank"][inside]
        return {"": np.bincount(first, minlength=OUTSIDE),
                **{name: np.bincount(first, np.maximum(np.nan_to_num(read[name][inside]), 0), OUTSIDE)
                   for name in ground.functions}}

    rows: dict[str, list[np.ndarray]] = {}
    for _window, counted in blocks({"rank": ranks, **ground.functions}, count, grid, feedback):
        for name, amounts in counted.items():
            rows.setdefault(name, []).append(amounts)
    sums = {name: np.array([math.fsum(column) for column in zip(*found)]) for name, found in rows.items()}
    return [(share, {name: float(amounts[:place + 1].sum() / amounts.sum()) for name, amounts in sums.items()
                     if amounts.sum()}) for place, share in enumerate(shares)]
