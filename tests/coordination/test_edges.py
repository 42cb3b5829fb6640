"""Edge matching on a border drawn by hand (methods.md §5.6)."""

import pytest
from osgeo import ogr

from ecr_toolkit.coordination.edges import find_mismatches, pair_rates
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
    assert row["edge_match_percent"] == 50 and row["reached"] == 0


def test_a_border_without_redline_has_no_rate():
    row = pair_rates([stretch(0, 10, 0, 0)], [], 0.9)[0]
    assert row["edge_match_percent"] is None and row["reached"] is None


def test_a_counterpart_within_a_kilometre_is_a_match_and_beyond_it_is_not():
    redline = {"A": square(-9000, 10000, 9000), "B": square(500, 15000, 3500)}
    found = find_mismatches(BORDER, redline, 1000)
    # B's redline from y = 15 km to 18.5 km lies 500 m away: it serves the stretch up to 18.5 km + √(1000² − 500²) m
    assert [(item.unit, item.neighbour) for item in found] == [("A", "B"), ("B", "A")]
    assert found[0].length_km == pytest.approx(20 - 19.366, abs=0.01)


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
