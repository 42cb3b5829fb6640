"""What a version keeps for later checks, reasons of changes, occasions to adjust, retired codes (methods.md §9)."""

import datetime
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from osgeo import gdal, ogr

from ecr_toolkit.coordination.versions.archive import approve, load
from ecr_toolkit.coordination.versions.area import unexplained
from ecr_toolkit.coordination.versions.changes import CHANGE_COLUMNS, change_set, compare
from ecr_toolkit.coordination.versions.checks import Line, Observations
from ecr_toolkit.coordination.versions.function import (
    OTHER_CLIMATE,
    OTHER_CONSTANTS,
    OTHER_METHOD,
    Total,
    Values,
    function_check,
)
from ecr_toolkit.coordination.versions.nature import NO_FIRST, Cover, nature_check
from ecr_toolkit.coordination.versions.occasions import NO_LIST, NOT_KEPT, NOT_TOLD, TRIGGER_COLUMNS, occasions
from ecr_toolkit.coordination.versions.reasons import Given, for_all, forbid, read_reasons
from ecr_toolkit.coordination.versions.results import NOT_ASSESSED, NOT_RENEWED, OTHER_GRID, PASS, TOO_SOON
from ecr_toolkit.coordination.versions.retired import RETIRED_COLUMNS, retired
from ecr_toolkit.coordination.versions.sources import (
    _CLIMATE,
    _LAND,
    CLIMATE,
    CONSTANT,
    INPUT_COLUMNS,
    LAND,
    SOURCE_COLUMNS,
    compared_inputs,
    role_of,
    signature,
)
from ecr_toolkit.coordination.versions.state import LAND_COVER, LEVEL, NOTHING_KEPT, State
from ecr_toolkit.coordination.versions.swap import swap
from ecr_toolkit.coordination.versions.trades import trades, trades_by_cells
from ecr_toolkit.errors import Cancelled, InputError, ToolkitError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.models.variables import VARIABLES
from ecr_toolkit.pilot.layers import Feature
from ecr_toolkit.pilot.tables import read_table, write_table
from ecr_toolkit.raster.files import read, write
from ecr_toolkit.raster.grid import Grid, equal_area_crs

CRS = equal_area_crs(70, 30)
GRID = Grid(CRS, 1000.0, 0.0, 6000.0, 6, 6)
FOREST, CROP, UNKNOWN = 4, 12, 255


def box(west, south, width, height=None):
    """A rectangle, km."""
    west, south, east, north = (1000 * number for number in (west, south, west + width, south + (height or width)))
    return ogr.CreateGeometryFromWkt(
        f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))")


def polygon(code, outline, unit="A", level=5, **values):
    return Feature(outline, {"ecr_code": code, "adm_code": unit, "type_code": "11", "lvl_func": level,
                             "lvl_sens": None, **values})


LINE = [polygon("X-A-11-0001", box(0, 0, 3)), polygon("X-B-11-0001", box(3, 0, 2), "B")]
UNITS = [Feature(box(0, 0, 6), {"code": "A"})]


def source(subject, variable, role, sha256="a", day="2026-01-01", text="MCD12Q1 6.1"):
    return dict(zip(SOURCE_COLUMNS, (subject, variable, role, sha256, day, text)))


def rasters_of(folder, cover=FOREST, water=2.0, level=5, grid=GRID):
    """Three rasters of one value each, or of an array."""
    folder.mkdir(exist_ok=True)
    for name, value, kind, number in ((LAND_COVER, cover, "class", np.uint8), ("water", water, "continuous",
                                                                               np.float32),
                                      (LEVEL, level, "class", np.uint8)):
        write(folder / f"{name}.tif", grid, np.broadcast_to(value, grid.shape).astype(number), kind)
    return {name: folder / f"{name}.tif" for name in (LAND_COVER, "water", LEVEL)}


def state_of(folder, sources=None, **values):
    return State(rasters_of(folder, **values), sources if sources is not None else [
        source(LAND_COVER, LAND_COVER, LAND, str(folder)), source("water", "precipitation", CLIMATE),
        source("water", "ndvi_max", LAND, str(folder))])


