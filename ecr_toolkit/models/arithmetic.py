"""Arithmetic of blocks: fast in float32, exact enough (relative error below 1e-6), NaN where a factor is missing."""

import numpy as np


def power(base: np.ndarray, exponent) -> np.ndarray:
    """``base`` (0 and above) to a positive exponent, as exp(exponent · ln base): several times faster than np.power."""
    with np.errstate(divide="ignore"):
        return np.exp(exponent * np.log(base))


def ratio(above: np.ndarray, below: np.ndarray, without: float) -> np.ndarray:
    """above / below; ``without`` where below is 0 or less; NaN where one of them is missing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        result = np.where(below > 0, above / below, np.float32(without))
    return np.where(np.isnan(above) | np.isnan(below), np.float32(np.nan), result)


def months_of(values, block: np.ndarray) -> np.ndarray:
    """Twelve numbers, shaped to multiply a block (12, ...)."""
    return np.asarray(values, np.float32).reshape(-1, *[1] * (block.ndim - 1))


def annual(months: np.ndarray) -> np.ndarray:
    """Sum of a monthly block (12, ...)."""
    total = months[0].copy()
    for month in months[1:]:  # band by band: each stays in the processor's cache
        total += month
    return total


def mean(months: np.ndarray) -> np.ndarray:
    """Mean of a monthly block (12, ...)."""
    return annual(months) / np.float32(len(months))


def above(values: np.ndarray, limit: float) -> np.ndarray:
    """1 where a value is above the limit, else 0; NaN where it is missing."""
    return np.where(np.isnan(values), np.nan, values > limit)
