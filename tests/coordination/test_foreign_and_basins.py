"""Foreign redlines that are compared, and basins that a border splits: figures by hand (methods.md §5.6)."""

import json
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osgeo import ogr

from ecr_toolkit import steps
from ecr_toolkit.coordination.basins import basin_rows
from ecr_toolkit.coordination.basins import by_name as basins_by_name
from ecr_toolkit.coordination.foreign import (
    ALL,
    COMPARED,
    NOT_ASSESSED,
    UNNAMED,
    by_country,
    compare,
    fronts_of,
    land_border,
)
from ecr_toolkit.coordination.pieces import Pieces
from ecr_toolkit.errors import Cancelled, InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import Feature, polygons, read_layer, union, write_layers
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.shapes import rectangle
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.steps.estate import country_of


class Stopped(Feedback):
    def cancelled(self):
        return True


def box(west, south, east, north):
    """A rectangle, km."""
    return rectangle(*(1000 * number for number in (west, south, east, north)))


def ours(code, *sides, unit="A"):
    return Feature(box(*sides), {"ecr_code": code, "adm_code": unit})


# Our country is 20 × 10 km; the sea lies in the west, foreign land in the north and in the east
COUNTRY, SEA = box(0, 0, 20, 10), union([box(-5, -5, 0, 15)])


def compared(redline, foreign, sea=SEA, within=1000):
    border = land_border(COUNTRY, sea, 250)
    return compare(border, list(fronts_of(border, redline, Feedback())), foreign, within, Feedback())


def test_the_coast_is_no_land_border():
    assert sum(line.Length() for line in land_border(COUNTRY, None, 250)) == 60_000
    # the west side of 10 km, and a cell's width at its two ends
    assert sum(line.Length() for line in land_border(COUNTRY, SEA, 250)) == pytest.approx(49_500, abs=1)


def test_frontages_are_compared_by_country():
    redline = [ours("N1", 4, 6, 8, 10), ours("E1", 17, 2, 20, 5), ours("I1", 10, 3, 12, 5), ours("W1", 0, 0, 1, 10)]
    foreign = {"NOR": [box(3, 10, 6, 12)], "EST": [box(20.5, 4, 22, 8), box(40, 0, 50, 10)]}
    rows, polygon_rows = compared(redline, foreign)
    north, east, every = rows
    assert [row["country"] for row in rows] == ["NOR", "EST", ALL]
    assert {row["result"] for row in rows} == {COMPARED}
    # theirs: 3 km at the border, and a kilometre on each side of it
    assert north["their_km"] == pytest.approx(5, abs=1e-3)
    assert north["matched_km"] == pytest.approx(3, abs=1e-3)  # ours from 4 to 8, theirs reaches as far as 7
    # half a kilometre away: the border from 4 − √(1² − 0.5²) to 8 + √(1² − 0.5²)
    reach = 0.75 ** 0.5
    assert east["their_km"] == pytest.approx(4 + 2 * reach, abs=1e-3)
    assert east["matched_km"] == pytest.approx(1 + reach, abs=2e-3)
    assert every["their_km"] == pytest.approx(north["their_km"] + east["their_km"], abs=1e-3)
    assert every["our_km"] == pytest.approx(4 + 3 + 2 * 0.75, abs=4e-3)  # W1 ends at the coast, but for its corners
    assert every["matched_percent"] == pytest.approx(
        100 * every["matched_km"] / (every["our_km"] + every["their_km"] - every["matched_km"]), abs=1e-2)
    assert every["polygons"] == 3 and "our_km" not in north
    assert [(row["ecr_code"], row["counterpart"], row["countries"]) for row in polygon_rows] == [
        ("W1", 0, ""), ("N1", 1, "NOR"), ("E1", 1, "EST")]


def test_without_any_redline_at_the_border_there_is_no_rate():
    rows, polygon_rows = compared([ours("I1", 10, 3, 12, 5)], {"NOR": [box(3, 30, 6, 32)]})
    assert rows[-1]["matched_percent"] is None and rows[-1]["our_km"] == rows[-1]["their_km"] == 0
    assert polygon_rows == []


def test_two_countries_on_one_stretch_count_once_in_all():
    rows, polygon_rows = compared([ours("N1", 4, 6, 8, 10)], {"NOR": [box(4, 10, 8, 12)], "OST": [box(4, 10, 8, 11)]})
    assert [row["matched_km"] for row in rows] == pytest.approx([4, 4, 4], abs=2e-3)
    assert polygon_rows[0]["countries"] == "NOR; OST" and polygon_rows[0]["matched_km"] == rows[-1]["matched_km"]


def test_countries_are_named_by_the_first_field_that_is_filled():
    def one(**values):
        return Feature(box(0, 0, 1, 1), values)

    found = by_country([one(COUNTRY="KAR", name="x"), one(code="KAR"), one(country=None, code="", name="Åland"),
                        one(size=3)])
    assert {name: len(outlines) for name, outlines in found.items()} == {"KAR": 2, "Åland": 1, UNNAMED: 1}


