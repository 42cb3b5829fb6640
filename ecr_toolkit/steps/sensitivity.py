"""Sensitivity: how easily land degrades, by the scores of the guide, and the maximum (methods.md §3)."""

from collections.abc import Sequence
from pathlib import Path

from ..assessment.alone import warnings
from ..assessment.classes import classes_of
from ..assessment.plan import Plan
from ..assessment.run import run as run_models
from ..assessment.scales import measure
from ..feedback import Feedback
from ..languages.messages import N_
from ..models.declaration import SENSITIVITY
from ..pilot.pilot import Pilot
from ..raster.grading import highest_class
from ..raster.stream import Output, stream
from .assessment import place_of, planned, tables_of, value_outputs, write_methods, write_not_assessed
from .step import Step


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    plans, missing = planned(pilot, SENSITIVITY, pilot.recipe["objectives"]["sensitivities"])
    place = place_of(pilot)
    outside = run_models(plans, measure(plans, place, feedback.part(0, 0.1)), value_outputs(pilot, plans), place,
                         feedback.part(0.1, 0.6))
    for sentence in warnings(plans, outside):
        feedback.say(sentence)
    outputs = [write_not_assessed(pilot, SENSITIVITY, missing), write_methods(pilot, SENSITIVITY, plans, outside)]
    if plans:
        outputs += publish_classes(pilot, plans, feedback.part(0.6, 1))
    return outputs


def publish_classes(pilot: Pilot, plans: Sequence[Plan], feedback: Feedback) -> list[str]:
    """Classes of every sensitivity and their maximum, in one pass (methods.md §3.6)."""
    inputs = {one.model.id: pilot.value(SENSITIVITY, one.model.id) for one in plans}
    domains = {f"{one.model.id}.domain": pilot.domain(SENSITIVITY, one.model.id) for one in plans
               if one.model.domain is not None}
    outputs = {one.model.id: Output(pilot.classes(SENSITIVITY, one.model.id), "class", one.model.title, "class")
               for one in plans}
    outputs["sensitivity"] = Output(pilot.sensitivity, "class", N_("integrated sensitivity"), "class")

    def classified(read, _window):
        made = {one.model.id: classes_of(one.model, read[one.model.id], one.settings["class_breaks"],
                                         read.get(f"{one.model.id}.domain")) for one in plans}
        return {**made, "sensitivity": highest_class(list(made.values()))}

    stream({**inputs, **domains}, classified, outputs, pilot.grid, feedback)
    names = [f"sensitivity/{path.name}" for one in plans for path in (
        pilot.value(SENSITIVITY, one.model.id), pilot.classes(SENSITIVITY, one.model.id))]
    return [*names, *(f"sensitivity/{path.name}" for path in domains.values()), "sensitivity/sensitivity_class.tif"]


def _files(pilot: Pilot) -> list[Path]:
    return [pilot.folder / path for path in pilot.recipe["class_tables"].values()]


def _check(pilot: Pilot) -> None:
    tables_of(pilot).check()


STEP = Step(
    id="sensitivity", title=N_("Sensitivity"), run=run, files=_files, check=_check, needs=("prepare",),
    recipe=("objectives.sensitivities", "parameters", "class_tables"),
    purpose=N_("Assess how easily each place would degrade under pressure."),
)