def keep(folder, state, redline=LINE, feedback=None):
    return approve(folder, redline, UNITS, CRS, "Ministry", "first", datetime.date(2026, 3, 7), state=state,
                   feedback=feedback)


# State ---------------------------------------------------------------------------------------------------------------

def test_the_state_comes_back_as_it_was_compressed_and_read_only(tmp_path):
    """What the rasters of the pilot become afterwards does not matter."""
    state = state_of(tmp_path / "données", water=np.arange(36, dtype=np.float32).reshape(6, 6))
    before = {name: read(path) for name, path in state.rasters.items()}
    number = keep(tmp_path, state)
    rasters_of(tmp_path / "données", CROP, 0.0, 1)
    kept = load(tmp_path, number).state
    assert {*kept.rasters} == {*before} and {*kept.functions} == {"water"}
    for name, path in kept.rasters.items():
        np.testing.assert_array_equal(read(path), before[name])
        dataset = gdal.Open(str(path))
        assert dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == "DEFLATE"
    assert kept.sources == state.sources
    place = tmp_path / "versions" / number
    files = [path for path in place.rglob("*") if path.is_file()]
    assert len(files) == 2 + 3 + 2 and not [path for path in files if path.stat().st_mode & 0o222]


def test_a_version_without_a_state_has_none(tmp_path):
    number = keep(tmp_path, NOTHING_KEPT)
    assert load(tmp_path, number).state == NOTHING_KEPT
    assert not (tmp_path / "versions" / number / "state").exists()


def spoil_raster(place):
    write(place / "water.tif", GRID, np.zeros(GRID.shape, np.float32), "continuous")


def delete_raster(place):
    (place / "land_cover.tif").unlink()


def swap_rasters(place):
    (place / "water.tif").write_bytes((place / "land_cover.tif").read_bytes())


def spoil_sources(place):
    text = (place / "sources.csv").read_text(encoding="utf-8-sig")
    (place / "sources.csv").write_text(text.replace("climate", "constant"), encoding="utf-8-sig")


def sign_again(place):
    """A raster changed, and its checksum with it."""
    spoil_raster(place)
    rows = read_table(place / "rasters.csv")
    from ecr_toolkit.pilot.ledger import Hashes

    write_table(place / "rasters.csv", tuple(rows[0]), [
        {**row, "sha256": Hashes().file(place / f"{row['name']}.tif")} for row in rows])


def point_elsewhere(place):
    text = (place / "rasters.csv").read_text(encoding="utf-8-sig")
    (place / "rasters.csv").write_text(text.replace("water", "../water"), encoding="utf-8-sig")


def delete_table(place):
    (place / "rasters.csv").unlink()


def delete_state(place):
    for path in place.iterdir():
        path.unlink()
    place.rmdir()


@pytest.mark.parametrize("spoil", [spoil_raster, delete_raster, swap_rasters, spoil_sources, sign_again,
                                   point_elsewhere, delete_table, delete_state])
def test_a_version_whose_state_was_changed_is_not_opened(tmp_path, spoil):
    number = keep(tmp_path, state_of(tmp_path / "data"))
    place = tmp_path / "versions" / number / "state"
    for path in place.iterdir():
        path.chmod(0o644)
    spoil(place)
    with pytest.raises(ToolkitError, match="changed after it was approved"):
        load(tmp_path, number)


def test_an_approval_that_cannot_keep_its_state_leaves_no_version(tmp_path):
    class Stop(Feedback):
        def cancelled(self):
            return True

    state = state_of(tmp_path / "data")
    with pytest.raises(Cancelled):
        keep(tmp_path, state, feedback=Stop())
    state.rasters["water"].unlink()
    with pytest.raises(InputError, match="water.tif"):
        keep(tmp_path, state)
    assert not [path for path in (tmp_path / "versions").iterdir() if path.is_dir()]


