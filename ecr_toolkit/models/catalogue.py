"""The catalogue of models: every file of this folder that declares a MODEL, in the order of the guide."""

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from .declaration import FUNCTION, SENSITIVITY, Model
from .variables import VARIABLES


@cache
def models() -> tuple[Model, ...]:
    """All models: functions by their bit, then sensitivities by their type code."""
    found = []
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        model = getattr(importlib.import_module(f".{module.name}", __package__), "MODEL", None)
        if model is not None:
            found.append(model)
    return tuple(sorted(found, key=lambda model: (model.kind, model.bit, model.type_code)))


def of_kind(kind: str) -> dict[str, Model]:
    """Models of a kind by id."""
    return {model.id: model for model in models() if model.kind == kind}


def known():
    """What a recipe may name: functions and sensitivities with their parameters, and variables."""
    return {
        "functions": {id: {p.id: p for p in model.parameters} for id, model in of_kind(FUNCTION).items()},
        "sensitivities": {id: {p.id: p for p in model.parameters} for id, model in of_kind(SENSITIVITY).items()},
        "variables": VARIABLES,
    }
