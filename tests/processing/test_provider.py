"""The provider inside QGIS: ids, parameters, threads, checks, results."""

import json
from types import SimpleNamespace

import pytest
from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
)

from ecr_toolkit import steps
from ecr_toolkit.errors import ToolkitError
from ecr_toolkit.languages.messages import interface
from ecr_toolkit.models.catalogue import models
from ecr_toolkit.processing import pilot_algorithm
from ecr_toolkit.processing.demarcate import redline_numbers

NO_THREADING = QgsProcessingAlgorithm.Flag.FlagNoThreading


@pytest.fixture
def context(qgis_app):
    return QgsProcessingContext()


class Feedback(QgsProcessingFeedback):
    def __init__(self):
        super().__init__()
        self.lines = []

    def pushInfo(self, text):
        self.lines.append(text)


def test_one_algorithm_a_step_one_for_all_one_a_model_and_those_of_planning(registry):
    names = {algorithm.name() for algorithm in registry.providerById("ecr").algorithms()}
    assert names == {"demarcate", "writedocuments",
                     "setup", "prepare", "functions", "sensitivity", "gaps", "thresholds", "boundary",
                     "coordination", "documents", *(model.id for model in models()),
                     "cleanprotectedareas", "placecoverage", "classcoverage", "servicecoverage", "speciescoverage",
                     "connectivity", "cumulativecurve", "gapmap", "selectunits", "selectcells", "marxansolve",
                     "marxanexport", "choosethresholds", "target3", "comparescenarios",
                     "resistance", "costdistance", "spatialpattern", "corridors", "agriculturalsuitability",
                     "urbansuitability", "carryingscale", "spaces",
                     "sharedpolygons", "followlines", "placestakes",
                     "conflicts", "decideconflict", "takeconflictdecisions", "neighbours",
                     "decideproposal", "editredline", "undoedit", "levels", "openround", "signoff", "mergedrafts",
                     "deliver", "versionchanges", "approve", "compareversions"}


def test_algorithms_stand_in_the_order_of_the_walk_with_a_purpose(registry):
    for number, step in enumerate(steps.STEPS, 1):
        algorithm = registry.algorithmById("ecr:" + step.id.replace("_", ""))
        assert algorithm.displayName() == f"{number}. {step.title}"
        assert algorithm.shortHelpString().startswith(step.purpose)
        assert algorithm.groupId() == "steps"


def test_names_and_help_follow_the_language_but_ids_do_not(registry, monkeypatch):
    algorithm = registry.algorithmById("ecr:gaps")
    monkeypatch.setattr(interface, "messages", SimpleNamespace(gettext=lambda text: "«" + text + "»"))
    assert algorithm.displayName() == "5. «Gaps»" and algorithm.shortHelpString().startswith("«")
    assert algorithm.name() == "gaps" and algorithm.groupId() == "steps"


def test_parameters_and_outputs(registry):
    algorithm = registry.algorithmById("ecr:demarcate")
    pilot, starter = (algorithm.parameterDefinition(name) for name in ("PILOT", "STARTER"))
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    assert not pilot.flags() & optional and pilot.help()
    assert starter.flags() & optional and starter.flags() & advanced and starter.help()
    assert [output.name() for output in algorithm.outputDefinitions()] == ["FOLDER", "ECR_KM2", "ECR_PERCENT"]


def test_only_what_draws_maps_keeps_to_the_main_thread(registry):
    kept = {algorithm.name() for algorithm in registry.providerById("ecr").algorithms()
            if algorithm.flags() & NO_THREADING}
    assert kept == {"documents", "demarcate", "writedocuments"}


def test_a_step_runs_with_what_it_needs(registry, context, training):
    feedback = Feedback()
    algorithm = registry.algorithmById("ecr:prepare").create()
    results, good = algorithm.run({"PILOT": str(training.folder)}, context, feedback)
    assert good and results == {"FOLDER": str(training.folder)}
    assert (training.folder / "inputs" / "slope.tif").is_file()
    assert feedback.progress() == pytest.approx(100)
    assert feedback.lines[0] == "Set up: running."
    assert any(line.startswith("Prepare data: done") for line in feedback.lines)


def test_a_recipe_with_faults_is_refused_before_anything_runs(registry, context, tmp_path):
    (tmp_path / "pilot.json").write_text(json.dumps(
        {"format": 1, "country": {"code": "xx", "name": {"en": "X"}}, "languages": ["tlh"]}), encoding="utf-8")
    algorithm = registry.algorithmById("ecr:demarcate").create()
    good, reason = algorithm.checkParameterValues({"PILOT": str(tmp_path)}, context)
    assert not good
    assert "country.code" in reason and "tlh" in reason  # several faults are told at once
    assert [path.name for path in tmp_path.iterdir()] == ["pilot.json"]


def test_a_missing_folder_is_refused(registry, context):
    good, reason = registry.algorithmById("ecr:gaps").checkParameterValues({}, context)
    assert not good and reason


def test_a_fault_of_the_user_becomes_a_processing_exception_with_the_remedy(
        registry, context, training, monkeypatch):
    def fail(pilot, feedback, only):
        raise ToolkitError("File not found: dem.tif.", "Put it there.")
    monkeypatch.setattr(pilot_algorithm, "steps", SimpleNamespace(run=fail))
    algorithm = registry.algorithmById("ecr:prepare").create()
    with pytest.raises(QgsProcessingException) as caught:
        algorithm.processAlgorithm({"PILOT": str(training.folder)}, context, Feedback())
    assert str(caught.value) == "File not found: dem.tif. Put it there."


def test_cancelling_in_processing_cancels_the_step(registry, context, training):
    feedback = Feedback()
    feedback.cancel()
    algorithm = registry.algorithmById("ecr:setup").create()
    with pytest.raises(QgsProcessingException):
        algorithm.processAlgorithm({"PILOT": str(training.folder)}, context, feedback)


def test_the_starter_folder_reaches_the_pilot(registry, context, training, tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(pilot_algorithm, "steps", SimpleNamespace(
        run=lambda pilot, feedback, only: seen.append((pilot.starter.folder, only))))
    parameters = {"PILOT": str(training.folder), "STARTER": str(tmp_path)}
    registry.algorithmById("ecr:setup").create().processAlgorithm(parameters, context, Feedback())
    assert seen == [(tmp_path, "set_up")]


def test_the_numbers_of_the_redline_are_those_of_the_table(tmp_path):
    table = tmp_path / "units.csv"
    pilot = SimpleNamespace(table=lambda name: tmp_path / f"{name}.csv")
    assert redline_numbers(pilot) == {}
    table.write_text("unit,area_km2,ecr_km2,ecr_percent\r\nA,10,2,20\r\nB,30,4,13.3\r\nTRN,40,6,15\r\n", "utf-8-sig")
    assert redline_numbers(pilot) == {"ECR_KM2": 6.0, "ECR_PERCENT": 15.0}
