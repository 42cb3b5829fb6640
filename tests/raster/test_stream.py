"""Streaming: the same to the last bit for any window and any number of threads; nothing left when it fails."""

import numpy as np
import pytest

from ecr_toolkit.errors import Cancelled
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.models.terrain import relief
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


@pytest.mark.parametrize(("rows", "threads"), [(1, 1), (3, 2), (50, 1)])
def test_neighbourhoods_do_not_see_the_edges_of_windows(inputs, tmp_path, rows, threads):
    """Relief of 5 × 5 cells, window by window with a halo of 2, against the whole raster at once."""
    whole = relief(files.read(inputs["a"]), 5).astype(np.float32)
    output = Output(tmp_path / "relief.tif", "continuous")
    stream({"a": inputs["a"]}, lambda read, _window: {"o": relief(read["a"], 5).astype(np.float32)}, {"o": output},
           GRID, Feedback(), halo=2, window_rows=rows, threads=threads)
    assert np.array_equal(files.read(output.path), whole, equal_nan=True)


def test_several_outputs_statistics_and_overviews(inputs, tmp_path):
    from osgeo import gdal

    outputs = {"double": Output(tmp_path / "double.tif", "continuous", overviews=True),
               "months": Output(tmp_path / "months.tif", "continuous", bands=12),
               "class": Output(tmp_path / "class.tif", "class")}

    def made(read, _window):
        return {"double": 2 * read["a"], "months": read["b"],
                "class": np.where(np.isnan(read["a"]), 255, 3).astype(np.uint8)}

    stream(inputs, made, outputs, GRID, Feedback(), window_rows=7)
    values = files.read(inputs["a"])
    dataset = gdal.Open(str(tmp_path / "double.tif"))
    band = dataset.GetRasterBand(1)
    low, high, mean, deviation = band.GetStatistics(False, False)
    known = 2 * values[~np.isnan(values)].astype(np.float64)
    assert (low, high) == (known.min(), known.max())
    assert (mean, deviation) == (pytest.approx(known.mean()), pytest.approx(known.std()))
    assert band.GetOverviewCount() > 0
    assert np.array_equal(files.read(tmp_path / "months.tif"), files.read(inputs["b"]), equal_nan=True)
    assert np.sum(files.read(tmp_path / "class.tif") == 255) == np.isnan(values).sum()
