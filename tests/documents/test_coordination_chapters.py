"""The chapters on coordination and on levels: borders, decisions, drafts, rounds and sign-offs, and what is missing."""

import pytest

from ecr_toolkit.coordination.drafts.differences import _REASONS
from ecr_toolkit.coordination.proposals.reasons import REASONS
from ecr_toolkit.documents import wording
from ecr_toolkit.pilot.tables import read_table

DECIDED = {"decided_by": "Ayşe", "decided_on": "2026-02-03"}
EDIT = {"number": 1, "action": "add", "unit": "CAL", "reason": "fen", **DECIDED, "proposal": "", "undone_by": "",
        "undone_on": "", "undone_reason": "", "area_km2": 1.25}


def test_edge_matching_has_the_frontage_of_both_sides(walked, table_of):
    rows = read_table(walked.table("edge_match"))
    shown = table_of(walked, "edge_match").rows
    assert [(row[3], row[4]) for row in shown] == [(float(row["first_km"]), float(row["second_km"])) for row in rows]


def test_mismatches_tell_the_level_beyond_and_the_proposal(walked, table_of):
    for row, source in zip(table_of(walked, "mismatches").rows, read_table(walked.table("mismatches"))):
        assert source["kind"] == "extend" and row[6] == wording.PROPOSALS["extend"]
        assert row[4] == {"5": "highest level", "3": "middle level", "1": "general level"}[source["level"]]
        assert row[5] == float(source["deducted_percent"]) and row[8] == "open"


@pytest.mark.parametrize("reason", REASONS)
def test_a_note_says_why_nothing_is_proposed(copied, put, table_of, chapter, reason):
    row = read_table(copied.table("mismatches"))[0]
    put(copied, "mismatches", [{**row, "kind": "note", "why": reason, "level": "", "area_km2": "",
                                "status": "noted"}])
    shown = table_of(copied, "mismatches").rows[0]
    assert shown[6:] == (REASONS[reason], None, "noted") and shown[4] == ("words", "not known")
    assert REASONS[reason] in chapter(copied, "coordination")


def test_no_mismatch_is_told(copied, put, chapter, report_of):
    put(copied, "mismatches", [])
    assert "No mismatch was found" in chapter(copied, "coordination")
    assert "mismatches" not in report_of(pilot=copied).drawn


def test_decisions_are_listed_those_of_mismatches_that_are_gone_too(copied, put, table_of, chapter):
    first, *others = read_table(copied.table("proposals"))
    gone = {**first, "id": "CAL:LEK:30.1N:40.1W", "unit": "", "kind": "note", "status": "noted", "decision": "note",
            "reason": "=1+1", **DECIDED, "area_km2": "", "present": 0}
    put(copied, "proposals", [{**first, "status": "rejected", "decision": "reject", "reason": "7", **DECIDED}, *others,
                              gone])
    shown = table_of(copied, "proposals").rows
    assert [row[3] for row in shown] == ["rejected", "noted"] and [row[-1] for row in shown] == ["yes", "no"]
    assert shown[0][4] == ("data", "7") and shown[1][4] == ("data", "=1+1") and shown[1][2] is None
    assert "30.1N" in chapter(copied, "coordination")


def test_edits_that_stand_and_undone_ones_are_apart(copied, put, table_of, chapter):
    put(copied, "edits", [EDIT, {**EDIT, "number": 2, "action": "remove", "reason": "", "proposal": "p"},
                          {**EDIT, "number": 3, "undone_by": "Zofia", "undone_on": "2026-02-05",
                           "undone_reason": "wrong place"}])
    assert [row[0] for row in table_of(copied, "edits").rows] == [1, 2]
    assert table_of(copied, "edits").rows[1][4] == ("words", "carries out a proposal")
    assert table_of(copied, "undone").rows[0][5:] == (("data", "Zofia"), ("code", "2026-02-05"),
                                                      ("data", "wrong place"))
    shown = chapter(copied, "coordination")
    assert "taken out" in shown and "wrong place" in shown and "No edit is in force" not in shown


def test_drafts_add_up_and_every_difference_is_a_sentence(copied, put, table_of, chapter):
    put(copied, "draft_units", [{
        "unit": "LEK", "draft_km2": 10, "beyond_border_km2": 1, "kept_km2": 9, "gap_filled_km2": 0.5, "line_km2": 9.5,
        "toolkit_km2": 8, "added_km2": 2, "left_out_km2": 0.5}])
    put(copied, "draft_differences", [{"unit": "LEK", "kind": kind, "neighbour": "CAL" if kind == "gap_filled" else "",
                                       "area_km2": 0.5, "reason": reason} for kind, reason in _REASONS.items()])
    _unit, draft, beyond, kept, filled, line, toolkit, added, left_out = table_of(copied, "draft_units").rows[0]
    assert draft - beyond == kept and kept + filled == line == toolkit + added - left_out
    shown = chapter(copied, "coordination")
    assert all(reason in shown for reason in _REASONS.values()) and "No unit brought" not in shown


