"""Mixed-integer programmes by HiGHS (scipy ≥ 1.9): whole small problems, and the units in doubt of large ones."""

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .programme import Programme

SOLVER_FAULTS = (ValueError, TypeError, AttributeError, ImportError, RuntimeError, ArithmeticError, MemoryError)


@dataclass(frozen=True)
class Whole:
    """``chosen`` (units,) bool; ``bound`` in the unit of the problem (a minimum), −∞ when HiGHS told none."""

    chosen: np.ndarray
    bound: float


def branch(programme: Programme, gap: float, seconds: float) -> Optional[Whole]:
    """The best whole numbers found within the gap (relative) or the time; None when none was found or HiGHS failed."""
    try:
        from scipy.optimize import Bounds, LinearConstraint, milp

        whole = np.zeros(len(programme.price))
        whole[:programme.units] = 1
        rows = programme.matrix.shape[0]
        found = milp(programme.price, integrality=whole, bounds=Bounds(programme.low, programme.high),
                     constraints=[LinearConstraint(programme.matrix, programme.floor, np.inf)] if rows else None,
                     options={"time_limit": max(seconds, 0.1), "mip_rel_gap": gap})
        if found.x is None:
            return None
        bound = getattr(found, "mip_dual_bound", None)
    except SOLVER_FAULTS:
        return None
    known = bound is not None and math.isfinite(bound)
    return Whole(found.x[:programme.units] > 0.5, bound * programme.scale if known else -math.inf)
