"""The three checks of supervision and the swap rule, on numbers derived by hand (methods.md §9.1-9.3)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import ogr

from ecr_toolkit.coordination.versions import area, function, nature
from ecr_toolkit.coordination.versions.area import area_check
from ecr_toolkit.coordination.versions.changes import compare
from ecr_toolkit.coordination.versions.conversions import converted, smallest_patch_ha, transitions
from ecr_toolkit.coordination.versions.function import Total, Values, function_check
from ecr_toolkit.coordination.versions.limits import LIMITS, PARAMETERS, Limits
from ecr_toolkit.coordination.versions.measures import cover_km2, function_totals, units_of
from ecr_toolkit.coordination.versions.nature import Cover, nature_check
from ecr_toolkit.coordination.versions.results import (
    CHECK_COLUMNS,
    FAIL,
    NOT_ASSESSED,
    OTHER_CELLS,
    PASS,
    TOO_SOON,
    WARNING,
)
from ecr_toolkit.coordination.versions.swap import LOWER, NO_LEVEL, SMALLER, SWAP_COLUMNS, Trade, swap
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.models.declaration import MARKS, settings_of
from ecr_toolkit.pilot.layers import Feature
from ecr_toolkit.raster.files import write
from ecr_toolkit.raster.grid import Grid, equal_area_crs


def box(west, south, width, height=None):
    """A rectangle, km."""
    west, south, east, north = (1000 * number for number in (west, south, west + width, south + (height or width)))
    return ogr.CreateGeometryFromWkt(
        f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))")


def polygon(code, outline, unit="A", type_code="11", level=5):
    return Feature(outline, {"ecr_code": code, "adm_code": unit, "type_code": type_code, "lvl_func": level,
                             "lvl_sens": None})


def checked(before, after, reasons=None, limits=LIMITS):
    """(scope, place) → (result, reason)."""
    rows = area_check(compare(before, after, Feedback()), reasons or {}, "LAND", limits)
    assert all(tuple(row) == CHECK_COLUMNS for row in rows)
    return {(row["scope"], row["place"]): (row["result"], row["reason"]) for row in rows}


# Area ----------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("side", "width", "result"), [
    (4, 3.998, PASS),  # 16 km²: tolerance max(0.016, 0.01) km²; lost 0.008
    (4, 3.995, FAIL),  # lost 0.020
    (2, 1.9951, PASS),  # 4 km²: tolerance 0.01 km²; lost 0.0098
    (2, 1.994, FAIL),  # lost 0.012
])
def test_a_polygon_may_lose_a_thousandth_or_a_hectare(side, width, result):
    found = checked([polygon("a", box(0, 0, side))], [polygon("a", box(0, 0, width, side))])
    assert found[("polygon", "a")] == (result, "" if result == PASS else area.UNEXPLAINED)


def test_the_numbers_of_a_loss_stand_in_the_row():
    rows = area_check(compare([polygon("a", box(0, 0, 4))], [polygon("a", box(0, 0, 3, 4))], Feedback()), {}, "LAND")
    numbers = {row["scope"]: (row["before"], row["after"], row["change"], row["limit"]) for row in rows}
    assert numbers == {"polygon": (16, 12, -4, -0.016), "unit": (16, 12, -4, -0.016), "type": (16, 12, -4, -0.016),
                       "country": (16, 12, -4, -0.01)}
    assert {row["result"] for row in rows} == {FAIL}


def test_a_moved_polygon_needs_a_reason_for_the_piece_that_it_lost():
    before, after = [polygon("a", box(0, 0, 4))], [polygon("a", box(0.5, 0, 4))]
    assert checked(before, after)[("polygon", "a")] == (FAIL, area.UNEXPLAINED)
    assert checked(before, after, {"a": "evidence"})[("polygon", "a")] == (FAIL, area.UNEXPLAINED)
    assert checked(before, after, {"a": "correction"})[("polygon", "a")] == (PASS, "")
    assert checked(before, after)[("unit", "A")] == checked(before, after)[("country", "LAND")] == (PASS, "")


def test_a_loss_with_a_reason_passes_when_it_is_made_up_for_in_the_unit():
    before = [polygon("a", box(0, 0, 4)), polygon("b", box(10, 0, 4))]
    balanced = [polygon("a", box(0, 0, 3, 4)), polygon("b", box(10, 0, 5, 4))]
    assert checked(before, balanced)[("polygon", "a")] == (FAIL, area.UNEXPLAINED)
    assert checked(before, balanced, {"a": "project"})[("polygon", "a")] == (PASS, area.BALANCED)
    short = [polygon("a", box(0, 0, 3, 4)), polygon("b", box(10, 0, 4.9, 4))]
    assert checked(before, short, {"a": "project"})[("polygon", "a")] == (FAIL, area.NOT_BALANCED)
    assert checked(before, short, {"a": "project"})[("unit", "A")] == (FAIL, area.REDUCED)
    assert checked(before, short, {"a": "project"})[("country", "LAND")] == (FAIL, area.LOWER_SHARE)


@pytest.mark.parametrize("gain", [polygon("n", box(90, 0, 4), unit="B"), polygon("n", box(20, 0, 4), type_code="12"),
                                  polygon("n", box(20, 0, 4), level=3)])
def test_a_gain_in_another_unit_of_another_type_or_of_a_lower_level_makes_up_for_nothing(gain):
    found = checked([polygon("a", box(0, 0, 4))], [polygon("a", box(0, 0, 3, 4)), gain], {"a": "project"})
    assert found[("polygon", "a")] == (FAIL, area.NOT_BALANCED)
    assert found[("country", "LAND")] == (PASS, "")


def test_without_levels_it_is_not_told_whether_a_loss_is_made_up_for():
    found = checked([polygon("a", box(0, 0, 4), level=None)],
                    [polygon("a", box(0, 0, 3, 4), level=None), polygon("n", box(20, 0, 4))], {"a": "project"})
    assert found[("polygon", "a")] == (NOT_ASSESSED, area.NOT_TOLD)


def test_what_polygons_give_each_other_is_no_loss():
    """A type that loses area to another is told."""
    found = checked([polygon("a", box(0, 0, 4)), polygon("b", box(4, 0, 4), type_code="12")],
                    [polygon("a", box(0, 0, 6, 4)), polygon("b", box(6, 0, 2, 4), type_code="12")])
    assert found == {("polygon", "a"): (PASS, ""), ("polygon", "b"): (PASS, ""), ("unit", "A"): (PASS, ""),
                     ("type", "11"): (PASS, ""), ("type", "12"): (FAIL, area.REDUCED),
                     ("country", "LAND"): (PASS, "")}


def test_merged_polygons_pass():
    found = checked([polygon("a", box(0, 0, 4)), polygon("b", box(4, 0, 4))], [polygon("ab", box(0, 0, 8, 4))])
    assert {result for result, _reason in found.values()} == {PASS}


def test_the_national_area_may_not_be_lower_even_when_every_polygon_is_within_its_tolerance():
    """Three polygons of 10 000 km² lose 0.05 % each, below the tolerance of 0.1 % of each and of the unit."""
    before = [polygon(code, box(200 * number, 0, 100)) for number, code in enumerate("abc")]
    after = [polygon(code, box(200 * number, 0, 99.95, 100)) for number, code in enumerate("abc")]
    found = checked(before, after, {code: "correction" for code in "abc"})
    assert found[("polygon", "a")] == found[("unit", "A")] == (PASS, "")
    assert found[("country", "LAND")] == (FAIL, area.LOWER_SHARE)


def test_empty_redlines():
    assert checked([], []) == {("country", "LAND"): (NOT_ASSESSED, area.EMPTY)}
    assert {result for result, _reason in checked([], [polygon("é", box(0, 0, 1))]).values()} == {PASS}
    assert {result for result, _reason in checked([polygon("é", box(0, 0, 1))], []).values()} == {FAIL}


def test_limits_are_parameters_with_marks():
    chosen = settings_of(PARAMETERS, {"area_km2": 1.0, "area_percent": 0.0})
    assert Limits(**settings_of(PARAMETERS, {})) == LIMITS and {item.mark for item in PARAMETERS} <= {*MARKS}
    found = checked([polygon("a", box(0, 0, 4))], [polygon("a", box(0, 0, 3.8, 4))], limits=Limits(**chosen))
    assert found[("polygon", "a")] == (PASS, "")  # lost 0.8 km² of 1 km² that counts as noise


# Swap rule -----------------------------------------------------------------------------------------------------------

def swapped(gains, losses):
    rows = swap([Trade("A", "11", *gain) for gain in gains], [Trade("A", "11", *loss) for loss in losses])
    return [(row["result"], row["reason"]) for row in rows]


@pytest.mark.parametrize(("gains", "losses", "found"), [
    ([(5, 5)], [(5, 5)], (PASS, "")),
    ([(5, 5)], [(5, 3)], (PASS, "")),
    ([(4, 5)], [(5, 3)], (FAIL, SMALLER)),  # Σ gain·level 20 ≥ 15, but the area is smaller
    ([(10, 3)], [(5, 5)], (FAIL, LOWER)),  # Σ gain·level 30 ≥ 25, but of a lower level
    ([(2, 5), (3, 3)], [(2, 5), (3, 3)], (PASS, "")),
    ([(2, 5), (3, 3)], [(3, 5), (2, 3)], (FAIL, LOWER)),
    ([(5, None)], [(5, 5)], (NOT_ASSESSED, NO_LEVEL)),
    ([(4, None)], [(5, 5)], (FAIL, SMALLER)),
    ([], [(0.009, 5)], (PASS, "")),  # noise
    ([], [(0.02, 5)], (FAIL, SMALLER)),
])
def test_area_and_level_may_not_be_lower(gains, losses, found):
    assert swapped(gains, losses) == [found]


def test_nothing_lost_needs_no_swap_and_the_sums_stand_in_the_row():
    assert swap([Trade("A", "11", 3, 5)], []) == []
    row = swap([Trade("A", "11", 4, 5), Trade("B", "11", 9, 5)], [Trade("A", "11", 2, 5), Trade("A", "11", 1, 3)])[0]
    assert tuple(row) == SWAP_COLUMNS
    assert (row["lost_km2"], row["gained_km2"], row["lost_level_km2"], row["gained_level_km2"]) == (3, 4, 13, 20)


TRADES = st.lists(st.tuples(st.floats(0, 100), st.sampled_from([1, 3, 5])), max_size=5)


@given(TRADES, TRADES)
def test_what_passes_also_keeps_the_formula_of_the_methods(gains, losses):
    """Σ gain·level ≥ Σ loss·level, up to the noise of 0.01 km² at each of three levels."""
    for result, _reason in swapped(gains, losses):
        if result == PASS:
            assert sum(km2 * level for km2, level in gains) >= sum(km2 * level for km2, level in losses) - 0.0501


# Nature --------------------------------------------------------------------------------------------------------------

FOREST, CROP, BUILT, BARE, UNKNOWN = 4, 12, 13, 16, 255


def cover(year, km2, product="MCD12Q1 v6.1"):
    return Cover(year, product, km2)


def natures(before, after, polygons=None):
    rows = nature_check(polygons or {"a": "A"}, before, after, "LAND")
    return {(row["scope"], row["place"]): row for row in rows}


def verdict(row):
    return row["result"], row["reason"]


@pytest.mark.parametrize(("forest", "result"), [(90.0, PASS), (89.9, PASS), (89.89, FAIL), (95.0, PASS)])
def test_the_natural_share_may_lose_a_tenth_of_a_point(forest, result):
    row = natures(cover(2020, {"a": {FOREST: 90, CROP: 10}}), cover(2021, {"a": {FOREST: forest, BUILT: 100 - forest}})
                  )[("polygon", "a")]
    assert (row["before"], row["after"], row["change"]) == (90, forest, round(forest - 90, 4))
    assert verdict(row) == (result, "" if result == PASS else nature.CHANGED)


def test_units_and_the_country_are_the_sums_of_their_polygons():
    before = cover(2020, {"a": {FOREST: 100}, "b": {BARE: 300}, "ć": {FOREST: 600}})
    after = cover(2022, {"a": {FOREST: 50, CROP: 50}, "b": {BARE: 300}, "ć": {FOREST: 600}})
    found = natures(before, after, {"a": "A", "b": "A", "ć": "B"})
    assert (found[("unit", "A")]["after"], found[("unit", "A")]["result"]) == (87.5, FAIL)  # 350 / 400
    assert verdict(found[("unit", "B")]) == (PASS, "")
    assert (found[("country", "LAND")]["after"], found[("country", "LAND")]["result"]) == (95, FAIL)


@pytest.mark.parametrize(("before", "after", "reason"), [
    (cover(2020, {"a": {FOREST: 1}}), None, nature.NO_SECOND),
    (None, cover(2021, {"a": {FOREST: 1}}), nature.NO_FIRST),
    (cover(2020, {"a": {FOREST: 1}}, "WorldCover v100"), cover(2021, {"a": {FOREST: 1}}, "WorldCover v200"),
     nature.OTHER_PRODUCT),
    (cover(2020, {"a": {FOREST: 1}}), cover(2020, {"a": {FOREST: 1}}), TOO_SOON),
    (cover(2020, {"a": {FOREST: 1}}), cover(2021, {"a": {UNKNOWN: 1}}), nature.NOT_KNOWN),
    (cover(2020, {"a": {FOREST: 1}}), cover(2021, {}), nature.NOT_KNOWN),
    (cover(2020, {"a": {FOREST: 10}}), cover(2021, {"a": {FOREST: 5, UNKNOWN: 5}}), OTHER_CELLS),
])
def test_nature_that_cannot_be_compared_says_why(before, after, reason):
    for row in natures(before, after).values():
        assert verdict(row) == (NOT_ASSESSED, reason) and row["change"] is None


# Function ------------------------------------------------------------------------------------------------------------

def values(year, amounts, climate="1991-2020", known=100.0):
    return Values(year, climate, {"water": {code: Total(amount, known) for code, amount in amounts.items()}})


def functions(before, after, polygons=None):
    rows = function_check(polygons or {"a": "A"}, before, after, "LAND")
    return {(row["scope"], row["place"]): row for row in rows}


@pytest.mark.parametrize(("after", "change", "found"), [
    (105, 5, (PASS, function.IMPROVED)), (104.9, 4.9, (PASS, function.STABLE)), (95, -5, (PASS, function.STABLE)),
    (94.9, -5.1, (WARNING, function.SLIGHT)), (90, -10, (WARNING, function.SLIGHT)),
    (89.9, -10.1, (FAIL, function.DECLINED)), (0, -100, (FAIL, function.DECLINED)),
])
def test_classes_of_the_change_of_a_function(after, change, found):
    row = functions(values(2020, {"a": 100}), values(2021, {"a": after}))[("polygon", "a")]
    assert (row["subject"], row["change"]) == ("water", change) and verdict(row) == found


def test_a_decline_in_one_polygon_can_be_stable_in_the_country():
    found = functions(values(2020, {"a": 100, "b": 900}), values(2021, {"a": 80, "b": 900}), {"a": "A", "b": "B"})
    assert verdict(found[("polygon", "a")]) == verdict(found[("unit", "A")]) == (FAIL, function.DECLINED)
    assert found[("country", "LAND")]["change"] == -2 and found[("country", "LAND")]["result"] == PASS


@pytest.mark.parametrize(("before", "after", "reason"), [
    (values(2020, {"a": 1}), None, function.NO_SECOND),
    (None, None, function.NO_FIRST),
    (values(2020, {"a": 1}), values(2021, {"a": 1}, climate="2021"), function.OTHER_CLIMATE),
    (values(2020, {"a": 1}), values(2020, {"a": 1}), TOO_SOON),
    (values(2020, {"a": 0}), values(2021, {"a": 1}), function.NO_VALUE),
    (values(2020, {"a": 1}), values(2021, {}), function.NO_SECOND),
    (values(2020, {}), values(2021, {"a": 1}), function.NO_FIRST),
    (values(2020, {"a": 1}), values(2021, {"a": 1}, known=50), OTHER_CELLS),
])
def test_functions_that_cannot_be_compared_say_why(before, after, reason):
    for row in functions(before, after).values():
        assert verdict(row) == (NOT_ASSESSED, reason) and row["change"] is None


def test_an_empty_redline_is_not_assessed():
    assert [row["result"] for row in nature_check({}, cover(2020, {}), cover(2021, {}), "LAND")] == [NOT_ASSESSED]
    assert [row["result"] for row in function_check({}, values(2020, {}), values(2021, {}), "LAND")] == [NOT_ASSESSED]


# From rasters --------------------------------------------------------------------------------------------------------

GRID = Grid(equal_area_crs(70, 30), 1000.0, 0.0, 4000.0, 6, 4)
REDLINE = [polygon("ã", box(0, 0, 3, 4)), polygon("b", box(3, 0, 2.5, 4), "B")]


def test_tables_from_rasters_feed_the_checks(tmp_path):
    """12 km² of forest, of which one cell becomes cropland; the half cell of column 5 counts half."""
    first = np.full(GRID.shape, FOREST, np.uint8)
    first[:, 5] = UNKNOWN
    second = first.copy()
    second[0, 0] = CROP
    service = np.full(GRID.shape, 2.0, np.float32)
    for name, array, kind in (("2020", first, "class"), ("2021", second, "class"), ("water", service, "continuous")):
        write(tmp_path / f"{name}.tif", GRID, array, kind)
    covers = [cover(year, cover_km2(REDLINE, tmp_path / f"{year}.tif", GRID, Feedback())) for year in (2020, 2021)]
    assert covers[1].km2 == {"ã": {FOREST: 11, CROP: 1}, "b": {FOREST: 8, UNKNOWN: 2}}
    assert units_of(REDLINE) == {"ã": "A", "b": "B"}
    found = natures(*covers, units_of(REDLINE))
    assert found[("polygon", "ã")]["after"] == round(100 * 11 / 12, 4) and found[("polygon", "b")]["result"] == PASS
    assert found[("country", "LAND")]["after"] == 95  # 19 of 20 known km²
    totals = function_totals(REDLINE, {"water": tmp_path / "water.tif"}, GRID, Feedback())
    assert totals == {"water": {"ã": Total(24, 12), "b": Total(20, 10)}}


def test_transitions_make_up_the_area_and_turned_over_patches_are_listed():
    first = np.full(GRID.shape, FOREST, np.uint8)
    second = first.copy()
    second[0, 0:4] = CROP
    second[3, 1] = BUILT
    first[2, 2] = BARE
    second[1, 1] = UNKNOWN
    zones = {"ã": REDLINE[0].geometry, "b": REDLINE[1].geometry}
    rows = {(row["code"], row["before"], row["after"]): row["area_km2"] for row in transitions(
        zones, first, second, GRID)}
    assert rows == {("ã", "forest", "forest"): 6, ("ã", "forest", "crop"): 3, ("ã", "forest", "artificial"): 1,
                    ("ã", "bare", "forest"): 1, ("b", "forest", "forest"): 9, ("b", "forest", "crop"): 1}
    patches = converted(zones, first, second, GRID, smallest_patch_ha(1000))
    assert [tuple(patch.values.values()) for patch in patches] == [
        ("ã", "crop", 300), ("ã", "artificial", 100), ("b", "crop", 100)]
    assert len(converted(zones, first, second, GRID, 150)) == 1
    assert converted(zones, first, first, GRID, 1) == []


@pytest.mark.parametrize(("cell", "hectares"), [(2, 0.04), (10, 0.5), (20, 2), (30, 2), (250, 25), (1000, 100)])
def test_smallest_patches_by_cell_size(cell, hectares):
    assert smallest_patch_ha(cell) == hectares
