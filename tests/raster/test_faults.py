"""Writes that fail: a clear sentence that names the file, and nothing left behind. Real limits of the system, in a
process of their own."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

from ecr_toolkit.errors import InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grid import Grid
from ecr_toolkit.raster.stream import Output, stream

pytestmark = pytest.mark.skipif(os.name == "nt", reason="limits of POSIX systems")
GRID = Grid("EPSG:6933", 10.0, 0.0, 10000.0, 1000, 1000)
COMMON = """
import resource, signal, sys
from pathlib import Path
import numpy as np
from osgeo import ogr
from ecr_toolkit.errors import ToolkitError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import Feature, write_layers
from ecr_toolkit.pilot.tables import write_table
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grid import Grid
from ecr_toolkit.raster.stream import Output, stream
folder = Path(sys.argv[1])
grid = Grid("EPSG:6933", 10.0, 0.0, 10000.0, 1000, 1000)
noise = np.random.default_rng(0).random(grid.shape, dtype=np.float32)
shape = ogr.CreateGeometryFromWkt("POINT(0 0)").Buffer(10, 200)
work = {
    "raster": lambda: files.write(folder / "raster.tif", grid, noise, "continuous"),
    "stream": lambda: stream({"a": folder / "a.tif"}, lambda read, _window: {"o": read["a"] * 2},
                             {"o": Output(folder / "stream.tif", "continuous")}, grid, Feedback()),
    "layer": lambda: write_layers(folder / "layer.gpkg", "EPSG:6933", {
        "x": (ogr.wkbMultiPolygon, {"n": str}, [Feature(shape, {"n": "a" * 900})] * 400)}),
    "table": lambda: write_table(folder / "table.csv", ("a",), [{"a": "x" * 1000}] * 1000),
}[sys.argv[2]]
"""
FULL = COMMON + """
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))  # no file may grow beyond: as on a full disk
"""
RUN = """
try:
    work()
except (ToolkitError, OSError) as fault:
    print("TOLD", fault)
"""


@pytest.fixture
def folder():
    path = Path(tempfile.mkdtemp())
    values = np.random.default_rng(0).random(GRID.shape, dtype=np.float32)
    files.write(path / "a.tif", GRID, values, "continuous")
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def told(script, folder, what, **options):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", script, str(folder), what], capture_output=True, text=True,
                          env=environment, **options)
    assert "TOLD" in done.stdout, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("what", ["raster", "stream", "layer", "table"])
def test_a_full_disk(folder, what):
    text = told(FULL + RUN, folder, what)
    assert what in text or what == "table"  # a table's fault is named by the step that writes it
    assert sorted(os.listdir(folder)) == ["a.tif"], "something was left behind"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to become somebody else")
@pytest.mark.parametrize("what", ["raster", "stream", "layer"])
def test_a_folder_that_may_not_be_written(folder, what):
    def nobody():
        os.setgid(65534)
        os.setuid(65534)

    readable = Path(__file__).resolve().parents[2]
    if any(not parent.stat().st_mode & 0o001 for parent in [readable, *readable.parents]):
        pytest.skip("the repository lies where nobody else may read")
    assert what in told(COMMON + RUN, folder, what, preexec_fn=nobody)
    assert sorted(os.listdir(folder)) == ["a.tif"]


def test_an_input_that_vanished(folder):
    with pytest.raises(InputError, match="gone.tif"):
        stream({"a": folder / "gone.tif"}, lambda read, _window: {"o": read["a"]},
               {"o": Output(folder / "o.tif", "continuous")}, GRID, Feedback())
    assert sorted(os.listdir(folder)) == ["a.tif"]


def test_an_input_that_is_cut_short(folder):
    whole = (folder / "a.tif").read_bytes()
    (folder / "a.tif").write_bytes(whole[:len(whole) // 2])
    with pytest.raises(InputError, match="a.tif"):
        stream({"a": folder / "a.tif"}, lambda read, _window: {"o": read["a"]},
               {"o": Output(folder / "o.tif", "continuous")}, GRID, Feedback())
    assert sorted(os.listdir(folder)) == ["a.tif"]
