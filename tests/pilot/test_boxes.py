"""Boxes against one comparison after the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import ogr

from ecr_toolkit.pilot.boxes import Boxes, Pieces, meet
from ecr_toolkit.pilot.shapes import box, line_of, polygon_of, rectangle

side = st.integers(0, 12)
rectangles = st.tuples(side, side, st.integers(1, 4), st.integers(1, 4)).map(
    lambda one: rectangle(one[0], one[1], one[0] + one[2], one[1] + one[3]))


@given(st.lists(rectangles, max_size=12), rectangles, st.sampled_from([0.0, 1.0, 2.5]))
def test_near_are_those_whose_boxes_meet_the_wider_box_in_their_order(found, place, within_m):
    expected = [index for index, one in enumerate(found) if one.Intersects(box(place, within_m))]
    assert Boxes(found).near(place, within_m).tolist() == expected
    assert [index for index, one in enumerate(found) if meet(one, place)] == Boxes(found).near(place).tolist()


def test_points_and_lines_have_boxes_and_what_is_empty_meets_nothing():
    assert Boxes([line_of(((0, 0), (9, 9))), ogr.CreateGeometryFromWkt("POINT(3 3)")]).near(
        rectangle(2, 3, 4, 5)).tolist() == [0, 1]
    assert Boxes([]).near(rectangle(0, 0, 1, 1)).tolist() == []
    assert not meet(ogr.Geometry(ogr.wkbMultiPolygon), rectangle(0, 0, 1, 1))


@given(st.lists(rectangles, max_size=10))
def test_blocks_are_those_that_touch_each_other_over_others(found):
    blocks = [{index} for index in range(len(found))]
    for one in range(len(found)):
        for other in range(one):
            if found[one].Intersects(found[other]):
                touching = [block for block in blocks if one in block or other in block]
                blocks = [block for block in blocks if block not in touching] + [set().union(*touching)]
    assert Pieces(found).blocks() == sorted(sorted(block) for block in blocks)


def test_pieces_around_a_place_are_whole():
    whole = ogr.CreateGeometryFromWkt("MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((10 10,14 10,14 14,10 10)))")
    assert Pieces.of(whole).around(rectangle(1, 1, 2, 2)).GetArea() == 16


def test_shapes_go_through_their_points():
    assert line_of([(0, 0), (3, 4)]).Length() == 5
    assert polygon_of([(0, 0), (2, 0), (0, 2), (0, 0)]).GetArea() == 2
    assert box(line_of([(1, 2), (4, 6)]), 1).GetEnvelope() == pytest.approx((0, 5, 1, 7))
