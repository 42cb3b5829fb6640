"""The key numbers of a step, read from the tables it published and the ledger; nothing is computed anew."""

from collections.abc import Mapping
from typing import Any, Callable

from ...documents.context import Context
from ...errors import ToolkitError
from ...languages.messages import interface
from . import assessed, drawn, planned
from .numbers import KeyNumber, Writer

_STEPS: Mapping[str, Callable[[Any, Context, Writer], list[KeyNumber]]] = {
    "set_up": assessed.set_up, "prepare": assessed.prepare, "functions": assessed.functions,
    "sensitivity": assessed.sensitivity, "gaps": planned.gaps, "thresholds": planned.thresholds,
    "boundary": drawn.boundary, "coordination": drawn.coordination, "documents": drawn.documents,
}


def key_numbers(step_id: str, pilot: Any) -> list[KeyNumber]:
    """Numbers of a step of ``_STEPS``; none without a pilot, before the step ran, and where its tables cannot be read:
    its state says so then."""
    if pilot is None or step_id not in _STEPS or not pilot.ledger.of(step_id):
        return []
    try:
        return _STEPS[step_id](pilot, Context(pilot, interface.language), Writer(interface.language))
    except (ToolkitError, KeyError, TypeError, ValueError):  # a table that was cut short or edited by hand
        return []
