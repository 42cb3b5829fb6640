"""Keys: float32 values as whole numbers in the same order, and exact sums of many values by counting them.

The bits of a positive float32, read as a whole number, rise with the value. Their upper 16 bits name a bin (sign,
exponent, seven bits of the fraction); within a bin values lie evenly, ``start + step · lower 16 bits``. So the sum of a
bin is ``count · start + step · Σ lower``, and both factors are whole numbers: exact, and independent of any order.
"""

from dataclasses import dataclass

import numpy as np

BINS = 1 << 16
with np.errstate(invalid="ignore"):  # the last bins are those of infinity and NaN
    _STARTS = (np.arange(BINS, dtype=np.uint32) << 16).view(np.float32).astype(np.float64)
    _STEPS = ((np.arange(BINS, dtype=np.uint32) << 16) + 1).view(np.float32).astype(np.float64) - _STARTS


@dataclass
class Histogram:
    """Positive values counted by bin: ``counts`` and the sums of the lower bits, whole numbers, (BINS,)."""

    counts: np.ndarray
    lower: np.ndarray

    @classmethod
    def empty(cls) -> "Histogram":
        return cls(np.zeros(BINS, np.int64), np.zeros(BINS, np.int64))

    @classmethod
    def of(cls, values: np.ndarray) -> "Histogram":
        """Of positive finite float32 values, (n,)."""
        keys = np.ascontiguousarray(values, np.float32).view(np.uint32)
        bins = (keys >> np.uint32(16)).astype(np.int64)
        lower = np.bincount(bins, weights=keys & np.uint32(0xFFFF), minlength=BINS)  # below 2^53: exact
        return cls(np.bincount(bins, minlength=BINS), lower.astype(np.int64))

    def add(self, other: "Histogram") -> None:
        self.counts += other.counts
        self.lower += other.lower

    def sums(self) -> np.ndarray:
        """Sum of the values of every bin, float64, (BINS,); the same whatever order they came in."""
        with np.errstate(invalid="ignore"):
            return np.where(self.counts > 0, self.counts * _STARTS + _STEPS * self.lower, 0.0)


def lower_bits(values: np.ndarray, wanted_bin: int) -> np.ndarray:
    """How often each of the 65,536 values of one bin occurs among positive float32 values, (BINS,)."""
    keys = np.ascontiguousarray(values, np.float32).view(np.uint32)
    inside = keys[(keys >> np.uint32(16)) == wanted_bin]
    return np.bincount((inside & np.uint32(0xFFFF)).astype(np.int64), minlength=BINS)


def values_of(wanted_bin: int) -> np.ndarray:
    """The 65,536 values of a bin in rising order, float64."""
    keys = (np.uint32(wanted_bin) << np.uint32(16)) + np.arange(BINS, dtype=np.uint32)
    return keys.view(np.float32).astype(np.float64)
