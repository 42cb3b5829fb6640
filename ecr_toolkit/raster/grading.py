"""Grading by cumulative share: which values hold the first 50 % and 80 % of a service (methods.md §2.1-2.2)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

EXTREME, IMPORTANT, GENERAL = 5, 3, 1
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Breaks:
    """The lower limits of class 5 and class 3 and what lies above them.

    ``area_shares`` and ``value_shares`` are the realised shares (0-1) of valid area and of the total that class 5,
    and classes 5 and 3 together, hold; with ties they can exceed the shares asked for.
    """

    extreme: float
    important: float
    total: float
    area_shares: tuple[float, float]
    value_shares: tuple[float, float]


def cumulative_breaks(values: np.ndarray, shares: Sequence[float] = (0.5, 0.8)) -> Breaks:
    """Breaks of the positive ``values`` (any shape, NaN = nodata) where their cumulative sum, from the highest
    down, reaches the ``shares`` of the total (methods.md §2.2). Cells have equal areas, ties share a class, negative
    values count as zero. With nothing positive the breaks are infinite: every valid cell is class 1.
    """
    valid = values[~np.isnan(values)]
    positive = valid[valid > 0]
    if positive.size == 0:
        return Breaks(np.inf, np.inf, 0.0, (0.0, 0.0), (0.0, 0.0))
    unique, counts = np.unique(positive, return_counts=True)
    unique, counts = unique[::-1].astype(np.float64), counts[::-1]
    cumulative = np.cumsum(unique * counts)
    cells = np.cumsum(counts)
    reached = cumulative / cumulative[-1]
    at = [int(np.argmax(reached >= share - _ROUNDING)) for share in shares]
    return Breaks(
        float(unique[at[0]]), float(unique[at[1]]), float(cumulative[-1]),
        (cells[at[0]] / valid.size, cells[at[1]] / valid.size), (float(reached[at[0]]), float(reached[at[1]])),
    )


def classify(values: np.ndarray, extreme: float, important: float) -> np.ndarray:
    """Classes 5, 3, 1 (uint8) of the values by their breaks; 255 where nodata; zero and below is always class 1."""
    classes = np.full(values.shape, GENERAL, np.uint8)
    classes[(values > 0) & (values >= important)] = IMPORTANT
    classes[(values > 0) & (values >= extreme)] = EXTREME
    classes[np.isnan(values)] = 255
    return classes


def highest_class(layers: Sequence[np.ndarray]) -> np.ndarray:
    """Cell-wise maximum of class layers (methods.md §2.3, §3.6).

    0 (outside a layer's domain) gives way to any class. 255 (unknown) gives way to known classes too, because one
    missing function must not blot out the others; only a cell unknown in every layer stays unknown.
    """
    stack = np.stack([np.where(layer == 255, 0, layer) for layer in layers])
    known = np.any(np.stack([layer != 255 for layer in layers]), axis=0)
    return np.where(known, stack.max(axis=0), 255).astype(np.uint8)