def test_neighbouring_countries_are_compared_only(walked, table_of, chapter):
    rows = table_of(walked, "foreign").rows
    assert rows[-1][0] == ("words", "all together") and rows[0][0] == ("data", "KRV")
    assert rows[0][2] is None and rows[-1][2] > 0 and rows[0][-1] == "compared only"
    shown = chapter(walked, "coordination")
    assert all(row["ecr_code"] in shown for row in read_table(walked.table("foreign_polygons")))


def test_basins_are_told_as_they_are_called(copied, put, table_of):
    row = read_table(copied.table("basins"))[0]
    put(copied, "basins", [{**row, "basin": "Nan"}, {**row, "basin": "007", "difference": ""}])
    shown = table_of(copied, "basins").rows
    assert [row[0] for row in shown] == [("data", "Nan"), ("data", "007")] and shown[1][6] is None


def test_provinces_and_counties_add_up(walked, table_of):
    *provinces, country = table_of(walked, "levels").rows
    counties = table_of(walked, "levels_counties").rows
    assert len(counties) == 8
    for column in (1, 2, 4, 5, 6):
        assert sum(row[column] for row in provinces) == pytest.approx(country[column], abs=1e-3)
        assert sum(row[column + 1] for row in counties) == pytest.approx(country[column], abs=1e-3)


def test_what_lies_in_no_county_and_in_no_province_is_named(copied, put, table_of):
    rows = read_table(copied.table("levels"))
    rest = {**rows[2], "code": "", "name": "", "candidate_km2": "", "area_km2": ""}
    put(copied, "levels", [*rows, rest, {**rest, "level": "province", "parent": "TRN"}])
    assert table_of(copied, "levels_counties").rows[-1][1] == ("words", "in no county")
    assert table_of(copied, "levels").rows[-2][0] == ("words", "in no province")


def test_rounds_and_sign_offs(copied, put, table_of, chapter):
    put(copied, "rounds", [{"number": 1, "level": "national", "day": "2026-01-01", "who": "Ministry", "reason": "draft",
                            "area_km2": 425.9, "polygons": 14}])
    place = {"round": 1, "level": "province", "code": "CAL", "name": "Çalvören", "reason": ""}
    put(copied, "round_units", [
        {**place, "after_km2": 106.2}, {**place, "round": 2, "before_km2": 106.2, "after_km2": 106.2,
                                        "difference_km2": 0, "gained_km2": 0, "lost_km2": 0},
        {**place, "round": 2, "level": "county", "code": "CAL-01", "name": "Yukarı Çal", "before_km2": 1,
         "after_km2": 2, "difference_km2": 1, "gained_km2": 1.5, "lost_km2": 0.5, "reason": "2"}])
    states = [{**place, "state": state, "round": number, "day": day, "who": who} for state, number, day, who in (
        ("signed", 1, "2026-01-02", "A"), ("void", 1, "2026-01-03", "B"), ("open", "", "", ""))]
    put(copied, "signatures", states)
    assert [row[1] for row in table_of(copied, "round_units").rows] == [("name", "Çalvören"), ("data", "Yukarı Çal")]
    assert table_of(copied, "round_units").rows[0][2] is None, "before the first round there was nothing"
    assert [row[3] for row in table_of(copied, "signatures").rows] == [
        "signed", "void: the line has changed", "not signed"]
    shown = chapter(copied, "levels")
    assert "Signed: 1 of 3; void, because the line has changed since: 1; open: 1." in shown
    assert "Ministry" in shown and "first round" in shown and "not signed" in shown


def test_what_was_not_given_is_said(copied, put, chapter):
    copied.recipe.values["coordination"].update(neighbours="", basins="", counties="")
    for name in ("basins", "foreign_polygons", "edge_match", "edits"):
        put(copied, name, [])
    put(copied, "foreign", [{"country": "", "result": "not_assessed"}])
    put(copied, "levels", [row for row in read_table(copied.table("levels")) if row["level"] != "county"])
    shown = chapter(copied, "coordination")
    for sentence in ("no layer of river basins was given", "no layer of the redlines of neighbouring countries",
                     "No unit brought a draft of its own.", "No edit is in force.", "nothing to match",
                     "People have not decided on any proposal."):
        assert sentence in shown
    shown = chapter(copied, "levels")
    assert "No layer of counties was given." in shown and "No round was opened yet." in shown
    copied.recipe.values["coordination"]["basins"] = "data/basins.gpkg"
    assert "No border splits one of the river basins" in chapter(copied, "coordination")


def test_every_text_of_a_pilot_that_lacks_much_goes_through_the_catalogue(copied, put, untranslated):
    for name in ("corridors", "corridor_network", "spaces", "space_reasons", "suitability", "suitability_inputs",
                 "suitability_conflicts", "conflicts", "stakes", "county_check"):
        copied.table(name).unlink()
    copied.recipe.values["coordination"].update(neighbours="", basins="", counties="")
    copied.recipe.values["corridors"]["offer"] = copied.recipe.values["suitability"]["assess"] = False
    copied.recipe.values["boundary"]["lines"] = {}
    put(copied, "foreign", [{"country": "", "result": "not_assessed"}])
    put(copied, "edits", [EDIT, {**EDIT, "number": 2, "undone_by": "Zofia", "undone_on": "2026-02-05",
                                 "undone_reason": "wrong place"}])
    assert untranslated(copied) == []
