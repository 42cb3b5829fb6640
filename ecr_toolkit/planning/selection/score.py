"""Marxan's score of a selection, to compare selections with Marxan's runs (methods.md §7.2)."""

from typing import Optional

import numpy as np

from .problem import Problem, boundary_length


def marxan_penalties(problem: Problem) -> np.ndarray:
    """What each feature (features,) costs alone: units with the most of it for their cost are taken until its target
    is met, as far as that is possible. The cost of the boundary is left out."""
    penalties = np.zeros(problem.amounts.feature_count)
    by_feature = np.argsort(problem.amounts.features, kind="stable")
    ends = np.cumsum(np.bincount(problem.amounts.features, minlength=len(penalties)))
    for feature, end in enumerate(ends.tolist()):
        entries = by_feature[ends[feature - 1] if feature else 0:end]
        entries = entries[~problem.locked_out[problem.amounts.units[entries]]]
        amount, cost = problem.amounts.values[entries], problem.cost[problem.amounts.units[entries]]
        order = np.argsort(-amount / np.maximum(cost, 1e-12), kind="stable")
        before = np.cumsum(amount[order]) - amount[order]
        penalties[feature] = cost[order][before < problem.sought[feature]].sum()
    return penalties


def marxan_score(problem: Problem, selected: np.ndarray, blm: float, spf: np.ndarray,
                 penalties: Optional[np.ndarray] = None) -> float:
    """Marxan's score of a selection (units,) bool, to compare with Marxan's runs (methods.md §7.2): cost + BLM ·
    boundary + Σ SPF_j · penalty_j · share of target j that is missing. ``spf`` and ``penalties`` (features,);
    ``marxan_penalties`` when those are not given."""
    worth = marxan_penalties(problem) if penalties is None else penalties
    wanted = problem.targets > 0
    missing = np.maximum(problem.targets - problem.amounts.held(selected), 0)
    share = np.divide(missing, problem.targets, out=np.zeros(len(missing)), where=wanted)
    border = blm * boundary_length(problem, selected) if blm else 0.0
    return float(problem.cost[selected].sum()) + border + float((spf * worth * share).sum())