# What can be compared ------------------------------------------------------------------------------------------------

def test_every_role_names_variables_that_there_are_and_those_of_the_methods_theirs():
    assert _CLIMATE | _LAND <= {*VARIABLES} and not _CLIMATE & _LAND
    roles = {name: role_of(name) for name in VARIABLES}
    assert {roles[name] for name in ("precipitation", "temperature", "actual_evapotranspiration", "wind_speed",
                                     "rainfall_erosivity")} == {CLIMATE}
    assert {roles[name] for name in ("land_cover", "vegetation_cover", "ndvi_max", "net_primary_productivity")} == {
        LAND}
    assert {roles[name] for name in ("elevation", "sand", "slope")} == {CONSTANT}


def test_a_signature_tells_content_but_no_order():
    rows = [source("water", "precipitation", CLIMATE, "1"), source("water", "temperature", CLIMATE, "2"),
            source("carbon", "precipitation", CLIMATE, "3")]
    same = signature(rows[::-1], "water", CLIMATE)
    assert signature(rows, "water", CLIMATE) == same != signature(rows[:1], "water", CLIMATE)
    assert signature([{**row, "day": "2030-01-01"} for row in rows], "water", CLIMATE) == same
    assert signature(rows, "water", LAND) == signature([], "soil", LAND) != ""


def test_inputs_of_two_lines_side_by_side():
    first = [source("water", "precipitation", CLIMATE, "1", text="1991-2020"), source("", "toolkit", "toolkit", "")]
    second = [source("water", "precipitation", CLIMATE, "2", text="2001-2030"), source("", "toolkit", "toolkit", ""),
              source("water", "sand", CONSTANT)]
    rows = compared_inputs(first, second)
    assert all(tuple(row) == INPUT_COLUMNS for row in rows)
    assert [(row["variable"], row["first_source"], row["second_source"], row["same"]) for row in rows] == [
        ("toolkit", "MCD12Q1 6.1", "MCD12Q1 6.1", 1), ("precipitation", "1991-2020", "2001-2030", 0),
        ("sand", "", "MCD12Q1 6.1", 0)]


@pytest.mark.parametrize(("changed", "reason"), [
    ({"climate": "2"}, OTHER_CLIMATE), ({"constants": "2"}, OTHER_CONSTANTS), ({"method": "2"}, OTHER_METHOD),
    ({"grid": "2"}, OTHER_GRID), ({"year": 2026}, TOO_SOON), ({"data": "1"}, NOT_RENEWED), ({}, "")])
def test_functions_are_compared_only_when_nothing_but_the_land_differs(changed, reason):
    first = {"year": 2026, "climate": "1", "totals": {"water": {"a": Total(10, 1)}}, "constants": "1", "method": "1",
             "data": "1", "grid": "1"}
    rows = function_check({"a": "A"}, Values(**first), Values(**{**first, "year": 2027, "data": "2", **changed}), "X")
    assert {(row["result"], row["reason"]) for row in rows} == {
        (NOT_ASSESSED, reason) if reason else (PASS, "stable")}


@pytest.mark.parametrize(("data", "grid", "reason"), [
    ("1", "", NOT_RENEWED), ("2", "other", OTHER_GRID), ("2", "", "")])
def test_nature_is_compared_only_when_the_land_was_observed_anew(data, grid, reason):
    rows = nature_check({"a": "A"}, Cover(2026, "p", {"a": {FOREST: 1}}, "1"),
                        Cover(2027, "p", {"a": {FOREST: 1}}, data, grid), "X")
    assert {(row["result"], row["reason"]) for row in rows} == {(NOT_ASSESSED if reason else PASS, reason)}


def observed(tmp_path, **after):
    lines = [Line(number, datetime.date(year, 1, 1), LINE, state_of(tmp_path / number, **values))
             for number, year, values in (("2026.1", 2026, {}), ("2027.1", 2027, after))]
    return Observations.of(*lines, GRID, Feedback())


