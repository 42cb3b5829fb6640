"""Amounts of features in planning units, sparse: three arrays in the order of the units, no scipy needed."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Amounts:
    """What the units hold. The entries of unit i stand at ``starts[i]:starts[i + 1]``, features ascending.

    ``starts`` (units + 1,) and ``features`` (entries,) are whole numbers; ``values`` (entries,) are amounts in the
    feature's own unit (km², t yr⁻¹, animals); ``feature_count`` counts the features that no unit holds too.
    """

    starts: np.ndarray
    features: np.ndarray
    values: np.ndarray
    feature_count: int

    @classmethod
    def from_entries(cls, units, features, values, unit_count: int, feature_count: int) -> "Amounts":
        """From (unit, feature, amount) in any order; entries of the same unit and feature are added, zeros dropped."""
        units, features = np.asarray(units, np.int64), np.asarray(features, np.int64)
        values = np.asarray(values, np.float64)
        kept = values != 0
        place = units[kept] * feature_count + features[kept]
        order = np.argsort(place, kind="stable")
        place, values = place[order], values[kept][order]
        if place.size:
            first = np.flatnonzero(np.concatenate([[True], place[1:] != place[:-1]]))
            place, values = place[first], np.add.reduceat(values, first)
        held = place // max(feature_count, 1)
        return cls(np.searchsorted(held, np.arange(unit_count + 1)), (place - held * feature_count).astype(np.int32),
                   values, feature_count)

    @classmethod
    def from_layers(cls, layers: Iterable[Any]) -> "Amounts":
        """From one array (units,) a feature, read one after the other; zeros are dropped."""
        units, features, values, count, number = [], [], [], 0, 0
        for number, layer in enumerate(layers, 1):
            layer = np.asarray(layer, np.float64)
            count = len(layer)
            held = np.flatnonzero(layer != 0)
            units.append(held.astype(np.int32))
            features.append(np.full(len(held), number - 1, np.int32))
            values.append(layer[held])
        if not number:
            return cls.from_entries([], [], [], 0, 0)
        all_units = np.concatenate(units)
        order = np.argsort(all_units, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(all_units, minlength=count))])
        return cls(starts, np.concatenate(features)[order], np.concatenate(values)[order], number)

    @property
    def unit_count(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def units(self) -> np.ndarray:
        """The unit of every entry (entries,)."""
        return np.repeat(np.arange(self.unit_count, dtype=np.int32), np.diff(self.starts))

    def of(self, unit: int) -> tuple[np.ndarray, np.ndarray]:
        """Features of a unit, and its amounts of them."""
        part = slice(self.starts[unit], self.starts[unit + 1])
        return self.features[part], self.values[part]

    def held(self, selected: np.ndarray) -> np.ndarray:
        """Amounts (features,) in the selected units (units,) bool."""
        chosen = selected[self.units]
        return np.bincount(self.features[chosen], self.values[chosen], self.feature_count)

    def totals(self) -> np.ndarray:
        """Amounts (features,) in all units."""
        return np.bincount(self.features, self.values, self.feature_count)

    def per_unit(self, entries: np.ndarray) -> np.ndarray:
        """Sums (units,) of a number a entry (entries,)."""
        return np.bincount(self.units, entries, self.unit_count)

    def weighted(self, weights: np.ndarray) -> np.ndarray:
        """Σ_j weight_j · r_ij of every unit (units,)."""
        return self.per_unit(self.values * weights[self.features])

    def matrix(self):
        """scipy's sparse matrix (features, units), by columns; only where scipy is there."""
        from scipy.sparse import csc_matrix

        return csc_matrix((self.values, self.features, self.starts), shape=(self.feature_count, self.unit_count))
