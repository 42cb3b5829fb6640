"""From shares of units to whole units: what the relaxation leaves open is few, at most about one unit a row."""

from typing import Optional

import numpy as np

from ...feedback import Feedback
from .exact import branch
from .greedy import fill, tidy
from .making import Making
from .problem import MINIMUM_SET, Problem
from .programme import Programme
from .relaxation import Relaxation, columns_of

WHOLE = 1e-6  # a share that is nearer to 0 or 1 is whole
KERNEL = 1_500  # so many units nearest to indifference are decided by branching


def round_off(problem: Problem, relaxed: Relaxation, feedback: Feedback) -> np.ndarray:
    """A selection (units,) bool. In a minimum set the fractional units with the best rates come in until all targets
    are met, and what is not needed then goes; with a budget they stay out, and what is left of it is filled up."""
    return _settled(problem, relaxed.shares >= 1 - WHOLE, relaxed, feedback)


def _settled(problem: Problem, selected: np.ndarray, relaxed: Relaxation, feedback: Feedback) -> np.ndarray:
    making = Making(problem, selected & ~problem.locked_out)
    if problem.objective == MINIMUM_SET:
        fill(making, feedback, relaxed.shares > WHOLE)
    fill(making, feedback)
    tidy(making, feedback, relaxed.left)
    return making.selected


def decide_kernel(problem: Problem, programme: Programme, relaxed: Relaxation, feedback: Feedback, gap: float,
                  seconds: float) -> Optional[np.ndarray]:
    """A selection (units,) bool by branching on the units in doubt, the others as the relaxation has them."""
    fractional = (relaxed.shares > WHOLE) & (relaxed.shares < 1 - WHOLE)
    doubt = np.where(fractional, -1, np.abs(relaxed.left) / np.maximum(np.abs(programme.price[:programme.units]), 1e-9))
    open_ones = np.arange(len(programme.price)) >= programme.units
    open_ones[np.argsort(doubt, kind="stable")[:KERNEL]] = True
    fixed = np.zeros(len(programme.price))
    fixed[:programme.units] = relaxed.shares >= 0.5
    fixed[open_ones] = 0
    feedback.check()
    found = branch(columns_of(programme, open_ones, programme.floor - programme.matrix @ fixed), gap, seconds)
    if found is None:
        return None
    return accepted(problem, _with(fixed[:programme.units] > 0, open_ones[:programme.units], found.chosen), relaxed,
                    feedback)


def _with(selected: np.ndarray, part: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    selected = selected.copy()
    selected[part] = chosen
    return selected


def accepted(problem: Problem, selected: np.ndarray, relaxed: Relaxation, feedback: Feedback) -> Optional[np.ndarray]:
    """A solver's selection, with what its tolerances left undone; None when it costs more than the budget."""
    if problem.has_budget and Making(problem, selected).left < 0:
        return None
    return _settled(problem, selected, relaxed, feedback)
