"""Drafts of units: cut at the border, filled up to it where they run along it, every difference told (methods.md
§5.6). Squares are in km, far from the origin as real coordinates are; expected areas come from their sides."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import ogr

from ecr_toolkit.coordination.drafts.differences import BEYOND_BORDER, FIELDS, GAP_FILLED, MENDED, SELF_OVERLAP
from ecr_toolkit.coordination.drafts.merging import dissolved, merged_drafts
from ecr_toolkit.errors import Cancelled
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import Feature, parts, polygons, union
from ecr_toolkit.pilot.units import Unit

EAST, NORTH = 2_345_678.912, -1_234_567.891
GAP_M = 500.0


def outline(*points):
    corners = ", ".join(f"{EAST + 1000 * x!r} {NORTH + 1000 * y!r}" for x, y in (*points, points[0]))
    return ogr.CreateGeometryFromWkt(f"POLYGON(({corners}))")


def box(west, south, east, north):
    return outline((west, south), (east, south), (east, north), (west, north))


def unit(code, geometry):
    return Unit(code, {"en": code}, ogr.ForceToMultiPolygon(geometry))


def draft(*outlines, mended=False):
    return [Feature(one, {}, mended) for one in outlines]


# A and B share the border x = 20; C lies on B's north; the rest is abroad
UNITS = [unit("A", box(0, 0, 20, 20)), unit("B", box(20, 0, 40, 10)), unit("C", box(20, 10, 40, 20))]


def merge(drafts, gap_m=GAP_M, units=UNITS):
    return merged_drafts(units, drafts, gap_m, Feedback())


def km2(geometry):
    return geometry.GetArea() / 1e6


def told(differences, *kinds):
    return [(one.unit, one.kind, one.neighbour, one.area_km2) for one in differences if one.kind in (kinds or FIELDS)
            or not kinds]


def test_what_reaches_beyond_the_unit_is_cut_and_told_for_each_neighbour():
    merged, differences = merge({"A": draft(box(15, 8, 23, 12))})
    assert km2(merged[0]) == pytest.approx(5 * 4, abs=1e-6)
    assert told(differences) == [("A", BEYOND_BORDER, "B", 6.0), ("A", BEYOND_BORDER, "C", 6.0)]
    assert "neighbouring unit" in differences[0].reason


def test_what_reaches_abroad_or_into_the_sea_has_no_neighbour():
    merged, differences = merge({"A": draft(box(-2, 5, 3, 8))})
    assert km2(merged[0]) == pytest.approx(9, abs=1e-6)
    assert told(differences) == [("A", BEYOND_BORDER, "", 6.0)] and "abroad" in differences[0].reason


def test_overlapping_drafts_of_neighbours_are_parted_at_the_border():
    merged, differences = merge({"A": draft(box(15, 2, 22, 6)), "B": draft(box(18, 2, 25, 6))})
    assert (km2(merged[0]), km2(merged[1])) == (pytest.approx(20, abs=1e-6), pytest.approx(20, abs=1e-6))
    assert polygons(merged[0].Intersection(merged[1])).GetArea() < 1e-6
    assert told(differences) == [("A", BEYOND_BORDER, "B", 8.0), ("B", BEYOND_BORDER, "A", 8.0)]


@pytest.mark.parametrize("gap_km", [0.001, 0.05, 0.2, 0.4, 0.45])
def test_a_strip_along_the_border_is_filled_straight_up_to_it(gap_km):
    merged, differences = merge({"A": draft(box(15, 5, 20 - gap_km, 9))})
    assert told(differences) == [("A", GAP_FILLED, "B", round(4 * gap_km, 4))]
    assert km2(merged[0]) == pytest.approx(5 * 4, abs=1e-6)
    west, east, south, north = merged[0].GetEnvelope()
    assert (west - EAST, east - EAST, south - NORTH, north - NORTH) == pytest.approx((15e3, 20e3, 5e3, 9e3), abs=1e-3)
    assert merged[0].GetGeometryCount() == 1


@pytest.mark.parametrize("gap_km, gap_m", [(0.501, 500), (1.2, 500), (0.2, 100), (0.2, 0)])
def test_a_wider_gap_stays_and_nobody_reports_it(gap_km, gap_m):
    merged, differences = merge({"A": draft(box(15, 5, 20 - gap_km, 9))}, gap_m)
    assert told(differences) == []
    assert km2(merged[0]) == pytest.approx(4 * (5 - gap_km), abs=1e-6)


@pytest.mark.parametrize("shape", [
    box(15, 5, 20, 9),  # meets the border at right angles
    outline((15, 5), (20, 5), (20, 9), (12, 17)),  # leans out over it at 45 degrees
    outline((12, 1), (20, 5), (20, 9), (15, 9)),
    box(17, 5, 19.7, 5.3),  # a finger that ends in front of the border, as wide as the gap
])
def test_no_strip_appears_where_a_draft_ends_across_the_border_zone(shape):
    merged, differences = merge({"A": draft(shape)})
    assert told(differences) == []
    assert km2(merged[0]) == pytest.approx(km2(shape), abs=1e-6)


def test_a_strip_begins_where_the_draft_leaves_the_border():
    stepped = outline((15, 2), (20, 2), (20, 4), (19.8, 4), (19.8, 8), (15, 8))
    merged, differences = merge({"A": draft(stepped)})
    assert told(differences) == [("A", GAP_FILLED, "B", 0.8)]
    assert km2(merged[0]) == pytest.approx(5 * 6, abs=1e-6)


def test_a_sharp_wedge_is_filled_where_it_is_narrower_than_the_distance():
    """An edge that leaves the border at 6 degrees: 0.1 km away after 1 km, so within 0.5 km of it for 5 km."""
    _merged, differences = merge({"A": draft(outline((20, 5), (19, 15), (15, 15), (15, 5)))})
    (gap,) = [one for one in differences if one.kind == GAP_FILLED]
    assert gap.area_km2 == pytest.approx(0.5 * 5 * 0.5, rel=0.01)


def test_a_corner_of_the_unit_is_filled_with_its_two_strips():
    merged, differences = merge({"A": draft(box(15, 0.2, 19.8, 5))})
    assert km2(merged[0]) == pytest.approx(5 * 5, abs=1e-6)
    (gap,) = differences
    assert gap.kind == GAP_FILLED and gap.area_km2 == pytest.approx(25 - 4.8 * 4.8, abs=2e-4)


def test_a_draft_just_inside_the_whole_border_fills_the_unit():
    merged, differences = merge({"A": draft(box(0.2, 0.2, 19.8, 19.8))})
    assert km2(merged[0]) == pytest.approx(400, abs=1e-6)
    assert [round(one.area_km2, 3) for one in differences] == [round(400 - 19.6 ** 2, 3)]


def test_a_channel_left_on_purpose_stays_open_to_the_border():
    merged, differences = merge({"A": draft(box(15, 2, 19.8, 3.9), box(15, 4.1, 19.8, 6))})
    assert told(differences) == [("A", GAP_FILLED, "B", 0.38)] * 2
    assert km2(merged[0]) == pytest.approx(2 * 1.9 * 5, abs=1e-6)
    assert merged[0].GetGeometryCount() == 2


def test_gaps_along_an_enclave_are_filled_too():
    enclave = unit("E", box(8, 8, 12, 12))
    around = unit("A", polygons(UNITS[0].geometry.Difference(enclave.geometry)))
    ring = polygons(box(5, 5, 15, 15).Difference(box(7.9, 7.9, 12.1, 12.1)))
    merged, differences = merge({"A": draft(ring)}, units=[around, enclave])
    assert km2(merged[0]) == pytest.approx(100 - 16, abs=1e-6)
    assert told(differences) == [("A", GAP_FILLED, "E", round(4.2 ** 2 - 16, 4))]


def test_a_spit_that_the_draft_does_not_enter_is_left_out():
    spit = unit("A", union([UNITS[0].geometry, box(10, -5, 10.3, 0)]))
    merged, differences = merge({"A": draft(box(8, 0, 12, 5))}, units=[spit])
    assert told(differences) == [] and km2(merged[0]) == pytest.approx(20, abs=1e-6)


def test_overlaps_within_a_draft_count_once():
    merged, differences = merge({"A": draft(box(2, 2, 6, 6), box(4, 4, 8, 8), box(5, 5, 6, 6))})
    assert km2(merged[0]) == pytest.approx(16 + 16 - 4, abs=1e-6)
    assert told(differences) == [("A", SELF_OVERLAP, "", 4.0)]


def test_a_crossed_outline_is_mended_and_told():
    bow = outline((2, 2), (6, 6), (6, 2), (2, 6))
    merged, differences = merge({"A": draft(bow, mended=True)})
    assert km2(merged[0]) == pytest.approx(8, abs=1e-6)
    assert told(differences) == [("A", MENDED, "", 8.0)]


def test_holes_and_several_parts_stay():
    ring = polygons(box(2, 2, 8, 8).Difference(box(4, 4, 6, 6)))
    merged, differences = merge({"A": draft(ring, box(10, 10, 12, 12))})
    assert told(differences) == [] and km2(merged[0]) == pytest.approx(36 - 4 + 4, abs=1e-6)
    assert sum(part.GetGeometryCount() for part in parts(merged[0])) == 3


def test_slivers_are_left_out():
    merged, differences = merge({"A": draft(box(20 - 1e-7, 2, 23, 6), box(5, 5, 5.0005, 5.0005))})
    assert merged[0].IsEmpty()
    assert told(differences) == [("A", BEYOND_BORDER, "B", 12.0)]


def test_only_units_with_a_draft_are_merged_and_an_empty_one_is_empty():
    merged, differences = merge({"C": draft(ogr.CreateGeometryFromWkt("POLYGON EMPTY"))})
    assert list(merged) == [2] and merged[2].IsEmpty() and differences == []
    assert merge({}) == ({}, [])


def test_a_cancelled_merge_stops():
    class Stopped(Feedback):
        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        merged_drafts(UNITS, {"A": draft(box(1, 1, 2, 2))}, GAP_M, Stopped())


@st.composite
def outlines(draw):
    """Triangles and boxes anywhere in and around the units, corners on a grid of 100 m or not."""
    def place():
        return draw(st.one_of(st.integers(-30, 430).map(lambda tenth: tenth / 10), st.floats(-3, 43)))

    corners = [(place(), place() / 2) for _corner in range(draw(st.integers(3, 4)))]
    area = abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1]))) / 2
    return outline(*corners) if area > 0.01 else box(1, 1, 2, 2)


@settings(max_examples=60)
@given(st.lists(st.lists(outlines(), max_size=3), min_size=3, max_size=3), st.sampled_from([0, 50, 500, 2000]))
def test_whatever_the_drafts_are_nothing_overlaps_and_areas_balance(shapes, gap_m):
    drafts = {one.code: draft(*own) for one, own in zip(UNITS, shapes) if own}
    merged, differences = merge(drafts, gap_m)
    assert {UNITS[index].code for index in merged} == set(drafts)
    for one, other in itertools.combinations(merged.values(), 2):
        assert polygons(one.Intersection(other)).GetArea() < 1e-3
    for index, line in merged.items():
        own = [one for one in differences if one.unit == UNITS[index].code]
        assert line.IsValid() and polygons(line.Difference(UNITS[index].geometry)).GetArea() < 1e-3
        assert all(part.GetArea() >= 1 for part in parts(line))
        beyond = sum(one.geometry.GetArea() for one in own if one.kind == BEYOND_BORDER)
        gaps = sum(one.geometry.GetArea() for one in own if one.kind == GAP_FILLED)
        whole = dissolved(drafts[UNITS[index].code])
        kept = polygons(whole.Intersection(UNITS[index].geometry)).GetArea()
        assert whole.GetArea() == pytest.approx(kept + beyond, abs=20)  # m², of slivers
        assert line.GetArea() == pytest.approx(kept + gaps, abs=20)
        if gap_m:
            near = UNITS[index].geometry.Boundary().Buffer(gap_m * 1.01, 32)
            assert all(polygons(one.geometry.Difference(near)).GetArea() < 1 for one in own if one.kind == GAP_FILLED)


@given(st.floats(0, 6.28), st.floats(-3e6, 3e6), st.floats(0.5, 450), st.floats(2.1, 20), st.floats(0.55, 2.59))
def test_a_strip_is_exact_in_any_direction_and_place(angle, shift, gap_m, shape, lean):
    """One side of the draft leans out over the border or back, at more than 30 degrees to it (1 in 2 along the side):
    the strip ends under the corners of the draft all the same."""
    turn = complex(math.cos(angle), math.sin(angle))

    def turned(*points):
        moved = [complex(x, y) * turn + complex(shift, -shift) for x, y in (*points, points[0])]
        return ogr.CreateGeometryFromWkt(
            f"POLYGON(({', '.join(f'{point.real!r} {point.imag!r}' for point in moved)}))")

    length = shape * gap_m + 10
    side = 4000 / math.tan(lean)  # how far a side leans out over the border, or back from it
    square = turned((-30_000, 0), (50_000, 0), (50_000, 20_000), (-30_000, 20_000))
    shape_ = turned((0, gap_m), (length, gap_m), (length + max(side, -length / 3), 4000 + gap_m), (0, 4000 + gap_m))
    merged, differences = merge({"A": draft(shape_)}, units=[unit("A", square)])
    gap = sum(one.geometry.GetArea() for one in differences)
    assert gap == pytest.approx(length * gap_m, rel=2e-3, abs=2)
    assert merged[0].GetArea() == pytest.approx(shape_.GetArea() + gap, abs=1)


def test_the_order_of_polygons_does_not_matter():
    shapes = [box(15, 5, 19.8, 9), box(14, 8, 22, 12), box(2, 2, 6, 6)]
    found = [merge({"A": draft(*order)}) for order in itertools.permutations(shapes)]
    assert {round(merged[0].GetArea(), 1) for merged, _differences in found} == {round(found[0][0][0].GetArea(), 1)}
    assert len({tuple(told(differences)) for _merged, differences in found}) == 1
