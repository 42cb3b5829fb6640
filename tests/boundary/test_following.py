"""Following: boundaries move to better lines nearby, never farther than allowed, and the plane stays whole."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import ogr

from ecr_toolkit.boundary.faces import cut_into_faces, edges_of
from ecr_toolkit.boundary.following import LEGAL, LINEAR, NATURAL, RASTER, follow, kinds_of
from ecr_toolkit.boundary.nearby import lines_nearby
from ecr_toolkit.boundary.rules import redline
from ecr_toolkit.boundary.segments import SegmentIndex, segments_of
from ecr_toolkit.pilot.layers import polygons, union

LAND = ogr.CreateGeometryFromWkt("POLYGON((0 0,12000 0,12000 10000,0 10000,0 0))")
NOWHERE = ogr.Geometry(ogr.wkbMultiPolygon)
CANDIDATE = ogr.CreateGeometryFromWkt("MULTIPOLYGON(((2000 2000,8000 2000,8000 6000,2000 6000,2000 2000)))")
RIVER = ogr.CreateGeometryFromWkt("MULTILINESTRING((0 6300,3000 6250,6000 6350,12000 6300))")
NEARER_ROAD = ogr.CreateGeometryFromWkt("MULTILINESTRING((0 6200,12000 6200))")
ROAD = ogr.CreateGeometryFromWkt("MULTILINESTRING((0 5800,12000 5800))")
FAR = ogr.CreateGeometryFromWkt("MULTILINESTRING((0 7500,12000 7500))")


def drawn(lines, candidate=CANDIDATE, forced=NOWHERE, tolerance=500.0, stays_out=lambda _face: False):
    near = lines_nearby(lines, [candidate], tolerance)
    faces = cut_into_faces([LAND], forced, [candidate], list(near.values()))
    edges = edges_of(faces)
    before = redline(faces)
    kinds = kinds_of(edges, faces, near)
    gained, lost = follow(faces, edges, kinds, near, tolerance, stays_out)
    return faces, edges, np.minimum(kinds, RASTER), before, gained, lost


def bounding(faces, edges, kinds):
    """km of the redline's boundary by type."""
    red = np.array([face.redline for face in faces] + [False])
    on = red[edges.left] != red[edges.right]
    return {int(kind): edges.lengths[on & (kinds == kind)].sum() / 1000 for kind in np.unique(kinds[on])}


def test_a_boundary_moves_to_the_river_beside_it():
    faces, edges, kinds, before, gained, lost = drawn({NATURAL: RIVER})
    lengths = bounding(faces, edges, kinds)
    assert lengths[NATURAL] > 6.0 and lost == 0
    strip = union([face.polygon for face in faces if face.redline]).GetArea() / 1e6 - before.GetArea() / 1e6
    assert gained == pytest.approx(strip) and 1.5 < gained < 2.6, "6 km along a river 250 to 350 m away"
    assert sum(lengths.values()) == pytest.approx(redline(faces).Boundary().Length() / 1000)


def test_the_natural_line_is_preferred_to_a_nearer_road():
    faces, edges, kinds, *_rest = drawn({NATURAL: RIVER, LINEAR: NEARER_ROAD})
    lengths = bounding(faces, edges, kinds)
    assert lengths[NATURAL] > 6.0 and lengths.get(LINEAR, 0.0) < 0.5
    faces, edges, kinds, _before, gained, lost = drawn({LINEAR: ROAD})
    assert bounding(faces, edges, kinds)[LINEAR] > 5.9 and gained == 0 and lost == pytest.approx(1.2, abs=1e-3)


def test_nothing_follows_a_line_that_is_too_far_or_when_following_is_off():
    for tolerance in (500.0, 0.0):
        faces, _edges, _kinds, before, gained, lost = drawn({NATURAL: FAR}, tolerance=tolerance)
        assert (gained, lost) == (0, 0) and redline(faces).GetArea() == pytest.approx(before.GetArea())


