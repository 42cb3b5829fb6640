"""Tables of the data: variables that the country's models can use, products, what follows from what, checks."""

from collections.abc import Sequence
from typing import Any

from ...languages.messages import N_
from ...models.catalogue import of_kind
from ...models.declaration import DISTANCE, FUNCTION, SENSITIVITY, SHARE, Model, Variable
from ...models.variables import VARIABLES
from ...pilot.recipe_shape import SPECIFICATION
from ...preparation.derived import DERIVATIONS
from .. import wording
from ..context import Context
from ..tables import CODE, COUNT, LIST, NAME, PLAIN, SPAN, WORDS, Column, Table, unit_cell
from .products import PRODUCTS

_RESAMPLING = {
    "continuous": N_("mean"), "classes": N_("class"), SHARE: N_("share of area"), DISTANCE: N_("distance"),
}
_NOT_USED, _ANY = N_("not used"), N_("any number")
# Checks of single layers and of several together (preparation/checks.py) → (what is wrong, what to do)
CHECKS = {
    "no_overlap": (N_("The file has no value anywhere in the country."),
                   N_("Check that the file shows this country and that its projection is the right one.")),
    "partial_cover": (N_("A part of the country has no value."),
                      N_("Results stay empty there. Add the tiles that are missing, if there are any.")),
    "nodata_undefined": (N_("The file holds a value that usually means “no data”, but does not say so."),
                         N_("Accept it as nodata, or set the nodata value in the file.")),
    "unit": (N_("The values look like another unit than the one wanted."),
             N_("Accept the conversion if the unit of the file is the one guessed, else correct the file.")),
    "out_of_range": (N_("Some cells lie outside the plausible range."),
                     N_("Look at these cells. They are used as they are.")),
    "constant": (N_("All cells have the same value."),
                 N_("If that is an assumption, write it as a constant with its reason; otherwise check the file.")),
    "stray_classes": (N_("Some classes are not in the legend."),
                      N_("Cells of such classes count as no data. Translate the classes to the legend.")),
    "month_order": (N_("The warmest month lies in the wrong half of the year."),
                    N_("Accept the order that is proposed, if the file does not begin with January.")),
    "texture_sum": (N_("Sand, silt and clay do not add up to 100 per cent."),
                    N_("Check the units of the three layers; they are brought to 100 where they are used.")),
    "slope_in_percent": (N_("The slope is larger than degrees can be."),
                         N_("It looks like percent. Accept the conversion, or correct the file.")),
}
# Ways to name a source in the recipe
_WAYS = (
    (N_("one file"), '"sand": "data/sand.tif"'),
    (N_("tiles, or a file a month"), '"precipitation": {"files": ["data/rain_*.tif"]}'),
    (N_("another unit: factor and number added"), '"temperature": {"file": "data/t.tif", "scale": 0.1, '
                                                  '"offset": -273.15}'),
    (N_("a variable of a NetCDF file"), '"wind_speed": {"file": "data/ws.nc", "layer": "ws"}'),
    (N_("a table of points, interpolated"), '"groundwater_depth": {"file": "data/wells.csv", "value": "depth"}'),
    (N_("starter data that the toolkit brings"), '"temperature": "starter"'),
    (N_("an assumed value, with its reason"), '"soil_erodibility": {"constant": 0.03, "reason": "…"}'),
)


def chosen(c: Context, kind: str) -> list[Model]:
    """The models that the country chose, whether or not its data allow them."""
    names = c.recipe["objectives"]["functions" if kind == FUNCTION else "sensitivities"]
    return [model for id, model in of_kind(kind).items() if id in names]


def usable(model: Model) -> tuple[list[str], list[str]]:
    """(variables without which a model cannot be assessed; those that it can use besides)."""
    needed, better = list(model.inputs), []
    for factor in model.factors:
        for option in factor.options:
            single = len(factor.options) == 1
            for names, there in ((option.needs, needed if single else better), (option.optional, better)):
                there += [name for name in names if name in VARIABLES]
    needed = list(dict.fromkeys(needed))
    return needed, [name for name in dict.fromkeys((*better, *model.optional)) if name not in needed]


