"""Edge matching on a border drawn by hand (methods.md §5.6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import ogr

from ecr_toolkit.coordination.edges import beyond, find_mismatches, pair_rates
from ecr_toolkit.coordination.pieces import Pieces
from ecr_toolkit.errors import Cancelled
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import Feature, read_layer
from ecr_toolkit.pilot.tables import read_table


def stretch(start, end, first, second):
    """A stretch of the border x = 0 between A (west) and B (east), from y = start to end, km."""
    line = ogr.CreateGeometryFromWkt(f"LINESTRING(0 {start * 1000},0 {end * 1000})")
    return Feature(line, {"first": "A", "second": "B", "first_redline": first, "second_redline": second,
                          "length_km": float(end - start)})


BORDER = [stretch(0, 10, 0, 0), stretch(10, 16, 1, 1), stretch(16, 20, 1, 0), stretch(20, 22, 0, 1)]


def square(west, south, side):
    return ogr.CreateGeometryFromWkt(
        f"POLYGON(({west} {south},{west + side} {south},{west + side} {south + side},{west} {south + side},"
        f"{west} {south}))")


def test_the_rate_is_both_sides_over_either_side():
    row = pair_rates(BORDER, [], 0.9)[0]
    assert (row["border_km"], row["either_km"], row["both_km"]) == (22, 12, 6)
    assert (row["first_km"], row["second_km"]) == (10, 8)
    assert row["edge_match_percent"] == 50 and row["reached"] == 0


def test_a_border_without_redline_has_no_rate():
    row = pair_rates([stretch(0, 10, 0, 0)], [], 0.9)[0]
    assert row["edge_match_percent"] is None and row["reached"] is None


def test_a_counterpart_within_a_kilometre_is_a_match_and_beyond_it_is_not():
    redline = {"A": square(-9000, 10000, 9000), "B": square(500, 15000, 3500)}
    found = find_mismatches(BORDER, {code: Pieces([polygon]) for code, polygon in redline.items()}, 1000)
    # B's redline from y = 15 km to 18.5 km lies 500 m away: it serves the stretch up to 18.5 km + √(1000² − 500²) m
    assert [(item.unit, item.neighbour) for item in found] == [("A", "B"), ("B", "A")]
    assert found[0].length_km == pytest.approx(20 - 19.366, abs=0.01)


def test_a_unit_without_any_redline_is_a_mismatch_along_all_of_it():
    found = find_mismatches(BORDER, {"A": Pieces([square(-9000, 10000, 9000)])}, 1000)
    assert [(item.unit, item.length_km) for item in found] == [("A", 4.0), ("B", 2.0)]


def test_looking_for_mismatches_can_be_cancelled():
    class Stopped(Feedback):
        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        find_mismatches(BORDER, {}, 1000, Stopped())


LENGTHS = st.lists(st.tuples(st.integers(1, 99_999), st.booleans(), st.booleans(), st.sampled_from("BCD")), min_size=1)


@given(LENGTHS, st.floats(0, 1))
def test_figures_add_up_and_rates_are_shares(drawn, target):
    """Lengths in units of 0.1 m, as they are published."""
    borders = [Feature(ogr.Geometry(ogr.wkbLineString), {
        "first": "A", "second": second, "first_redline": int(one), "second_redline": int(other),
        "length_km": tenths / 1e4}) for tenths, one, other, second in drawn]
    rows = pair_rates(borders, [], target)
    assert sum(row["border_km"] for row in rows) == pytest.approx(sum(tenths for tenths, *_ in drawn) / 1e4)
    for row in rows:
        assert row["both_km"] <= min(row["first_km"], row["second_km"]) + 1e-9
        assert max(row["first_km"], row["second_km"]) <= row["either_km"] + 1e-9 <= row["border_km"] + 2e-9
        assert row["first_km"] + row["second_km"] - row["both_km"] == pytest.approx(row["either_km"], abs=2e-4)
        if row["edge_match_percent"] is None:
            assert row["either_km"] == 0 and row["reached"] is None
        else:
            assert 0 <= row["edge_match_percent"] <= 100
            assert row["reached"] == (row["both_km"] / row["either_km"] >= target)


@given(st.lists(st.tuples(st.integers(-30, 30), st.integers(-30, 30), st.integers(1, 8)), max_size=6),
       st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=2, max_size=6,
                unique_by=lambda point: point[0]).map(sorted),
       st.integers(0, 9))
def test_what_lies_beyond_is_what_the_plain_buffer_leaves(squares, points, within):
    """Against every whole square; lines do not run back over themselves, as borders do not."""
    outlines = [square(*one) for one in squares]
    line = ogr.CreateGeometryFromWkt("LINESTRING(" + ",".join(f"{x} {y}" for x, y in points) + ")")
    plain = line
    for outline in outlines:
        plain = plain.Difference(outline.Buffer(within))
    assert beyond(line, Pieces(outlines), within).Length() == pytest.approx(plain.Length(), abs=0.05)


def test_pieces_are_the_polygon_whatever_its_shape():
    ring = square(0, 0, 1000).Buffer(300, 500).Difference(square(300, 300, 400).Buffer(100, 400))
    pieces, window = Pieces([ring]), square(450, -400, 900)
    assert len(list(pieces.near(ring))) > 4, "it has thousands of points"
    assert pieces.inside(ring).SymDifference(ring).GetArea() < 1e-6
    assert pieces.area_inside(window) == pytest.approx(ring.Intersection(window).GetArea(), abs=1e-6)
    assert pieces.inside(square(5000, 5000, 10)).IsEmpty() and Pieces().area_inside(window) == 0


def test_the_training_country_graded_unit_by_unit_has_seams(walked):
    rows = read_table(walked.table("edge_match"))
    assert {(row["first"], row["second"]) for row in rows} == {("CAL", "LEK"), ("CAL", "NDU"), ("LEK", "NDU")}
    listed = read_table(walked.table("mismatches"))
    assert len(listed) == len(read_layer(walked.geopackage, "mismatches")) > 0
    for row in rows:
        own = [float(item["length_km"]) for item in listed
               if {item["unit"], item["neighbour"]} == {row["first"], row["second"]}]
        assert sum(own) == pytest.approx(float(row["mismatch_km"]), abs=1e-3)
        assert float(row["both_km"]) <= float(row["either_km"]) <= float(row["border_km"]) + 1e-6


def test_borders_in_all_make_up_the_inner_borders(walked):
    total = sum(feature.values["length_km"] for feature in read_layer(walked.geopackage, "borders"))
    units = [unit.geometry for unit in walked.units]
    outer = sum(unit.Boundary().Length() for unit in units)
    whole = units[0].Union(units[1]).Union(units[2]).Boundary().Length()
    assert total == pytest.approx((outer - whole) / 2 / 1000, rel=1e-4)
