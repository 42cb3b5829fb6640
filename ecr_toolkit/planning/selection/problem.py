"""The problem: planning units with costs, features with targets, and what is to be minimised or maximised (§7.2)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Optional

import numpy as np

from ...errors import InputError
from ...languages.messages import _
from .amounts import Amounts
from .border import Boundary

MINIMUM_SET = "minimum_set"
MAXIMUM_UTILITY = "maximum_utility"
MINIMUM_SHORTFALL = "minimum_shortfall"
OBJECTIVES = (MINIMUM_SET, MAXIMUM_UTILITY, MINIMUM_SHORTFALL)
ROUNDING = 1e-9  # a target or budget that sums of doubles miss by less than this share of it is kept
_KINDS = {"locked_in": bool, "locked_out": bool}


@dataclass(frozen=True)
class Problem:
    """Units i, features j, amounts r_ij; methods.md §7.2.

    ``cost`` (units,) ≥ 0; ``targets`` (features,) in the unit of the amounts, 0 for none; ``weights`` (features,) ≥ 0,
    all 1 when not given; ``locked_in`` and ``locked_out`` (units,) bool, none when not given; ``penalty`` is the cost
    of one length of ``boundary``, in the unit of the objective (cost; value; shortfall); ``budget`` is in the unit of
    the cost, for the two objectives that have one. Raises InputError with all faults at once.
    """

    amounts: Amounts
    cost: np.ndarray
    targets: np.ndarray
    objective: str = MINIMUM_SET
    weights: Optional[np.ndarray] = None
    locked_in: Optional[np.ndarray] = None
    locked_out: Optional[np.ndarray] = None
    budget: Optional[float] = None
    boundary: Optional[Boundary] = None
    penalty: float = 0.0

    def __post_init__(self) -> None:
        units, features = self.amounts.unit_count, self.amounts.feature_count
        absent = {"weights": np.ones(features), "locked_in": np.zeros(units, bool), "locked_out": np.zeros(units, bool)}
        for name in ("cost", "targets", "weights", "locked_in", "locked_out"):
            given = getattr(self, name)
            array = np.asarray(absent[name] if given is None else given, _KINDS.get(name, np.float64))
            object.__setattr__(self, name, array)
        faults = faults_of(self)
        if faults:
            raise InputError(faults)

    @property
    def with_boundary(self) -> bool:
        """Whether the boundary counts."""
        return self.boundary is not None and self.penalty > 0

    @property
    def has_budget(self) -> bool:
        """Whether the objective is bound by the budget."""
        return self.objective != MINIMUM_SET

    @cached_property
    def reachable(self) -> np.ndarray:
        """Amounts (features,) in the units that are not locked out."""
        return self.amounts.held(~self.locked_out)

    @cached_property
    def sought(self) -> np.ndarray:
        """Amounts (features,) that count as meeting the target, or what there is of the feature where that is less:
        less by a rounding error, so that a target of the whole can be met."""
        return np.minimum(self.targets, self.reachable) * (1 - ROUNDING)

    @cached_property
    def utility(self) -> np.ndarray:
        """Σ_j w_j r_ij of every unit (units,)."""
        return self.amounts.weighted(self.weights)


@dataclass(frozen=True)
class Unreachable:
    """A target that no selection can reach, since too much of the feature is locked out or missing."""

    feature: int
    wanted: float
    reachable: float


@dataclass(frozen=True)
class Solution:
    """What was selected, and how good that is.

    ``selected`` (units,) bool; ``objective`` in the problem's own sense; ``bound``: no selection is better than this
    (below the objective when minimising, above when maximising), None when unknown; ``gap``: |objective − bound|
    / the larger of both, None without a bound; ``held`` (features,) amounts; ``met`` (features,) whether the target as
    it was given is held; ``method`` is marked for translation; ``boundary_length`` is 0 without a boundary.
    """

    selected: np.ndarray
    cost: float
    objective: float
    bound: Optional[float]
    gap: Optional[float]
    held: np.ndarray
    met: np.ndarray
    unreachable: tuple[Unreachable, ...]
    method: str
    boundary_length: float


def boundary_length(problem: Problem, selected: np.ndarray) -> float:
    """Length of the boundary of a selection (units,) bool; 0 when the problem has none."""
    return problem.boundary.length(selected) if problem.boundary is not None else 0.0


def objective_of(problem: Problem, selected: np.ndarray) -> float:
    """The value of a selection (units,) bool: methods.md §7.2; the boundary enters all three objectives alike."""
    border = problem.penalty * boundary_length(problem, selected) if problem.with_boundary else 0.0
    if problem.objective == MINIMUM_SET:
        return float(problem.cost[selected].sum()) + border
    if problem.objective == MAXIMUM_UTILITY:
        return float(problem.utility[selected].sum()) - border
    wanted = problem.targets > 0
    missing = np.maximum(problem.targets - problem.amounts.held(selected), 0)[wanted]
    return float((problem.weights[wanted] * missing / problem.targets[wanted]).sum()) + border


def assess(problem: Problem, selected: np.ndarray, bound: Optional[float], method: str) -> Solution:
    """The solution that a selection is. A bound that rounding put beyond the objective is the objective."""
    value, held = objective_of(problem, selected), problem.amounts.held(selected)
    gap = None
    if bound is not None:
        bound = max(bound, value) if problem.objective == MAXIMUM_UTILITY else min(bound, value)
        gap = abs(value - bound) / max(abs(value), abs(bound)) if value != bound else 0.0
    lacking = np.flatnonzero(problem.reachable < problem.targets * (1 - ROUNDING))
    return Solution(selected, float(problem.cost[selected].sum()), value, bound, gap, held,
                    held >= problem.targets * (1 - ROUNDING),
                    tuple(Unreachable(int(j), float(problem.targets[j]), float(problem.reachable[j]))
                          for j in lacking), method, boundary_length(problem, selected))


def faults_of(problem: Problem) -> list[tuple[str, str]]:
    """What is wrong with a problem: (sentence, remedy) pairs."""
    faults = _wrong_lengths(problem)
    if faults:  # nothing more can be said of arrays that do not fit together
        return faults
    return _wrong_numbers(problem) + _wrong_locks(problem) + _wrong_budget(problem) + _wrong_boundary(problem)


def _wrong_lengths(problem: Problem) -> list[tuple[str, str]]:
    units, features = problem.amounts.unit_count, problem.amounts.feature_count
    tables = [(_("costs"), problem.cost, units), (_("units locked in"), problem.locked_in, units),
              (_("units locked out"), problem.locked_out, units), (_("targets"), problem.targets, features),
              (_("weights"), problem.weights, features)]
    if problem.boundary is not None:
        tables += [(_("exposed borders"), problem.boundary.exposed, units),
                   (_("pairs of neighbours"), problem.boundary.second, len(problem.boundary.first)),
                   (_("shared borders"), problem.boundary.shared, len(problem.boundary.first))]
    return [(_("The selection has {found} {what}, but {wanted} are needed.").format(
        found=np.size(array), what=name, wanted=wanted), _("Give one value for each planning unit and each feature."))
        for name, array, wanted in tables if np.shape(array) != (wanted,)]


def _bad(array: np.ndarray) -> int:
    """How many are negative, infinite or missing."""
    return int(np.count_nonzero(~(np.isfinite(array) & (array >= 0))))


def _wrong_numbers(problem: Problem) -> list[tuple[str, str]]:
    tables = [(_("amounts"), problem.amounts.values), (_("costs"), problem.cost), (_("targets"), problem.targets),
              (_("weights"), problem.weights), (_("penalty"), np.array([problem.penalty]))]
    if problem.boundary is not None:
        tables += [(_("borders"), np.concatenate([problem.boundary.shared, problem.boundary.exposed])),
                   (_("edge factor"), np.array([problem.boundary.edge_factor]))]
    return [(_("Of the {what} of the selection, {count} are negative or missing.").format(what=name, count=_bad(array)),
             _("Give numbers that are zero or more; leave out the units without a value.")) for name, array in tables
            if _bad(array)]


def _wrong_locks(problem: Problem) -> list[tuple[str, str]]:
    both = np.flatnonzero(problem.locked_in & problem.locked_out)
    if not both.size:
        return []
    return [(_("{count} planning units are locked in and locked out at once, the first is number {number}.").format(
        count=len(both), number=int(both[0]) + 1), _("Decide for each of them; a unit can have one lock only."))]


def _wrong_budget(problem: Problem) -> list[tuple[str, str]]:
    if problem.objective not in OBJECTIVES:
        return [(_("The selection does not know the objective {objective}.").format(objective=problem.objective),
                 _("Choose one of: {names}.").format(names=", ".join(OBJECTIVES)))]
    if not problem.has_budget:
        return []
    if problem.budget is None or _bad(np.array([problem.budget])):
        return [(_("This objective needs a budget of zero or more."), _("Give the budget in the unit of the costs."))]
    locked = float(problem.cost[problem.locked_in].sum())
    if locked > problem.budget * (1 + ROUNDING):
        return [(_("The units that are locked in cost {cost}, which is more than the budget of {budget}.").format(
            cost=f"{locked:g}", budget=f"{problem.budget:g}"), _("Raise the budget, or lock fewer units in."))]
    return []


def _wrong_boundary(problem: Problem) -> list[tuple[str, str]]:
    if problem.boundary is None:
        if problem.penalty > 0:
            return [(_("There is a boundary penalty, but no boundaries."),
                     _("Give the borders of the planning units, or set the penalty to 0."))]
        return []
    first, second = problem.boundary.first, problem.boundary.second
    outside = (first < 0) | (first >= second) | (second >= problem.amounts.unit_count)
    if outside.any():
        return [(_("{count} borders are not between two different planning units in ascending order.").format(
            count=int(outside.sum())), _("Give each pair of neighbours once, the lower number first."))]
    return []
