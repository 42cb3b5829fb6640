"""Vegetation cover from NDVI (methods.md §1.2.5)."""

import numpy as np


def vegetation_cover(ndvi: np.ndarray, soil: float, vegetation: float) -> np.ndarray:
    """Fractional vegetation cover 0-1 of NDVI between the values of bare soil and full vegetation."""
    return np.clip((ndvi - soil) / (vegetation - soil), 0, 1)
