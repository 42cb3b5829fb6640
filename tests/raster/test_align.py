"""Alignment: each kind of data by its rule, nodata never blended (methods.md §0.4)."""

import numpy as np
import pytest

from ecr_toolkit.errors import Cancelled
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.raster import files
from ecr_toolkit.raster.align import CLASSES, CONTINUOUS, COUNTS, align, is_on, memory_dataset
from ecr_toolkit.raster.grid import Grid

CRS = "EPSG:6933"
GRID = Grid(CRS, 100.0, 0.0, 200.0, 2, 2)


@pytest.fixture
def on_grid(tmp_path):
    def bring(array, rule, cell=50.0, left=0.0, top=200.0):
        source = memory_dataset(array, (left, cell, 0.0, top, 0.0, -cell), CRS)
        align(source, GRID, rule, tmp_path / "a.tif", Feedback())
        return files.read(tmp_path / "a.tif")

    return bring


def test_finer_values_are_averaged_and_nodata_is_left_out(on_grid):
    fine = np.array([[1, 2, 5, 5], [3, np.nan, 5, 5], [0, 0, np.nan, np.nan], [0, 4, np.nan, np.nan]], np.float32)
    assert np.allclose(on_grid(fine, CONTINUOUS), [[2, 5], [1, np.nan]], equal_nan=True)


def test_classes_take_the_most_frequent_never_a_mean(on_grid):
    fine = np.array([[1, 1, 16, 16], [1, 9, 10, 16], [5, 5, 2, 2], [5, 12, 2, 2]], np.uint8)
    assert on_grid(fine, CLASSES).tolist() == [[1, 16], [5, 2]]


def test_counts_are_summed(on_grid):
    people = np.ones((4, 4), np.float32)
    assert np.allclose(on_grid(people, COUNTS), 4)


def test_coarser_values_are_interpolated(on_grid):
    coarse = np.array([[0.0, 4.0], [0.0, 4.0]], np.float32)
    assert np.allclose(on_grid(coarse, CONTINUOUS, 200.0, -100.0, 300.0), [[1, 3], [1, 3]], atol=1e-5)


def test_cancelling_stops_the_warp(on_grid, tmp_path):
    class Stop(Feedback):
        def cancelled(self):
            return True

    source = memory_dataset(np.ones((4, 4), np.float32), (0.0, 50.0, 0.0, 200.0, 0.0, -50.0), CRS)
    with pytest.raises(Cancelled):
        align(source, GRID, CONTINUOUS, tmp_path / "b.tif", Stop())


def test_a_raster_on_the_grid_is_used_as_it_is(on_grid):
    values = np.array([[1.25, np.nan], [-7, 3e8]], np.float32)
    assert np.array_equal(on_grid(values, CONTINUOUS, 100.0), values, equal_nan=True)
    source = memory_dataset(values, GRID.geotransform, CRS)
    assert is_on(source, GRID)
    assert not is_on(memory_dataset(values, (10.0, 100.0, 0.0, 200.0, 0.0, -100.0), CRS), GRID)
