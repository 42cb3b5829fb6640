"""Areas as whole numbers of 100 m² (0.0001 km²), so that parts add up to the last digit."""

from collections.abc import Sequence

import numpy as np

PER_KM2 = 10_000


def counted(square_metres: float) -> int:
    """An area rounded to 100 m², as the register rounds it."""
    return round(round(square_metres / 1e6, 4) * PER_KM2)


def km2(count: int) -> float:
    return count / PER_KM2


def apportioned(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to ``weights`` (0 or more) whose sum is ``total``: the largest remainders are
    rounded up, the first of equal ones. ValueError where there is something to share and all weights are 0."""
    shares = np.asarray(weights, np.float64)
    if not total:
        return [0] * len(shares)
    if not shares.sum() > 0:
        raise ValueError("nothing to share by")
    exact = shares / shares.sum() * total
    whole = np.floor(exact).astype(np.int64)
    missing = total - int(whole.sum())
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[:missing]] += 1
    return [int(number) for number in whole]
