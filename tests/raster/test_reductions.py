"""Streamed reductions: equal to plain numpy in memory, and to themselves to the last bit for any window."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from osgeo import ogr

from ecr_toolkit.feedback import Feedback
from ecr_toolkit.raster import files
from ecr_toolkit.raster.coverage import coverage
from ecr_toolkit.raster.grading import cumulative_breaks, streamed_breaks
from ecr_toolkit.raster.grid import Grid, Window
from ecr_toolkit.raster.keys import Histogram
from ecr_toolkit.raster.quantiles import ordered_keys, streamed_quantiles, values_of_keys
from ecr_toolkit.raster.statistics import Moments, moments_of
from ecr_toolkit.raster.tabulate import tabulate

GRID = Grid("EPSG:6933", 10.0, 0.0, 400.0, 31, 40)
LEFT = ogr.CreateGeometryFromWkt("POLYGON((0 0,133 0,187 400,0 400,0 0))")
RIGHT = ogr.CreateGeometryFromWkt("POLYGON((133 0,310 0,310 400,187 400,133 0))")
OPTIONS = [{"window_rows": 1, "threads": 1}, {"window_rows": 7, "threads": 3}, {"window_rows": 40, "threads": 2}]


@pytest.fixture
def rasters(tmp_path):
    random = np.random.default_rng(5)
    values = (random.gamma(0.4, 50, GRID.shape) - 2).astype(np.float32)
    values[random.random(GRID.shape) < 0.1] = np.nan
    values[random.random(GRID.shape) < 0.2] = 7.25  # ties
    classes = random.integers(0, 5, GRID.shape).astype(np.uint8)
    classes[random.random(GRID.shape) < 0.05] = 255
    units = (1 + (np.arange(31)[np.newaxis] > 14) + np.zeros(GRID.shape)).astype(np.uint16)
    units[:3] = 0
    made = {"values": (values, "continuous"), "classes": (classes, "class"), "units": (units, "zone")}
    for name, (array, kind) in made.items():
        files.write(tmp_path / f"{name}.tif", GRID, array, kind)
    return tmp_path, values, classes, units


def breaks_in_memory(values, shares=(0.5, 0.8)):
    """methods.md §2.2 as it is printed, with exact sums."""
    valid = values[~np.isnan(values)].astype(np.float64)
    total, found = math.fsum(valid[valid > 0]), []
    for share in shares:
        held = 0.0
        for value in np.unique(valid[valid > 0])[::-1]:
            held += value * np.sum(valid == value)
            if held / total >= share - 1e-12:
                found.append(value)
                break
    return tuple(found)


def test_breaks_are_those_of_the_printed_algorithm(rasters):
    folder, values, _classes, units = rasters
    for options in OPTIONS:
        found = streamed_breaks(folder / "values.tif", GRID, Feedback(), **options)[None]
        assert (found.extreme, found.important) == breaks_in_memory(values)
        assert found.total == math.fsum(values[values > 0].astype(np.float64))
    by_unit = [streamed_breaks(folder / "values.tif", GRID, Feedback(), folder / "units.tif", (1, 2), **options)
               for options in OPTIONS]
    assert by_unit[0] == by_unit[1] == by_unit[2]
    for code in (1, 2):
        found = by_unit[0][code]
        assert (found.extreme, found.important) == breaks_in_memory(values[units == code])


@settings(max_examples=60)
@given(arrays(np.float32, st.integers(1, 80), elements=st.floats(0, 2.0**120, width=32)))
def test_sums_by_counting_are_exact(values):
    positive = values[values > 0]
    assert Histogram.of(positive).sums().sum() == pytest.approx(math.fsum(positive.astype(np.float64)), rel=1e-14)


@settings(max_examples=60)
@given(arrays(np.float32, st.integers(1, 80), elements=st.floats(-10, 1000, width=32)))
def test_any_values_break_where_the_printed_algorithm_breaks_them(values):
    found = cumulative_breaks(values)
    if found.total:
        assert (found.extreme, found.important) == breaks_in_memory(values)


def test_zone_tables_partition_every_class_and_do_not_depend_on_windows(rasters):
    folder, values, classes, _units = rasters
    tables = [tabulate({"left": LEFT, "right": RIGHT}, {"classes": folder / "classes.tif"},
                       {"values": folder / "values.tif"}, GRID, Feedback(), **options) for options in OPTIONS]
    for other in tables[1:]:
        assert other.sums == tables[0].sums and other.known_km2 == tables[0].known_km2
        assert all(np.array_equal(other.areas[key], tables[0].areas[key]) for key in tables[0].areas)
    whole = tables[0].areas[("left", "classes")] + tables[0].areas[("right", "classes")]
    for code in (0, 1, 2, 3, 4, 255):
        assert whole[code] == pytest.approx(np.sum(classes == code) * GRID.cell_km2, rel=1e-9)
    assert tables[0].areas[("left", "classes")].sum() == pytest.approx(LEFT.GetArea() / 1e6, rel=1e-9)
    total = tables[0].sums[("left", "values")] + tables[0].sums[("right", "values")]
    assert total == pytest.approx(float(np.nansum(values.astype(np.float64))), rel=1e-9)


def test_a_zone_off_the_grid_is_empty(rasters):
    folder = rasters[0]
    away = ogr.CreateGeometryFromWkt("POLYGON((9000 0,9010 0,9010 10,9000 0))")
    tables = tabulate({"away": away}, {"classes": folder / "classes.tif"}, {}, GRID, Feedback())
    assert tables.areas[("away", "classes")].sum() == 0


def test_rows_of_coverage_are_the_same_in_any_window():
    frame = coverage(LEFT, GRID, Window(0, 0, 40, 31))
    for row in range(0, 40, 3):
        rows = min(3, 40 - row)
        assert coverage(LEFT, GRID, Window(row, 0, rows, 31)).tobytes() == frame[row:row + rows].tobytes()


def test_moments_are_those_of_numpy_and_do_not_depend_on_windows(rasters):
    values = rasters[1]
    whole = Moments.together([moments_of(values)])
    for rows in (1, 3, 16):
        parts = Moments.together([moments_of(values[row:row + rows]) for row in range(0, 40, rows)])
        assert (whole.total, whole.mean, whole.deviation) == (parts.total, parts.mean, parts.deviation)
    known = values[~np.isnan(values)].astype(np.float64)
    assert whole.count == known.size and (whole.minimum, whole.maximum) == (known.min(), known.max())
    assert whole.mean == pytest.approx(known.mean()) and whole.deviation == pytest.approx(known.std())
    assert Moments.together([moments_of(np.full((2, 2), np.nan, np.float32))]).count == 0


def test_quantiles_are_those_of_numpy(rasters):
    folder, values, _classes, _units = rasters
    shares = (0, 0.05, 0.31, 0.5, 0.95, 1)
    found = [streamed_quantiles(folder / "values.tif", shares, GRID, Feedback(), **options) for options in OPTIONS]
    assert found[0] == found[1] == found[2]
    assert found[0] == pytest.approx(np.nanpercentile(values.astype(np.float64), [100 * share for share in shares]))


@given(arrays(np.float32, st.integers(2, 50), elements=st.floats(-(2.0**100), 2.0**100, width=32)))
def test_keys_keep_the_order_and_give_the_values_back(values):
    keys = ordered_keys(values)
    assert np.array_equal(np.argsort(keys, kind="stable"), np.argsort(values, kind="stable"))
    assert np.array_equal(values_of_keys(keys), values)