def test_what_is_taken_out_stays_out_and_forced_areas_stay_in():
    faces, _edges, _kinds, before, gained, _lost = drawn({NATURAL: RIVER}, stays_out=lambda _face: True)
    assert gained == 0 and redline(faces).GetArea() == pytest.approx(before.GetArea())
    forced = ogr.CreateGeometryFromWkt("MULTIPOLYGON(((2000 5000,8000 5000,8000 6000,2000 6000,2000 5000)))")
    faces, edges, kinds, _before, _gained, lost = drawn({LINEAR: ROAD}, forced=forced)
    assert lost == 0 and bounding(faces, edges, kinds)[LEGAL] > 5.9


def test_a_legal_line_keeps_every_vertex():
    circle = ogr.CreateGeometryFromWkt("POINT(5000 6200)").Buffer(900, 12)
    faces, *_rest = drawn({NATURAL: RIVER, LINEAR: ROAD}, forced=circle)
    vertices = {point[:2] for face in faces if face.forced for point in face.polygon.GetGeometryRef(0).GetPoints()}
    assert {point[:2] for point in circle.GetGeometryRef(0).GetPoints()} <= vertices


def test_no_patch_vanishes_because_a_line_runs_through_it():
    square = ogr.CreateGeometryFromWkt("MULTIPOLYGON(((2000 2000,4000 2000,4000 4000,2000 4000,2000 2000)))")
    path = ogr.CreateGeometryFromWkt("MULTILINESTRING((2500 1000,2500 5000))")
    faces, _edges, _kinds, _before, gained, lost = drawn({LINEAR: path}, square, tolerance=1500.0)
    assert lost <= 1.0 and gained == 0 and redline(faces).GetArea() / 1e6 == pytest.approx(4 - lost)


lines_by_hand = st.lists(st.tuples(st.floats(0, 12000), st.floats(0, 10000)), min_size=2, max_size=9, unique=True)
squares = st.lists(st.booleans(), min_size=30, max_size=30)


@settings(max_examples=60)
@given(squares, lines_by_hand, st.sampled_from([NATURAL, LEGAL, LINEAR]), st.sampled_from([200.0, 600.0, 1500.0]))
def test_the_plane_stays_whole_no_boundary_moves_farther_and_none_gets_dearer(cells, points, kind, tolerance):
    candidate = union([ogr.CreateGeometryFromWkt(
        "POLYGON(({0} {1},{2} {1},{2} {3},{0} {3},{0} {1}))".format(x, y, x + 2000, y + 2000))
        for (x, y), on in zip([(2000 * i, 2000 * j) for i in range(6) for j in range(5)], cells) if on])
    line = ogr.Geometry(ogr.wkbLineString)
    for x, y in points:
        line.AddPoint_2D(round(x, 1), round(y, 1))
    faces, _edges, _kinds, before, gained, lost = drawn({kind: line}, candidate, tolerance=tolerance)
    assert sum(face.polygon.GetArea() for face in faces) == pytest.approx(LAND.GetArea(), rel=1e-9)
    after = redline(faces)
    assert after.GetArea() / 1e6 == pytest.approx(before.GetArea() / 1e6 + gained - lost, abs=1e-6)
    assert after.IsEmpty() == before.IsEmpty()
    if not before.IsEmpty():
        assert polygons(after.Difference(before.Buffer(2.1 * tolerance))).GetArea() < 1.0
        assert polygons(before.Buffer(-2.1 * tolerance).Difference(after)).GetArea() < 1.0
        assert after.IsValid()


@settings(max_examples=60)
@given(lines_by_hand, lines_by_hand, st.floats(100, 5000))
def test_the_nearest_segment_is_the_nearest(points, others, reach):
    line = ogr.Geometry(ogr.wkbLineString)
    for x, y in points:
        line.AddPoint_2D(x, y)
    found, place, owner = SegmentIndex(segments_of(line), reach).nearest(np.array(others))
    for number, (x, y) in enumerate(others):
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(x, y)
        true = line.Distance(point)
        if true <= reach * (1 - 1e-9):
            assert found[number] == pytest.approx(true, abs=1e-6) and owner[number] >= 0
            assert np.hypot(*(place[number] - (x, y))) == pytest.approx(true, abs=1e-6)
        elif true > reach * (1 + 1e-9):
            assert np.isinf(found[number]) and owner[number] == -1
