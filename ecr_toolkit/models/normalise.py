"""Min-max normalisation over the area of interest (methods.md §0.5)."""

import numpy as np


def normalised(values: np.ndarray, limits) -> np.ndarray:
    """(x − min)/(max − min) with the minimum and maximum of the whole area of interest; a constant gives 0."""
    low, high = limits
    if high <= low:
        return np.where(np.isnan(values), np.nan, 0.0)
    return (values - low) / (high - low)
