"""Slope length by flow: the streamed neighbourhood gives what accumulation over the whole model gives."""

import numpy as np
import pytest

from ecr_toolkit.models import terrain


def hills(rows=60, cols=50):
    y, x = np.mgrid[0:rows, 0:cols]
    noise = np.random.default_rng(8).normal(size=(rows, cols))
    return 200 + 60 * np.sin(x / 9) * np.cos(y / 7) + 2 * noise


def accumulated(direction, cell_m2):
    """Upslope area by following every cell's way down to its end."""
    rows, cols = direction.shape
    area = np.zeros(direction.shape)
    for start in np.ndindex(direction.shape):
        row, col = start
        while direction[row, col] >= 0:
            down, right = terrain._STEPS[direction[row, col]]
            row, col = row + down, col + right
            area[row, col] += cell_m2
    return area


def test_flow_goes_down_the_steepest_way():
    slope = np.array([[3.0, 3, 3], [3, 2, 1.9], [3, 1.7, 1]])
    assert terrain.flow_direction(slope, 1.0, 1.0)[1, 1] == 3, "south-east: 1 / √2 = 0.707 is more than 0.3"
    assert terrain.flow_direction(slope, 1.0, 1.0)[2, 2] == -1, "a pit keeps its water"


def test_all_of_the_inflow_is_counted():
    direction = terrain.flow_direction(hills(), 30.0, 30.0)
    assert terrain.inflow(direction, 900.0, 200) == pytest.approx(accumulated(direction, 900.0))


def test_farther_than_the_reach_nothing_changes_l():
    """L is capped at a slope of 122 m: what lies beyond the reach cannot matter."""
    elevation = hills()
    slope = terrain.slope_degrees(elevation, 30.0, 30.0)
    direction = terrain.flow_direction(elevation, 30.0, 30.0)
    exponent = terrain.slope_length_exponent(slope)
    turn = np.where((direction >= 0) & (direction % 2 == 1), np.sqrt(2.0), 1.0)
    whole = np.minimum(terrain.slope_length_of_area(accumulated(direction, 900.0), 30.0, exponent, turn),
                       (122 / 22.13) ** exponent)
    assert terrain.slope_length_by_flow(elevation, slope, 30.0, 30.0) == pytest.approx(whole, rel=1e-9)


def test_nodata_is_no_valley():
    elevation = hills()
    elevation[20:30, 20:30] = np.nan
    direction = terrain.flow_direction(elevation, 30.0, 30.0)
    assert (direction[20:30, 20:30] == -1).all()
    for row, col in ((19, 25), (25, 19)):
        if direction[row, col] >= 0:
            down, right = terrain._STEPS[direction[row, col]]
            assert not np.isnan(elevation[row + down, col + right])