def test_comparing_can_be_cancelled():
    border = land_border(COUNTRY, None, 250)
    fronts = list(fronts_of(border, [ours("N1", 4, 6, 8, 10)], Feedback()))
    with pytest.raises(Cancelled):
        list(fronts_of(border, [ours("N1", 4, 6, 8, 10)], Stopped()))
    with pytest.raises(Cancelled):
        compare(border, fronts, {}, 1000, Stopped())


SQUARES = st.lists(st.tuples(st.integers(-3, 20), st.integers(-3, 10), st.integers(1, 5), st.integers(1, 5)),
                   max_size=4)


@settings(max_examples=40)
@given(SQUARES, SQUARES, st.integers(0, 3000))
def test_what_is_matched_is_never_more_than_either_side(inside, outside, within):
    redline = [Feature(part.Clone(), {"ecr_code": str(number), "adm_code": "A"}) for number, part in enumerate(
        polygons(union([box(x, y, x + w, y + h) for x, y, w, h in inside]).Intersection(COUNTRY)))]
    foreign = {"X": [box(x, y, x + w, y + h) for x, y, w, h in outside]}
    rows, polygon_rows = compared(redline, foreign, None, within)
    every = rows[-1]
    assert every["matched_km"] <= min(every["our_km"], every["their_km"]) + 1e-3
    assert max(every["our_km"], every["their_km"]) <= every["border_km"] + 1e-3
    assert every["matched_percent"] is None or 0 <= every["matched_percent"] <= 100.1
    assert sum(row["frontage_km"] for row in polygon_rows) == pytest.approx(every["our_km"], abs=1e-3)


# basins: A is 10 × 10 km in the west, B in the east of x = 10 km, C north of both

UNITS = {"A": box(0, 0, 10, 10), "B": box(10, 0, 20, 10), "C": box(0, 10, 20, 20)}
PIECES = {code: Pieces([outline]) for code, outline in UNITS.items()}


def listed(basins, redline, sea=None):
    return basin_rows(basins, PIECES, {code: Pieces(found) for code, found in redline.items()}, sea, Feedback())


def test_a_basin_that_two_units_share_is_told_with_the_shares_of_both():
    rows = listed({"River": box(5, 0, 20, 4)}, {"A": [box(0, 0, 6, 2)], "B": [box(10, 0, 20, 10)]})
    assert rows == [
        {"basin": "River", "unit": "A", "area_km2": 20, "basin_percent": 33.3333, "redline_km2": 2,
         "redline_percent": 10, "basin_km2": 60, "inside_percent": 100, "difference": 90},
        {"basin": "River", "unit": "B", "area_km2": 40, "basin_percent": 66.6667, "redline_km2": 40,
         "redline_percent": 100, "basin_km2": 60, "inside_percent": 100, "difference": 90}]


@pytest.mark.parametrize(("strip", "units"), [(0.09, []), (0.11, ["A", "B"]), (0.2, ["A", "B"])])
def test_a_corner_of_a_basin_is_not_a_share(strip, units):
    """B holds a strip of 10 km: from 1 km², or 1 per cent of about 100 km², it has a share."""
    assert [row["unit"] for row in listed({"River": box(0, 0, 10 + strip, 10)}, {})] == units


def test_one_per_cent_of_a_small_basin_is_a_share():
    rows = listed({"Brook": box(8, 0, 10.1, 1)}, {})
    assert [(row["unit"], row["area_km2"], row["redline_km2"]) for row in rows] == [("A", 2, 0), ("B", 0.1, 0)]
    assert {row["difference"] for row in rows} == {0}


def test_of_a_basin_that_reaches_abroad_the_part_inside_is_told():
    rows = listed({"River": box(0, 5, 5, 15), "Border": box(15, 0, 25, 5)}, {"B": [box(15, 0, 16, 5)]})
    assert [(row["basin"], row["unit"], row["inside_percent"]) for row in rows] == [
        ("River", "A", 100), ("River", "C", 100), ("Border", "B", 50)]
    assert (rows[2]["difference"], rows[2]["redline_percent"]) == (None, 20)


def test_the_sea_is_not_abroad():
    coastal = {"Coast": box(15, 0, 25, 5)}
    assert listed(coastal, {}, Pieces([box(20, -5, 30, 15)])) == []
    assert listed({"Inner": box(1, 1, 3, 3)}, {}) == [] and listed({"Foreign": box(30, 0, 40, 5)}, {}) == []


def test_basins_of_one_name_are_one_and_a_missing_field_is_told():
    features = [Feature(box(0, 0, 1, 1), {"name": "River"}), Feature(box(1, 0, 2, 1), {"name": "River"}),
                Feature(box(5, 5, 6, 6), {"name": None})]
    found = basins_by_name(features, "name", "basins.gpkg")
    assert list(found) == ["River"] and found["River"].GetArea() == 2e6
    with pytest.raises(InputError, match=r"basins\.gpkg.*river"):
        basins_by_name(features, "river", "basins.gpkg")
    assert basins_by_name([], "name", "basins.gpkg") == {}


