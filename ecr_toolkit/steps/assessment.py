"""What functions and sensitivity share: plans of the chosen models, and the tables of what was done and what not."""

from collections import Counter
from collections.abc import Sequence

from ..assessment.classes import grading_of
from ..assessment.plan import Plan, plan
from ..assessment.run import Place, range_of
from ..languages.messages import N_
from ..models.catalogue import of_kind
from ..models.class_tables import Tables
from ..models.declaration import CUMULATIVE, FUNCTION, Model
from ..models.variables import VARIABLES
from ..pilot.pilot import Pilot
from ..pilot.tables import write_table
from ..raster.stream import Output

NOT_ASSESSED_COLUMNS = ("subject", "kind", "reason", "missing")
METHOD_COLUMNS = ("model", "subject", "title", "method", "source", "confidence", "note", "outside_range_cells",
                  "minimum", "maximum", "unit", "likely")
NO_DATA = N_("not assessed: no data")
BEYOND_FIT = N_("some soils lie beyond those that the formula was fitted to; they count as its limits")


def prepared(pilot: Pilot) -> set[str]:
    """Ids of the inputs that the step before made."""
    names = {row.file for row in pilot.ledger.of("prepare")}
    return {variable for variable in VARIABLES if f"inputs/{variable}.tif" in names}


def tables_of(pilot: Pilot) -> Tables:
    """The class tables, the country's own over the toolkit's."""
    return Tables({name: pilot.folder / path for name, path in pilot.recipe["class_tables"].items()})


def place_of(pilot: Pilot) -> Place:
    """Where the pilot's models run."""
    return Place({name: pilot.input(name) for name in prepared(pilot)}, pilot.grid, tables_of(pilot))


def planned(pilot: Pilot, kind: str, chosen: Sequence[str]) -> tuple[list[Plan], list[dict[str, str]]]:
    """Plans of the chosen models that can be assessed, and a row of "not assessed" for each of the others."""
    there = prepared(pilot)
    plans = [plan(of_kind(kind)[name], there, pilot.recipe["parameters"]) for name in chosen]
    rows = [{"subject": one.model.id, "kind": kind, "reason": NO_DATA, "missing": " ".join(one.missing)}
            for one in plans if one.missing]
    return [one for one in plans if not one.missing], rows


def is_graded(model: Model) -> bool:
    """Whether its classes come from cumulative shares of its values."""
    return grading_of(model) == CUMULATIVE


def value_outputs(pilot: Pilot, plans: Sequence[Plan]) -> dict[str, Output]:
    """The rasters of values and of domains."""
    outputs = {}
    for one in plans:
        model = one.model
        only_check = bool(model.check_of) and not is_chosen(pilot, model)
        path = pilot.check(model.id) if only_check else pilot.value(model.kind, model.id)
        outputs[model.id] = Output(path, "continuous", model.title, model.unit, one.metadata)
        if model.domain is not None:
            domain = path.with_name(f"{model.id}_domain.tif")
            outputs[f"{model.id}.domain"] = Output(domain, "class", N_("where the model applies"), "class")
    return outputs


def is_chosen(pilot: Pilot, model: Model) -> bool:
    """Whether the recipe names it as a function or sensitivity."""
    return model.id in pilot.recipe["objectives"]["functions" if model.kind == FUNCTION else "sensitivities"]


def write_not_assessed(pilot: Pilot, kind: str, rows: Sequence[dict[str, str]]) -> str:
    """Publish what a step did not assess; gives the table's name."""
    name = f"not_assessed_{kind}"
    write_table(pilot.table(name), NOT_ASSESSED_COLUMNS, rows)
    return f"tables/{name}.csv"


def write_methods(pilot: Pilot, kind: str, plans: Sequence[Plan], outside: Counter) -> str:
    """Publish how each factor was got, what stood in for what, and how many cells lay beyond the plausible range."""
    name = f"methods_{kind}"
    write_table(pilot.table(name), METHOD_COLUMNS, [row for one in plans for row in _method_rows(one, outside)])
    return f"tables/{name}.csv"


def _method_rows(one: Plan, outside: Counter):
    for way in one.ways:
        low, high, unit, title, likely = range_of(way.factor.id, one.ways)
        beyond = outside.get(way.factor.id, 0)
        yield {"model": one.model.id, "subject": way.factor.id, "title": title, "method": way.option.title,
               "source": way.option.source, "confidence": way.option.mark, "note": way.option.note,
               "outside_range_cells": beyond, "minimum": low, "maximum": high, "unit": unit,
               "likely": likely if beyond else ""}
    for name, (low, high) in one.model.fitted.items():
        cells = outside.get((one.model.id, name), 0)
        if cells:
            yield {"model": one.model.id, "subject": name, "title": VARIABLES[name].title, "note": BEYOND_FIT,
                   "outside_range_cells": cells, "minimum": low, "maximum": high, "unit": VARIABLES[name].unit}
    for name, text in one.model.substitutes.items():
        if name not in one.inputs:
            variable = VARIABLES[name]
            yield {"model": one.model.id, "subject": name, "title": variable.title, "note": text,
                   "unit": variable.unit}
