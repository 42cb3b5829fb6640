"""Tables of what was not assessed and of how the results came to be: models, parameters, choices, programs, runs."""

from collections.abc import Sequence
from typing import Any

from ..boundary.conflicts.inside import NOT_ASSESSED
from ..languages.messages import N_
from ..models.catalogue import models as all_models
from ..models.declaration import Model
from . import wording
from .context import Context, Setting
from .tables import CODE, COUNT, LIST, MEASURE, PERCENT, PLAIN, WORDS, Column, Table, unit_cell

_SAME = N_("the same")


def not_assessed(c: Context) -> Table:
    rows = [(row["title"], (LIST, row["missing"])) for row in c.not_assessed]
    return Table("not_assessed", N_("Not assessed for want of data"), (
        Column(N_("Subject")), Column(N_("Data that are missing"), LIST)), rows)


def out_of_scope(c: Context) -> Table:
    by_species = any(model.id == "biodiversity" for model in c.functions)
    given = {
        "lines": c.recipe["boundary"]["lines"],
        "conflicts": all(row["decision"] != NOT_ASSESSED for row in c.rows("conflict_summary")),
        "corridors": c.recipe["corridors"]["offer"], "stakes": c.rows("stakes"),
        "suitability": c.recipe["suitability"]["assess"]}
    rows = [*(wording.NOT_ASKED[subject] for subject, there in given.items() if not there),
            *wording.NOT_IN_THIS_VERSION, *([] if by_species else [wording.NO_SPECIES])]
    return Table("out_of_scope", N_("What this report leaves out"), (Column(N_("Subject")), Column(N_("Why"))), rows)


def choices(c: Context) -> Table:
    rows = [((CODE, choice.name), choice.meaning, (PLAIN, choice.value),
             (WORDS, _SAME) if choice.value == choice.default else (PLAIN, choice.default)) for choice in c.choices]
    return Table("choices", N_("Every choice of the recipe"), (
        Column(N_("Field"), CODE), Column(N_("Meaning")), Column(N_("Value in force"), PLAIN, missing=N_("none")),
        Column(N_("Default"), PLAIN, missing=N_("none"))), rows)


def parameters(c: Context, models: Sequence[Model]) -> Table:
    owners = list({owner.id: owner for model in models for owner in (model, *model.factors)}.values())
    rows = [(owner.title, setting.title, unit_cell(setting.unit) if setting.unit else (WORDS, wording.NOT_APPLICABLE),
             _value(setting, setting.value), _value(setting, setting.default) if setting.changed else (WORDS, _SAME),
             setting.mark) for owner in owners for setting in c.settings(owner)]
    return Table("parameters", N_("Parameters of the models"), (
        Column(N_("Subject")), Column(N_("Parameter")), Column(N_("Unit of measure"), CODE),
        Column(N_("Value in force"), PLAIN), Column(N_("Default"), PLAIN), Column(N_("Confidence"))), rows)


def _value(setting: Setting, value: Any) -> tuple[str, Any]:
    """A value of a parameter: a choice by its title, yes or no in words, else as it is."""
    if isinstance(value, bool):
        return (WORDS, N_("yes") if value else N_("no"))
    return (WORDS, setting.choices[value]) if setting.choices else (PLAIN, value)


def methods(c: Context) -> Table:
    """How each factor of the models was got."""
    found = {row["subject"]: row for row in c.methods if row["method"]}
    rows = [(row["title"], row["source"], row["confidence"], _outside(row)) for row in found.values()]
    return Table("methods", N_("How the factors of the models were got"), (
        Column(N_("Factor")), Column(N_("Method and source")), Column(N_("Confidence")),
        Column(N_("Cells outside of the plausible range"), COUNT)), rows)


def _outside(row: dict[str, Any]) -> Any:
    return int(row["outside_range_cells"] or 0)


def substitutes(c: Context) -> Table:
    """What stood in for data that are missing, and what that means."""
    titles = {model.id: model.title for model in all_models()}
    rows = [(titles[row["model"]], row["title"], row["note"]) for row in c.methods if row["note"]]
    return Table("substitutes", N_("What stood in for missing data"), (
        Column(N_("Subject")), Column(N_("Factor or input")), Column(N_("What that means"))), rows)


def cross_check(c: Context) -> Table:
    """How two methods of one function agree."""
    titles = {model.id: model.title for model in all_models()}
    rows = [(titles[row["function"]], titles[row["check"]], row["cells"], row["spearman"],
             None if row["jaccard"] is None else 100 * row["jaccard"]) for row in c.rows("cross_check")]
    return Table("cross_check", N_("How two methods of one function agree"), (
        Column(N_("Function")), Column(N_("Second method")), Column(N_("Cells"), COUNT),
        Column(N_("Rank correlation"), MEASURE), Column(N_("Common share of the extremely important cells"), PERCENT)),
        rows)


def models_used(c: Context, models: Sequence[Model]) -> Table:
    return Table("models", N_("Models and their sources"), (
        Column(N_("Subject")), Column(N_("Result")), Column(N_("Unit of measure"), CODE),
        Column(N_("Method and source"))),
        [(model.title, model.output, unit_cell(model.unit), model.source) for model in models])


def runs(c: Context) -> Table:
    rows = [(wording.STEPS.get(row["step"], row["step"]), row["outputs"], row["seconds"], (CODE, row["finished"]),
             (CODE, row["version"])) for row in c.ledger]
    return Table("runs", N_("When the results were made"), (
        Column(N_("Step")), Column(N_("Outputs"), COUNT), Column(N_("Seconds"), MEASURE),
        Column(N_("Finished (UTC)"), CODE), Column(N_("Version of the toolkit"), CODE)), rows)


def software(c: Context) -> Table:
    return Table("software", N_("Programs"), (Column(N_("Program"), CODE), Column(N_("Version"), CODE)), c.software)
