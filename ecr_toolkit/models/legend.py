"""Legends of formulas: what each symbol is and its unit, taken from the declarations that it refers to."""

from collections.abc import Iterable
from typing import NamedTuple

from .declaration import Factor, Model, Option, Parameter, Symbol
from .variables import VARIABLES

Named = dict[str, tuple[str, str]]  # id → title, unit


class Entry(NamedTuple):
    """A line of a legend: the sign in the notation of formulas (``"a, b"`` for two that share a line), its meaning (a
    marked text, to be translated where it is shown) and its unit."""

    sign: str
    meaning: str
    unit: str


def of_model(model: Model) -> tuple[Entry, ...]:
    """The legend of a model's formulas. Raises KeyError for a symbol of what the model does not declare."""
    named: Named = {scale.id: (scale.title, "") for scale in model.scales}
    named.update(_parameters(model.parameters))
    for factor in model.factors:
        named.update(_factor(factor))
    named.update(_variables((*model.inputs, *model.optional)))
    named[model.id] = (model.output, model.unit)
    return _entries(model.symbols, named)


def of_option(factor: Factor, option: Option) -> tuple[Entry, ...]:
    """The legend of the formulas of one way to get a factor. Raises KeyError as ``of_model`` does."""
    named = {**_parameters(factor.own), **_variables((*option.needs, *option.optional)), **_factor(factor)}
    return _entries(option.symbols, named)


def _entries(symbols: Iterable[Symbol], named: Named) -> tuple[Entry, ...]:
    found = []
    for symbol in symbols:
        meaning, unit = named[symbol.of] if symbol.of else (symbol.meaning, "1")
        found.append(Entry(symbol.sign, meaning, symbol.unit or unit))
    return tuple(found)


def _parameters(parameters: Iterable[Parameter]) -> Named:
    """Parameters, and their choices as ``parameter.choice``."""
    named: Named = {}
    for parameter in parameters:
        named[parameter.id] = (parameter.title, parameter.unit)
        named.update({f"{parameter.id}.{choice}": (title, parameter.unit)
                      for choice, title in parameter.choices.items()})
    return named


def _factor(factor: Factor) -> Named:
    """A factor, and its ways as ``factor.way``."""
    return {factor.id: (factor.title, factor.unit),
            **{f"{factor.id}.{option.id}": (option.title, factor.unit) for option in factor.options}}


def _variables(names: Iterable[str]) -> Named:
    return {name: (VARIABLES[name].title, VARIABLES[name].unit) for name in names if name in VARIABLES}
