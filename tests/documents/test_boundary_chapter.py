"""The chapter on the boundary: every rule and check in words, lines and zones that add up, stakes counted."""

import pytest

from ecr_toolkit.boundary.conflicts.activities import allowed_activities
from ecr_toolkit.boundary.conflicts.rules import (
    DEDUCT,
    FAMILY_OF,
    OPERATING_AREA,
    ZONES,
    allowed,
    rule_of,
)
from ecr_toolkit.documents import wording
from ecr_toolkit.documents.context import Context
from ecr_toolkit.pilot.layers import read_layer
from ecr_toolkit.pilot.tables import read_table


def test_everything_that_can_be_taken_out_has_its_words():
    families = {*FAMILY_OF.values(), OPERATING_AREA}
    possible = {rule_of(family, zone, large).code for family in families for zone in ZONES for large in (True, False)
                if DEDUCT in allowed(family, zone)}
    assert possible == {"C1", "C2", "C3", "C4", "C5", "C7", "C8", "C9"}
    assert possible | {"candidates", "drafts", "following", "edits", "B1", "B3", "B4", "B5", "B6", "B7", "B8"} == {
        *wording.RULES}


def test_the_log_shows_every_rule_in_its_order_with_words(walked, table_of):
    rows = read_table(walked.table("area_log"))
    shown = table_of(walked, "area_log").rows
    assert [row[4] for row in shown] == [float(row["area_km2"]) for row in rows]
    assert [row[1] for row in shown] == [wording.RULES[row["rule"]] for row in rows]
    assert {"C5", "C7", "C8", "following"} <= {row["rule"] for row in rows}


def test_drafts_and_edits_in_the_log_are_told(copied, put, chapter):
    rows = read_table(copied.table("area_log"))
    put(copied, "area_log", [*rows, *({"rule": rule, "area_km2": 1, "gained_km2": 0, "lost_km2": 0}
                                      for rule in ("drafts", "edits", "C2", "C9"))])
    shown = chapter(copied, "boundary")
    assert all(wording.RULES[rule] in shown for rule in ("drafts", "edits", "C2", "C9"))


def length_km(pilot):
    return sum(line.geometry.Length() for line in read_layer(pilot.geopackage, "boundary_lines")) / 1000


def test_lines_by_type_add_up_to_the_boundary(walked, table_of):
    *rows, total = table_of(walked, "boundary_lines").rows
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert sum(row[2] for row in rows) == pytest.approx(total[2]) == pytest.approx(length_km(walked), abs=0.1)
    assert sum(row[3] for row in rows) == pytest.approx(100, abs=1e-3) and total[3] == 100
    assert all(row[2] > 0 for row in rows), "the training country has lines of every type"


def test_lines_that_were_not_given_are_not_nought(copied, table_of, chapter):
    copied.recipe.values["boundary"]["lines"] = {"data/roads.gpkg": 5}
    rows = {row[0]: row[2:] for row in table_of(copied, "boundary_lines").rows}
    assert rows[1] == rows[3] == (None, None) and rows[5][0] > 0
    assert wording.NOT_GIVEN in chapter(copied, "boundary")


def test_zones_add_up_to_the_redline(walked, table_of):
    *units, country = table_of(walked, "zones").rows
    for column in (1, 2, 3):
        assert sum(row[column] for row in units) == pytest.approx(country[column], abs=1e-3)
    assert all(row[1] + row[2] == pytest.approx(row[3]) for row in (*units, country))
    assert 0 < country[4] < 100


def test_the_checklist_of_activities_is_whole(walked, chapter):
    shown = chapter(walked, "boundary")
    assert all(row["code"] in shown and row["text"] in shown for row in allowed_activities())


def test_checks_have_three_results_and_name_what_they_found(walked, table_of):
    rows = read_table(walked.table("quality"))
    assert {row["check"] for row in rows} <= {*wording.CHECKS}
    shown = table_of(walked, "quality").rows
    results = {row["check"]: one[2] for row, one in zip(rows, shown)}
    assert (results["Q1"], results["Q8_land"], results["Q9"]) == ("passed", "for information", "failed")
    assert [one[5] for one in shown] == [("code", row["features"]) if row["features"] else None for row in rows]
    assert any(one[5] for one in shown)


def test_a_check_without_data_says_so(copied, put, table_of, chapter):
    put(copied, "quality", [{"check": "Q8", "passed": "", "value": "", "limit": "", "features": ""},
                            {"check": "Q4", "passed": "0", "value": "98", "limit": "99.5", "features": "1907"}])
    told, failed = table_of(copied, "quality").rows
    assert told[2] == ("words", wording.NOT_ASSESSED) and told[3][1] is None
    assert failed[2] == "failed" and failed[5] == ("data", "1907"), "a name that looks like a number stays a name"
    assert "not assessed not assessed" in chapter(copied, "quality")
    context = Context(copied, "en")
    assert (context.failed_checks, context.judged_checks) == (1, 1)


def test_stakes_are_counted_by_kind_and_role(walked, table_of, chapter):
    rows = read_table(walked.table("stakes"))
    *kinds, total = table_of(walked, "stakes").rows
    assert total[3] == len(rows) > 100 and total[1] == sum(row["role"] == "physical" for row in rows)
    assert all(sum(row[column] for row in kinds) == total[column] for column in (1, 2, 3))
    assert all(row[1] + row[2] == row[3] for row in (*kinds, total))
    shown = chapter(walked, "boundary")
    assert "30" in shown and "5,000" in shown and "stakes.csv" in shown


@pytest.mark.parametrize(("wanted", "sentence"), [("never", "asks for no stakes"), ("fine", "too coarse")])
def test_no_stakes_are_told_with_the_reason(copied, chapter, wanted, sentence):
    copied.table("stakes").unlink()
    copied.recipe.values["boundary"]["stakes"] = wanted
    assert sentence in chapter(copied, "boundary")
    assert wording.NOT_ASKED["stakes"][1] in chapter(copied, "not_assessed")