def test_listing_basins_can_be_cancelled():
    with pytest.raises(Cancelled):
        basin_rows({"River": box(0, 0, 20, 4)}, PIECES, {}, None, Stopped())


@given(st.integers(-5, 18), st.integers(-5, 18), st.integers(1, 20), st.integers(1, 20))
def test_parts_of_a_basin_are_no_more_than_the_basin(west, south, width, height):
    basin = box(west, south, west + width, south + height)
    rows = listed({"River": basin}, {code: [outline] for code, outline in UNITS.items()})
    assert sum(row["basin_percent"] for row in rows) <= 100.001
    for row in rows:
        assert row["area_km2"] == pytest.approx(UNITS[row["unit"]].Intersection(basin).GetArea() / 1e6, abs=1e-4)
        assert row["redline_percent"] == pytest.approx(100) and row["difference"] in (0, None)


# the training country


@pytest.fixture
def pilot(walked_folder, tmp_path):
    return Pilot.open(shutil.copytree(walked_folder, tmp_path / "pilot"))


def with_recipe(pilot, **values):
    path = pilot.folder / "pilot.json"
    recipe = json.loads(path.read_text(encoding="utf-8"))
    recipe.setdefault("coordination", {}).update(values)
    path.write_text(json.dumps(recipe), encoding="utf-8")
    return Pilot.open(pilot.folder)


def test_without_layers_it_is_not_assessed(pilot):
    pilot = with_recipe(pilot, neighbours="", basins="")
    steps.run(pilot, Feedback(), only="coordination")
    row, = read_table(pilot.table("foreign"))
    assert row["result"] == NOT_ASSESSED and row["matched_km"] == row["our_km"] == ""
    assert read_table(pilot.table("foreign_polygons")) == read_table(pilot.table("basins")) == []


def test_foreign_redline_and_basins_of_the_training_country(pilot):
    country = country_of(pilot)
    shell = polygons(country.Buffer(3000).Difference(country))
    west, east, south, north = country.GetEnvelope()
    middle = (west + east) / 2
    halves = [Feature(union([rectangle(*sides)]), {"river": name}) for name, sides in (
        ("West", (west, south, middle, north)), ("East", (middle, south, east, north)))]
    write_layers(pilot.folder / "abroad.gpkg", pilot.crs, {"a": (
        ogr.wkbMultiPolygon, {"code": str}, [Feature(shell, {"code": "KAR"})])})
    write_layers(pilot.folder / "rivers.gpkg", pilot.crs, {"b": (ogr.wkbMultiPolygon, {"river": str}, halves)})
    pilot = with_recipe(pilot, neighbours="abroad.gpkg", basins="rivers.gpkg", basin_field="river")
    before = {name: read_layer(pilot.geopackage, name) for name in ("ecr", "borders")}
    steps.run(pilot, Feedback(), only="coordination")
    row, every = read_table(pilot.table("foreign"))
    assert (row["country"], every["country"]) == ("KAR", ALL)
    assert float(every["our_km"]) > 1 and float(every["matched_km"]) == pytest.approx(float(every["our_km"]), abs=0.01)
    assert float(every["their_km"]) == pytest.approx(float(every["border_km"]), abs=0.01)
    fronts = read_table(pilot.table("foreign_polygons"))
    assert sum(float(front["frontage_km"]) for front in fronts) == pytest.approx(float(every["our_km"]), abs=0.01)
    rows = read_table(pilot.table("basins"))
    assert {one["basin"] for one in rows} == {"West", "East"}
    units = read_table(pilot.table("units"))
    assert sum(float(one["redline_km2"]) for one in rows) == pytest.approx(float(units[-1]["ecr_km2"]), rel=1e-2)
    for name, features in before.items():
        now = read_layer(pilot.geopackage, name)
        assert [one.geometry.ExportToWkb() for one in now] == [one.geometry.ExportToWkb() for one in features]


def test_a_layer_that_cannot_be_used_is_told_before_anything_is_written(pilot):
    write_layers(pilot.folder / "rivers.gpkg", pilot.crs, {"b": (ogr.wkbMultiPolygon, {"river": str}, [
        Feature(union([box(0, 0, 1, 1)]), {"river": "x"})])})
    (pilot.folder / "broken.gpkg").write_text("no layer")
    pilot = with_recipe(pilot, neighbours="broken.gpkg", basins="rivers.gpkg", basin_field="nom")
    stamp = pilot.geopackage.stat().st_mtime_ns
    with pytest.raises(InputError) as told:
        steps.run(pilot, Feedback(), only="coordination")
    assert "nom" in str(told.value) and "broken.gpkg" in str(told.value)
    assert pilot.geopackage.stat().st_mtime_ns == stamp
