"""Exact coverage against the geometry library, for hand-made and for random polygons."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import ogr

from ecr_toolkit.raster.coverage import coverage, half_covered, window_of
from ecr_toolkit.raster.grid import Grid, Window
from ecr_toolkit.raster.zones import Zone

GRID = Grid("EPSG:6933", 10.0, 0.0, 80.0, 9, 8)
WHOLE = Window(0, 0, 8, 9)
POLYGONS = [
    "POLYGON((5 5,5 75,85 75,85 5,5 5))",
    "POLYGON((5 5,85 5,40 75,5 5))",
    "POLYGON((0 0,90 0,90 80,0 80,0 0),(20 20,20 34,31 34,31 20,20 20))",
    "MULTIPOLYGON(((3 3,7 3,5 8,3 3)),((50 50,81 50,81 61,50 61,50 50)))",
]


def shares_by_intersection(polygon):
    shares = np.zeros(GRID.shape)
    for row in range(GRID.rows):
        for col in range(GRID.cols):
            x, y = GRID.left + col * 10, GRID.top - row * 10
            cell = ogr.CreateGeometryFromWkt(
                f"POLYGON(({x} {y},{x + 10} {y},{x + 10} {y - 10},{x} {y - 10},{x} {y}))")
            shares[row, col] = cell.Intersection(polygon).GetArea() / 100
    return shares


@pytest.mark.parametrize("wkt", POLYGONS)
def test_every_cell_is_exact(wkt):
    polygon = ogr.CreateGeometryFromWkt(wkt)
    assert np.allclose(coverage(polygon, GRID, WHOLE), shares_by_intersection(polygon), atol=1e-12)


@pytest.mark.parametrize("wkt", POLYGONS)
@pytest.mark.parametrize("window", [Window(2, 3, 4, 4), Window(0, 0, 1, 1), Window(7, 8, 1, 1)])
def test_a_window_shows_its_part_of_the_whole(wkt, window):
    polygon = ogr.CreateGeometryFromWkt(wkt)
    rows, cols = slice(window.row, window.row + window.rows), slice(window.col, window.col + window.cols)
    assert np.allclose(coverage(polygon, GRID, window), coverage(polygon, GRID, WHOLE)[rows, cols], atol=1e-12)


coordinate = st.floats(0.5, 79.5, allow_nan=False).map(lambda value: round(value, 3))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=12))
def test_shares_add_up_to_the_area_of_any_polygon(points):
    multipoint = ogr.Geometry(ogr.wkbMultiPoint)
    for x, y in points:
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(x, y)
        multipoint.AddGeometry(point)
    hull = multipoint.ConvexHull()
    if hull.GetGeometryType() != ogr.wkbPolygon:
        return
    zone = Zone.of(hull, GRID)
    assert np.isclose(zone.shares.sum() * 100, hull.GetArea(), rtol=1e-9, atol=1e-9)
    assert np.allclose(zone.spread(GRID), shares_by_intersection(hull), atol=1e-9)
    assert np.array_equal(half_covered(hull, GRID), zone.spread(GRID) >= 0.5)


def test_half_of_a_cell_is_enough_and_less_is_not(monkeypatch):
    polygon = ogr.CreateGeometryFromWkt(
        "MULTIPOLYGON(((5 0,20 0,20 30,5 30,5 0)),((50.1 40,70 40,70 62,50.1 62,50.1 40)),((-9 70,95 70,95 99,-9 70)))")
    expected = shares_by_intersection(polygon) >= 0.5
    assert expected[5:, :2].all() and expected[2:4, 5:7].all() and not expected[1, 5:7].any()
    for rows in (1, 3, 256):
        monkeypatch.setattr("ecr_toolkit.raster.coverage._ROWS", rows)
        assert np.array_equal(half_covered(polygon, GRID), expected)
    assert not half_covered(ogr.Geometry(ogr.wkbMultiPolygon), GRID).any()


def test_zones_that_partition_the_frame_partition_every_class():
    left = Zone.of(ogr.CreateGeometryFromWkt("POLYGON((0 0,33 0,47 80,0 80,0 0))"), GRID)
    right = Zone.of(ogr.CreateGeometryFromWkt("POLYGON((33 0,90 0,90 80,47 80,33 0))"), GRID)
    classes = (np.arange(72).reshape(GRID.shape) % 3).astype(np.uint8)
    sums = [zone.area_by_class(classes, (0, 1, 2), 1.0) for zone in (left, right)]
    for code in (0, 1, 2):
        assert np.isclose(sums[0][code] + sums[1][code], np.sum(classes == code))


def test_a_polygon_off_the_grid_covers_nothing():
    assert window_of(ogr.CreateGeometryFromWkt("POLYGON((500 500,510 500,510 510,500 500))"), GRID) is None
    assert window_of(ogr.Geometry(ogr.wkbMultiPolygon), GRID) is None
