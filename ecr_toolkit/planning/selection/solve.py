"""Solve a problem: exactly where it is small, by its relaxation where it is large, greedily without a solver."""

import math
import time
from dataclasses import replace
from typing import Optional

import numpy as np

from ...feedback import Feedback
from ...languages.messages import N_
from .exact import branch
from .greedy import greedy
from .problem import MAXIMUM_UTILITY, Problem, Solution, assess, objective_of
from .programme import Programme, programme_of
from .relaxation import Relaxation, relax
from .rounding import accepted, decide_kernel, round_off

AUTOMATIC = "automatic"
EXACT = N_("exact")
RELAXATION = N_("relaxation and rounding")
GREEDY = N_("greedy")

SMALL = 5_000  # units and pairs of neighbours: so many are solved exactly
JOINED = 25_000  # units and pairs of neighbours: with more, the bound and the first selection leave the boundary out
BRANCH_SECONDS = 20.0  # HiGHS cannot be interrupted, so it works in pieces


def solve(problem: Problem, feedback: Feedback, gap: float = 0.01, seconds: float = 120.0,
          method: str = AUTOMATIC) -> Solution:
    """The best selection found, with a bound that no selection can beat (methods.md §7.2).

    ``gap``: relative difference of objective and bound that is good enough; ``seconds``: roughly the longest it may
    take; ``method``: AUTOMATIC, or one of EXACT, RELAXATION, GREEDY. Whatever HiGHS cannot do in time is done by the
    next of these. The same problem gives the same selection, unless the time runs out. Raises Cancelled.
    """
    ends = time.monotonic() + seconds
    feedback.check()
    if method == GREEDY or not solver_available():
        return assess(problem, greedy(problem, feedback), None, GREEDY)
    programme, relaxed, whole = _relaxed(problem, feedback.part(0, 0.5), 0.7 * seconds)
    if relaxed is None:
        return assess(problem, greedy(problem, feedback.part(0.5, 1)), None, GREEDY)
    selected = round_off(problem, relaxed, feedback.part(0.5, 0.7))
    best = assess(problem, selected, _in_its_sense(problem, relaxed.bound), RELAXATION)
    if whole and (method == EXACT or (method == AUTOMATIC and len(programme.price) <= SMALL)):
        best = _exact(problem, programme, relaxed, best, feedback, gap, ends)
    elif best.gap > gap and not problem.with_boundary:
        time_left = min(BRANCH_SECONDS, ends - time.monotonic())
        kernel = decide_kernel(problem, programme, relaxed, feedback, gap / 4, time_left)
        best = _better(problem, best, kernel, best.bound, RELAXATION)
    feedback.progress(1)
    return best


def solver_available() -> bool:
    """Whether scipy is there, which brings HiGHS."""
    try:
        import scipy.optimize
        import scipy.sparse  # noqa: F401
    except ImportError:
        return False
    return True


def _relaxed(problem: Problem, feedback: Feedback, seconds: float) -> tuple[Programme, Optional[Relaxation], bool]:
    """The programme, its relaxation, and whether it is the whole problem: where pairs of neighbours make it too large,
    it is without the boundary. As a boundary is never negative, the bound holds all the same, though less sharply."""
    pairs = len(problem.boundary.first) if problem.with_boundary else 0
    if not pairs or problem.amounts.unit_count + pairs <= JOINED:
        programme = programme_of(problem)
        found = relax(programme, feedback.part(0, 0.5 if pairs else 1), seconds / 2 if pairs else seconds)
        if found is not None or not pairs:
            return programme, found, True
    programme = programme_of(replace(problem, penalty=0.0))
    return programme, relax(programme, feedback.part(0.5, 1), seconds), False


def _exact(problem: Problem, programme: Programme, relaxed: Relaxation, best: Solution, feedback: Feedback, gap: float,
           ends: float) -> Solution:
    feedback.check()
    found = branch(programme, gap, min(BRANCH_SECONDS, ends - time.monotonic()))
    if found is None:
        return best
    bound = max(relaxed.bound, found.bound) if math.isfinite(found.bound) else relaxed.bound
    selected = accepted(problem, found.chosen, relaxed, feedback)
    return _better(problem, best, selected, _in_its_sense(problem, bound), EXACT)


def _better(problem: Problem, best: Solution, selected: Optional[np.ndarray], bound: float, method: str) -> Solution:
    """The better of a solution and another selection, with the newer bound."""
    if selected is None:
        return best
    sense = -1 if problem.objective == MAXIMUM_UTILITY else 1
    worse = sense * objective_of(problem, selected) > sense * best.objective
    return assess(problem, best.selected if worse else selected, bound, method)


def _in_its_sense(problem: Problem, minimum: float) -> float:
    """The bound of the programme, which minimises, in the sense of the problem."""
    return -minimum if problem.objective == MAXIMUM_UTILITY else max(minimum, 0.0)
