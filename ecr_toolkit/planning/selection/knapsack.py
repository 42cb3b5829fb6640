"""The relaxation with one row, such as a budget: solved by sorting, without a solver."""

import numpy as np

from .programme import Programme


def one_row(programme: Programme) -> tuple[np.ndarray, float]:
    """Values (variables,) and the price of the row (≥ 0) at the optimum of a programme with one row and no pairs.

    Every variable is first where it is best by itself; then those move that give the row most for their price, until it
    holds its floor, the last one only as far as needed. What cannot be held stays short.
    """
    held = programme.matrix.toarray()[0]
    values = np.where(programme.price < 0, programme.high, programme.low).astype(np.float64)
    missing = float(programme.floor[0]) - float(held @ values)
    if missing <= 0:
        return values, 0.0
    target = np.where(held > 0, programme.high, programme.low)
    gain = held * (target - values)
    moving = np.flatnonzero(gain > 0)
    ratio = programme.price[moving] / held[moving]
    order = moving[np.argsort(ratio, kind="stable")]
    filled = np.cumsum(gain[order])
    last = min(int(np.searchsorted(filled, missing)), len(order) - 1)
    if last < 0:
        return values, 0.0
    values[order[:last]] = target[order[:last]]
    part = order[last]
    before = float(filled[last - 1]) if last else 0.0
    share = min(1.0, (missing - before) / gain[part])
    values[part] += share * (target[part] - values[part])
    return values, float(programme.price[part] / held[part])
