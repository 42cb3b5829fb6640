"""The linear programme of a problem: the matrix that the solvers read, and the bound that its duals prove."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .problem import MAXIMUM_UTILITY, MINIMUM_SET, MINIMUM_SHORTFALL, ROUNDING, Problem


@dataclass(frozen=True)
class Programme:
    """Minimise ``price`` · v where ``matrix`` v ≥ ``floor`` and ``low`` ≤ v ≤ ``high``.

    v are the units x (the first ``units``), then shares of the targets that are missed y_j / T_j (minimum shortfall),
    then z_ik ≤ x_i, x_k of neighbours (the last ``pairs``, with a boundary). ``matrix`` is scipy's, by columns. Rows
    and prices are scaled to be near 1, since the tolerances of solvers are absolute; a value times ``scale`` is in the
    unit of the problem.
    """

    price: np.ndarray
    matrix: Any
    floor: np.ndarray
    low: np.ndarray
    high: np.ndarray
    units: int
    pairs: int
    scale: float

    def reduced(self, duals: np.ndarray) -> np.ndarray:
        """What each variable still costs once the rows pay for what it gives them (variables,)."""
        return self.price - self.matrix.T @ duals

    def bound(self, duals: np.ndarray) -> float:
        """A value, in the unit of the problem, below which no solution is: L(λ) = λ · floor + Σ min(d · low, d · high)
        for any λ ≥ 0 (Lagrange). It owes nothing to the solver; rounding of the sums is taken off."""
        priced = np.maximum(duals, 0)
        left = self.reduced(priced)
        terms = np.concatenate([priced * self.floor, np.minimum(left * self.low, left * self.high)])
        paid = np.abs(self.price) + abs(self.matrix).T @ priced
        rounding = 1e-15 * float(np.abs(terms).sum() + (paid * self.high).sum())
        return (float(terms.sum()) - rounding) * self.scale


def programme_of(problem: Problem) -> Programme:
    """The programme of a problem, scaled. The maximum is the minimum of the negative."""
    from scipy.sparse import bmat, csc_matrix, diags

    units = problem.amounts.unit_count
    price = {MINIMUM_SET: problem.cost, MAXIMUM_UTILITY: -problem.utility,
             MINIMUM_SHORTFALL: np.zeros(units)}[problem.objective]
    blocks, floors = [], []
    missed = np.zeros(0, np.int64)
    if problem.objective != MAXIMUM_UTILITY:
        goal = problem.sought if problem.objective == MINIMUM_SET else problem.targets
        rows = np.flatnonzero(goal > 0)
        by_row = problem.amounts.matrix() if len(rows) == len(goal) else problem.amounts.matrix()[rows]
        blocks.append([by_row])
        floors.append(goal[rows])
        missed = rows if problem.objective == MINIMUM_SHORTFALL else missed
    if problem.has_budget:
        blocks.append([csc_matrix(-problem.cost[np.newaxis])])
        floors.append(np.array([-problem.budget * (1 + ROUNDING)]))
    prices, highs = [price], [np.where(problem.locked_out, 0.0, 1.0)]
    if missed.size:
        blocks[0].append(diags(problem.targets[missed], format="csc"))
        blocks[1].append(None)
        prices.append(problem.weights[missed])
        highs.append(np.ones(len(missed)))
    if problem.with_boundary:
        prices[0] = price + problem.penalty * problem.boundary.alone
    if problem.with_boundary and len(problem.boundary.first):
        _join(problem, blocks, floors, len(missed))
        prices.append(-2 * problem.penalty * problem.boundary.shared)
        highs.append(np.ones(len(problem.boundary.first)))
    high = np.concatenate(highs)
    low = np.zeros(len(high))
    low[:units] = problem.locked_in
    matrix = bmat(blocks, format="csc") if blocks else csc_matrix((0, len(high)))
    return _scaled(np.concatenate(prices), matrix, np.concatenate([*floors, np.zeros(0)]), low, high, units,
                   len(problem.boundary.first) if problem.with_boundary else 0)


def _join(problem: Problem, blocks: list, floors: list, missed: int) -> None:
    """Add the columns z and the rows x_i − z ≥ 0, x_k − z ≥ 0. As a penalty is never negative, z is the product."""
    from scipy.sparse import csc_matrix, identity

    border, units = problem.boundary, problem.amounts.unit_count
    pairs = len(border.first)
    for row in blocks:
        row.append(None)
    for ends in (border.first, border.second):
        here = csc_matrix((np.ones(pairs), (np.arange(pairs), ends)), shape=(pairs, units))
        blocks.append([here, *([None] if missed else []), -identity(pairs, format="csc")])
        floors.append(np.zeros(pairs))


def _scaled(price, matrix, floor, low, high, units: int, pairs: int) -> Programme:
    """Rows and prices divided by the mean of what is not zero in them."""
    from scipy.sparse import csc_matrix

    rows = matrix.shape[0]
    counts = np.maximum(np.bincount(matrix.indices, minlength=rows), 1)
    means = np.bincount(matrix.indices, np.abs(matrix.data), rows) / counts
    means[means == 0] = 1
    scaled = csc_matrix((matrix.data / means[matrix.indices], matrix.indices, matrix.indptr), shape=matrix.shape)
    paid = np.abs(price[price != 0])
    scale = float(paid.mean()) if paid.size else 1.0
    return Programme(price / scale, scaled, floor / means, low, high, units, pairs, scale)
