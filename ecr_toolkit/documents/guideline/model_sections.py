"""Sections of the models: formulas with their legends, the ways to get each factor, parameters; from declarations."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from ...languages.messages import N_
from ...models import legend as legends
from ...models.catalogue import of_kind
from ...models.declaration import FUNCTION, METHOD, SENSITIVITY, Factor, Model, Parameter
from ...models.scores import CLASS_BREAKS
from ...models.variables import VARIABLES
from .. import wording
from ..context import Context
from ..tables import CODE, LIST, PLAIN, SPAN, WORDS, Column, Table, unit_cell
from .data_tables import chosen, usable
from .formulas import Explained


@dataclass(frozen=True)
class FactorPart:
    """A factor where it is told first: the ways to get it, and the formulas of the way that this pilot took."""

    factor: Factor
    options: Table
    used: tuple[Explained, ...]


@dataclass(frozen=True)
class ModelSection:
    """What the guideline tells of a model. ``factors``: those not told before; ``before``: titles of the others;
    ``missing``: titles of data for want of which it was not assessed."""

    model: Model
    formulas: Explained
    factors: tuple[FactorPart, ...]
    before: tuple[str, ...]
    parameters: Table
    missing: tuple[str, ...]


def sections(c: Context) -> dict[str, list[ModelSection]]:
    """Sections of the chosen functions and sensitivities; each factor is told once, where it is used first."""
    told: set[str] = set()
    missing = {row["title"]: tuple(row["missing"]) for row in c.not_assessed}
    found: dict[str, list[ModelSection]] = {}
    for kind in (FUNCTION, SENSITIVITY):
        found[kind] = []
        for model in chosen(c, kind):
            new = [factor for factor in model.factors if factor.id not in told]
            before = tuple(factor.title for factor in model.factors if factor.id in told)
            told.update(factor.id for factor in new)
            found[kind].append(ModelSection(
                model, Explained(model.id, model.title, model.formulas, legends.of_model(model)),
                tuple(_factor(c, factor) for factor in new), before,
                parameter_table(c, model, new), missing.get(model.title, ())))
    return found


def _factor(c: Context, factor: Factor) -> FactorPart:
    methods = {row["method"] for row in c.methods if row["subject"] == factor.id}
    here = {option.id: N_("used in this pilot") if option.title in methods else N_("not used")
            for option in factor.options}
    rows = [(option.title, (LIST, [VARIABLES[name].title for name in option.needs if name in VARIABLES]),
             option.note or None, option.mark, here[option.id]) for option in factor.options]
    table = Table(f"options_{factor.id}", N_("Ways to get a factor, the preferred one first"), (
        Column(N_("Method and source")), Column(N_("Needed"), LIST), Column(N_("What that means"), missing=N_("none")),
        Column(N_("Confidence")), Column(N_("In this pilot"))), rows, factor.title, wide=True)
    used = tuple(Explained(f"{factor.id}_{option.id}", option.title, option.formulas,
                           legends.of_option(factor, option))
                 for option in factor.options if option.title in methods and option.formulas)
    return FactorPart(factor, table, used)


def parameter_table(c: Context, model: Model, factors: Sequence[Factor]) -> Table:
    """Parameters of a model and of those of its factors; the way to get a factor has a table of its own."""
    rows: list[Sequence[Any]] = []
    for owner in (model, *factors):
        given = c.recipe["parameters"].get(owner.id, {})
        rows += [((CODE, f"{owner.id}.{one.id}"), one.title,
                  unit_cell(one.unit) if one.unit else None, _value(one, one.default),
                  _value(one, given.get(one.id, one.default)), _range(one), one.mark)
                 for one in owner.parameters if one.id != METHOD]
    return Table(f"parameters_{model.id}", N_("Parameters"), (
        Column(N_("Field"), CODE), Column(N_("Parameter")),
        Column(N_("Unit of measure"), CODE, missing=wording.NOT_APPLICABLE),
        Column(N_("Default"), PLAIN), Column(N_("Value in force"), PLAIN),
        Column(N_("Range"), SPAN, missing=wording.NOT_APPLICABLE), Column(N_("Confidence"))), rows, model.title,
        wide=True)


def _value(parameter: Parameter, value: Any) -> tuple[str, Any]:
    if isinstance(value, bool):
        return (WORDS, N_("yes") if value else N_("no"))
    return (WORDS, parameter.choices[value]) if parameter.choices else (PLAIN, value)


def _range(parameter: Parameter) -> Any:
    """What can be chosen: two numbers, or the titles of the choices; None where it is yes or no."""
    if parameter.choices:
        return (LIST, list(parameter.choices.values()))
    return None if isinstance(parameter.default, bool) else (SPAN, (parameter.minimum, parameter.maximum))


def others(c: Context, kind: str) -> Table:
    """Models that the country did not choose."""
    there = {model.id for model in chosen(c, kind)}
    rows = [(model.title, model.output, (LIST, [VARIABLES[name].title for name in usable(model)[0]]) if usable(
        model)[0] else None) for id, model in of_kind(kind).items() if id not in there]
    return Table(f"others_{kind}", N_("Other models of the toolkit"), (
        Column(N_("Subject")), Column(N_("Result")),
        Column(N_("Needed"), LIST, missing=N_("one of the ways of its factors"))), rows,
        N_("ecosystem functions") if kind == FUNCTION else N_("ecological sensitivities"))


def means(_c: Context) -> Table:
    """Every geometric mean that four or three scores of 1, 3 and 5 can have, with its class by the usual breaks."""
    low, high = CLASS_BREAKS.default
    found = [[((CODE, " · ".join(str(score) for score in scores)), (PLAIN, round(mean, 4)), class_name(mean, low, high))
              for mean, scores in sorted((_product(scores) ** (1 / count), scores) for scores in _combinations(count))]
             for count in (4, 3)]
    rows = [(*four, *three) for four, three in zip_longest(*found, fillvalue=((CODE, ""),) * 3)]
    columns = (Column(N_("Geometric mean"), PLAIN), Column(N_("Class")))
    return Table("means", N_("Means that scores can give, and their classes by the usual breaks"), (
        Column(N_("Four scores"), CODE), *columns, Column(N_("Three scores"), CODE), *columns), rows)


def class_name(mean: float, low: float, high: float) -> str:
    """The class of a mean."""
    return wording.CLASSES[SENSITIVITY][1 if mean <= low else 3 if mean <= high else 5]


def _combinations(count: int) -> Sequence[tuple[int, ...]]:
    """Scores in falling order, each combination once."""
    found: list[tuple[int, ...]] = [()]
    for _place in range(count):
        found = [(*scores, score) for scores in found for score in (5, 3, 1) if not scores or score <= scores[-1]]
    return found


def _product(scores: Sequence[int]) -> int:
    product = 1
    for score in scores:
        product *= score
    return product


TABLES = (lambda c: others(c, FUNCTION), lambda c: others(c, SENSITIVITY), means)