def variables(c: Context) -> Table:
    """Every variable that the chosen models can use, and what those follow from."""
    names: set[str] = set()
    for model in (*chosen(c, FUNCTION), *chosen(c, SENSITIVITY)):
        names.update(name for names_of in usable(model) for name in names_of)
    for derivation in reversed(DERIVATIONS):
        if names & set(derivation.gives):
            names.update(derivation.needs)
    status = {row["variable"]: wording.INPUT_STATUS.get(row["status"], row["status"]) for row in c.inputs}
    rows = [(one.title, unit_cell(one.unit), (SPAN, (one.minimum, one.maximum)), _bands(one),
             _RESAMPLING[one.resampling], one.where, status.get(one.id, _NOT_USED))
            for one in VARIABLES.values() if one.id in names]
    return Table("variables", N_("Variables that the models of this country can use"), (
        Column(N_("Variable")), Column(N_("Unit of measure"), CODE), Column(N_("Plausible range"), SPAN),
        Column(N_("Bands"), COUNT), Column(N_("In a cell")), Column(N_("Where to get it")),
        Column(N_("In this pilot"))), rows, wide=True)


def _bands(variable: Variable) -> Any:
    return variable.bands or (WORDS, _ANY)


def needs(c: Context, kind: str) -> Table:
    """What each chosen model needs, and what makes it better."""
    rows = [(model.title, *((LIST, [VARIABLES[name].title for name in names]) if names else None
                            for names in usable(model))) for model in chosen(c, kind)]
    return Table(f"needs_{kind}", N_("Data of the models"), (
        Column(N_("Subject")), Column(N_("Needed"), LIST, missing=N_("one of the ways of its factors")),
        Column(N_("Used where given"), LIST, missing=N_("none"))), rows,
        N_("ecosystem functions") if kind == FUNCTION else N_("ecological sensitivities"), wide=True)


def stand_ins(c: Context) -> Table:
    """What takes the place of optional data of the chosen models where they are missing."""
    there = {row["variable"] for row in c.inputs if row["status"] != "no data"}
    rows = [(model.title, VARIABLES[name].title, text, N_("given") if name in there else N_("stands in"))
            for model in (*chosen(c, FUNCTION), *chosen(c, SENSITIVITY)) for name, text in model.substitutes.items()]
    return Table("stand_ins", N_("What stands in where data are missing"), (
        Column(N_("Subject")), Column(N_("Variable")), Column(N_("What stands in for it")),
        Column(N_("In this pilot"))), rows)


def derived(c: Context) -> Table:
    """Which variables follow from others, so that nobody need bring them."""
    made = {row["variable"]: row["remark"] for row in c.inputs if row["status"] == "prepared" and row["remark"]}
    rows = [(VARIABLES[name].title, (LIST, [VARIABLES[need].title for need in one.needs]), made.get(name))
            for one in DERIVATIONS for name in one.gives]
    return Table("derived", N_("Variables that follow from others when they are not given"), (
        Column(N_("Variable")), Column(N_("Follows from"), LIST),
        Column(N_("Method in this pilot"), missing=_NOT_USED)), rows)


def products(_c: Context) -> Table:
    """Public data sets with their terms and how their stored numbers become the unit wanted."""
    rows = [((NAME, one.name), one.gives, (CODE, one.address), one.terms, (CODE, one.stored) if one.stored else None)
            for one in PRODUCTS]
    return Table("products", N_("Public data sets, their terms and their stored numbers"), (
        Column(N_("Data set"), NAME), Column(N_("What it gives")), Column(N_("Address"), CODE), Column(N_("Terms")),
        Column(N_("From stored number to unit"), CODE, missing=N_("as stored"))), rows, wide=True)


def checks(_c: Context) -> Table:
    rows: Sequence[Sequence[Any]] = [((CODE, rule), *told) for rule, told in CHECKS.items()]
    return Table("checks", N_("Checks of the data"), (
        Column(N_("Rule"), CODE), Column(N_("What was found")), Column(N_("What to do"))), rows)


def ways(_c: Context) -> Table:
    rows = [(title, (CODE, text)) for title, text in _WAYS]
    return Table("ways", N_("Ways to name a source in the recipe"), (
        Column(N_("Source")), Column(N_("Written as"), CODE)), rows)


def specification(_c: Context) -> Table:
    """What can be said of a file."""
    rows = [((CODE, name), one.meaning, (PLAIN, one.default)) for name, one in SPECIFICATION.members.items()]
    return Table("specification", N_("What the recipe can say of a file"), (
        Column(N_("Field"), CODE), Column(N_("Meaning")), Column(N_("Default"), PLAIN, missing=N_("none"))), rows)


TABLES = (variables, stand_ins, derived, products, checks, ways, specification,
          lambda c: needs(c, FUNCTION), lambda c: needs(c, SENSITIVITY))
