"""How the probability that a species moves from patch to patch falls with distance."""

import math
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Dispersal:
    """p(d) = exp(ln(p_med)·d/d_med): ``probability`` (between 0 and 1) at ``median_m`` metres (methods.md §8.5).

    Paths on which the probability falls below ``negligible`` count as none.
    """

    median_m: float
    probability: float = 0.5
    negligible: float = 1e-6

    @property
    def limit_m(self) -> float:
        """Length of the longest path that counts."""
        return math.log(self.negligible) / math.log(self.probability) * self.median_m if self.negligible else math.inf

    def at(self, metres: np.ndarray) -> np.ndarray:
        """Probability at distances in metres, 0 where they are infinite."""
        return np.exp(metres * (math.log(self.probability) / self.median_m))
