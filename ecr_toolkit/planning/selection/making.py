"""A selection in the making: what it holds and lacks while units come and go, and what one more unit is worth."""

import math
from typing import Optional

import numpy as np

from .problem import MAXIMUM_UTILITY, MINIMUM_SET, ROUNDING, Problem


class Making:
    """A selection of a problem, kept up unit by unit.

    ``selected`` (units,) bool; ``remaining`` (features,) amounts that targets still lack, negative where more than the
    target is held; ``left``: the budget that is left, None in a minimum set.
    """

    def __init__(self, problem: Problem, selected: np.ndarray) -> None:
        self.problem = problem
        self.selected = selected | problem.locked_in
        goal = problem.sought if problem.objective == MINIMUM_SET else problem.targets
        self.remaining = goal - problem.amounts.held(self.selected)
        weights = np.ones(len(goal)) if problem.objective == MINIMUM_SET else problem.weights
        self.per_amount = np.divide(weights, goal, out=np.zeros(len(goal)), where=goal > 0)
        self.left: Optional[float] = None
        if problem.has_budget:
            self.left = problem.budget * (1 + ROUNDING) - float(problem.cost[self.selected].sum())

    @property
    def candidates(self) -> np.ndarray:
        """Units (units,) bool that may come in."""
        open_ones = ~self.selected & ~self.problem.locked_out
        return open_ones if self.left is None else open_ones & (self.problem.cost <= self.left)

    def affordable(self, unit: int) -> bool:
        return self.left is None or self.problem.cost[unit] <= self.left

    def benefit(self, unit: int) -> float:
        """Σ_j w_j min(r_ij, remaining_j) / T_j (w is 1 in a minimum set), or Σ_j w_j r_ij in maximum utility."""
        if self.problem.objective == MAXIMUM_UTILITY:
            return float(self.problem.utility[unit])
        features, values = self.problem.amounts.of(unit)
        useful = np.minimum(values, np.maximum(self.remaining[features], 0))
        return float(useful @ self.per_amount[features])

    def benefits(self) -> np.ndarray:
        """``benefit`` of all units (units,)."""
        if self.problem.objective == MAXIMUM_UTILITY:
            return self.problem.utility
        amounts = self.problem.amounts
        useful = np.minimum(amounts.values, np.maximum(self.remaining, 0)[amounts.features])
        return amounts.per_unit(useful * self.per_amount[amounts.features])

    def border(self, unit: int) -> float:
        """What the boundary costs more with the unit than without it."""
        problem = self.problem
        return problem.penalty * problem.boundary.change(unit, self.selected) if problem.with_boundary else 0.0

    def borders(self) -> np.ndarray:
        """``border`` of all units (units,)."""
        problem = self.problem
        if not problem.with_boundary:
            return np.zeros(len(self.selected))
        return problem.penalty * problem.boundary.changes(self.selected)

    def rate(self, unit: int) -> float:
        """What a unit gives for its cost; infinite when it costs nothing, 0 when it gives nothing."""
        cost, benefit, border = float(self.problem.cost[unit]), self.benefit(unit), self.border(unit)
        if self.problem.objective == MINIMUM_SET:
            cost += border
        else:
            benefit -= border
        if benefit <= 0:
            return 0.0
        return benefit / cost if cost > 0 else math.inf

    def rates(self) -> np.ndarray:
        """``rate`` of all units (units,): the boundary is a cost in a minimum set, else taken off the benefit."""
        cost, benefit, border = self.problem.cost, self.benefits(), self.borders()
        if self.problem.objective == MINIMUM_SET:
            cost = cost + border
        else:
            benefit = benefit - border
        rates = np.full(len(benefit), np.inf)
        np.divide(benefit, cost, out=rates, where=cost > 0)
        return np.where(benefit > 0, rates, 0.0)

    def change(self, unit: int) -> float:
        """How much the objective, as a minimum, is greater with the unit than without it."""
        own = self.problem.cost[unit] if self.problem.objective == MINIMUM_SET else -self.benefit(unit)
        return float(own) + self.border(unit)

    def changes(self) -> np.ndarray:
        """``change`` of all units (units,)."""
        own = self.problem.cost if self.problem.objective == MINIMUM_SET else -self.benefits()
        return own + self.borders()

    def add(self, unit: int) -> None:
        self._turn(unit, True)

    def remove(self, unit: int) -> None:
        self._turn(unit, False)

    def _turn(self, unit: int, inside: bool) -> None:
        self.selected[unit] = inside
        features, values = self.problem.amounts.of(unit)
        self.remaining[features] += -values if inside else values
        if self.left is not None:
            self.left += -self.problem.cost[unit] if inside else self.problem.cost[unit]
