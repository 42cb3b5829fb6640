"""Memory is bounded by the window, not by the country: 20,000 × 20,000 cells in a process of their own."""

import os
import subprocess
import sys

import pytest

LIMIT_MB = 400
SCRIPT = """
import sys
from pathlib import Path
import numpy as np
from osgeo import gdal
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.raster.grading import streamed_breaks
from ecr_toolkit.raster.grid import Grid
from ecr_toolkit.raster.stream import Output, stream
folder, size = Path(sys.argv[1]), 20_000
grid = Grid("EPSG:6933", 30.0, 0.0, size * 30.0, size, size)
for name in "abc":  # tiles that were never written take no room on disk, but are read as any other
    made = gdal.GetDriverByName("GTiff").Create(str(folder / f"{name}.tif"), size, size, 1, gdal.GDT_Float32,
                                                ["TILED=YES", "SPARSE_OK=TRUE"])
    made.SetGeoTransform(grid.geotransform)
    made.SetProjection(grid.wkt)
    made = None
inputs = {name: folder / f"{name}.tif" for name in "abc"}
seen = []
def compute(read, window):
    value = read["a"] * read["b"] + np.sqrt(read["c"])
    value[:, ::7] = window.row + 1  # not constant, so that there is something to compress and to grade
    seen.append(window.rows * window.cols)
    return {"out": value}
before = gdal.GetCacheMax()
stream(inputs, compute, {"out": Output(folder / "out.tif", "continuous")}, grid, Feedback())
assert sum(seen) == size * size and gdal.GetCacheMax() == before
found = streamed_breaks(folder / "out.tif", grid, Feedback())[None]
assert found.total > 0
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(int(peak.split()[1]) / 1024)  # of this program only; ru_maxrss counts what it was born from
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read as Linux gives it")
def test_a_large_country_fits_into_the_bound(tmp_path):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path)], capture_output=True, text=True,
                          env=environment)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < LIMIT_MB, f"{float(done.stdout):.0f} MB"
