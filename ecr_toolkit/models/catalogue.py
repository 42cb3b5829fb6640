"""The catalogue of models: every file of this folder that declares a MODEL, in the order of the guide."""

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from .class_tables import NAMES
from .declaration import FUNCTION, SENSITIVITY, Factor, Model
from .variables import VARIABLES


@cache
def models() -> tuple[Model, ...]:
    """All models: functions by their bit, then sensitivities by their type code."""
    found = []
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        model = getattr(importlib.import_module(f".{module.name}", __package__), "MODEL", None)
        if model is not None:
            found.append(model)
    return tuple(sorted(found, key=lambda model: (model.kind, model.bit or 1000, bool(model.check_of),
                                                     model.type_code)))


def of_kind(kind: str) -> dict[str, Model]:
    """Models of a kind by id."""
    return {model.id: model for model in models() if model.kind == kind}


def factors() -> dict[str, Factor]:
    """All factors by id, in the order in which models use them."""
    return {factor.id: factor for model in models() for factor in model.factors}


def known():
    """What a recipe may name: functions, sensitivities and factors with their parameters, variables, class tables."""
    return {
        "functions": {id: {p.id: p for p in model.parameters} for id, model in of_kind(FUNCTION).items()},
        "sensitivities": {id: {p.id: p for p in model.parameters} for id, model in of_kind(SENSITIVITY).items()},
        "factors": {id: {p.id: p for p in factor.parameters} for id, factor in factors().items()},
        "variables": VARIABLES,
        "class_tables": NAMES,
    }
