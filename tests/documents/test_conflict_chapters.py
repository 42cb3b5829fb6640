"""The chapters on conflicts, spaces, suitability and corridors: sums, caps, decisions, and what is missing."""

import pytest

from ecr_toolkit.boundary.conflicts.rules import CODES
from ecr_toolkit.documents import wording
from ecr_toolkit.documents.context import Context
from ecr_toolkit.documents.figures import figures
from ecr_toolkit.documents.tables import MOST_ROWS
from ecr_toolkit.pilot.tables import read_table


def test_the_summary_adds_up_and_says_every_code_in_words(walked, table_of, chapter):
    *rows, total = table_of(walked, "conflict_summary").rows
    assert {row[0] for row in rows} == {*CODES} and all(row[1] == CODES[row[0]] for row in rows)
    for column in range(3, 9):
        assert sum(row[column] for row in rows) == pytest.approx(total[column], abs=1e-6)
    assert f"Still open: {total[4]:.0f}." in chapter(walked, "conflicts")


def test_the_rules_count_every_object_once(walked, table_of):
    rows = table_of(walked, "conflict_rules").rows
    assert sum(row[4] for row in rows) == len(read_table(walked.table("conflicts")))
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), key=lambda code: int(code[1:]))


def test_codes_without_data_and_unknown_land_cover_are_told(copied, put, table_of, chapter):
    put(copied, "conflict_summary", [
        {"code": "C5", "decision": "not assessed"}, {"code": "C2", "decision": "", "objects": 0, "open": 0,
                                                     "area_km2": 0, "length_km": 0, "redline_km2": 0, "redline_km": 0},
        {"code": "all", "decision": "", "objects": 0, "open": 0, "area_km2": 0, "length_km": 0, "redline_km2": 0,
         "redline_km": 0}, {"code": "", "decision": "not assessed", "area_km2": 12.34}])
    rows = table_of(copied, "conflict_summary").rows
    assert [row[2] for row in rows] == [wording.NOT_ASSESSED, "none found", "all decisions"]
    assert rows[0][3:] == (None,) * 6
    shown = chapter(copied, "conflicts")
    assert "12.3 km²" in " ".join(shown.split()) and "had no data" in shown
    assert wording.NOT_ASKED["conflicts"][1] in chapter(copied, "not_assessed")


def test_only_what_was_taken_out_or_decided_is_listed_decisions_first(copied, put, table_of):
    rows = read_table(copied.table("conflicts"))
    kept = next(row for row in rows if row["decision"] == "keep" and row["length_km"])
    kept.update(status="decided", decided_by="Ministry", decided_on="2026-03-07", reason="2026")
    gone = {"id": "M-1", "code": "C5", "decision": "exit", "reason": "closed", "decided_by": "1", "decided_on":
            "2026-01-01", "status": "object no longer there"}
    put(copied, "conflicts", [*rows, gone])
    shown = table_of(copied, "conflicts").rows
    assert {row[0][1] for row in shown[:2]} == {kept["id"], "M-1"}
    assert {row[4] for row in shown[2:]} == {"take out"} and len(shown) == 2 + sum(
        row["decision"] == "deduct" for row in rows)
    told = {row[0][1]: row for row in shown}
    assert told[kept["id"]][3] == ("measure", float(kept["length_km"]), "km")
    assert told[kept["id"]][5:] == (("data", "2026"), ("data", "Ministry"), "2026-03-07")
    assert told["M-1"][3][1] == "object no longer there" and told["M-1"][6] == ("data", "1")
    sizes = [row[3][1] for row in shown[2:]]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("more", [0, 1, 9])
def test_a_long_list_is_cut_and_says_how_many_rows_are_left(copied, put, chapter, more):
    row = next(row for row in read_table(copied.table("conflicts")) if row["decision"] == "deduct")
    put(copied, "conflicts", [{**row, "id": f"X-{number}"} for number in range(MOST_ROWS + more)])
    shown = chapter(copied, "conflicts")
    assert shown.count("X-") == MOST_ROWS
    assert ("More rows stand" in shown) == bool(more) and (not more or f"tables/conflicts.csv: {more}." in shown)


def test_reasons_add_up_to_the_space_that_they_explain(walked, table_of):
    *rows, total = table_of(walked, "space_reasons").rows
    outside = next(row for row in read_table(walked.table("spaces")) if (row["unit"], row["space"]) == ("TRN", "2"))
    assert sum(row[2] for row in rows) == pytest.approx(total[2]) == pytest.approx(float(outside["area_km2"]))
    assert total[3] == 100 and sum(row[4] for row in rows) == pytest.approx(total[4], abs=1e-3) and total[4] < 100
    assert {row[1] for row in rows} >= {CODES["C1"], *wording.SPACE_REASONS.values()}


