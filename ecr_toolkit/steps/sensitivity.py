"""Sensitivity: how easily land degrades, by the scores of the guide, and the maximum (methods.md §3)."""

from collections.abc import Sequence

from ..feedback import Feedback
from ..languages.messages import N_
from ..models.declaration import SENSITIVITY
from ..models.scores import sensitivity_classes
from ..pilot.pilot import Pilot
from ..raster import files
from ..raster.grading import highest_class
from .assessment import assessable, compute, write_not_assessed
from .step import Step


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    models, missing = assessable(pilot, SENSITIVITY, pilot.recipe["objectives"]["sensitivities"])
    compute(pilot, models, {}, feedback)
    outputs, layers = [write_not_assessed(pilot, SENSITIVITY, missing)], []
    for model in models:
        settings = model.settings(pilot.recipe["parameters"].get(model.id, {}))
        classes = sensitivity_classes(files.read(pilot.value(SENSITIVITY, model.id)), settings["class_breaks"])
        files.write(pilot.classes(SENSITIVITY, model.id), pilot.grid, classes, "class", model.title, "class")
        layers.append(classes)
        outputs += [f"sensitivity/{model.id}.tif", f"sensitivity/{model.id}_class.tif"]
    if layers:
        files.write(pilot.sensitivity, pilot.grid, highest_class(layers), "class", N_("integrated sensitivity"),
                    "class")
        outputs.append("sensitivity/sensitivity_class.tif")
    return outputs


STEP = Step(
    id="sensitivity", title=N_("Sensitivity"), run=run, needs=("prepare",),
    recipe=("objectives.sensitivities", "parameters"),
    purpose=N_("Assess how easily each place would degrade under pressure."),
)
