"""Shared lines: no overlap, no gap, equal vertices on both sides, for any candidates and any tolerance."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import ogr

from ecr_toolkit.boundary.borders import stretches
from ecr_toolkit.boundary.faces import cut_into_faces, edges_of
from ecr_toolkit.boundary.following import kinds_of
from ecr_toolkit.boundary.outlines import Drawing, TakenOut, extended, majority_filtered, outlines
from ecr_toolkit.boundary.patches import patches_of
from ecr_toolkit.boundary.rules import fill_holes, redline, remove_small_patches
from ecr_toolkit.pilot.layers import polygons, union
from ecr_toolkit.raster.coverage import rings
from ecr_toolkit.raster.grid import Grid
from ecr_toolkit.raster.polygonised import polygonised

GRID = Grid("EPSG:6933", 1000.0, 0.0, 12000.0, 14, 12)
WEST = ogr.CreateGeometryFromWkt("POLYGON((1500 1500,6200 1500,6900 4000,6100 10500,1500 10500,1500 1500))")
EAST = ogr.CreateGeometryFromWkt("POLYGON((6200 1500,12500 1500,12500 10500,6100 10500,6900 4000,6200 1500))")
NOWHERE = ogr.Geometry(ogr.wkbMultiPolygon)
CIRCLE = ogr.CreateGeometryFromWkt("POINT(8000 6000)").Buffer(1700)
KNOWN = np.zeros(GRID.shape, bool)
KNOWN[1:11, 1:13] = True
NOTHING = np.zeros(GRID.shape, bool)

masks = st.lists(st.booleans(), min_size=168, max_size=168).map(lambda bits: np.array(bits).reshape(GRID.shape))


def faces_of(mask, forced=NOWHERE, simplify=0.5, aggregation=250.0, locked=NOTHING):
    lines = outlines(mask, TakenOut({"C1": NOTHING}, {}), KNOWN, locked, GRID,
                     Drawing(aggregation, simplify))["B4"]
    return cut_into_faces([WEST, EAST], forced, [lines, lines])


def patches(faces):
    edges = edges_of(faces)
    return patches_of(faces, 2, edges, kinds_of(edges, faces, {}))[0]


@settings(max_examples=40, deadline=None)
@given(masks, st.sampled_from([0.0, 0.3, 0.5, 2.0]), st.booleans())
def test_faces_partition_the_country(mask, simplify, with_forced):
    faces = faces_of(mask, CIRCLE if with_forced else NOWHERE, simplify)
    total = sum(face.polygon.GetArea() for face in faces)
    assert total == pytest.approx(WEST.GetArea() + EAST.GetArea(), rel=1e-9)
    assert union([face.polygon for face in faces]).GetArea() == pytest.approx(total, rel=1e-9)
    assert all(face.polygon.IsValid() for face in faces)
    if with_forced:
        forced = sum(face.polygon.GetArea() for face in faces if face.forced)
        assert forced == pytest.approx(CIRCLE.GetArea(), rel=1e-9)
        assert all(face.redline for face in faces if face.forced)


@settings(max_examples=40, deadline=None)
@given(masks)
def test_patches_neither_overlap_nor_lose_area_and_neighbours_share_vertices(mask):
    faces = faces_of(mask, CIRCLE)
    found = patches(faces)
    whole = redline(faces)
    assert sum(patch.polygon.GetArea() for patch in found) == pytest.approx(whole.GetArea(), rel=1e-9)
    assert all(patch.polygon.IsValid() for patch in found)
    on_border = [set(), set()]
    for stretch in stretches(faces, edges_of(faces)):
        if stretch.first_redline and stretch.second_redline:
            points = {point[:2] for point in stretch.line.GetPoints()}
            for side in on_border:
                side |= points
    vertices = [{tuple(point) for patch in found if patch.unit == unit
                 for ring, _hole in rings(patch.polygon) for point in ring} for unit in (0, 1)]
    assert on_border[0] <= vertices[0] and on_border[1] <= vertices[1]


@settings(max_examples=30, deadline=None)
@given(masks, st.floats(0, 20), st.floats(0, 20))
def test_rules_leave_no_small_hole_and_no_small_patch(mask, hole_km2, patch_km2):
    faces = faces_of(mask)
    before = redline(faces).GetArea() / 1e6
    gained = fill_holes(faces, hole_km2, lambda hole: False)
    lost = sum(face.polygon.GetArea() for face in remove_small_patches(faces, patch_km2)) / 1e6
    after = redline(faces)
    assert after.GetArea() / 1e6 == pytest.approx(before + gained - lost, abs=1e-6)
    for index in range(after.GetGeometryCount()):
        polygon = after.GetGeometryRef(index)
        assert polygon.GetArea() / 1e6 >= patch_km2 - 1e-9


def test_a_hole_with_something_deducted_stays_open():
    mask = KNOWN.copy()
    mask[5, 5] = False
    faces = faces_of(mask, simplify=0.0, aggregation=0.0, locked=~mask)
    assert fill_holes(faces, 5.0, lambda hole: True) == 0
    assert fill_holes(faces, 5.0, lambda hole: False) == pytest.approx(1.0, rel=1e-3)


def test_a_small_patch_with_a_forced_area_stays():
    small = ogr.CreateGeometryFromWkt("POINT(10000 9000)").Buffer(200)
    faces = faces_of(NOTHING, small)
    assert remove_small_patches(faces, 100.0) == []
    patch = patches(faces)[0]
    assert patch.forced_km2 == pytest.approx(patch.area_km2, abs=1e-4)
    assert set(patch.line_km) == {2}, "the whole boundary is the legal line of the area"


def test_every_edge_has_two_faces_but_those_on_the_outer_line():
    faces = faces_of(KNOWN, CIRCLE)
    edges = edges_of(faces)
    outer = edges.lengths[edges.right < 0].sum()
    assert outer == pytest.approx(WEST.Union(EAST).Boundary().Length(), rel=1e-9)


def test_candidates_go_on_beyond_the_border_and_a_lone_cell_is_filtered():
    mask = np.zeros(GRID.shape, bool)
    mask[1:6, 1:6] = True
    beyond = extended(mask, KNOWN)
    assert beyond[0, 2] and not beyond[0, 9] and (beyond & KNOWN == mask & KNOWN).all()
    lone = np.zeros(GRID.shape, bool)
    lone[4, 4] = True
    assert not majority_filtered(lone, NOTHING).any()
    assert majority_filtered(lone, lone)[4, 4], "a locked cell never flips"


def test_the_same_line_drawn_twice_is_equal_to_the_last_bit():
    mask = np.random.default_rng(1).random(GRID.shape) > 0.5
    one, two = ([face.polygon.ExportToWkb() for face in faces_of(mask, CIRCLE)] for _again in range(2))
    assert one == two


def test_a_small_patch_with_a_key_site_stays():
    mask = NOTHING.copy()
    mask[4:7, 9:12] = True
    faces = faces_of(mask, simplify=0.0)
    assert remove_small_patches(faces, 100.0, lambda _patch: True) == []
    assert len(remove_small_patches(faces, 100.0)) == 1


@settings(max_examples=30, deadline=None)
@given(masks, masks, st.sampled_from([0.0, 0.5, 2.0]), st.sampled_from([0.0, 250.0, 3000.0]))
def test_nothing_of_what_is_taken_out_stays_whatever_is_simplified_and_joined(mask, taken, simplify, aggregation):
    out = ogr.CreateGeometryFromWkt("POINT(4000 8000)").Buffer(700)
    found = outlines(mask, TakenOut({"C1": taken}, {"C5": out}), KNOWN, taken, GRID, Drawing(aggregation, simplify))
    assert list(found) == ["candidates", "C1", "C5", "B1", "B7", "B3", "B4", "taken_out"]
    cells = polygonised(taken & KNOWN, GRID)
    assert polygons(found["B4"].Intersection(cells)).GetArea() < 1e-3
    assert polygons(found["B4"].Intersection(out)).GetArea() < 1e-3
    assert polygons(cells.Difference(found["taken_out"])).GetArea() < 1e-3
    assert polygons(found["B7"].Difference(found["B3"])).GetArea() < 1e-3, "joining loses nothing"
