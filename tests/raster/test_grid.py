"""The one grid: snapped, equal-area, the same cells for any window size."""

import math

import pytest

from ecr_toolkit.raster.grid import Grid, equal_area_crs, spatial_reference


def test_origin_is_a_whole_multiple_of_the_cell_and_the_frame_holds_the_country():
    grid = Grid.around((-1234.5, 10.0, 990.1, 2222.2), "EPSG:6933", 250.0, margin=2)
    assert grid.left % 250 == 0 and grid.top % 250 == 0
    left, bottom, right, top = grid.bounds
    assert left <= -1234.5 - 500 and bottom <= 10 - 500 and right >= 990.1 + 500 and top >= 2222.2 + 500


@pytest.mark.parametrize(("latitude", "km2"), [(0, 0.85480), (30, 0.74276), (-15, 0.82641)])
def test_equal_area_projection_keeps_the_area_of_a_cell_e14(latitude, km2):
    """methods.md E14: exact ellipsoidal area of a cell of 30″, against its planar area on the LAEA grid."""
    from osgeo import ogr, osr

    half = 15 / 3600
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ((-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)):
        ring.AddPoint_2D(20 + x, latitude + y)
    cell = ogr.Geometry(ogr.wkbPolygon)
    cell.AddGeometry(ring)
    crs = equal_area_crs(12.0, latitude + 6.0)
    cell.Transform(osr.CoordinateTransformation(spatial_reference("EPSG:4326"), spatial_reference(crs)))
    assert math.isclose(cell.GetArea() / 1e6, km2, rel_tol=1e-4)
