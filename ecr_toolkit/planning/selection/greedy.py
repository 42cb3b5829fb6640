"""The greedy way, which needs no solver: the best unit for its cost, one after the other (methods.md §7.2).

The boundary counts: what a unit adds to it stands beside its cost in a minimum set and against its benefit elsewhere.
"""

import heapq
from typing import Optional

import numpy as np

from ...feedback import Feedback
from .making import Making
from .problem import MINIMUM_SET, Problem

OFTEN = 2_000  # units between two looks at the feedback
PASSES = 5


def greedy(problem: Problem, feedback: Feedback) -> np.ndarray:
    """A selection (units,) bool that keeps locks, targets and budget. Raises Cancelled."""
    making = Making(problem, problem.locked_in)
    fill(making, feedback.part(0, 0.8))
    tidy(making, feedback.part(0.8, 1))
    return making.selected


def fill(making: Making, feedback: Feedback, among: Optional[np.ndarray] = None) -> None:
    """Add the unit with the highest rate, again and again, until all targets are met or nothing more can be paid for;
    only units ``among`` (units,) bool when given. Ties go to the lower number.

    Rates only fall while units come in (a benefit shrinks as targets fill up), so a unit whose rate is still what it
    was at the last look, or still above all others, is the best: few rates are computed again. Where a neighbour comes
    in, the boundary may make a unit better; its new rate is noted at once.
    """
    rates = making.rates()
    open_ones = making.candidates & (rates > 0)
    waiting = np.flatnonzero(open_ones if among is None else open_ones & among)
    heap = list(zip((-rates[waiting]).tolist(), waiting.tolist()))
    heapq.heapify(heap)
    allowed = None if among is None else set(waiting.tolist())
    looks = 0
    while heap and not _done(making):
        looks += 1
        if looks % OFTEN == 0:
            feedback.check()
            feedback.progress(looks / (looks + len(heap)))
        noted, unit = heapq.heappop(heap)
        if making.selected[unit] or not making.affordable(unit):
            continue
        rate = making.rate(unit)
        if rate <= 0:
            continue
        if -rate > noted and heap and (-rate, unit) > heap[0]:
            heapq.heappush(heap, (-rate, unit))
            continue
        making.add(unit)
        for other in _touching(making, unit):
            if allowed is None or other in allowed:
                heapq.heappush(heap, (-making.rate(other), other))


def _done(making: Making) -> bool:
    return making.problem.objective == MINIMUM_SET and bool((making.remaining <= 0).all())


def _touching(making: Making, unit: int) -> list[int]:
    """Units that may come in and touch a unit, where that matters."""
    problem = making.problem
    if not problem.with_boundary:
        return []
    others, _shared = problem.boundary.neighbours(unit)
    return [int(other) for other in others if not making.selected[other] and not problem.locked_out[other]]


def tidy(making: Making, feedback: Feedback, useless: Optional[np.ndarray] = None) -> None:
    """Drop units that are not needed, the most ``useless`` (units,) first (the dearest when not given); with a
    boundary also take in those that cost less than the border they save, and both again while that helps."""
    for number in range(PASSES):
        feedback.check()
        feedback.progress(number / PASSES)
        turned = _drop(making, feedback, making.problem.cost if useless is None else useless)
        if not making.problem.with_boundary:
            return
        turned += _take_in(making, feedback)
        if not turned:
            return


def _drop(making: Making, feedback: Feedback, useless: np.ndarray) -> int:
    """Remove units without which the targets are still met and the objective is no worse; how many."""
    problem = making.problem
    removable = making.selected & ~problem.locked_in
    if problem.objective == MINIMUM_SET:
        amounts = problem.amounts
        needed = (amounts.values > -making.remaining[amounts.features]) & (problem.sought > 0)[amounts.features]
        removable &= amounts.per_unit(needed.astype(np.float64)) == 0
    elif problem.with_boundary:
        removable &= making.borders() > 0
    else:
        return 0
    units = np.flatnonzero(removable)
    dropped = 0
    for number, unit in enumerate(units[np.argsort(-useless[units], kind="stable")].tolist()):
        if number % OFTEN == 0:
            feedback.check()
        if problem.objective == MINIMUM_SET and not _spare(making, unit):
            continue
        making.remove(unit)
        change = making.change(unit)  # of adding it again
        if change < 0 or (change == 0 and problem.objective != MINIMUM_SET):
            making.add(unit)
        else:
            dropped += 1
    return dropped


def _spare(making: Making, unit: int) -> bool:
    """Whether all targets are met without the unit."""
    features, values = making.problem.amounts.of(unit)
    return bool(((values <= -making.remaining[features]) | (making.problem.sought[features] <= 0)).all())


def _take_in(making: Making, feedback: Feedback) -> int:
    """Add units that make the objective better by themselves, the best first; how many."""
    changes = making.changes()
    units = np.flatnonzero(making.candidates & (changes < 0))
    taken = 0
    for number, unit in enumerate(units[np.argsort(changes[units], kind="stable")].tolist()):
        if number % OFTEN == 0:
            feedback.check()
        if making.affordable(unit) and making.change(unit) < 0:
            making.add(unit)
            taken += 1
    return taken
