"""The calendar: days of the months, and the months of series of equal time steps."""

import numpy as np

MONTH_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.float64)
_OF_YEAR = np.repeat(np.arange(1, 13), MONTH_DAYS.astype(np.int64))
DAYS = 365


def months_of_days(count: int, steps_a_day: int = 1) -> np.ndarray:
    """Month (1-12) of each band of a series of whole years of 365 days (29 February left out), ``steps_a_day`` each."""
    return np.tile(np.repeat(_OF_YEAR, steps_a_day), max(1, -(-count // (DAYS * steps_a_day))))[:count]
