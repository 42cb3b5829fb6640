"""Tables of what was not assessed and of how the results came to be: models, parameters, choices, programs, runs."""

from collections.abc import Sequence

from ..languages.messages import N_
from ..models.declaration import Model
from . import wording
from .context import Context
from .tables import CODE, COUNT, LIST, MEASURE, PLAIN, WORDS, Column, Table, unit_cell

_SAME = N_("the same")


def not_assessed(c: Context) -> Table:
    rows = [(row["title"], (LIST, row["missing"])) for row in c.not_assessed]
    return Table("not_assessed", N_("Not assessed for want of data"), (
        Column(N_("Subject")), Column(N_("Data that are missing"), LIST)), rows)


def out_of_scope(c: Context) -> Table:
    return Table("out_of_scope", N_("Not assessed in this version"), (Column(N_("Subject")), Column(N_("Why"))),
                 list(wording.NOT_IN_THIS_VERSION))


def choices(c: Context) -> Table:
    rows = [((CODE, choice.name), choice.meaning, (PLAIN, choice.value),
             (WORDS, _SAME) if choice.value == choice.default else (PLAIN, choice.default)) for choice in c.choices]
    return Table("choices", N_("Every choice of the recipe"), (
        Column(N_("Field"), CODE), Column(N_("Meaning")), Column(N_("Value in force"), PLAIN, missing=N_("none")),
        Column(N_("Default"), PLAIN, missing=N_("none"))), rows)


def parameters(c: Context, models: Sequence[Model]) -> Table:
    rows = [(model.title, setting.title, unit_cell(setting.unit), (PLAIN, setting.value),
             (PLAIN, setting.default) if setting.changed else (WORDS, _SAME), setting.mark)
            for model in models for setting in c.settings(model)]
    return Table("parameters", N_("Parameters of the models"), (
        Column(N_("Subject")), Column(N_("Parameter")), Column(N_("Unit of measure"), CODE),
        Column(N_("Value in force"), PLAIN), Column(N_("Default"), PLAIN), Column(N_("Confidence"))), rows)


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


def software(c: Context, qgis_version: str) -> Table:
    rows = [*c.software[:1], ("QGIS", qgis_version), *c.software[1:]]
    return Table("software", N_("Programs"), (Column(N_("Program"), CODE), Column(N_("Version"), CODE)), rows)