def test_a_field_and_a_lost_service_are_found_in_their_polygon(tmp_path):
    """1 of 9 cells of the first polygon is turned over, and half of the water of the second is gone."""
    cover = np.full(GRID.shape, FOREST)
    cover[5, 0] = CROP
    water = np.full(GRID.shape, 2.0)
    water[:, 3:] = 1.0
    seen = observed(tmp_path, cover=cover, water=water)
    nature = {row["place"]: (row["result"], row["after"]) for row in seen.nature("X")}
    assert nature == {"X-A-11-0001": ("fail", round(800 / 9, 4)), "X-B-11-0001": ("pass", 100), "A": (
        "fail", round(800 / 9, 4)), "B": ("pass", 100), "X": ("fail", round(1200 / 13, 4))}
    function = {row["place"]: (row["result"], row["change"]) for row in seen.function("X", Feedback())}
    assert function == {"X-A-11-0001": ("pass", 0), "X-B-11-0001": ("fail", -50), "A": ("pass", 0), "B": ("fail", -50),
                        "X": ("fail", round(-400 / 26, 4))}
    matrix, patches = seen.conversions()
    assert {(row["code"], row["before"], row["after"]): row["area_km2"] for row in matrix} == {
        ("X-A-11-0001", "forest", "forest"): 8, ("X-A-11-0001", "forest", "crop"): 1,
        ("X-B-11-0001", "forest", "forest"): 4}
    assert [(patch.values["code"], patch.values["area_ha"]) for patch in patches] == [("X-A-11-0001", 100)]


def test_what_lies_on_another_grid_is_not_measured(tmp_path):
    seen = observed(tmp_path, grid=Grid(CRS, 500.0, 0.0, 6000.0, 12, 12))
    rows = [*seen.nature("X"), *seen.function("X", Feedback())]
    assert {(row["result"], row["reason"]) for row in rows} == {(NOT_ASSESSED, OTHER_GRID)}
    assert seen.conversions() is None and seen.levels() is None


def test_lines_without_a_state_are_not_assessed():
    lines = [Line(str(year), datetime.date(year, 1, 1), LINE, NOTHING_KEPT) for year in (2026, 2027)]
    seen = Observations.of(*lines, GRID, Feedback())
    assert {row["reason"] for row in seen.nature("X")} == {NO_FIRST}
    assert {row["result"] for row in seen.function("X", Feedback())} == {NOT_ASSESSED}
    assert seen.conversions() is None and seen.levels() is None


# Levels of what was exchanged ----------------------------------------------------------------------------------------

def test_pieces_are_divided_by_the_levels_of_their_cells(tmp_path):
    """Two columns of 3 km² are lost, one of level 5 and one of level 3; by the polygon both would be of level 5."""
    before, after = [polygon("a", box(0, 0, 3))], [polygon("a", box(0, 0, 1, 3)), polygon("n", box(4, 0, 2, 3))]
    comparison = compare(before, after, Feedback())
    levels = np.full(GRID.shape, 5)
    levels[:, 2] = 3
    first = rasters_of(tmp_path / "first", level=levels)[LEVEL]
    second = rasters_of(tmp_path / "second", level=3)[LEVEL]
    gains, losses = trades_by_cells(comparison, first, second, GRID, Feedback())
    assert [(trade.km2, trade.level) for trade in gains] == [(6, 3)]
    assert [(trade.km2, trade.level) for trade in losses] == [(3, 3), (3, 5)]
    row, = swap(gains, losses)
    assert (row["result"], row["lost_level_km2"], row["gained_level_km2"]) == ("fail", 24, 18)
    assert [trade.level for trade in trades(comparison)[1]] == [5]


@pytest.mark.parametrize(("unknown", "found"), [(1, [(9, 3.0)]), (2, [(9, None)]), (3, [(9, None)])])
def test_cells_without_a_level_count_like_most_of_their_piece(tmp_path, unknown, found):
    comparison = compare([polygon("a", box(0, 0, 3))], [], Feedback())
    levels = np.full(GRID.shape, 3)
    levels[:, :unknown] = UNKNOWN
    path = rasters_of(tmp_path / "data", level=levels)[LEVEL]
    gains, losses = trades_by_cells(comparison, path, path, GRID, Feedback())
    assert gains == [] and [(trade.km2, trade.level) for trade in losses] == found


