"""Classes 5, 3 and 1 of a model's values (methods.md §2.2, §3)."""

from typing import Optional

import numpy as np

from ..models.declaration import BREAKS, CUMULATIVE, FUNCTION, RULE, Model
from ..models.scores import sensitivity_classes
from ..raster.files import UNKNOWN
from ..raster.grading import EXTREME, classify
from .run import OUTSIDE

MUST_INCLUDE, MUST_SHARE = "must_include", 0.5


def grading_of(model: Model) -> str:
    """How values become classes: as declared, else functions by cumulative shares, sensitivities by fixed breaks."""
    return model.grading or (CUMULATIVE if model.kind == FUNCTION else BREAKS)


def classes_of(model: Model, value: np.ndarray, limits, domain: Optional[np.ndarray] = None,
               must_include: Optional[np.ndarray] = None) -> np.ndarray:
    """Classes (uint8) of values: 0 outside the domain, 255 where unknown. ``limits``: of class 5 and class 3 where
    classes come from cumulative shares, of class 1 and class 3 where they come from fixed breaks; cells that a site
    covers to ``must_include`` of 0.5 are class 5."""
    grading = grading_of(model)
    if grading == RULE:
        classes = np.where(np.isnan(value), UNKNOWN, np.nan_to_num(value))
    else:
        classes = classify(value, *limits) if grading == CUMULATIVE else sensitivity_classes(value, limits)
    if domain is not None:
        classes = np.where(domain == OUTSIDE, OUTSIDE, classes)
    if must_include is not None:
        classes = np.where(must_include >= MUST_SHARE, EXTREME, classes)
    return classes.astype(np.uint8)
