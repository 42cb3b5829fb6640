"""Alignment: each kind of data by its rule, nodata never blended (methods.md §0.4)."""

import numpy as np

from ecr_toolkit.feedback import Feedback
from ecr_toolkit.raster.align import CLASSES, CONTINUOUS, COUNTS, align, memory_dataset
from ecr_toolkit.raster.grid import Grid

CRS = "EPSG:6933"
GRID = Grid(CRS, 100.0, 0.0, 200.0, 2, 2)


def on_grid(array, rule, cell=50.0):
    return align(memory_dataset(array, (0.0, cell, 0.0, 200.0, 0.0, -cell), CRS), GRID, rule, Feedback())


def test_finer_values_are_averaged_and_nodata_is_left_out():
    fine = np.array([[1, 2, 5, 5], [3, np.nan, 5, 5], [0, 0, np.nan, np.nan], [0, 4, np.nan, np.nan]], np.float32)
    assert np.allclose(on_grid(fine, CONTINUOUS), [[2, 5], [1, np.nan]], equal_nan=True)


def test_classes_take_the_most_frequent_never_a_mean():
    fine = np.array([[1, 1, 16, 16], [1, 9, 10, 16], [5, 5, 2, 2], [5, 12, 2, 2]], np.uint8)
    assert on_grid(fine, CLASSES).tolist() == [[1, 16], [5, 2]]


def test_counts_are_summed():
    people = np.ones((4, 4), np.float32)
    assert np.allclose(on_grid(people, COUNTS), 4)


def test_coarser_values_are_interpolated():
    coarse = np.array([[0.0, 4.0], [0.0, 4.0]], np.float32)
    aligned = align(memory_dataset(coarse, (-100.0, 200.0, 0.0, 300.0, 0.0, -200.0), CRS), GRID, CONTINUOUS,
                    Feedback())
    assert np.allclose(aligned, [[1, 3], [1, 3]], atol=1e-5)


def test_a_raster_on_the_grid_is_used_as_it_is():
    values = np.array([[1.25, np.nan], [-7, 3e8]], np.float32)
    assert np.array_equal(on_grid(values, CONTINUOUS, 100.0), values, equal_nan=True)
