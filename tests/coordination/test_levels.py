"""Levels: sums that hold from county to country, rounds that are never written again, sign-offs that a change of the
unit's own line makes void, and no other's (methods.md §5.6). Squares in km with areas known by hand."""

import datetime
import os
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal, ogr

from ecr_toolkit.coordination.levels import rounds, signatures
from ecr_toolkit.coordination.levels.allocation import level_rows
from ecr_toolkit.coordination.levels.counting import apportioned
from ecr_toolkit.coordination.levels.outline import line_hash
from ecr_toolkit.coordination.levels.places import COUNTY, PROVINCE, Place, divided, provinces, read_counties
from ecr_toolkit.coordination.levels.rollup import roll_up
from ecr_toolkit.coordination.levels.rounds import compare, load, open_round
from ecr_toolkit.coordination.levels.signatures import OPEN, SIGNED, VOID, sign_off
from ecr_toolkit.errors import InputError, ToolkitError
from ecr_toolkit.pilot.layers import Feature, union, write_layers
from ecr_toolkit.pilot.lock import locked
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.pilot.units import Unit
from ecr_toolkit.raster.grid import equal_area_crs

CRS = equal_area_crs(70, 30)
DAY = datetime.date(2026, 3, 7)


def outline(*points):
    corners = ", ".join(f"{1000 * x!r} {1000 * y!r}" for x, y in (*points, points[0]))
    return ogr.CreateGeometryFromWkt(f"POLYGON(({corners}))")


def box(west, south, east, north):
    return outline((west, south), (east, south), (east, north), (west, north))


def polygon(unit, geometry, code="X"):
    return Feature(geometry, {"ecr_code": code, "adm_code": unit, "area_km2": round(geometry.GetArea() / 1e6, 4)})


def county(code, parent, geometry):
    return Place(COUNTY, code, f"County {code}", parent, geometry)


# three provinces of 100 km² in a row; A has two counties that leave 20 km² out, C one that reaches beyond it
UNITS = [Unit(code, {"en": f"Province {code}"}, ogr.ForceToMultiPolygon(box(west, 0, west + 10, 10)))
         for code, west in (("A", 0), ("B", 10), ("C", 20))]
COUNTIES = [county("A1", "A", box(0, 0, 4, 10)), county("A2", "A", box(4, 0, 8, 10)),
            county("C1", "C", box(20, 0, 32, 10))]
PLACES = [*provinces(UNITS), *divided(UNITS, COUNTIES)[0]]
LINE = [polygon("A", box(2, 2, 9, 6), "A1"), polygon("B", box(12, 2, 20, 6), "B1"),
        polygon("C", box(20, 2, 24, 6), "C1")]


# counting and sharing

@given(st.integers(0, 10 ** 9), st.lists(st.floats(0, 1e6), min_size=1, max_size=30))
def test_parts_sum_to_the_whole_and_are_within_one_of_their_share(total, weights):
    if not sum(weights) > 0:
        weights = [*weights, 1.0]
    parts = apportioned(total, weights)
    assert sum(parts) == total
    exact = np.array(weights) / sum(weights) * total
    assert np.all(np.abs(np.array(parts) - exact) < 1 + 1e-6) and min(parts) >= 0


def test_the_largest_remainder_is_rounded_up():
    assert apportioned(10, [1, 1, 1]) == [4, 3, 3]  # 3.33 each: the first of equal ones
    assert apportioned(7, [1.0, 2.0, 4.9]) == [1, 2, 4]  # 0.89, 1.77, 4.34
    assert apportioned(0, [0, 0]) == [0, 0]
    with pytest.raises(ValueError, match="share"):
        apportioned(5, [0, 0])


# counties

def test_counties_are_cut_to_their_province_and_the_rest_is_told():
    cut, check = divided(UNITS, [*COUNTIES, county("A3", "A", box(7, 0, 9, 10))])
    assert {place.code: place.area_km2 for place in cut} == {"A1": 40.0, "A2": 40.0, "A3": 10.0, "C1": 100.0}
    assert [tuple(row.values()) for row in check] == [("A", 3, 100.0, 90.0, 10.0, 0.0, 10.0),
                                                      ("C", 1, 100.0, 100.0, 0.0, 20.0, 0.0)]