def test_spaces_add_up_to_every_unit(walked, table_of):
    areas = {row["code"]: float(row["area_km2"]) for row in read_table(walked.table("units"))}
    rows = table_of(walked, "space_units").rows
    assert [row[-1] for row in rows] == pytest.approx(list(areas.values()), abs=1e-3)
    assert all(sum(row[1:-1]) == pytest.approx(row[-1]) for row in rows)
    assert all(sum(row[column] for row in rows[:-1]) == pytest.approx(rows[-1][column], abs=1e-3)
               for column in range(1, 9))
    assert table_of(walked, "spaces").rows[-1][2:] == pytest.approx((areas["TRN"], 100.0), abs=1e-3)


def test_suitability_has_a_table_a_subject_that_adds_up(walked, table_of):
    made = table_of(walked, "suitability")
    assert [table.id for table in made] == ["suitability_agriculture", "suitability_urban"]
    for table in made:
        assert table.rows[-1][-1] == pytest.approx(1085.8557, abs=1e-3)
        assert all(sum(row[1:-1]) == pytest.approx(row[-1]) for row in table.rows)


def test_a_subject_that_was_not_assessed_has_no_table(copied, put, table_of, chapter):
    put(copied, "suitability", [row for row in read_table(copied.table("suitability"))
                                if row["subject"] == "agriculture" or row["class"] == "255"])
    assert [table.id for table in table_of(copied, "suitability")] == ["suitability_agriculture"]
    assert "could not be assessed" in chapter(copied, "spaces")


def test_inputs_of_suitability_that_are_missing_are_told(walked, chapter):
    missing = [row for row in read_table(walked.table("suitability_inputs")) if row["status"] != "used"]
    assert missing and all(row["note"] in chapter(walked, "spaces") for row in missing)


def test_corridors_are_told_with_what_they_add(walked, table_of, chapter):
    rows = read_table(walked.table("corridors"))
    assert [row[3] for row in table_of(walked, "corridors").rows] == [float(row["length_km"]) for row in rows]
    gain = next(row for row in read_table(walked.table("corridor_network")) if row["set"] == "corridors")
    shown = chapter(walked, "corridors")
    assert f"would grow by {float(gain['eca_gain_percent']):.1f}%" in shown and "well placed" in shown
    assert all(row["from_code"] in shown for row in rows)


def test_pinches_are_words(copied, put, table_of):
    row = read_table(copied.table("corridors"))[0]
    put(copied, "corridors", [{**row, "narrow": narrow, "near_built_up": near, "pinch": int(narrow or near)}
                              for narrow in (0, 1) for near in (0, 1)])
    assert [row[-1] for row in table_of(copied, "corridors").rows] == [
        "no", "near built-up land", "narrow", "narrow and near built-up land"]


def test_what_is_missing_is_said_and_drawn_nowhere(copied, chapter):
    for name in ("corridors", "corridor_network", "spaces", "space_reasons", "suitability", "suitability_inputs",
                 "suitability_conflicts", "conflicts"):
        copied.table(name).unlink()
    copied.recipe.values["corridors"]["offer"] = False
    copied.recipe.values["suitability"]["assess"] = False
    assert "Corridors were not asked for." in chapter(copied, "corridors")
    assert "Spaces were not assessed: the protection level is not known." in chapter(copied, "spaces")
    assert "the recipe does not ask for it" in chapter(copied, "spaces")
    assert "Not assessed: the protection level is not known." in chapter(copied, "conflicts")
    left_out = chapter(copied, "not_assessed")
    assert all(wording.NOT_ASKED[subject][1] in left_out for subject in ("corridors", "suitability"))
    drawn = {figure.id for figure in figures(copied, Context(copied, "en"))}
    assert not drawn & {"conflicts", "spaces", "corridors"} and "mismatches" in drawn


def test_why_no_corridor_could_be_looked_for_is_told(copied, put, chapter):
    put(copied, "corridor_network", [{"set": "cores", "reason": "not assessed: no land cover"}])
    put(copied, "corridors", [])
    assert "not assessed: no land cover" in chapter(copied, "corridors")


def test_maps_show_only_what_there_is(copied, put):
    rows = [row for row in read_table(copied.table("conflicts")) if row["decision"] == "exit"]
    put(copied, "conflicts", rows)
    made = {figure.id: figure for figure in figures(copied, Context(copied, "en"))}
    assert made["conflicts"].overlays == ("redline", "conflicts_exit")
    assert dict(made["conflicts"].shares)["exit plan"] == 100
    assert made["corridors"].overlays == ("redline", "corridors", "stepping_stones", "corridor_paths")
    assert len(made["spaces"].patches) == 5, "the country has no land for development and no rest"
