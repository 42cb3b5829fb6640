"""Levels, rounds, sign-offs and drafts of a pilot through Processing."""

import json
import shutil

import pytest
from osgeo import ogr
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
)

from ecr_toolkit.coordination.drafts.merging import merged_drafts
from ecr_toolkit.errors import InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import Feature, polygons, read_layer, union, write_layers
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.processing.redline.levels import ALGORITHMS, LevelTables, MergeDrafts, OpenRound, SignOff
from ecr_toolkit.steps.drafts import UNIT_COLUMNS, draft_files, drafts_of, publish_draft_differences
from ecr_toolkit.steps.levels import level_files, publish_levels


def chosen(pilot, **coordination):
    """The pilot with another section ``coordination`` of its recipe."""
    path = pilot.folder / "pilot.json"
    recipe = json.loads(path.read_text(encoding="utf-8"))
    recipe["coordination"] = {**recipe.get("coordination", {}), **coordination}
    path.write_text(json.dumps(recipe), encoding="utf-8")
    return Pilot.open(pilot.folder)


@pytest.fixture
def pilot(walked_folder, tmp_path):
    """The walked training country without counties and drafts of its own."""
    return chosen(Pilot.open(shutil.copytree(walked_folder, tmp_path / "pilot")), counties="", drafts={})


def with_counties(pilot):
    """Every province is halved by a line from west to east; the southern half of the first has no county."""
    rows = []
    for number, unit in enumerate(pilot.units):
        west, east, south, north = unit.geometry.GetEnvelope()
        middle = (south + north) / 2
        for name, low, high in (("north", middle, north), ("south", south, middle))[:1 if number == 0 else 2]:
            frame = ogr.CreateGeometryFromWkt(
                f"POLYGON(({west} {low},{east} {low},{east} {high},{west} {high},{west} {low}))")
            rows.append(Feature(polygons(unit.geometry.Intersection(frame)), {
                "code": f"{unit.code}-{name}", "name": f"{unit.name()} {name}", "parent": unit.code}))
    write_layers(pilot.folder / "counties.gpkg", pilot.crs, {
        "counties": (ogr.wkbMultiPolygon, {"code": str, "name": str, "parent": str}, rows)})
    return chosen(pilot, counties="counties.gpkg")


def run(algorithm, pilot, **parameters):
    results, good = algorithm().create().run({"PILOT": str(pilot.folder), **parameters}, QgsProcessingContext(),
                                             QgsProcessingFeedback(), catchExceptions=False)
    assert good
    return results


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_everything_has_help(qgis_app, algorithm):
    made = algorithm().create()
    assert made.shortHelpString() and made.groupId() == "redline" and made.name().isalpha()
    assert all(one.help() for one in made.parameterDefinitions()
               if not one.flags() & QgsProcessingParameterDefinition.Flag.FlagHidden)


def sums_hold(rows, column):
    def count(wanted):
        return sum(round(float(row[column] or 0) * 10_000) for row in rows if wanted(row))

    assert count(lambda row: row["level"] == "national") == count(lambda row: row["level"] == "province")
    for code in {row["parent"] for row in rows if row["level"] == "county"}:
        assert count(lambda row, code=code: row["code"] == code) == count(
            lambda row, code=code: row["parent"] == code), (column, code)


def test_levels_quote_the_register_and_share_a_figure_out(qgis_app, pilot):
    pilot = with_counties(pilot)
    results = run(LevelTables, pilot, NATIONAL_PERCENT=30)
    rows, shared = read_table(pilot.table("levels")), read_table(pilot.table("allocation"))
    assert results["LEVELS"] == str(pilot.table("levels")) and results["ALLOCATION"] == str(pilot.table("allocation"))
    units = {row["code"]: row for row in read_table(pilot.table("units"))}
    for row in rows:
        if row["level"] != "county":
            assert (row["area_km2"], row["ecr_km2"]) == (units[row["code"]]["area_km2"], units[row["code"]]["ecr_km2"])
    for column in ("area_km2", "ecr_km2", "candidate_km2", "allocated_km2", "difference_km2"):
        sums_hold(rows, column)
        sums_hold(shared, column)
    assert float(shared[0]["allocated_km2"]) == pytest.approx(0.3 * float(rows[0]["area_km2"]), abs=1e-4)
    assert rows[0]["allocated_km2"] == rows[0]["ecr_km2"]
    assert all(0 < float(row["candidate_km2"]) < float(row["area_km2"]) for row in rows if row["level"] == "province")
    check = read_table(pilot.table("county_check"))
    assert float(check[0]["uncovered_km2"]) > 0 and {row["uncovered_km2"] for row in check[1:]} == {"0.0"}
    with pytest.raises(QgsProcessingException, match="twice"):
        run(LevelTables, pilot, NATIONAL_PERCENT=30, NATIONAL_KM2=5)


def test_a_round_is_opened_and_signed_until_all_have_signed(qgis_app, pilot):
    codes = [unit.code for unit in pilot.units]
    opened = run(OpenRound, pilot, LEVEL=1, WHO="Ministry", REASON="first draft", UNIT_REASONS=[codes[0], "as agreed"])
    assert opened["ROUND"] == 1
    rows = read_table(pilot.table("round_units"))
    assert [(row["code"], row["reason"]) for row in rows] == [(codes[0], "as agreed"), (codes[1], ""), (codes[2], "")]
    assert "sha256" not in rows[0]
    assert read_table(pilot.table("rounds"))[0]["level"] == "province"
    left = [run(SignOff, pilot, UNIT=code, WHO="Governor")["TO_SIGN"] for code in codes]
    assert left == [2, 1, 0]
    states = read_table(pilot.table("signatures"))
    assert {(row["state"], row["round"], row["who"]) for row in states} == {("signed", "1", "Governor")}
    with pytest.raises(QgsProcessingException, match="NOWHERE"):
        run(SignOff, pilot, UNIT="NOWHERE", WHO="Governor")


