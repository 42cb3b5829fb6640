"""Comfort of the air, told beside the suitability for towns and not counted in it (methods.md §4.2)."""

import numpy as np


def comfort_index(temperature: np.ndarray, humidity: np.ndarray) -> np.ndarray:
    """Temperature-humidity index (°F), THI = T − 0.55 (1 − f) (T − 58), of air temperature (°C, here turned into °F)
    and relative humidity f (0-1), of any one shape; NaN where one is missing (methods.md §4.2)."""
    fahrenheit = 1.8 * temperature + 32
    return fahrenheit - 0.55 * (1 - humidity) * (fahrenheit - 58)
