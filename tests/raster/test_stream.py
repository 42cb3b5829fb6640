"""Streaming: the same to the last bit for any window and any number of threads; nothing left when it fails."""

import numpy as np
import pytest

from ecr_toolkit.errors import Cancelled
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grid import Grid
from ecr_toolkit.raster.stream import Output, stream

GRID = Grid("EPSG:6933", 100.0, 0.0, 5000.0, 37, 50)


@pytest.fixture
def inputs(tmp_path):
    values = np.linspace(-3, 9, GRID.rows * GRID.cols, dtype=np.float32).reshape(GRID.shape)
    values[3:6, 4:9] = np.nan
    months = np.stack([values * month for month in range(1, 13)])
    files.write(tmp_path / "a.tif", GRID, values, "continuous")
    files.write(tmp_path / "b.tif", GRID, months, "continuous")
    return {"a": tmp_path / "a.tif", "b": tmp_path / "b.tif"}


def compute(blocks, _window):
    return {"sum": (blocks["b"].sum(axis=0) + np.sqrt(np.abs(blocks["a"]))).astype(np.float32)}


def run(inputs, folder, **options):
    output = Output(folder / "sum.tif", "continuous", "a sum", "mm")
    stream(inputs, compute, {"sum": output}, GRID, options.pop("feedback", Feedback()), **options)
    return files.read(output.path)


def test_windows_and_threads_do_not_change_a_bit(inputs, tmp_path):
    whole = run(inputs, tmp_path / "whole", window_rows=50, threads=1)
    for rows, threads in ((1, 1), (7, 3), (49, 4)):
        again = run(inputs, tmp_path / f"{rows}", window_rows=rows, threads=threads)
        assert whole.tobytes() == again.tobytes()
    assert np.isnan(whole[4, 5]) and not np.isnan(whole[0, 0])


def test_progress_ends_at_one(inputs, tmp_path):
    class Watch(Feedback):
        seen = []

        def progress(self, share):
            self.seen.append(share)

    watch = Watch()
    run(inputs, tmp_path / "out", window_rows=5, feedback=watch)
    assert watch.seen == sorted(watch.seen) and watch.seen[-1] == 1.0


@pytest.mark.parametrize("fault", [RuntimeError, Cancelled])
def test_what_fails_leaves_nothing(inputs, tmp_path, fault):
    class Stop(Feedback):
        def cancelled(self):
            return fault is Cancelled

    def broken(blocks, window):
        if fault is RuntimeError:
            raise RuntimeError("broken")
        return compute(blocks, window)

    target = tmp_path / "out" / "sum.tif"
    with pytest.raises(fault):
        stream(inputs, broken, {"sum": Output(target, "continuous")}, GRID, Stop())
    assert list(target.parent.iterdir()) == []


def test_metadata_says_unit_and_title(inputs, tmp_path):
    from osgeo import gdal

    run(inputs, tmp_path / "out")
    dataset = gdal.Open(str(tmp_path / "out" / "sum.tif"))
    assert dataset.GetMetadata()["UNIT"] == "mm" and dataset.GetMetadata()["TITLE"] == "a sum"
    assert np.isnan(dataset.GetRasterBand(1).GetNoDataValue())