def county_file(path, rows, fields=("code", "name", "parent")):
    write_layers(path, CRS, {"counties": (ogr.wkbMultiPolygon, {name: str for name in fields}, [
        Feature(geometry, dict(zip(fields, values))) for values, geometry in rows])})
    return path


def test_counties_are_read_with_their_parts_joined(tmp_path):
    path = county_file(tmp_path / "counties.gpkg", [(("A2", "Süd", "A"), box(0, 0, 1, 1)),
                                                    (("A1", "Nord", "A"), box(1, 1, 2, 2)),
                                                    (("A2", "Süd", "A"), box(3, 0, 4, 1))], ("CODE", "Name", "parent"))
    found = read_counties(path, CRS, UNITS)
    assert [(one.code, one.name, one.parent, one.area_km2) for one in found] == [
        ("A1", "Nord", "A", 1.0), ("A2", "Süd", "A", 2.0)]


@pytest.mark.parametrize("rows, fields, said", [
    ([(("A1", "x", "Q"), box(0, 0, 1, 1))], ("code", "name", "parent"), "Q"),
    ([(("A1", "x", None), box(0, 0, 1, 1))], ("code", "name", "parent"), "empty"),
    ([(("A1", "A"), box(0, 0, 1, 1))], ("code", "parent"), "name"),
    ([(("K", "x", "A"), box(0, 0, 1, 1)), (("K", "y", "B"), box(10, 0, 11, 1))], ("code", "name", "parent"), "K"),
    ([(("B", "x", "A"), box(0, 0, 1, 1))], ("code", "name", "parent"), "B"),
    ([], ("code", "name", "parent"), "counties.gpkg"),
])
def test_faulty_counties_are_sentences(tmp_path, rows, fields, said):
    with pytest.raises(InputError, match=said):
        read_counties(county_file(tmp_path / "counties.gpkg", rows, fields), CRS, UNITS)


# roll-up and allocation

CANDIDATES = {"A": 40.0, "B": 30.0, "C": 30.0, "A1": 10.0, "A2": 20.0, "C1": 30.0}


def rows_by_code(rows):
    return {(row["level"], row["parent"], row["code"]): row for row in rows}


def test_every_level_is_the_sum_of_the_one_below():
    found = roll_up(LINE, PLACES)
    assert found.areas == {"A": 280_000, "B": 320_000, "C": 160_000, "A1": 80_000, "A2": 160_000, "C1": 160_000}
    assert found.unassigned == {"A": 40_000, "C": 0} and found.elsewhere == 0
    rows = rows_by_code(level_rows(("TRN", "Training"), PLACES, found, CANDIDATES))
    assert rows[("national", "", "TRN")]["ecr_km2"] == 76.0
    assert rows[("national", "", "TRN")]["ecr_percent"] == pytest.approx(76 / 3, abs=1e-4)
    assert [key[2] for key in rows] == ["TRN", "A", "A1", "A2", "", "B", "C", "C1"]
    rest = rows[("county", "A", "")]
    assert (rest["area_km2"], rest["ecr_km2"], rest["candidate_km2"]) == (20.0, 4.0, 10.0)


def test_the_national_line_is_shared_out_by_candidate_area():
    """76 km² in proportion to 40 : 30 : 30, and the 30.4 km² of A in proportion to 10 : 20 : 10 left over."""
    rows = rows_by_code(level_rows(("TRN", "Training"), PLACES, roll_up(LINE, PLACES), CANDIDATES))
    assert [rows[("province", "TRN", code)]["allocated_km2"] for code in "ABC"] == [30.4, 22.8, 22.8]
    assert [rows[("county", "A", code)]["allocated_km2"] for code in ("A1", "A2", "")] == [7.6, 15.2, 7.6]
    assert rows[("province", "TRN", "B")]["difference_km2"] == pytest.approx(32 - 22.8)
    assert rows[("province", "TRN", "B")]["difference_percent"] == pytest.approx(100 * 9.2 / 22.8, abs=1e-4)
    assert rows[("national", "", "TRN")]["difference_km2"] == 0