# Reasons -------------------------------------------------------------------------------------------------------------

def table(path, rows):
    write_table(path, ("code", "reason", "note"), [dict(zip(("code", "reason", "note"), row)) for row in rows])
    return path


def test_reasons_come_from_the_table_of_changes_filled_in(tmp_path):
    comparison = compare(LINE, [polygon("X-A-11-0001", box(0, 0, 2, 3)), LINE[1]], Feedback())
    rows = change_set(comparison, {}, "", "")
    write_table(tmp_path / "t.csv", CHANGE_COLUMNS, [
        {**row, "reason": "project", "note": "= road, “آب”"} if row["lost_km2"] else row for row in rows])
    found = read_reasons(tmp_path / "t.csv")
    assert found == Given({"X-A-11-0001": "project"}, {"X-A-11-0001": "= road, “آب”"})
    rows = change_set(comparison, found.reasons, "Ministry", "2027-01-01", notes=found.notes)
    assert [(row["reason"], row["note"]) for row in rows] == [("project", "= road, “آب”"), ("", "")]


def test_faults_of_a_table_of_reasons_are_told_at_once(tmp_path):
    path = table(tmp_path / "é.csv", [("a", "because", ""), ("b", "project", ""), ("b", "correction", ""),
                                      ("c", "", "")])
    with pytest.raises(InputError) as caught:
        read_reasons(path)
    assert len(caught.value.faults) == 2 and "é.csv" in str(caught.value) and "farmland" in str(caught.value)
    (tmp_path / "bad.csv").write_text("code\nx\n", encoding="utf-8")
    with pytest.raises(InputError, match="reason"):
        read_reasons(tmp_path / "bad.csv")


def test_one_reason_for_all_and_slips_of_the_pen():
    comparison = compare(LINE, LINE, Feedback())
    found = for_all(Given({"X-A-11-0001": "farmland"}), "correction", comparison)
    assert found.reasons == {"X-A-11-0001": "farmland", "X-B-11-0001": "correction"}
    assert for_all(Given(), "", comparison).reasons == {}
    with pytest.raises(InputError, match="X-A-11-0009"):
        for_all(Given({"X-A-11-0009": "farmland"}), "", comparison)


def test_a_loss_without_a_reason_forbids_an_approval():
    after = [polygon("X-A-11-0001", box(0, 0, 2, 3)), polygon("X-B-11-0001", box(3, 0, 2, 4), "B")]
    comparison = compare(LINE, after, Feedback())
    assert unexplained(comparison, {}) == [("A", "X-A-11-0001")]
    for reasons in ({}, {"X-A-11-0001": "evidence"}, {"X-B-11-0001": "project"}):
        with pytest.raises(InputError) as caught:
            forbid(comparison, reasons)
        (sentence, remedy), = caught.value.faults
        assert "X-A-11-0001" in sentence and "X-B-11-0001" not in sentence and "farmland" in remedy
    forbid(comparison, {"X-A-11-0001": "farmland"})


def test_a_lower_national_area_forbids_an_approval_whatever_the_reason():
    comparison = compare(LINE, [polygon("X-A-11-0001", box(0, 0, 2, 3)), LINE[1]], Feedback())
    with pytest.raises(InputError) as caught:
        forbid(comparison, {"X-A-11-0001": "project"})
    (sentence, _remedy), = caught.value.faults
    assert "3.0000 km²" in sentence and "10.0000" in sentence and "13.0000" in sentence
    with pytest.raises(InputError) as caught:
        forbid(comparison, {})
    assert len(caught.value.faults) == 2


