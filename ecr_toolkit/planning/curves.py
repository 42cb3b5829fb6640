"""Cumulative curves of a service: by area, or by cost with the best value for money first (methods.md §7.1)."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ..feedback import Feedback
from ..raster.cumulative import Curve, streamed_curve
from ..raster.grid import AnyGrid
from ..raster.statistics import streamed_moments

VALUE, COST, UNITS = "value", "cost", "units"


def service_curve(rasters: Mapping[str, Path], grid: AnyGrid, feedback: Feedback) -> Curve:
    """``rasters``: VALUE; COST per km² where cells are to be sorted by value per cost; UNITS, above 0 in the country,
    where not all cells count. Negative values count as zero, cells without a cost are left out. Raises Cancelled."""
    top = streamed_moments(rasters[VALUE], grid, feedback.part(0, 0.3)).maximum
    dearest = streamed_moments(rasters[COST], grid, feedback.part(0.3, 0.5)).maximum if COST in rasters else 1.0

    def columns(read, _window):
        value = np.maximum(read[VALUE], 0)
        if UNITS in read:
            value = np.where(read[UNITS] > 0, value, np.nan)
        if COST not in read:
            return value, np.ones(()), np.nan_to_num(value)
        value = np.where(read[COST] > 0, value, np.nan)
        with np.errstate(divide="ignore", invalid="ignore"):
            return value / read[COST], np.nan_to_num(read[COST]), np.nan_to_num(value)

    limits = (max(dearest, 0.0), max(top, 0.0))
    return streamed_curve(rasters, columns, limits, grid, feedback.part(0.5, 1))
