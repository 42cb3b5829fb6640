"""Sensitivity: how easily land degrades, by the scores of the guide, and the maximum (methods.md §3)."""

from collections.abc import Sequence

from ..feedback import Feedback
from ..languages.messages import N_
from ..models.declaration import SENSITIVITY, Model
from ..models.scores import sensitivity_classes
from ..pilot.pilot import Pilot
from ..raster.grading import highest_class
from ..raster.stream import Output, stream
from .assessment import assessable, compute, write_not_assessed
from .step import Step


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    models, missing = assessable(pilot, SENSITIVITY, pilot.recipe["objectives"]["sensitivities"])
    compute(pilot, models, {}, feedback.part(0, 0.6))
    outputs = [write_not_assessed(pilot, SENSITIVITY, missing)]
    if models:
        outputs += publish_classes(pilot, models, feedback.part(0.6, 1))
    return outputs


def publish_classes(pilot: Pilot, models: Sequence[Model], feedback: Feedback) -> list[str]:
    """Classes of every sensitivity and their maximum, in one pass (methods.md §3.6)."""
    breaks = {model.id: model.settings(pilot.recipe["parameters"].get(model.id, {}))["class_breaks"]
              for model in models}
    outputs = {model.id: Output(pilot.classes(SENSITIVITY, model.id), "class", model.title, "class")
               for model in models}
    outputs["sensitivity"] = Output(pilot.sensitivity, "class", N_("integrated sensitivity"), "class")

    def classified(read, _window):
        made = {name: sensitivity_classes(read[name], limits) for name, limits in breaks.items()}
        return {**made, "sensitivity": highest_class(list(made.values()))}

    stream({model.id: pilot.value(SENSITIVITY, model.id) for model in models}, classified, outputs, pilot.grid,
           feedback)
    names = [name for model in models for name in (f"sensitivity/{model.id}.tif", f"sensitivity/{model.id}_class.tif")]
    return [*names, "sensitivity/sensitivity_class.tif"]


STEP = Step(
    id="sensitivity", title=N_("Sensitivity"), run=run, needs=("prepare",),
    recipe=("objectives.sensitivities", "parameters"),
    purpose=N_("Assess how easily each place would degrade under pressure."),
)
