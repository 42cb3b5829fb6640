"""The spine: nine steps from a country's recipe to its documents. Dock, provider and documents read this list."""

from collections.abc import Sequence
from typing import Optional

from ..feedback import Feedback
from ..pilot.pilot import Pilot
from . import boundary, coordination, documents, functions, gaps, prepare, sensitivity, set_up, thresholds
from .step import Step
from .walk import State, StepState, needed, run_steps, states_of

STEPS = (
    set_up.STEP,
    prepare.STEP,
    functions.STEP,
    sensitivity.STEP,
    gaps.STEP,
    thresholds.STEP,
    boundary.STEP,
    coordination.STEP,
    documents.STEP,
)

__all__ = ["STEPS", "State", "Step", "StepState", "run", "states", "with_needs"]


def states(pilot: Pilot) -> dict[str, StepState]:
    """State of every step by id."""
    return states_of(STEPS, pilot)


def run(pilot: Pilot, feedback: Feedback, only: Optional[str] = None) -> list[str]:
    """Run what is stale, all of it or ``only`` one step with what it needs; gives the ids of the steps that ran."""
    return run_steps(STEPS, pilot, feedback, only)


def with_needs(step_ids: Sequence[str]) -> list[Step]:
    """The steps and all that they need, in the order of the walk."""
    return needed(STEPS, step_ids)
