"""How much of a run each step will take, so that progress and the time left mean something."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from ..steps.walk import State


def weights_of(steps: Sequence[Any], pilot: Any, states: Mapping[str, Any]) -> dict[str, float]:
    """Step → its weight: nothing for one that is up to date; the seconds it took the last time on this pilot; for a
    step that never ran its declared weight, in seconds by the measure of those that did."""
    seconds = {step.id: float(rows[0].seconds) for step in steps for rows in (pilot.ledger.of(step.id),) if rows}
    pace = median(seconds[step.id] / step.weight for step in steps if step.id in seconds) if seconds else 1.0
    return {step.id: 0.0 if step.id in states and states[step.id].state == State.FRESH
            else seconds.get(step.id, pace * step.weight) for step in steps}
