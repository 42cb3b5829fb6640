"""Functions: how much each place contributes, graded by cumulative share, and their maximum (methods.md §1-2)."""

from collections.abc import Sequence

import numpy as np

from ..feedback import Feedback
from ..languages.messages import N_
from ..models.declaration import FUNCTION, Model
from ..pilot.pilot import Pilot
from ..pilot.tables import write_table
from ..raster import files
from ..raster.grading import Breaks, classify, cumulative_breaks, highest_class
from .assessment import assessable, compute, write_not_assessed
from .step import Step

GRADING_COLUMNS = ("function", "unit", "extreme_break", "important_break", "value_unit", "extreme_area_percent",
                   "important_area_percent", "extreme_value_percent", "important_value_percent", "total")


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    models, missing = assessable(pilot, FUNCTION, pilot.recipe["objectives"]["functions"])
    compute(pilot, models, {"biodiversity": {"limits": limits(pilot)}}, feedback.part(0, 0.8))
    rows: list[dict] = []
    classes = [grade(pilot, model, rows) for model in models]
    outputs = [write_not_assessed(pilot, FUNCTION, missing)]
    for model in models:
        outputs += [f"functions/{model.id}.tif", f"functions/{model.id}_class.tif"]
    write_table(pilot.table("grading"), GRADING_COLUMNS, rows)
    outputs.append("tables/grading.csv")
    if classes:
        publish_importance(pilot, models, classes)
        outputs += ["functions/importance_class.tif", "functions/extreme_functions.tif"]
    return outputs


def limits(pilot: Pilot) -> dict[str, tuple]:
    """Minimum and maximum over the country of annual rain, mean temperature and elevation (methods.md §0.5)."""
    found = {}
    for name, reduce in (("precipitation", np.sum), ("temperature", np.mean), ("elevation", None)):
        if pilot.input(name).exists():
            values = files.read(pilot.input(name))
            year = values.astype(np.float64) if reduce is None else reduce(values, axis=0, dtype=np.float64)
            found[name] = (float(np.nanmin(year)), float(np.nanmax(year)))
    return found


def grade(pilot: Pilot, model: Model, rows: list[dict]) -> np.ndarray:
    """Grade one function over the country or within each unit, publish its classes, add rows to the table."""
    chosen = pilot.recipe["thresholds"]
    shares = (chosen["extreme_share"], chosen["important_share"])
    values = files.read(pilot.value(FUNCTION, model.id))
    classes = np.full(values.shape, files.UNKNOWN, np.uint8)
    units = files.read(pilot.input("units"))
    if chosen["grading_unit"] == "unit":
        zones = [(unit.code, units == number) for number, unit in enumerate(pilot.units, 1)]
    else:
        zones = [(pilot.code, units > 0)]
    for code, mask in zones:
        breaks = cumulative_breaks(values[mask], shares)
        classes[mask] = classify(values[mask], breaks.extreme, breaks.important)
        rows.append(_row(model, code, breaks))
    classes[units == 0] = files.UNKNOWN
    files.write(pilot.classes(FUNCTION, model.id), pilot.grid, classes, "class", model.title, "class")
    return classes


def _row(model: Model, code: str, breaks: Breaks) -> dict:
    percent = [round(100 * share, 4) for share in (*breaks.area_shares, *breaks.value_shares)]
    return {"function": model.id, "unit": code, "extreme_break": breaks.extreme, "important_break": breaks.important,
            "value_unit": model.unit, "extreme_area_percent": percent[0], "important_area_percent": percent[1],
            "extreme_value_percent": percent[2], "important_value_percent": percent[3], "total": breaks.total}


def publish_importance(pilot: Pilot, models: Sequence[Model], classes: Sequence[np.ndarray]) -> None:
    """The maximum of the function classes, and which functions are extreme as a mask of bits (methods.md §2.3)."""
    files.write(pilot.importance, pilot.grid, highest_class(classes), "class", N_("integrated importance"), "class")
    mask = np.zeros(pilot.grid.shape, np.uint8)
    for model, layer in zip(models, classes):
        mask |= np.where(layer == 5, np.uint8(model.bit), np.uint8(0))
    files.write(pilot.folder / "functions" / "extreme_functions.tif", pilot.grid, mask, "class",
                N_("functions in the highest class, as bits"), "bits")


STEP = Step(
    id="functions", title=N_("Functions"), run=run, needs=("prepare",),
    recipe=("objectives.functions", "parameters", "thresholds.extreme_share", "thresholds.important_share",
            "thresholds.grading_unit"),
    purpose=N_("Assess how much each place contributes to each ecosystem function and grade it."),
)