@given(st.lists(st.tuples(st.floats(0.2, 3), st.floats(0.2, 3)), min_size=1, max_size=5))
def test_what_the_approval_lets_pass_also_passes_the_check_of_the_country(sizes):
    """Noise of digitising apart, no approved line is smaller than the one before."""
    before, after = ([polygon(str(number), box(10 * number, 0, size[side])) for number, size in enumerate(sizes)]
                     for side in (0, 1))
    comparison = compare(before, after, Feedback())
    whole = [sum(one.geometry.GetArea() for one in line) / 1e6 for line in (before, after)]
    reasons = {str(number): "correction" for number in range(len(sizes))}
    try:
        forbid(comparison, reasons)
    except InputError:
        assert whole[1] < whole[0] - 0.009
    else:
        assert whole[1] >= whole[0] - 0.011


# Occasions -----------------------------------------------------------------------------------------------------------

def told(first=(), second=(), changes=(), approved="2026-03-07", today="2027-03-07"):
    rows = occasions(*map(datetime.date.fromisoformat, (approved, today)), first, second, changes)
    assert all(tuple(row) == TRIGGER_COLUMNS for row in rows)
    return {row["trigger"]: (row["result"], row["since"] or row["reason"]) for row in rows}


def test_occasions_show_in_the_lists_and_in_the_change_sets():
    first = [source("", "protected_area", "occasion", "1"), source("", "evidence", "occasion", "1")]
    second = [source("", "protected_area", "occasion", "2", "2026-09-01"), source("", "evidence", "occasion", "1")]
    changes = [{"reason": "correction", "day": "2026-12-01"}, {"reason": "correction", "day": "2026-10-01"},
               {"reason": "", "day": ""}]
    assert told(first, second, changes) == {
        "protected_area": ("yes", "2026-09-01"), "evidence": ("no", ""), "project": ("not_assessed", NOT_TOLD),
        "correction": ("yes", "2026-10-01"), "review": ("no", "")}
    assert told(first, second, [{"reason": "project", "day": "2026-11-01"}])["project"] == ("yes", "2026-11-01")


def test_what_no_data_tell_is_not_assessed():
    some = [source("water", "sand", CONSTANT)]
    assert told()["protected_area"] == told(some)["evidence"] == ("not_assessed", NOT_KEPT)
    assert told(some, some)["evidence"] == ("not_assessed", NO_LIST)
    new = [*some, source("", "evidence", "occasion", "1", "2026-08-08")]
    assert told(some, new)["evidence"] == ("yes", "2026-08-08") and told(new, some)["evidence"][0] == "yes"


@pytest.mark.parametrize(("approved", "today", "found"), [
    ("2026-03-07", "2031-03-06", ("no", "")), ("2026-03-07", "2031-03-07", ("yes", "2031-03-07")),
    ("2024-02-29", "2029-02-28", ("no", "")), ("2024-02-29", "2029-03-01", ("yes", "2029-03-01"))])
def test_a_review_is_due_after_five_years(approved, today, found):
    assert told(approved=approved, today=today)["review"] == found


# Retired codes -------------------------------------------------------------------------------------------------------

def test_retired_codes_are_listed_as_they_last_were(tmp_path):
    lines = [[polygon("c", box(0, 0, 1)), polygon("a", box(2, 0, 2), ecr_name="ب"), polygon("b", box(5, 0, 1))],
             [polygon("a", box(2, 0, 1), ecr_name="ب"), polygon("b", box(5, 0, 1))], [polygon("b", box(5, 0, 1))]]
    numbers = [keep(tmp_path, NOTHING_KEPT, line) for line in lines]
    kept = [load(tmp_path, number) for number in numbers]
    rows = retired(kept, lines[2])
    assert all(tuple(row) == RETIRED_COLUMNS for row in rows)
    assert [(row["code"], row["name"], row["area_km2"], row["last_version"], row["status"]) for row in rows] == [
        ("a", "ب", 1, "2026.2", "retired"), ("c", None, 1, "2026.1", "retired")]
    assert retired(kept, list(itertools.chain(*lines))) == [] == retired([], [])
