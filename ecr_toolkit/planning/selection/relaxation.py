"""The linear relaxation, solved by HiGHS on the few units about which there is any doubt.

There are few rows (one a feature) and many columns (one a unit), and the prices of the rows tell of nearly every unit
whether it is in or out. So prices are found on a sample of the units (of a large sample in the same way), units that
are clearly in or out at these prices are fixed, the rest is solved, and the fixed ones are checked against the new
prices; wrong ones join the rest, until none is wrong ("sifting"), or the bound that the prices prove is next to the
value. The result is the optimum of the whole. With a boundary the whole is solved at once.
"""

import time
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np

from ...feedback import Feedback
from .exact import SOLVER_FAULTS
from .knapsack import one_row
from .programme import Programme

WHOLE = 5_000  # so many units are solved at once,
A_ROW = 50  # or so many a row if that is more: with many rows few units are clearly in or out
SAMPLE = 0.2  # share of the units that is drawn for the first prices
HOLDERS = 50  # and at least so many of each row, or all that there are
DOUBT = 0.03  # share of the units, those nearest to indifference, that is solved first
MORE = 0.06  # share that joins them in a round, at most: a large programme takes long, and asks nobody meanwhile
ROUNDS = 60
NEAR = 1e-4  # relative difference of value and bound at which it is good enough,
GUESS = 1e-3  # and at which a sample is
OPTIMAL, INFEASIBLE = 0, 2  # scipy's status


@dataclass(frozen=True)
class Relaxation:
    """``shares`` (units,) 0-1 that are selected; ``left`` (units,) reduced costs, negative where a unit pays for
    itself; ``bound``: no solution of the programme is below, in the unit of the problem."""

    shares: np.ndarray
    left: np.ndarray
    bound: float


@dataclass(frozen=True)
class _Optimum:
    """Values of the variables, and prices of the rows (≥ 0)."""

    values: np.ndarray
    duals: np.ndarray


def relax(programme: Programme, feedback: Feedback, seconds: float) -> Optional[Relaxation]:
    """The optimum of the relaxation; None where HiGHS fails or takes longer than ``seconds``. Raises Cancelled."""
    found = _optimum(programme, feedback, time.monotonic() + seconds, NEAR)
    if found is None:
        return None
    units = slice(programme.units)
    return Relaxation(np.clip(found.values[units], 0, 1), programme.reduced(found.duals)[units],
                      programme.bound(found.duals))


def _optimum(programme: Programme, feedback: Feedback, ends: float, near: float) -> Optional[_Optimum]:
    if not programme.pairs and len(programme.floor) == 1:
        values, price = one_row(programme)
        return _Optimum(values, np.array([price]))
    if programme.pairs or programme.units <= max(WHOLE, A_ROW * len(programme.floor)):
        feedback.check()
        return _solve(programme, ends)[1]
    sample = _sample(programme)
    guess = _optimum(columns_of(programme, sample, _share_of_floor(programme, sample)), feedback, ends, GUESS)
    return None if guess is None else _sift(programme, guess.duals, feedback, ends, near)


def _sift(programme: Programme, duals: np.ndarray, feedback: Feedback, ends: float, near: float) -> Optional[_Optimum]:
    """The optimum of the whole, from prices that are like its own."""
    left = programme.reduced(duals)
    values = np.where(left < 0, programme.high, programme.low)
    order = np.argsort(np.abs(left) / (np.abs(programme.price) + abs(programme.matrix).T @ duals + 1e-300),
                       kind="stable")
    few = max(1, int(DOUBT * programme.units))
    active = _few_of_each_row(programme)
    active[order[:few]] = True
    best: Optional[_Optimum] = None
    for number in range(ROUNDS):
        feedback.check()
        feedback.progress((number + 1) / ROUNDS)
        fixed = np.where(active, 0, values)
        part = columns_of(programme, active, programme.floor - programme.matrix @ fixed)
        status, found = _solve(part, ends)
        if status == INFEASIBLE and not active.all():  # what is fixed asks too much of the rest
            few *= 4
            active[order[:few]] = True
            continue
        if found is None:  # out of time: what the round before had is possible, and its prices prove a bound
            return best
        values[active] = found.values
        best = _Optimum(values, found.duals)
        left = programme.reduced(found.duals)
        wrong = ~active & (((left < 0) & (values < programme.high)) | ((left > 0) & (values > programme.low)))
        value, bound = float(programme.price @ values) * programme.scale, programme.bound(found.duals)
        if not wrong.any() or value - bound <= near * abs(value):
            break
        active[_worst(wrong, left, max(WHOLE, int(MORE * programme.units)))] = True
    return best


def _worst(wrong: np.ndarray, left: np.ndarray, most: int) -> np.ndarray:
    """Places of the columns (variables,) bool that are wrong, at most so many, those that the prices speak clearest
    of."""
    places = np.flatnonzero(wrong)
    return places if len(places) <= most else places[np.argpartition(-np.abs(left[places]), most)[:most]]


def columns_of(programme: Programme, chosen: np.ndarray, floor: np.ndarray) -> Programme:
    """The programme of some columns (variables,) bool with a floor (rows,) of its own; pairs are all in or all out."""
    return replace(programme, floor=floor, price=programme.price[chosen], low=programme.low[chosen],
                   high=programme.high[chosen], matrix=programme.matrix[:, np.flatnonzero(chosen)],
                   units=int(chosen[:programme.units].sum()))


def _sample(programme: Programme) -> np.ndarray:
    """Which columns (variables,) bool: units drawn by a fixed seed, some of each row, and all that are not units."""
    sample = _few_of_each_row(programme)
    sample[:programme.units] |= np.random.default_rng(1).random(programme.units) < SAMPLE
    return sample


def _few_of_each_row(programme: Programme) -> np.ndarray:
    """Which columns (variables,) bool: all that are not units, and some units of each row that are free."""
    rows = programme.matrix.tocsr()
    chosen = np.arange(len(programme.price)) >= programme.units
    free = (programme.high > programme.low) & ~chosen
    for row in range(rows.shape[0]):
        held = rows.indices[rows.indptr[row]:rows.indptr[row + 1]]
        held = held[free[held]]
        chosen[held[np.linspace(0, len(held) - 1, min(HOLDERS, len(held))).astype(np.int64)]] = True
    return chosen


def _share_of_floor(programme: Programme, sample: np.ndarray) -> np.ndarray:
    """The floor of each row (rows,) as the sample's share of what all columns hold in it; so a sample can do it too."""
    whole, part = programme.matrix @ programme.high, programme.matrix @ (programme.high * sample)
    return programme.floor * np.divide(part, whole, out=np.zeros_like(part), where=whole != 0)


def _solve(programme: Programme, ends: float) -> tuple[int, Optional[_Optimum]]:
    """scipy's status and, when that is OPTIMAL, the optimum."""
    from scipy.optimize import linprog

    seconds = ends - time.monotonic()
    if seconds <= 0:
        return -1, None
    rows = {"A_ub": -programme.matrix, "b_ub": -programme.floor} if programme.matrix.shape[0] else {}
    try:
        found = linprog(programme.price, bounds=np.stack([programme.low, programme.high], 1), method="highs",
                        options={"time_limit": seconds}, **rows)
        if found.status != OPTIMAL or found.x is None:
            return int(found.status), None
        return OPTIMAL, _Optimum(found.x, np.maximum(-found.ineqlin.marginals, 0) if rows else np.zeros(0))
    except SOLVER_FAULTS:
        return -1, None
