"""Shared arcs: the labels fill the frame without overlap, for any raster, any tolerance, any legal lines."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from osgeo import gdal, ogr

from ecr_toolkit.boundary.arcs.assembly import polygons_of
from ecr_toolkit.boundary.arcs.balance import balanced
from ecr_toolkit.boundary.arcs.chains import chains
from ecr_toolkit.boundary.arcs.model import OUTSIDE
from ecr_toolkit.boundary.arcs.simplifying import simplify
from ecr_toolkit.boundary.arcs.smoothing import smooth
from ecr_toolkit.boundary.arcs.tracing import trace
from ecr_toolkit.errors import Cancelled
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import polygons as only_polygons
from ecr_toolkit.pilot.layers import to_crs, union
from ecr_toolkit.raster.coverage import rings, signed_area
from ecr_toolkit.raster.grid import Grid
from ecr_toolkit.raster.zones import Zone
from ecr_toolkit.raster.zones import labels as zone_labels

CELL = 100.0
TOLERANCES = [0, 0.5, 1, 3, 20]


def grid_of(labels):
    rows, cols = labels.shape
    return Grid("EPSG:6933", CELL, 3000.0, 7000.0, cols, rows)


def picture(*rows):
    return np.array([[int(cell) for cell in row] for row in rows])


@st.composite
def rasters(draw):
    """Labels at random, alone or in blocks of cells, from one label to five."""
    rows, cols, kinds = draw(st.integers(1, 12)), draw(st.integers(1, 12)), draw(st.integers(1, 5))
    cells = draw(st.lists(st.integers(0, kinds - 1), min_size=rows * cols, max_size=rows * cols))
    block = draw(st.sampled_from([1, 1, 2, 5]))
    return np.kron(np.array(cells).reshape(rows, cols), np.ones((block, block), int))


CORNERS = picture("101", "010", "101")
SELF_TOUCHING = picture("111110", "100010", "101110", "110001", "011111")
HOLE_IN_HOLE = picture("0000000", "0111110", "0100010", "0102010", "0100010", "0111110", "0000000")
LONE_CELL = picture("000", "050", "000")


def segments(geometry):
    found = set()
    for points, _hole in rings(geometry):
        ends = [tuple(point) for point in points]
        found |= {tuple(sorted(pair)) for pair in zip(ends, ends[1:])}
    return found


def assert_partition(polygons, labels):
    """Every label is there; no gap, no overlap; each line segment bounds two polygons, or one and the frame."""
    frame = labels.size * CELL ** 2
    assert sorted(polygons) == np.unique(labels).tolist()
    assert all(polygon.IsValid() and polygon.GetArea() > 0 for polygon in polygons.values())
    assert sum(polygon.GetArea() for polygon in polygons.values()) == pytest.approx(frame, rel=1e-9)
    assert union(list(polygons.values())).GetArea() == pytest.approx(frame, rel=1e-9)
    grid = grid_of(labels)
    right, bottom = grid.left + grid.cols * CELL, grid.top - grid.rows * CELL
    sides = [segments(polygon) for polygon in polygons.values()]
    for segment in set().union(*sides):
        on_frame = any(segment[0][axis] == segment[1][axis] == limit
                       for axis, limits in ((0, (grid.left, right)), (1, (grid.top, bottom))) for limit in limits)
        assert sum(segment in side for side in sides) == (1 if on_frame else 2)


@settings(max_examples=100, deadline=None)
@given(rasters(), st.sampled_from(TOLERANCES), st.integers(0, 2))
@example(CORNERS, 20, 0)
@example(SELF_TOUCHING, 3, 1)
@example(HOLE_IN_HOLE, 20, 2)
@example(LONE_CELL, 20, 0)
@example(np.zeros((3, 4), int), 20, 1)
def test_labels_fill_the_frame_whatever_the_tolerance(labels, tolerance, rounds):
    arcs = smooth(simplify(trace(labels), tolerance), rounds)
    assert_partition(polygons_of(arcs, grid_of(labels)), labels)


@settings(max_examples=60, deadline=None)
@given(rasters(), st.sampled_from(TOLERANCES))
def test_no_two_polygons_share_area(labels, tolerance):
    polygons = list(polygons_of(simplify(trace(labels), tolerance), grid_of(labels)).values())
    for number, one in enumerate(polygons):
        for other in polygons[:number]:
            assert only_polygons(one.Intersection(other)).GetArea() == pytest.approx(0, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(rasters())
@example(SELF_TOUCHING)
def test_without_tolerance_areas_and_outlines_are_those_of_the_raster(labels):
    for label, polygon in polygons_of(trace(labels), grid_of(labels)).items():
        assert polygon.GetArea() == (labels == label).sum() * CELL ** 2
        cells = Zone.of(polygon, grid_of(labels)).spread(grid_of(labels))
        assert (cells == (labels == label)).all()


@settings(max_examples=60, deadline=None)
@given(rasters(), st.sampled_from([0.5, 1, 3, 20]))
def test_no_line_moves_farther_than_the_tolerance_and_no_arc_moves_more_area_than_promised(labels, tolerance):
    traced = trace(labels)
    thinned = simplify(traced, tolerance)
    for arc in range(len(traced.left)):
        before, after = (line_of(arcs, arc) for arcs in (traced, thinned))
        assert np.array_equal(before[[0, -1]], after[[0, -1]])
        line = ogr.CreateGeometryFromWkt(f"LINESTRING ({', '.join(f'{x} {y}' for x, y in after)})")
        for x, y in before:
            assert line.Distance(ogr.CreateGeometryFromWkt(f"POINT ({x} {y})")) <= tolerance + 1e-6
        ring = np.concatenate([before, after[::-1]])
        assert abs(signed_area(*ring.T)) <= tolerance ** 2 / 2 + 1e-9


def line_of(arcs, number):
    part = slice(arcs.start[number], arcs.start[number + 1])
    return np.stack([arcs.x[part], arcs.y[part]], 1) / arcs.scale


@settings(max_examples=60, deadline=None)
@given(rasters(), st.integers(0, 2 ** 32 - 1), st.sampled_from([0.5, 3, 20]))
def test_legal_lines_stay_where_they_are(labels, seed, tolerance):
    legal = np.random.default_rng(seed).integers(0, 2, labels.shape)
    both = 10 * labels + legal
    traced = trace(both, legal)
    assert (traced.fixed == ((traced.left % 10 != traced.right % 10) | (traced.right == OUTSIDE))).all()
    changed = smooth(simplify(traced, tolerance), 1)
    for arc in np.flatnonzero(traced.fixed):
        assert np.array_equal(line_of(traced, arc), line_of(changed, arc))
    assert_partition(polygons_of(changed, grid_of(both)), both)


def test_a_line_is_pinned_where_it_becomes_legal():
    labels = np.zeros((4, 12), int)
    labels[2:] = 1
    legal = np.zeros(labels.shape, int)
    legal[2:, :3] = 1
    arcs = trace(labels, legal)
    between = (arcs.left == 1) & (arcs.right == 0)
    assert sorted(zip(arcs.fixed[between], [abs(np.diff(line_of(arcs, arc)[:, 0]).sum())
                                            for arc in np.flatnonzero(between)])) == [(False, 9.0), (True, 3.0)]


def test_a_stair_becomes_one_straight_line():
    labels = (np.add.outer(np.arange(30), np.arange(30)) >= 30).astype(int)
    thinned = simplify(trace(labels), 1)
    between = np.flatnonzero((thinned.left == 1) & (thinned.right == 0))
    assert len(between) == 1 and thinned.counts[between[0]] <= 4
    areas = {label: polygon.GetArea() / CELL ** 2 for label, polygon in polygons_of(thinned, grid_of(labels)).items()}
    assert areas[0] == pytest.approx((labels == 0).sum(), abs=0.5), "at most tolerance²/2 of an arc changes sides"


def test_smoothing_cuts_a_quarter_off_each_side():
    """A square of 4 × 4 cells, one corner pinned: each of three cuts takes 1/2 · 1 · 1 cells."""
    labels = np.zeros((8, 8), int)
    labels[2:6, 2:6] = 1
    polygons = polygons_of(smooth(trace(labels), 1), grid_of(labels))
    assert polygons[1].GetArea() / CELL ** 2 == pytest.approx(16 - 1.5)


def between(arcs, one, other, grid):
    """The arcs between two labels, each a list of points in metres."""
    step = grid.cell / arcs.scale
    points = list(zip((grid.left + arcs.x * step).tolist(), (grid.top - arcs.y * step).tolist()))
    return [points[arcs.start[arc]:arcs.start[arc + 1]] for arc in range(len(arcs.left))
            if {arcs.left[arc], arcs.right[arc]} == {one, other}]


def test_shared_lines_are_those_of_both_neighbours():
    labels = np.kron(np.random.default_rng(3).integers(0, 3, (6, 6)), np.ones((5, 5), int))
    arcs, grid = simplify(trace(labels), 2), grid_of(labels)
    polygons = polygons_of(arcs, grid)
    shared = {pair for points in between(arcs, 0, 1, grid) for pair in map(tuple, map(sorted, zip(points, points[1:])))}
    assert shared == segments(polygons[0]) & segments(polygons[1]) and shared
    frame = [points for label in polygons for points in between(arcs, label, OUTSIDE, grid)]
    assert sum(np.hypot(*np.diff(points, axis=0).T).sum() for points in frame) == pytest.approx(
        2 * (grid.rows + grid.cols) * CELL)


def test_closed_arcs_keep_their_island_on_its_side():
    arcs = simplify(trace(HOLE_IN_HOLE), 20)
    assert arcs.closed.all() and (arcs.counts >= 4).all()
    polygons = polygons_of(arcs, grid_of(HOLE_IN_HOLE))
    assert [len(list(rings(polygons[label]))) for label in (0, 1, 2)] == [4, 2, 1]


def test_the_same_raster_gives_the_same_polygons_to_the_last_bit():
    labels = np.random.default_rng(1).integers(0, 4, (40, 50))
    one, two = ([polygon.ExportToWkb() for polygon in
                 polygons_of(smooth(simplify(trace(labels), 1), 1), grid_of(labels)).values()] for _again in range(2))
    assert one == two


def test_the_user_can_stop_it():
    class Stopped(Feedback):
        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        trace(CORNERS, feedback=Stopped())


@given(st.permutations(range(60)), st.sets(st.integers(0, 59)))
def test_chains_are_those_that_walking_finds(order, cut):
    following = np.array(order)
    following[list(cut)] = -1
    first, place = chains(following)
    starts = set(range(60)) - set(following.tolist())
    seen = np.zeros(60, bool)
    for start in sorted(starts) + list(range(60)):
        at, steps = start, 0
        while at >= 0 and not seen[at]:
            assert (first[at], place[at]) == (start, steps)
            seen[at] = True
            at, steps = following[at], steps + 1


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-4, 4)), max_size=40), st.integers(-2, 2))
def test_balance_stays_within_the_slack_and_takes_all_of_the_lesser_side(changes, before):
    arc, change = np.array(changes, int).reshape(-1, 2).T
    drift = np.full(4, float(before))
    taken = balanced(arc, change, drift, 2.0)
    after = drift + np.bincount(arc[taken], weights=change[taken], minlength=4)
    assert (np.abs(after) <= 2).all()
    for number in np.unique(arc):
        gains, losses = ((arc == number) & (sign * change > 0) for sign in (1, -1))
        assert taken[gains].all() or taken[losses].all()


@pytest.fixture(scope="module")
def brazil(world_map):
    """Brazil's states on the equal-area grid at 1 km, labelled from 1; 0 is what is not Brazil."""
    dataset = gdal.OpenEx(str(world_map), gdal.OF_VECTOR)
    layer = dataset.GetLayerByName("states_provinces")
    layer.SetAttributeFilter("adm0_a3 = 'BRA'")
    crs = "EPSG:6933"
    states = [to_crs(row.GetGeometryRef(), layer.GetSpatialRef().ExportToWkt(), crs) for row in layer]
    left, right, bottom, top = np.array([state.GetEnvelope() for state in states]).T
    grid = Grid.around((left.min(), bottom.min(), right.max(), top.max()), crs, 1000.0)
    return grid, zone_labels([Zone.of(state, grid) for state in states], grid)


def test_brazils_states_keep_their_area(brazil):
    grid, labels = brazil
    cells = np.bincount(labels.ravel())
    traced = trace(labels)
    assert len(cells) == 28, "26 states, the Federal District and what is not Brazil"
    for tolerance in (0.5, 1, 2):
        arcs = simplify(traced, tolerance)
        polygons = polygons_of(arcs, grid)
        assert len(arcs.x) < len(traced.x)
        assert sum(polygon.GetArea() for polygon in polygons.values()) == pytest.approx(labels.size * 1e6, rel=1e-9)
        for state, polygon in polygons.items():
            assert polygon.IsValid()
            assert polygon.GetArea() / 1e6 == pytest.approx(cells[state], rel=0.001)
    inner = [segments(polygon) for polygon in polygons.values()]
    for segment in set().union(*inner):
        on_frame = any(segment[0][axis] == segment[1][axis] and segment[0][axis] in limits for axis, limits in
                       ((0, (grid.left, grid.left + 1e3 * grid.cols)), (1, (grid.top, grid.top - 1e3 * grid.rows))))
        assert sum(segment in sides for sides in inner) == (1 if on_frame else 2)