def test_another_figure_is_shared_to_the_last_digit():
    candidates = {**CANDIDATES, "A": 33.3, "B": 33.3, "C": 33.3}
    rows = level_rows(("TRN", "T"), PLACES, roll_up(LINE, PLACES), candidates, 100.0)
    shares = [row["allocated_km2"] for row in rows if row["level"] == "province"]
    assert shares == [33.3334, 33.3333, 33.3333]
    nothing = level_rows(("TRN", "T"), PLACES, roll_up(LINE, PLACES), CANDIDATES, 0.0)
    assert all(row["allocated_km2"] == 0 and row["difference_percent"] is None for row in nothing)


def test_polygons_of_no_province_are_a_row_of_their_own():
    rows = level_rows(("TRN", "T"), PLACES, roll_up([*LINE, polygon("Q", box(50, 0, 51, 1))], PLACES), CANDIDATES)
    assert rows[0]["ecr_km2"] == 77.0 and rows[-1]["code"] == "" and rows[-1]["ecr_km2"] == 1.0
    assert rows[-1]["area_km2"] is None


def test_nothing_can_be_shared_without_candidates():
    with pytest.raises(ToolkitError, match="shared out"):
        level_rows(("TRN", "T"), PLACES, roll_up(LINE, PLACES), dict.fromkeys(CANDIDATES, 0.0), 5.0)


coordinates = st.floats(0, 30, allow_subnormal=False)


@given(st.lists(st.tuples(coordinates, coordinates, st.floats(0.001, 5)), max_size=12), st.floats(0, 500),
       st.lists(st.floats(0, 100), min_size=6, max_size=6))
