"""Terrain: slopes in metres wherever the elevation model lies, relief in a moving window."""

import numpy as np

from ecr_toolkit.models import terrain


def test_an_inclined_plane_has_its_slope():
    rows, cols = np.mgrid[0:20, 0:30]
    plane = 10.0 * cols  # 10 m up every 100 m east
    slope = terrain.slope_degrees(plane, 100.0, 100.0)
    assert np.allclose(slope[1:-1, 1:-1], np.degrees(np.arctan(0.1)))


def test_a_geographic_model_needs_metres_a_row():
    """At 60° a degree of longitude is half as long as at the equator: the same rise is nearly twice as steep."""
    across, down = terrain.geographic_spacing(np.array([0.0, 60.0]), 0.01)
    assert np.allclose(across[:, 0], [1113.195, 558.002], rtol=1e-4)
    assert np.allclose(down[:, 0], [1105.743, 1114.122], rtol=1e-4)


def test_missing_neighbours_do_not_spread():
    elevation = np.full((5, 5), 100.0)
    elevation[2, 2] = np.nan
    slope = terrain.slope_degrees(elevation, 30.0, 30.0)
    assert np.isnan(slope[2, 2]) and np.isnan(slope).sum() == 1 and np.nanmax(slope) == 0


def test_relief_is_the_range_in_the_window():
    elevation = np.zeros((7, 7))
    elevation[3, 3] = 80
    relief = terrain.relief(elevation, 3)
    assert relief[2:5, 2:5].tolist() == [[80.0] * 3] * 3 and relief.sum() == 9 * 80
