"""Thresholds: knee, budget, value for money and natural breaks against plain numpy; tables of a whole pilot."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.planning.thresholds import (
    Alternative,
    Ground,
    budget_limit,
    compare,
    everywhere,
    natural_groups,
    ratios,
)
from ecr_toolkit.raster import files
from ecr_toolkit.raster.cumulative import streamed_curve
from ecr_toolkit.raster.grading import streamed_means
from ecr_toolkit.raster.grid import Grid

ROWS, COLS = 40, 30


@pytest.fixture
def ground(tmp_path):
    grid = Grid("EPSG:6933", 1000.0, 0.0, ROWS * 1000.0, COLS, ROWS)
    random = np.random.default_rng(7)
    value = random.gamma(0.7, 20, (ROWS, COLS)).astype(np.float32)
    value[random.random((ROWS, COLS)) < 0.1] = np.nan
    value[random.random((ROWS, COLS)) < 0.1] = 0
    cost = random.uniform(1, 9, (ROWS, COLS)).astype(np.float32)
    units = np.ones((ROWS, COLS), np.uint16)
    units[:3] = 0
    objects = np.zeros((ROWS, COLS), np.uint32)
    objects[10, 3:9], objects[20, 5] = 1, 70_000
    for name, array, kind in (("units", units, "zone"), ("value", value, "continuous"), ("cost", cost, "continuous"),
                              ("objects", objects, "object")):
        files.write(tmp_path / f"{name}.tif", grid, array, kind)
    return grid, Ground(tmp_path / "units.tif", {"f": tmp_path / "value.tif"}, cost=tmp_path / "cost.tif",
                        priority=tmp_path / "value.tif", objects=tmp_path / "objects.tif"), value, cost, units > 0


def test_the_knee_lies_at_the_mean(ground):
    """argmax of y − x over cells sorted from the highest value down (methods.md §7.1.3)."""
    grid, rasters, value, _cost, _inside = ground
    known = np.sort(value[~np.isnan(value)].astype(np.float64))[::-1]
    along, held = np.arange(1, known.size + 1) / known.size, np.cumsum(known) / known.sum()
    knee = known[np.argmax(held - along)]
    mean = streamed_means(rasters.functions["f"], grid, Feedback())[None]
    assert mean == pytest.approx(known.mean(), rel=1e-12)
    assert knee >= mean > known[np.argmax(held - along) + 1]


def test_value_for_money_stops_where_the_slope_falls_below_one(ground):
    grid, rasters, value, cost, inside = ground
    limit = ratios(rasters, grid, Feedback())["f"]
    known = inside & ~np.isnan(value)
    order = np.argsort(-(value[known].astype(np.float64) / cost[known]), kind="stable")
    benefit = np.cumsum(value[known][order].astype(np.float64)) / value[known].sum(dtype=np.float64)
    spent = np.cumsum(cost[known][order].astype(np.float64)) / cost[known].sum(dtype=np.float64)
    best = np.argmax(benefit - spent)
    ratio = (value[known].astype(np.float64) / cost[known])[order]
    assert ratio[best] >= limit > ratio[best + 1]


@pytest.mark.parametrize("share", [0.05, 0.3, 0.9])
def test_a_budget_of_area_is_filled(ground, share):
    grid, rasters, _value, _cost, inside = ground
    limit = budget_limit(rasters, share, grid, Feedback())
    taken, whole = compare([Alternative("area_budget", share, {"priority": everywhere(limit, 0)})], rasters, grid,
                           Feedback())
    assert whole.cells == inside.sum()
    if share < 0.9:
        assert 0 <= taken[0].cells - int(share * inside.sum()) <= 1
    else:  # more than there are cells with a known priority
        assert taken[0].cells == (inside & ~np.isnan(files.read(rasters.priority))).sum()


def test_what_alternatives_take_in_is_what_plain_numpy_says(ground):
    grid, rasters, value, cost, inside = ground
    taken, whole = compare([Alternative("cumulative", 0.5, {"f": everywhere(30.0, 0)}),
                            Alternative("cost_efficiency", None, {"f": everywhere(4.0, 0)}, per_cost=True)],
                           rasters, grid, Feedback())
    objects = files.read(rasters.objects)
    with np.errstate(invalid="ignore"):
        masks = [inside & (value >= 30), inside & (value / cost >= 4)]
    for found, mask in zip(taken, masks):
        assert found.cells == mask.sum()
        assert found.held("f") == pytest.approx(value[mask].sum(dtype=np.float64), rel=1e-12)
        assert found.cost == pytest.approx(cost[mask].sum(dtype=np.float64), rel=1e-12)
        assert found.conflict_cells == (objects[mask] > 0).sum()
        assert found.objects == set(objects[mask & (objects > 0)].tolist())
    assert whole.held("f") == pytest.approx(np.nansum(value[inside], dtype=np.float64), rel=1e-12)


@given(st.lists(st.integers(0, 20), min_size=4, max_size=9))
def test_natural_groups_have_the_least_spread(counts):
    counts = np.array(counts)

    def spread(first, second):
        total = 0.0
        for start, end in ((0, first), (first, second), (second, len(counts))):
            cells = counts[start:end].sum()
            if cells:
                middle = np.arange(start, end)
                mean = (counts[start:end] * middle).sum() / cells
                total += (counts[start:end] * (middle - mean) ** 2).sum()
        return total

    _zero, first, second = natural_groups(counts)
    best = min(spread(*pair) for pair in itertools.combinations(range(1, len(counts)), 2))
    assert spread(first, second) == pytest.approx(best, abs=1e-6)


def test_curves_pass_through_the_shares_of_plain_sorting(ground):
    grid, rasters, value, cost, _inside = ground
    inputs = {"value": rasters.functions["f"], "cost": rasters.cost}
    curve = streamed_curve(inputs, lambda read, _window: (read["value"], np.ones(()), np.nan_to_num(read["value"])),
                           (1.0, float(np.nanmax(value))), grid, Feedback())
    known = value[~np.isnan(value)].astype(np.float64)
    for limit, along, held in zip(curve.value, curve.along, curve.held):
        assert along == pytest.approx((known >= limit).mean(), abs=1e-9)
        assert held == pytest.approx(known[known >= limit].sum() / known.sum(), abs=1e-6)
    assert curve.along[-1] == 1 and curve.held[-1] == 1
    thin = curve.thinned(20)
    assert len(thin.value) <= 20 and thin.along[-1] == 1 and set(thin.value) <= set(curve.value)


def test_tables_of_a_pilot(walked):
    rows = read_table(walked.table("thresholds"))
    assert [row["method"] for row in rows if row["chosen"] == "1"] == ["cumulative"]
    assert {row["method"] for row in rows} == {"cumulative", "knee", "area_budget", "cost_efficiency",
                                               "natural_breaks"}
    areas = [float(row["area_km2"]) for row in rows if row["method"] == "cumulative"]
    assert areas == sorted(areas), "a larger share takes more area"
    assert all(float(row["cost_percent"]) > 0 and int(row["conflict_objects"]) > 0 for row in rows)
    services = read_table(walked.table("threshold_services"))
    for row in services:
        if row["method"] == "cumulative":
            # what one function needs, others add to; border cells of the grid are few
            assert float(row["inside_percent"]) >= float(row["share_percent"]) - 0.01
    curves = read_table(walked.table("threshold_curves"))
    for name in {row["function"] for row in curves}:
        along = [float(row["along_percent"]) for row in curves if row["function"] == name and row["curve"] == "area"]
        assert along == sorted(along) and along[-1] == 100