def test_sums_hold_for_any_line_and_figure(squares, figure, candidates):
    line = []
    for x, y, size in squares:
        unit = min(int(x // 10), 2)
        east = 10 * unit + 10
        if x + 0.001 < east:
            line.append(polygon("ABC"[unit], box(x, y / 3, min(x + size, east), y / 3 + size)))
    areas = dict(zip(("A", "B", "C", "A1", "A2", "C1"), candidates))
    areas["A"] += areas["A1"] + areas["A2"]
    areas["C"] += areas["C1"]
    if not sum(areas[code] for code in "ABC") > 0.001:
        areas["B"] = 1.0
    rows = level_rows(("TRN", "T"), PLACES, roll_up(line, PLACES), areas, figure)
    for column in ("area_km2", "ecr_km2", "candidate_km2", "allocated_km2", "difference_km2"):
        counted = {key: round((row[column] or 0) * 10_000) for key, row in rows_by_code(rows).items()}
        assert counted[("national", "", "TRN")] == sum(
            count for key, count in counted.items() if key[0] == "province"), column
        for province in "AC":
            assert counted[("province", "TRN", province)] == sum(
                count for key, count in counted.items() if key[1] == province), column


# the hash of a line

def test_a_line_is_the_same_however_it_is_written():
    whole = box(0, 0, 3, 2)
    halves = union([box(0, 0, 1, 2), box(1, 0, 3, 2)])
    turned = outline((3, 2), (3, 0), (0, 0), (0, 2))
    with_points = outline((0, 0), (0.7, 1e-13), (1.1, 0), (3, 0), (3, 2), (0, 2))
    begun_elsewhere = outline((3, 0), (3, 2), (0, 2), (0, 0))
    assert len({line_hash(one) for one in (whole, halves, turned, with_points, begun_elsewhere)}) == 1
    two = [box(5, 5, 6, 6), whole]
    assert line_hash(union(two)) == line_hash(union(two[::-1]))


def test_a_line_that_differs_by_a_centimetre_is_another_one():
    ring = outline((0, 0), (3, 0), (3, 2), (0, 2))
    hole = ring.Difference(box(1, 1, 1.5, 1.5))
    lines = [ring, outline((0, 0), (3, 0), (3, 2.00001), (0, 2)), hole, union([box(1, 1, 1.5, 1.5)]),
             ogr.Geometry(ogr.wkbMultiPolygon)]
    assert len({line_hash(line) for line in lines}) == len(lines)


@given(st.lists(st.floats(0.01, 0.99), max_size=5), st.integers(0, 7))
def test_points_on_straight_lines_do_not_count(shares, first):
    corners = [(0.0, 0.0), (3.123, 0.456), (3.9, 2.0), (0.3, 2.7)]
    points = []
    for number, (start, end) in enumerate(zip(corners, corners[1:] + corners[:1])):
        points.append(start)
        if number == first % 4:
            points += [(start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
                       for share in sorted(set(shares))]
    turn = first % len(points)
    assert line_hash(outline(*points[turn:], *points[:turn])) == line_hash(outline(*corners))


# rounds

def put(folder, line=None, level="national", who="Ministry", reason="first draft", day=DAY, reasons=()):
    return open_round(folder, CRS, LINE if line is None else line, PLACES, level, who, reason, day, dict(reasons))


def changed(unit, geometry):
    """The line with another polygon in one unit."""
    return [polygon(unit, geometry) if feature.values["adm_code"] == unit else feature for feature in LINE]


def test_a_round_comes_back_as_it_was(tmp_path):
    kept = load(tmp_path, put(tmp_path, who="=Ministère", reason="first\n draft").round.number)
    assert (kept.round.number, kept.round.level, kept.round.day) == (1, "national", "2026-03-07")
    assert kept.round.reason == "first draft" and kept.round.area_km2 == 76.0 and kept.round.polygons == 3
    assert [feature.geometry.GetArea() / 1e6 for feature in kept.redline] == [28, 32, 16]
    assert [row["code"] for row in kept.places] == ["A", "B", "C", "A1", "A2", "C1"]
    assert {row["before_km2"] for row in kept.places} == {""} and kept.places[0]["after_km2"] == "28.0"
    assert sorted(path.name for path in (tmp_path / "decisions/rounds/001").iterdir()) == [
        "places.csv", "redline.gpkg", "round.csv"]


def test_differences_of_a_round_are_told_by_place_with_their_reason(tmp_path):
    put(tmp_path)
    second = put(tmp_path, changed("A", box(1, 2, 8, 6)), "province", "Province A", "moved west",
                 reasons={"A2": "village kept out", "B": "checked, nothing to change"})
    rows = {row["code"]: row for row in second.places}
    figures = ("before_km2", "after_km2", "difference_km2", "gained_km2", "lost_km2")
    assert [float(rows["A"][name]) for name in figures] == [28, 28, 0, 4, 4]
    assert [float(rows["A1"][name]) for name in figures] == [8, 12, 4, 4, 0]
    assert [float(rows["A2"][name]) for name in figures] == [16, 16, 0, 0, 0]
    assert {code: rows[code]["reason"] for code in ("A", "A1", "A2", "B", "C")} == {
        "A": "moved west", "A1": "moved west", "A2": "village kept out", "B": "checked, nothing to change", "C": ""}
    third = put(tmp_path, level="county", who="County A1", reason="back")
    assert [row["difference_km2"] for row in compare(load(tmp_path, 1), third, PLACES)] == [0.0] * 6
    assert [row["number"] for row in read_table(tmp_path / "decisions/rounds/rounds.csv")] == ["1", "2", "3"]


@pytest.mark.parametrize("given_, said", [
    ({"who": " "}, "who opens it"), ({"reason": ""}, "who opens it"), ({"level": "village"}, "village"),
    ({"line": []}, "no redline"), ({"reasons": {"Q": "x"}}, "Q"),
])
def test_a_round_that_lacks_something_is_not_opened(tmp_path, given_, said):
    with pytest.raises(InputError, match=said):
        put(tmp_path, **given_)
    assert rounds.rounds(tmp_path) == []


def test_rounds_follow_each_other_in_time(tmp_path):
    put(tmp_path)
    with pytest.raises(ToolkitError, match="before the last round"):
        put(tmp_path, day=DAY - datetime.timedelta(days=1))
    assert len(rounds.rounds(tmp_path)) == 1


def test_no_round_touches_an_earlier_one(tmp_path):
    put(tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "decisions/rounds/001").iterdir()}
    put(tmp_path, LINE[:2])
    assert {path: path.read_bytes() for path in (tmp_path / "decisions/rounds/001").iterdir()} == before
    assert not [path for path in before if path.stat().st_mode & 0o222]


def spoil_line(folder):
    dataset = gdal.OpenEx(str(folder / "redline.gpkg"), gdal.OF_VECTOR | gdal.OF_UPDATE)
    layer = dataset.GetLayerByName("ecr")
    row = layer.GetNextFeature()
    row.SetGeometry(ogr.ForceToMultiPolygon(box(2, 2, 9, 5.9)))
    layer.SetFeature(row)
    del row, layer, dataset


def spoil_text(name, old, new):
    def spoil(folder):
        text = (folder / name).read_text(encoding="utf-8-sig")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8-sig")

    return spoil


@pytest.mark.parametrize("spoil", [
    spoil_line, spoil_text("round.csv", "Ministry", "Nobody"), spoil_text("places.csv", "28.0", "29.0"),
    lambda folder: (folder / "redline.gpkg").unlink(), lambda folder: (folder / "places.csv").unlink(),
    lambda folder: (folder / "round.csv").write_text(""), lambda folder: (folder / "redline.gpkg").write_bytes(b"x")])
def test_a_round_that_was_changed_is_not_opened_again(tmp_path, spoil):
    put(tmp_path)
    place = tmp_path / "decisions/rounds/001"
    for path in place.iterdir():
        path.chmod(0o644)
    spoil(place)
    with pytest.raises(ToolkitError, match="changed after it was opened") as caught:
        load(tmp_path, 1)
    assert "copy" in caught.value.remedy


def test_a_lost_round_is_told_and_a_lost_list_loses_nothing(tmp_path):
    put(tmp_path)
    put(tmp_path)
    (tmp_path / "decisions/rounds/rounds.csv").unlink()
    assert put(tmp_path).round.number == 3
    (tmp_path / "decisions/rounds/002").rename(tmp_path / "elsewhere")
    with pytest.raises(ToolkitError, match="missing.*2"):
        rounds.rounds(tmp_path)
    with pytest.raises(ToolkitError, match="missing.*2"):
        put(tmp_path)


def test_a_round_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(ToolkitError, match="no round 7"):
        load(tmp_path, 7)


def test_a_pilot_in_use_opens_no_round(tmp_path):
    with locked(tmp_path), pytest.raises(ToolkitError, match="Another run"):
        put(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="there is no fork on Windows")
@pytest.mark.parametrize("module, where, published", [
    (rounds, "write_lines", False), (rounds, "write_table", False), (rounds, "_sign", False),
    (rounds, "_write_list", True), (signatures, "write_table", None)])
def test_a_killed_act_is_either_whole_or_not_there(tmp_path, monkeypatch, module, where, published):
    """A process that ends without any cleaning up in the middle of opening a round, or of signing."""
    put(tmp_path)
    sign_off(tmp_path, "A", "Governor", DAY, LINE, PLACES)
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(module, where, lambda *_arguments: os._exit(9))
        if module is rounds:
            put(tmp_path)
        else:
            sign_off(tmp_path, "B", "Governor", DAY, LINE, PLACES)
        os._exit(0)
    assert os.WEXITSTATUS(os.waitpid(child, 0)[1]) == 9
    assert [one.number for one in rounds.rounds(tmp_path)] == [1, 2][:1 + bool(published)]
    assert put(tmp_path).round.number == (3 if published else 2)
    assert not list((tmp_path / "decisions").rglob(".*part*"))
    assert all(load(tmp_path, one.number) for one in rounds.rounds(tmp_path))
    assert [row["code"] for row in read_table(tmp_path / signatures.FILE)] == ["A"]


# sign-off

def states(folder, line):
    return {row["code"]: row["state"] for row in signatures.signatures(folder, line, PLACES)}


def sign_all(folder, line, codes):
    for code in codes:
        sign_off(folder, code, f"Governor of {code}", DAY, line, PLACES)


def test_a_whole_coordination_round(tmp_path):
    """All sign but C; B changes its line: its own sign-off is void, nobody else's; a new round; all sign."""
    put(tmp_path)
    assert Counter(states(tmp_path, LINE).values()) == {OPEN: 6}
    sign_all(tmp_path, LINE, ["A", "B", "A1", "A2", "C1"])
    assert {code for code, state in states(tmp_path, LINE).items() if state == OPEN} == {"C"}

    second = changed("B", box(12, 2, 20, 7))
    assert states(tmp_path, second) == {"A": SIGNED, "B": VOID, "C": OPEN, "A1": SIGNED, "A2": SIGNED, "C1": SIGNED}
    with pytest.raises(ToolkitError, match="not that of round 1") as caught:
        sign_off(tmp_path, "B", "Governor", DAY, second, PLACES)
    assert "new round" in caught.value.remedy

    opened = put(tmp_path, second, "province", "Province B", "wetland added")
    row = next(row for row in opened.places if row["code"] == "B")
    assert (row["difference_km2"], row["reason"]) == ("8.0", "wetland added")
    sign_all(tmp_path, second, ["B", "C"])
    rows = signatures.signatures(tmp_path, second, PLACES)
    assert {row["code"]: row["round"] for row in rows} == {
        "A": "1", "B": "2", "C": "2", "A1": "1", "A2": "1", "C1": "1"}
    assert states(tmp_path, LINE)["B"] == VOID, "the line of the first round is not what B signed last"


def test_a_county_is_void_when_its_part_changes_and_the_other_county_is_not(tmp_path):
    put(tmp_path)
    sign_all(tmp_path, LINE, ["A", "A1", "A2"])
    line = changed("A", box(1, 2, 9, 6))
    assert {code: state for code, state in states(tmp_path, line).items() if code[0] == "A"} == {
        "A": VOID, "A1": VOID, "A2": SIGNED}
    assert states(tmp_path, LINE)["A"] == SIGNED, "back at the line that was signed, the sign-off holds again"


def test_what_does_not_change_the_outline_keeps_a_sign_off(tmp_path):
    """A neighbour's line that begins on the border puts a point into it; a polygon may be cut or coded anew."""
    put(tmp_path)
    sign_all(tmp_path, LINE, ["B"])
    pointed = outline((12, 2), (20, 2), (20, 3.3), (20, 6), (12, 6))
    assert states(tmp_path, [polygon("B", pointed, "other code")])["B"] == SIGNED
    assert states(tmp_path, [polygon("B", box(12, 2, 15, 6)), polygon("B", box(15, 2, 20, 6))])["B"] == SIGNED


def test_signing_needs_a_round_a_known_unit_and_a_name(tmp_path):
    with pytest.raises(ToolkitError, match="no round to sign"):
        sign_off(tmp_path, "A", "Governor", DAY, LINE, PLACES)
    put(tmp_path)
    with pytest.raises(InputError, match="Q"):
        sign_off(tmp_path, "Q", " ", DAY, LINE, PLACES)
    with pytest.raises(ToolkitError, match="before the round"):
        sign_off(tmp_path, "A", "Governor", DAY - datetime.timedelta(days=1), LINE, PLACES)
    with locked(tmp_path), pytest.raises(ToolkitError, match="Another run"):
        sign_off(tmp_path, "A", "Governor", DAY, LINE, PLACES)
    assert not (tmp_path / signatures.FILE).exists()


def test_a_unit_without_redline_signs_that_it_has_none(tmp_path):
    put(tmp_path, LINE[:2])
    sign_off(tmp_path, "C", "Governor", DAY, LINE[:2], PLACES)
    assert states(tmp_path, LINE[:2])["C"] == SIGNED and states(tmp_path, LINE)["C"] == VOID


def test_names_that_look_like_formulas_stay_texts(tmp_path):
    put(tmp_path)
    for code in ("A", "B"):
        sign_off(tmp_path, code, "=cmd", DAY, LINE, PLACES)
    assert [row["who"] for row in read_table(tmp_path / signatures.FILE)] == ["'=cmd", "'=cmd"]
    assert {row.level for row in PLACES} == {PROVINCE, COUNTY}
