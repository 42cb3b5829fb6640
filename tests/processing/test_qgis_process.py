"""The plugin under the real qgis_process, with a profile that is thrown away."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ecr_toolkit.steps import STEPS

ROOT = Path(__file__).resolve().parents[2]
# On Debian 12 the wrapper qgis_process is broken, and the program itself is called .bin
PROGRAM = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="qgis_process is not installed")


@pytest.fixture(scope="module")
def qgis_process(tmp_path_factory):
    """Runs qgis_process with this work tree as its only added plugin."""
    scratch = tmp_path_factory.mktemp("qgis")
    profile = scratch / "profiles" / "default" / "QGIS"
    profile.mkdir(parents=True)
    (profile / "QGIS3.ini").write_text("[PythonPlugins]\necr_toolkit=true\n"
                                       "[locale]\noverrideFlag=true\nuserLocale=en_US\n", encoding="utf-8")
    (scratch / "plugins").mkdir()
    (scratch / "plugins" / "ecr_toolkit").symlink_to(ROOT, target_is_directory=True)
    runtime = scratch / "runtime"
    runtime.mkdir(mode=0o700)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(runtime),
                   "QGIS_CUSTOM_CONFIG_PATH": str(scratch), "QGIS_PLUGINPATH": str(scratch / "plugins"),
                   "PYTHONWARNINGS": "ignore", "PYTHONPATH": ""}

    def run(*arguments):
        return subprocess.run([PROGRAM, *arguments], env=environment, capture_output=True, text=True, timeout=200,
                              encoding="utf-8", errors="replace")
    return run


def test_every_algorithm_is_listed(qgis_process):
    listed = qgis_process("list").stdout
    for name in ("demarcate", *(step.id.replace("_", "") for step in STEPS)):
        assert f"ecr:{name}\t" in listed


def test_a_step_runs_and_gives_its_folder(qgis_process, training):
    done = qgis_process("--json", "run", "ecr:setup", "--", f"PILOT={training.folder}")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"] == {"FOLDER": str(training.folder)}
    assert training.geopackage.is_file()


def test_a_model_runs_on_plain_rasters(qgis_process, training, tmp_path):
    data = training.folder / "data"
    done = qgis_process("--json", "run", "ecr:carbon_stock", "--", f"LAND_COVER={data / 'land_cover.tif'}",
                        f"VALUE={tmp_path / 'stock.tif'}", f"CLASSES={tmp_path / 'classes.tif'}")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"]["TOTAL"] > 0 and (tmp_path / "classes.tif").is_file()


def test_a_recipe_with_a_fault_exits_1_with_the_sentence_and_writes_nothing(qgis_process, tmp_path):
    (tmp_path / "pilot.json").write_text('{"format": 1, "country": {"code": "PAK", "name": {"en": "Pakistan"}}, '
                                         '"thresholds": {"extreme_share": 2}}', encoding="utf-8")
    done = qgis_process("run", "ecr:demarcate", "--", f"PILOT={tmp_path}")
    assert done.returncode == 1
    assert "“thresholds.extreme_share” in pilot.json is out of range: 2." in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["pilot.json"]


def test_a_folder_without_recipe_exits_1_and_says_so(qgis_process, tmp_path):
    done = qgis_process("run", "ecr:gaps", "--", f"PILOT={tmp_path}")
    assert done.returncode == 1
    assert "There is no pilot.json" in done.stdout + done.stderr
