"""The boundary of a selection: borders between units, borders to the outside, and how long they are together."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Boundary:
    """Borders of the units, in one unit of length.

    ``first`` < ``second`` (pairs,): units that touch, once each; ``shared`` (pairs,): their common border;
    ``exposed`` (units,): border of a unit that no other unit touches, counted by ``edge_factor`` (0: a coast costs
    nothing, 1: it counts like any border).
    """

    first: np.ndarray
    second: np.ndarray
    shared: np.ndarray
    exposed: np.ndarray
    edge_factor: float = 1.0

    def length(self, selected: np.ndarray) -> float:
        """Σ_{i<k} b_ik (x_i + x_k − 2 x_i x_k) + Σ_i e_i x_i · edge_factor (methods.md §7.2)."""
        cut = selected[self.first] != selected[self.second]
        return float(self.shared[cut].sum() + self.edge_factor * self.exposed[selected].sum())

    @cached_property
    def alone(self) -> np.ndarray:
        """Length (units,) of the boundary of each unit alone."""
        count = len(self.exposed)
        return (np.bincount(self.first, self.shared, count) + np.bincount(self.second, self.shared, count)
                + self.edge_factor * self.exposed)

    @cached_property
    def _neighbours(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        owner = np.concatenate([self.first, self.second])
        order = np.argsort(owner, kind="stable")
        starts = np.searchsorted(owner[order], np.arange(len(self.exposed) + 1))
        return (starts, np.concatenate([self.second, self.first])[order],
                np.concatenate([self.shared, self.shared])[order])

    def neighbours(self, unit: int) -> tuple[np.ndarray, np.ndarray]:
        """The units that touch a unit, and the borders with them."""
        starts, others, shared = self._neighbours
        part = slice(starts[unit], starts[unit + 1])
        return others[part], shared[part]

    def change(self, unit: int, selected: np.ndarray) -> float:
        """How much longer (shorter, when negative) the boundary is with the unit than without it."""
        others, shared = self.neighbours(unit)
        return float(self.alone[unit] - 2 * shared[selected[others]].sum())

    def changes(self, selected: np.ndarray) -> np.ndarray:
        """``change`` of all units (units,)."""
        count = len(self.exposed)
        joined = (np.bincount(self.first, self.shared * selected[self.second], count)
                  + np.bincount(self.second, self.shared * selected[self.first], count))
        return self.alone - 2 * joined
