"""What functions and sensitivity share: which models have their inputs, and running them in one pass."""

from collections.abc import Mapping, Sequence

from ..feedback import Feedback
from ..languages.messages import N_
from ..models.catalogue import of_kind
from ..models.declaration import Model
from ..models.variables import VARIABLES
from ..pilot.pilot import Pilot
from ..pilot.tables import write_table
from ..raster.stream import Output, stream

NOT_ASSESSED_COLUMNS = ("subject", "kind", "reason", "missing")
NO_DATA = N_("not assessed: no data")


def prepared(pilot: Pilot) -> set[str]:
    """Ids of the inputs that the step before made."""
    names = {row.file for row in pilot.ledger.of("prepare")}
    return {variable for variable in VARIABLES if f"inputs/{variable}.tif" in names}


def assessable(pilot: Pilot, kind: str, chosen: Sequence[str]) -> tuple[list[Model], list[dict[str, str]]]:
    """The chosen models whose inputs are all there, and a row of "not assessed" for each of the others."""
    there = prepared(pilot)
    ready, rows = [], []
    for name in chosen:
        model = of_kind(kind)[name]
        missing = [variable for variable in model.inputs if variable not in there]
        if missing:
            rows.append({"subject": model.id, "kind": kind, "reason": NO_DATA, "missing": " ".join(missing)})
        else:
            ready.append(model)
    return ready, rows


def write_not_assessed(pilot: Pilot, kind: str, rows: Sequence[dict[str, str]]) -> str:
    """Publish what a step did not assess; gives the table's name."""
    name = f"not_assessed_{kind}"
    write_table(pilot.table(name), NOT_ASSESSED_COLUMNS, rows)
    return f"tables/{name}.csv"


def compute(pilot: Pilot, models: Sequence[Model], extra: Mapping[str, Mapping], feedback: Feedback) -> None:
    """Physical values of all models in one pass over their inputs; ``extra`` adds parameters a model needs."""
    chosen = pilot.recipe["parameters"]
    settings = {model.id: {**model.settings(chosen.get(model.id, {})), **extra.get(model.id, {})} for model in models}
    there = prepared(pilot)
    inputs = {name: pilot.input(name) for model in models for name in (*model.inputs, *model.optional) if name in there}
    outputs = {model.id: Output(pilot.value(model.kind, model.id), "continuous", model.title, model.unit,
                                {"SOURCE": model.source}) for model in models}

    def computed(read, _window):
        return {model.id: model.compute(read, settings[model.id]) for model in models}

    if models:
        stream(inputs, computed, outputs, pilot.grid, feedback)
