"""Scores of the sensitivities: factors as 1, 3 or 5, their geometric mean, and its classes (methods.md §3)."""

from collections.abc import Sequence

import numpy as np

from ..languages.messages import N_
from .declaration import HIGH, Parameter, Symbol

CLASS_BREAKS = Parameter("class_breaks", N_("highest mean of class 1 and of class 3"), "1", [2.0, 4.0], 1, 5, HIGH)
COVER_BREAKS = Parameter("cover_breaks", N_("vegetation cover: score 5 up to the first, score 1 from the second"), "1",
                         [0.2, 0.6], 0, 1, HIGH)

SCORE = "1, 3, 5"  # unit of a score


def rising(values: np.ndarray, low: float, high: float, low_inclusive: bool = True,
           high_inclusive: bool = False) -> np.ndarray:
    """Score 1 below ``low``, 5 above ``high``, 3 between; the flags say whether a limit itself belongs to 1 and 5."""
    over = values > low if low_inclusive else values >= low
    last = values >= high if high_inclusive else values > high
    return _scored(values, over, last)


def falling(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Score 5 up to ``low``, 1 from ``high`` on, 3 between."""
    return _scored(values, values < high, values <= low)


def _scored(values: np.ndarray, over: np.ndarray, last: np.ndarray) -> np.ndarray:
    """1, 3 where ``over``, 5 where also ``last``; float32, NaN where missing."""
    score = over * np.float32(2)
    score += last * np.float32(2)
    score += np.float32(1)
    return np.where(np.isnan(values), np.float32(np.nan), score)


def cover_score(cover: np.ndarray, breaks: Sequence[float]) -> np.ndarray:
    """Vegetation cover 0-1: little cover is sensitive; ≤ 0.2 scores 5, ≥ 0.6 scores 1 (methods.md §3.1)."""
    return falling(cover, *breaks)


def rising_formulas(score: str, value: str, breaks: str, low_inclusive: bool = True, high_inclusive: bool = False,
                    where: str = "") -> tuple[str, str, str]:
    """Formulas of a score that ``rising`` gives for a sign and those of its breaks (``"a, b"``), with the same flags;
    ``where``: a further condition, as it stands behind a comma."""
    low, high = breaks.split(", ")
    below, inside = ("≤", "<") if low_inclusive else ("<", "≤")
    within, above = ("<", "≥") if high_inclusive else ("≤", ">")
    return (f"{score} = 1, {value} {below} {low}{where}", f"{score} = 3, {low} {inside} {value} {within} {high}{where}",
            f"{score} = 5, {value} {above} {high}{where}")


def falling_formulas(score: str, value: str, breaks: str) -> tuple[str, str, str]:
    """Formulas of a score that ``falling`` gives."""
    low, high = breaks.split(", ")
    return f"{score} = 5, {value} ≤ {low}", f"{score} = 3, {low} < {value} < {high}", f"{score} = 1, {value} ≥ {high}"


COVER_FORMULAS = falling_formulas("C_{s}", "FVC", "FVC_{1}, FVC_{2}")
COVER_SYMBOLS = (Symbol("C_{s}", "vegetation_cover", unit=SCORE), Symbol("FVC", "vegetation_cover"),
                 Symbol("FVC_{1}, FVC_{2}", "cover_breaks"))


def geometric_mean(scores: Sequence[np.ndarray]) -> np.ndarray:
    """n-th root of the product of n scores, float32; NaN where one is missing."""
    product = scores[0]
    for score in scores[1:]:
        product = product * score  # whole numbers, exact in float32
    if len(scores) == 4:
        return np.sqrt(np.sqrt(product)).astype(np.float32)
    return (product.astype(np.float64) ** (1 / len(scores))).astype(np.float32)


def sensitivity_classes(mean: np.ndarray, breaks: Sequence[float]) -> np.ndarray:
    """Classes 1, 3, 5 (uint8): mean ≤ 2 general, ≤ 4 sensitive, above extreme; 255 where nodata (methods.md §3).

    The means that scores can give are listed in methods.md E9; none lies near 2.0 or 4.0, so float32 is safe.
    """
    classes = np.select([np.isnan(mean), mean <= breaks[0], mean <= breaks[1]], [255, 1, 3], 5)
    return classes.astype(np.uint8)
