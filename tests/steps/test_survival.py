"""It survives: SIGKILL at any moment, nothing recomputed without need, a change re-runs only what it touches."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from osgeo import gdal

from ecr_toolkit import steps
from ecr_toolkit.errors import Cancelled, InputError, ToolkitError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import read_layer
from ecr_toolkit.pilot.lock import locked
from ecr_toolkit.pilot.pilot import Pilot

BEFORE_DOCUMENTS = steps.STEPS[:-1]
WALK = """
import sys
from pathlib import Path
from ecr_toolkit import steps
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.pilot import Pilot
print("ready", flush=True)
steps.run_steps(steps.STEPS[:-1], Pilot.open(Path(sys.argv[1])), Feedback())
"""


def tables(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in [*folder.glob("tables/*.csv"), folder / "inputs" / "inputs.csv"]}


def walk(pilot):
    return steps.run_steps(BEFORE_DOCUMENTS, pilot, Feedback())


def change(folder, section, **values):
    path = folder / "pilot.json"
    recipe = json.loads(path.read_text(encoding="utf-8"))
    recipe.setdefault(section, {}).update(values)
    path.write_text(json.dumps(recipe), encoding="utf-8")
    return Pilot.open(folder)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_killed_at_any_moment_the_next_run_completes_with_equal_tables(training_folder, walked_folder, tmp_path):
    folder = Path(shutil.copytree(training_folder, tmp_path / "pilot"))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    killed = 0
    for delay in (0.02, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 1.0, 1.2):
        process = subprocess.Popen([sys.executable, "-c", WALK, str(folder)], stdout=subprocess.PIPE, env=environment)
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        killed += process.returncode == -signal.SIGKILL
    assert killed >= 3
    walk(Pilot.open(folder))
    assert tables(folder) == tables(walked_folder)
    assert not [path for path in folder.rglob(".*") if "part" in path.name]


def test_a_second_run_recomputes_nothing(walked_folder, tmp_path):
    folder = Path(shutil.copytree(walked_folder, tmp_path / "pilot"))
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    said = []

    class Listen(Feedback):
        def say(self, text):
            said.append(text)

    assert steps.run_steps(BEFORE_DOCUMENTS, Pilot.open(folder), Listen()) == []
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()} == before
    assert len(said) == 8 and all("up to date" in line for line in said)


@pytest.mark.parametrize(("section", "values", "touched"), [
    ("thresholds", {"extreme_share": 0.4}, {"functions", "gaps", "thresholds", "boundary", "coordination"}),
    ("thresholds", {"reason": "a note"}, {"thresholds"}),
    ("boundary", {"min_patch_km2": 3}, {"boundary", "coordination"}),
    ("coordination", {"mismatch_m": 2000}, {"coordination"}),
    ("disclaimer", None, set()),
])
def test_a_change_re_runs_only_the_steps_it_touches(walked_folder, tmp_path, section, values, touched):
    folder = Path(shutil.copytree(walked_folder, tmp_path / "pilot"))
    if values is None:
        recipe = json.loads((folder / "pilot.json").read_text(encoding="utf-8"))
        recipe["disclaimer"] = "Other words."
        (folder / "pilot.json").write_text(json.dumps(recipe), encoding="utf-8")
        pilot = Pilot.open(folder)
    else:
        pilot = change(folder, section, **values)
    assert set(walk(pilot)) == touched


def test_steps_after_a_stale_one_are_stale_and_say_why(walked_folder, tmp_path):
    folder = Path(shutil.copytree(walked_folder, tmp_path / "pilot"))
    found = steps.states(change(folder, "thresholds", extreme_share=0.4))
    assert found["sensitivity"].state == "fresh" and found["functions"].state == "stale"
    assert "recipe" in found["functions"].reason and found["coordination"].state == "stale"


def test_a_result_that_was_changed_or_deleted_is_made_again(walked_folder, tmp_path):
    folder = Path(shutil.copytree(walked_folder, tmp_path / "pilot"))
    reference = tables(folder)
    (folder / "tables" / "gaps.csv").write_text("spoiled", encoding="utf-8")
    (folder / "sensitivity" / "sensitivity_class.tif").unlink()
    assert "gaps" in walk(Pilot.open(folder))
    assert tables(folder) == reference


def test_a_changed_input_is_noticed(walked_folder, tmp_path):
    folder = Path(shutil.copytree(walked_folder, tmp_path / "pilot"))
    table = folder / "categories.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("by_level", "listed"), encoding="utf-8")
    assert walk(Pilot.open(folder))[0] == "gaps"


def test_only_one_step_runs_what_it_needs_and_no_more(training):
    assert steps.run(training, Feedback(), only="sensitivity") == ["set_up", "prepare", "sensitivity"]


def test_a_failed_step_is_remembered_until_it_succeeds(training):
    """A layer that opens, but whose file does not say that −9999 is no value."""
    soil = training.folder / "data" / "soil_erodibility.tif"
    saved = soil.read_bytes()
    dataset = gdal.Open(str(soil), gdal.GA_Update)
    dataset.GetRasterBand(1).DeleteNoDataValue()
    del dataset
    with pytest.raises(InputError, match="-9999"):
        walk(training)
    state = steps.states(training)["prepare"]
    assert state.state == "failed" and "-9999" in state.reason
    soil.write_bytes(saved)
    walk(training)
    assert steps.states(training)["prepare"].state == "fresh"
    assert not (training.folder / "failures.csv").exists()


def test_what_the_country_gave_is_opened_before_anything_is_written(training):
    """Faults of rasters and of tables of several steps, told at once."""
    before = sorted(training.folder.rglob("*"))
    (training.folder / "data" / "soil_erodibility.tif").write_bytes(b"not a raster")
    (training.folder / "categories.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        walk(training)
    assert "soil_erodibility.tif" in str(caught.value) and "categories.csv" in str(caught.value)
    assert sorted(training.folder.rglob("*")) == before


def test_a_raster_without_crs_is_named_and_nothing_is_written(training):
    rain = training.folder / "data" / "precipitation.tif"
    dataset = gdal.Open(str(rain), gdal.GA_Update)
    dataset.SetProjection("")
    del dataset
    with pytest.raises(InputError, match="precipitation.tif") as caught:
        walk(training)
    assert "coordinate reference system" in str(caught.value) and caught.value.faults[0][1]
    assert not (training.folder / "ecr.gpkg").exists() and not (training.folder / "inputs").exists()


def test_two_runs_at_once_are_refused(training):
    with locked(training.folder), pytest.raises(ToolkitError, match="Another run"):
        walk(training)
    assert walk(training)


def test_a_folder_that_cannot_be_written_is_told(training, monkeypatch):
    def full(source, target):
        raise OSError(errno.ENOSPC, "No space left on device", str(source), None, str(target))

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(ToolkitError, match="No space left") as caught:
        walk(training)
    assert "ecr.gpkg" in str(caught.value)
    monkeypatch.undo()
    assert not [path for path in training.folder.rglob(".*part*")]
    assert walk(training)


def test_cancelled_leaves_what_was_finished(training):
    class Stop(Feedback):
        done = False

        def progress(self, share):
            self.done = self.done or share > 0.4

        def cancelled(self):
            return self.done

    with pytest.raises(Cancelled):
        steps.run_steps(BEFORE_DOCUMENTS, training, Stop())
    found = steps.states(training)
    assert found["set_up"].state == "fresh" and found["coordination"].state == "not_run"
    assert not [path for path in training.folder.rglob(".*part*")]
    assert walk(training)


def test_layers_that_are_made_no_more_are_removed(walked_folder, tmp_path):
    pilot = Pilot.open(Path(shutil.copytree(walked_folder, tmp_path / "pilot")))
    assert read_layer(pilot.geopackage, "corridors")
    recipe = json.loads((pilot.folder / "pilot.json").read_text(encoding="utf-8"))
    recipe["corridors"]["offer"] = False
    (pilot.folder / "pilot.json").write_text(json.dumps(recipe), encoding="utf-8")
    pilot = Pilot.open(pilot.folder)
    steps.run(pilot, Feedback(), only="boundary")
    assert not read_layer(pilot.geopackage, "corridors") and not pilot.table("corridors").exists()
    assert read_layer(pilot.geopackage, "ecr") and read_layer(pilot.geopackage, "protected_areas")
