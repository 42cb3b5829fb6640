"""Functions: how much each place contributes, graded by cumulative share, and their maximum (methods.md §1-2)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Optional

import numpy as np

from ..feedback import Feedback
from ..languages.messages import N_
from ..models.declaration import FUNCTION, Model
from ..pilot.pilot import Pilot
from ..pilot.tables import write_table
from ..raster.files import UNKNOWN
from ..raster.grading import NOTHING, Breaks, classify, highest_class, streamed_breaks
from ..raster.statistics import streamed_moments
from ..raster.stream import Output, stream
from .assessment import assessable, compute, prepared, write_not_assessed
from .grading import GradingZones, grading_zones, publish_zones
from .step import Step

GRADING_COLUMNS = ("function", "unit", "extreme_break", "important_break", "value_unit", "extreme_area_percent",
                   "important_area_percent", "extreme_value_percent", "important_value_percent", "total")
BreaksByZone = Mapping[Optional[int], Breaks]  # by number of the zone; None: the whole country


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    models, missing = assessable(pilot, FUNCTION, pilot.recipe["objectives"]["functions"])
    compute(pilot, models, {"biodiversity": {"limits": limits(pilot, feedback)}}, feedback.part(0, 0.4))
    published, zones = publish_zones(pilot), grading_zones(pilot)
    graded = {model: grade(pilot, model, zones, feedback.part(0.4 + 0.3 * number / len(models),
                                                              0.4 + 0.3 * (number + 1) / len(models)))
              for number, model in enumerate(models)}
    write_table(pilot.table("grading"), GRADING_COLUMNS, [
        _row(model, zones.names[number], breaks) for model, found in graded.items()
        for number, breaks in found.items()])
    outputs = [*published, write_not_assessed(pilot, FUNCTION, missing), "tables/grading.csv"]
    if models:
        outputs += publish_classes(pilot, graded, zones, feedback.part(0.7, 1))
    return outputs


def limits(pilot: Pilot, feedback: Feedback) -> dict[str, tuple[float, float]]:
    """Minimum and maximum over the country of annual rain, mean temperature and elevation (methods.md §0.5)."""
    found, there = {}, prepared(pilot)
    for name, reduce in (("precipitation", np.sum), ("temperature", np.mean), ("elevation", None)):
        if name in there:
            moments = streamed_moments(pilot.input(name), pilot.grid, feedback.part(0, 0), reduce)
            found[name] = (moments.minimum, moments.maximum)
    return found


def grade(pilot: Pilot, model: Model, zones: GradingZones, feedback: Feedback) -> BreaksByZone:
    """The breaks of one function, over the country or within each zone."""
    chosen = pilot.recipe["thresholds"]
    return streamed_breaks(pilot.value(FUNCTION, model.id), pilot.grid, feedback, zones.raster, list(zones.names),
                           (chosen["extreme_share"], chosen["important_share"]))


def publish_classes(pilot: Pilot, graded: Mapping[Model, BreaksByZone], zones: GradingZones,
                    feedback: Feedback) -> list[str]:
    """Classes of every function, their maximum, and which are extreme as a mask of bits, in one pass (§2.3).

    Cells outside all zones are not graded: they stay unknown.
    """
    inputs = {model.id: pilot.value(FUNCTION, model.id) for model in graded}
    if zones.raster is not None:
        inputs["zones"] = zones.raster
    outputs = {model.id: Output(pilot.classes(FUNCTION, model.id), "class", model.title, "class") for model in graded}
    outputs["importance"] = Output(pilot.importance, "class", N_("integrated importance"), "class")
    mask = pilot.folder / "functions" / "extreme_functions.tif"
    outputs["mask"] = Output(mask, "class", N_("functions in the highest class, as bits"), "bits")
    limits_of = {model.id: _limits_by_zone(found) for model, found in graded.items()}

    def classified(read, _window):
        place = read["zones"] if "zones" in read else 0
        made = {name: classify(read[name], extreme[place], important[place])
                for name, (extreme, important) in limits_of.items()}
        if "zones" in read:
            made = {name: np.where(place == 0, UNKNOWN, classes).astype(np.uint8) for name, classes in made.items()}
        bits = sum(np.where(made[model.id] == 5, np.uint8(model.bit), np.uint8(0)) for model in graded)
        return {**made, "importance": highest_class(list(made.values())), "mask": bits.astype(np.uint8)}

    stream(inputs, classified, outputs, pilot.grid, feedback)
    names = [name for model in graded for name in (f"functions/{model.id}.tif", f"functions/{model.id}_class.tif")]
    return [*names, "functions/importance_class.tif", "functions/extreme_functions.tif"]


def _limits_by_zone(found: BreaksByZone) -> tuple[np.ndarray, np.ndarray]:
    """Lower limits of class 5 and of class 3 by number of the zone; the country as a whole stands at 0."""
    of_zone = [found[None]] if None in found else [NOTHING, *(found[number] for number in sorted(found))]
    return tuple(np.array([getattr(one, name) for one in of_zone]) for name in ("extreme", "important"))


def _row(model: Model, code: str, breaks: Breaks) -> dict:
    percent = [round(100 * share, 4) for share in (*breaks.area_shares, *breaks.value_shares)]
    return {"function": model.id, "unit": code, "extreme_break": breaks.extreme, "important_break": breaks.important,
            "value_unit": model.unit, "extreme_area_percent": percent[0], "important_area_percent": percent[1],
            "extreme_value_percent": percent[2], "important_value_percent": percent[3], "total": breaks.total}


def _files(pilot: Pilot) -> list[Path]:
    chosen = pilot.recipe["thresholds"]
    return [pilot.folder / chosen["zones"]] if chosen["grading_unit"] == "zone" else []


def _check(pilot: Pilot) -> None:
    """Loading the zones tells what is wrong with them."""
    grading_zones(pilot)


STEP = Step(
    id="functions", title=N_("Functions"), run=run, files=_files, check=_check, needs=("prepare",),
    recipe=("objectives.functions", "parameters", "thresholds.extreme_share", "thresholds.important_share",
            "thresholds.grading_unit", "thresholds.zones"),
    purpose=N_("Assess how much each place contributes to each ecosystem function and grade it."),
)
