"""Smooth noise without a random generator: sums of cosines with fixed directions and phases.

The same constants give the same field with any numpy, to rounding, and at any point: nothing depends on the grid.
"""

import numpy as np

GOLDEN = 0.6180339887498949
ROOT_TWO = 0.4142135623730951
WAVES = 9


def noise(x: np.ndarray, y: np.ndarray, wavelength: float, seed: int) -> np.ndarray:
    """A smooth field, mean about 0, mostly within -1..1; ``x``, ``y`` and ``wavelength`` in km, any shape."""
    total = np.zeros(np.shape(x))
    for k in range(WAVES):
        direction = 2.0 * np.pi * ((k * GOLDEN + seed * 0.137) % 1.0)
        phase = 2.0 * np.pi * ((k * ROOT_TWO + seed * GOLDEN) % 1.0)
        turns = 2.0 * np.pi / (wavelength * (0.75 + 0.5 * ((k * 0.7548776662) % 1.0)))
        total += np.cos(turns * (x * np.cos(direction) + y * np.sin(direction)) + phase)
    return total / np.sqrt(2.0 * WAVES)


def rough(x: np.ndarray, y: np.ndarray, wavelength: float, seed: int, octaves: int = 3) -> np.ndarray:
    """Noise with detail: each octave has half the wavelength and half the height of the one before; about -1..1."""
    layers = [noise(x, y, wavelength / 2**k, seed + 11 * k) / 2**k for k in range(octaves)]
    return sum(layers) / sum(1.0 / 2**k for k in range(octaves))


def step(value: np.ndarray, middle: float, width: float) -> np.ndarray:
    """A smooth step from 0 (well below ``middle``) to 1 (well above it); ``width`` is the half-width of the change."""
    return 0.5 * (1.0 + np.tanh((np.asarray(value) - middle) / width))