def test_the_redline_drawn_anew_is_the_one_that_was_signed(qgis_app, pilot):
    """A result that was lost makes the line be drawn again: the sign-off holds."""
    code = pilot.units[0].code
    run(OpenRound, pilot, LEVEL=0, WHO="Ministry", REASON="first draft")
    run(SignOff, pilot, UNIT=code, WHO="Governor")
    for row in pilot.ledger.of("boundary"):
        if row.file.endswith("register.csv"):
            (pilot.folder / row.file).unlink()
    run(SignOff, pilot, UNIT=pilot.units[1].code, WHO="Governor")
    states = {row["code"]: row["state"] for row in read_table(pilot.table("signatures"))}
    assert states == {code: "signed", pilot.units[1].code: "signed", pilot.units[2].code: "open"}


def test_tables_without_rounds_have_their_columns(qgis_app, pilot):
    assert publish_levels(pilot, Feedback()) == [
        "tables/levels.csv", "tables/rounds.csv", "tables/round_units.csv", "tables/signatures.csv"]
    assert read_table(pilot.table("rounds"), ["number", "who"]) == []
    assert {row["state"] for row in read_table(pilot.table("signatures"))} == {"open"}
    assert [path.name for path in level_files(pilot)] == ["rounds.csv", "signatures.csv"]


def write_draft(pilot, name, outlines):
    write_layers(pilot.folder / name, pilot.crs, {"draft": (ogr.wkbMultiPolygon, {"name": str}, [
        Feature(outline, {"name": "draft"}) for outline in outlines])})
    return name


def test_drafts_are_read_merged_and_their_differences_published(qgis_app, pilot):
    """The draft of the first unit is its redline shrunk by 100 m, with a circle that reaches beyond its border."""
    line = read_layer(pilot.geopackage, "ecr")
    own = {index: union([one.geometry for one in line if one.values["adm_code"] == unit.code])
           for index, unit in enumerate(pilot.units)}
    code, outline = pilot.units[0].code, pilot.units[0].geometry
    name = write_draft(pilot, "north.gpkg", [own[0].Buffer(-100), outline.Centroid().Buffer(20_000)])
    pilot = chosen(pilot, drafts={code: name})
    assert draft_files(pilot) == [pilot.folder / name]
    drafts = drafts_of(pilot, Feedback())
    merged, differences = merged_drafts(pilot.units, drafts, 500, Feedback())
    assert list(merged) == [0] and {one.kind for one in differences} >= {"beyond_border", "self_overlap"}
    assert publish_draft_differences(pilot, drafts, merged, differences, own) == [
        "ecr.gpkg#draft_differences", "tables/draft_differences.csv", "tables/draft_units.csv"]
    layer = read_layer(pilot.geopackage, "draft_differences")
    rows = read_table(pilot.table("draft_differences"))
    assert len(layer) == len(rows) and all(row["reason"] for row in rows)
    assert [round(one.geometry.GetArea() / 1e6, 4) for one in layer] == [float(row["area_km2"]) for row in rows]
    (unit_row,) = read_table(pilot.table("draft_units"))
    km2 = {name: float(unit_row[name]) for name in UNIT_COLUMNS[1:]}
    assert km2["draft_km2"] == pytest.approx(km2["kept_km2"] + km2["beyond_border_km2"], abs=2e-4)
    assert km2["line_km2"] == pytest.approx(km2["kept_km2"] + km2["gap_filled_km2"], abs=2e-4)
    assert km2["line_km2"] - km2["toolkit_km2"] == pytest.approx(km2["added_km2"] - km2["left_out_km2"], abs=2e-4)
    assert km2["beyond_border_km2"] == pytest.approx(
        sum(float(row["area_km2"]) for row in rows if row["kind"] == "beyond_border"), abs=1e-3)
    results = run(MergeDrafts, pilot)
    assert results["BEYOND_BORDER_KM2"] == pytest.approx(km2["beyond_border_km2"], abs=1e-3)
    assert results["DRAFT_UNITS"] == str(pilot.table("draft_units"))


def test_without_drafts_there_is_nothing_to_merge(qgis_app, pilot):
    assert drafts_of(pilot, Feedback()) is None
    with pytest.raises(QgsProcessingException, match=r"coordination\.drafts"):
        run(MergeDrafts, pilot)


def test_faults_of_all_drafts_are_told_at_once(qgis_app, pilot):
    code, other = pilot.units[0].code, pilot.units[1].code
    (pilot.folder / "broken.gpkg").write_bytes(b"no database")
    write_layers(pilot.folder / "points.gpkg", pilot.crs, {"points": (ogr.wkbPoint, {"name": str}, [
        Feature(ogr.CreateGeometryFromWkt("POINT(0 0)"), {"name": "x"})])})
    pilot = chosen(pilot, drafts={code: "broken.gpkg", other: "points.gpkg", "Q": "points.gpkg"})
    with pytest.raises(InputError) as caught:
        drafts_of(pilot, Feedback())
    assert len(caught.value.faults) == 3
    for word in ("broken.gpkg", "points.gpkg", "coordination.drafts.Q"):
        assert word in str(caught.value)
