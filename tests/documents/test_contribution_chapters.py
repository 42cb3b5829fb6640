"""The chapters on effectiveness, contributions, versions, decisions and quality: the numbers of the tables."""

from datetime import date

import pytest
from osgeo import gdal, ogr

from ecr_toolkit import steps
from ecr_toolkit.documents import effect_tables, wording
from ecr_toolkit.documents.context import Context
from ecr_toolkit.documents.contribution_tables import FRAMEWORK, GOALS, PLANS
from ecr_toolkit.documents.guideline.advice import advice_on
from ecr_toolkit.errors import ToolkitError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.notes import add_note, tick
from ecr_toolkit.pilot.tables import read_table, write_table
from ecr_toolkit.steps.approval import approve_redline
from ecr_toolkit.steps.supervision import compare_versions


def by(rows, *columns):
    return {tuple(row[column] for column in columns) if len(columns) > 1 else row[columns[0]]: row for row in rows}


def numbers_of(table):
    return [(row[0], row[3]) for row in table.rows]


# effectiveness


def test_amounts_are_shares_of_the_total(walked, table_of):
    held = by(read_table(walked.table("coverage_services")), "function")
    rows = table_of(walked, "service_amounts").rows
    water = next(row for row in rows if row[0] == "water conservation")
    source = held["water_conservation"]
    whole = float(source["total"]) * 250**2 / 1e6 * 1e-3  # mm on km² to 10⁶ m³
    assert water[1] == ("measure", pytest.approx(whole), "10⁶ m³/yr")
    assert [cell[1] for cell in water[2:]] == pytest.approx([whole * float(source[name]) / 100 for name in (
        "protected_percent", "either_percent", "redline_only_percent")])
    for row in rows:
        before, after, added = (cell[1] for cell in row[2:])
        assert before + added == pytest.approx(after, rel=1e-4), "after is before and what the redline alone adds"
    assert {row[1][2] for row in rows if row[0] == "carbon sequestration"} == {"10⁶ tC/yr", "10⁶ tCO₂/yr"}
    assert not any(row[0] == "biodiversity maintenance" for row in rows), "an index has no quantity"


def test_charts_show_before_and_after_of_every_service_and_group(walked):
    c = Context(walked, "en")
    services, species = effect_tables.service_chart(c), effect_tables.species_chart(c)
    land = by(read_table(walked.table("target3")), "indicator")["I1_land"]
    held = read_table(walked.table("coverage_services"))
    assert services.groups[0][1] == (float(land["reported"]), float(land["potential"]))
    assert [values for _label, values in services.groups[1:]] == [
        (float(row["protected_percent"]), float(row["either_percent"])) for row in held]
    summary = by(read_table(walked.table("coverage_species_summary")), "group")["all"]
    label, values = species.groups[-1]
    assert label == "all species" and values == pytest.approx(
        (float(summary["protected_mean_percent"]), float(summary["either_mean_percent"])), abs=1e-3)
    assert all(before <= after for chart in (services, species) for _label, (before, after) in chart.groups)


def lightness(colour):
    red, green, blue = (int(colour[place:place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_bars_differ_in_grey(walked):
    before, after = effect_tables.service_chart(Context(walked, "en")).series
    assert lightness(before.colour) - lightness(after.colour) > 100


def test_species_are_counted_by_group_and_by_threat(walked, table_of):
    rows = read_table(walked.table("coverage_species"))
    *groups, total = table_of(walked, "effect_taxa").rows
    assert total[1] == len(rows) == sum(row[1] for row in groups)
    assert (total[4], total[5]) == tuple(sum(row[name] == "covered" for row in rows)
                                         for name in ("gap_class", "gap_class_with_redline"))
    *categories, threatened = table_of(walked, "effect_threatened").rows
    assert [row[1][1] for row in categories] == ["CR", "EN", "VU"]
    assert threatened[2] == sum(row["red_list"] in ("CR", "EN", "VU") for row in rows) == 7
    for column in (2, 5, 6, 7, 8):
        assert sum(row[column] for row in categories) == threatened[column]
    for taxon in {row["taxon"] for row in rows}:
        own = [float(row["either_percent"]) for row in rows if row["taxon"] == taxon]
        shown = next(row for row in groups if row[0] == ("data", taxon))
        assert shown[3] == pytest.approx(sum(own) / len(own))


def test_species_without_a_category_are_told(copied, put, chapter, table_of):
    rows = read_table(copied.table("coverage_species"))
    put(copied, "coverage_species", [{**row, "red_list": "" if number else "LC", "taxon": ""}
                                     for number, row in enumerate(rows)])
    assert table_of(copied, "effect_threatened").rows == []
    assert table_of(copied, "effect_taxa").rows[0][0] == ("words", wording.NOT_STATED)
    assert "Threatened species were not assessed" in chapter(copied, "effectiveness")
    put(copied, "coverage_species", [{**row, "red_list": "CR" if number else ""} for number, row in enumerate(rows)])
    assert "may be threatened too: 1." in chapter(copied, "effectiveness")


def test_effectiveness_without_species_and_functions_says_so(copied, chapter, put):
    copied.table("coverage_species").unlink()
    copied.table("coverage_services").unlink()
    shown = chapter(copied, "effectiveness")
    assert "Species were not assessed" in shown and "there is no function to compare" in shown
    assert "Carbon stock inside the redline: not assessed" in shown
    put(copied, "register", [{**row, "carbon_t": 1000} for row in read_table(copied.table("register"))])
    polygons = len(read_table(copied.table("register")))
    assert f"{polygons},000" in chapter(copied, "effectiveness")


def test_what_effectiveness_shows_is_not_shown_twice(walked, chapter):
    gaps, effect = chapter(walked, "gaps"), chapter(walked, "effectiveness")
    for caption in ("Services inside protected areas and inside the redline", "Species: habitat in the country",
                    "What of the highest class lies inside the redline"):
        assert caption in effect and caption not in gaps


# contributions


def test_contributions_quote_the_tables(walked, table_of):
    held = by(read_table(walked.table("coverage_services")), "function")
    target = by(read_table(walked.table("target3")), "indicator")
    captured = by(read_table(walked.table("capture")), "theme", "subject")
    found = dict(numbers_of(table_of(walked, "framework")))
    whole = by(read_table(walked.table("units")), "code")["TRN"]
    spaces = by(read_table(walked.table("spaces")), "unit", "space")
    exits = sum(float(row["redline_km2"]) for row in read_table(walked.table("conflict_summary"))
                if row["decision"] == "exit")
    assert found == {
        "1": ("percent", float(whole["ecr_percent"])), "2": ("area", pytest.approx(exits), "km²"),
        "3": ("percent", float(target["I1_land"]["reported"])),
        "8": ("percent", float(held["carbon"]["either_percent"])),
        "10": ("area", float(spaces["TRN", "4"]["area_km2"]), "km²"),
        "11": ("percent", float(held["soil_conservation"]["either_percent"])), "12": None}
    goals = dict(numbers_of(table_of(walked, "goals")))
    assert goals["6.6"] == ("percent", float(held["water_conservation"]["either_percent"]))
    assert goals["15.1"] == ("percent", float(target["I2"]["reported"])) and goals["15.4"] is None
    assert goals["15.3"] == ("percent", float(captured["sensitivity", "desertification"]["captured_percent"]))
    plans = numbers_of(table_of(walked, "plans"))
    assert plans[0][1] == ("percent", float(target["I1_land"]["potential"]))
    kind, amount, unit = plans[2][1]
    carbon = held["carbon"]
    assert (kind, unit) == ("measure", "10⁶ tCO₂/yr") and amount == pytest.approx(
        float(carbon["total"]) * 250**2 / 1e6 * 1e-6 * 44 / 12 * float(carbon["either_percent"]) / 100)
    assert plans[3][1] == ("words", "no land of this class"), "no land is extremely sensitive to erosion by water"


def test_every_goal_that_is_asked_for_is_there():
    assert [one.goal for one in FRAMEWORK] == ["1", "2", "3", "8", "10", "11", "12"]
    assert {"2.4", "6.6", "13.2", "15.1", "15.3", "15.4", "15.5"} == {one.goal for one in GOALS}
    assert all(any(name in one.goal for one in PLANS) for name in ("NBSAP", "NDC", "LDN"))
    assert all(one.asks and one.result and one.limit for one in (*FRAMEWORK, *GOALS, *PLANS))


def test_contributions_of_a_pilot_that_lacks_much_are_not_assessed(copied, table_of, chapter):
    for name in ("coverage_services", "coverage_species", "target3", "capture", "spaces", "conflict_summary"):
        copied.table(name).unlink()
    for table in ("framework", "goals", "plans"):
        values = dict(numbers_of(table_of(copied, table)))
        values.pop("1", None)
        assert set(values.values()) == {None}
    assert chapter(copied, "contributions").count(wording.NOT_ASSESSED) >= len(FRAMEWORK) + len(GOALS) + len(PLANS) - 1


def test_without_a_list_nothing_is_said_of_protection(copied, table_of):
    copied.recipe.values["protected_areas"]["source"] = ""
    assert dict(numbers_of(table_of(copied, "framework")))["3"] is None
    assert dict(numbers_of(table_of(copied, "goals")))["15.1"] is None


# versions


def test_no_version_is_told(walked, chapter):
    shown = chapter(walked, "versions")
    assert "No version of the redline was approved yet." in shown and "Table" not in shown


@pytest.fixture
def approved(copied):
    """Two versions of the training country: in the second the first polygon is smaller, the others larger."""
    approve_redline(copied, "Council", "first line", date(2026, 5, 2), Feedback())
    dataset = gdal.OpenEx(str(copied.geopackage), gdal.OF_VECTOR | gdal.OF_UPDATE)
    layer = dataset.GetLayerByName("ecr")
    polygons = list(layer)
    for number, row in enumerate(polygons):
        row.SetGeometry(ogr.ForceToMultiPolygon(row.GetGeometryRef().Buffer(60 if number else -60)))
        layer.SetFeature(row)
    reasons = copied.folder / "reasons.csv"
    write_table(reasons, ("code", "reason", "note"), [{"code": polygons[0]["ecr_code"], "reason": "correction",
                                                       "note": "7"}])
    dataset.FlushCache()
    approve_redline(copied, "Council", "=after the survey", date(2027, 6, 1), Feedback(), reasons=reasons,
                    reason_for_all="evidence")
    return copied


def test_versions_are_listed_with_changes_and_reasons(approved, table_of, chapter):
    first, second = table_of(approved, "versions").rows
    listed = read_table(approved.folder / "versions" / "versions.csv")
    assert [row[4] for row in (first, second)] == [float(row["area_km2"]) for row in listed]
    assert first[5] is None and second[5] == pytest.approx(second[4] - first[4])
    assert second[:4] == (("code", "2027.1"), ("code", "2027-06-01"), ("data", "Council"),
                          ("data", "=after the survey"))
    rows = table_of(approved, "version_reasons").rows
    changes = read_table(approved.folder / "versions" / "2027.1" / "changes.csv")
    assert {row[1]: row[2] for row in rows} == {"new evidence: species, key biodiversity areas": len(changes) - 1,
                                                "correction of an error": 1}
    assert sum(row[3] - row[4] for row in rows) == pytest.approx(second[5], abs=1e-3)
    assert "No two lines were compared yet." in chapter(approved, "versions")


def test_checks_and_occasions_are_those_of_the_comparison(approved, table_of, chapter):
    counted = compare_versions(approved, "2026.1", "2027.1", date(2027, 6, 1), Feedback())
    rows = table_of(approved, "check_counts").rows
    assert [sum(row[place] for row in rows) for place in (1, 2, 3, 4)] == [
        counted.get(name, 0) for name in ("pass", "warning", "fail", "not_assessed")]
    checks = read_table(approved.table("version_checks"))
    whole = next(row for row in checks if (row["check"], row["scope"]) == ("area", "country"))
    area = table_of(approved, "country_checks").rows[0]
    assert [cell[1] for cell in area[3:6]] == [float(whole[name]) for name in ("before", "after", "change")]
    failed = table_of(approved, "failed_checks").rows
    assert len(failed) == sum(row["result"] in ("fail", "warning") and row["scope"] != "country" for row in checks) > 0
    occasions = {row[0]: row[1:3] for row in table_of(approved, "triggers").rows}
    assert occasions["correction of an error"] == ("yes", ("code", "2027-06-01"))
    assert occasions["approved major project"][0] == "not assessed"
    assert table_of(approved, "compared_units").rows[-1][0] == ("name", "Verdania")
    shown = chapter(approved, "versions")
    assert "the loss has a reason, but is not made up for in the unit" in shown and "2026.1" in shown
    assert "both are made of the same data" in shown, "what was not assessed says why"


def test_codes_out_of_use_are_listed(approved, put, table_of, chapter):
    put(approved, "version_retired", [{"code": "TRN-CAL-12-0009", "unit": "CAL", "name": "", "area_km2": 1.5,
                                       "last_version": "2026.1", "status": "retired"}])
    assert table_of(approved, "retired").rows[0][1:] == (None, ("name", "Çalvören"), 1.5, ("code", "2026.1"))
    assert "TRN-CAL-12-0009" in chapter(approved, "versions")


def test_a_version_that_is_gone_stops_the_report(approved, chapter):
    path = approved.folder / "versions" / "2026.1"
    path.rename(approved.folder / "elsewhere")
    with pytest.raises(ToolkitError):
        chapter(approved, "versions")


def test_every_text_of_a_compared_pilot_goes_through_the_catalogue(approved, untranslated):
    compare_versions(approved, "2026.1", "", date(2027, 6, 1), Feedback())
    assert untranslated(approved) == []


# decisions, levels, quality


def test_the_record_has_every_decision_of_a_person_in_order(copied, put, table_of, chapter):
    copied.recipe.values["thresholds"].update(chosen_by="Panel", chosen_on="2026-01-09", reason="=half")
    conflicts = read_table(copied.table("conflicts"))
    put(copied, "conflicts", [{**conflicts[0], "decided_by": "Ayşe", "decided_on": "2026-02-03", "reason": "fen",
                               "decision": "keep", "status": "decided"}, *conflicts[1:]])
    proposals = read_table(copied.table("proposals"))
    put(copied, "proposals", [{**proposals[0], "status": "rejected", "decision": "reject", "reason": "7",
                               "decided_by": "Zofia", "decided_on": "2026-01-05"}, *proposals[1:]])
    put(copied, "edits", [{"number": 1, "action": "add", "unit": "CAL", "reason": "", "decided_by": "B", "area_km2": 1,
                           "decided_on": "2026-03-01", "proposal": "p", "undone_by": "C", "undone_on": "2026-03-02",
                           "undone_reason": "slip"}])
    put(copied, "rounds", [{"number": 1, "level": "province", "day": "2026-04-01", "who": "Ministry", "reason": "draft",
                            "area_km2": 1, "polygons": 1}])
    put(copied, "signatures", [{"level": "province", "code": "CAL", "name": "Çalvören", "state": "void", "round": 1,
                                "day": "2026-04-02", "who": "Governor"},
                               {"level": "province", "code": "LEK", "name": "Żółta", "state": "open"}])
    rows = table_of(copied, "decision_record").rows
    assert [row[0][1] for row in rows] == ["2026-01-05", "2026-01-09", "2026-02-03", "2026-03-01", "2026-03-02",
                                           "2026-04-01", "2026-04-02"]
    assert [row[4][1] for row in rows] == ["Zofia", "Panel", "Ayşe", "B", "C", "Ministry", "Governor"]
    assert rows[0][5] == ("data", "7") and rows[1][5] == ("data", "=half") and rows[3][5][0] == "words"
    assert rows[2][3] == "keep inside" and rows[6][3] == "void: the line has changed"
    shown = chapter(copied, "decisions")
    assert "slip" in shown and "Governor" in shown


def test_thresholds_that_nobody_answers_for_are_told(walked, table_of, chapter):
    row, = table_of(walked, "decision_record").rows
    assert row[0] is None and row[3] == "cumulative share" and row[4:] == (None, None)
    assert "not stated" in chapter(walked, "decisions")


def test_what_is_open_is_counted(walked, copied, put, table_of):
    summary = by(read_table(walked.table("conflict_summary")), "code")["all"]
    rows = table_of(walked, "open_decisions").rows
    assert [row[1:] for row in rows] == [
        (0, 1), (0, int(summary["open"])), (0, len(read_table(walked.table("proposals")))),
        (0, len(read_table(walked.table("signatures"))))]
    put(copied, "conflict_summary", [{"code": code, "decision": "not assessed"} for code in ("C1", "C2")]
        + [{"code": "all", "objects": 0, "open": 0}])
    assert table_of(copied, "open_decisions").rows[1][1:] == (None, None), "no data is no nought"


def test_a_national_figure_is_shared_out_in_the_chapter_on_levels(copied, put, table_of, chapter):
    assert "No national figure was shared out." in chapter(copied, "levels")
    rows = read_table(copied.table("levels"))
    put(copied, "allocation", [{**row, "allocated_km2": 10 * number} for number, row in enumerate(rows)])
    provinces = [row for row in rows if row["level"] == "province"]
    shown = table_of(copied, "allocation").rows
    assert len(shown) == len(provinces) + 1 and shown[-1][0] == ("name", "Verdania")
    assert [row[5] for row in shown[:-1]] == [10.0 * rows.index(row) for row in provinces]
    assert len(table_of(copied, "allocation_counties").rows) == sum(row["level"] == "county" for row in rows)
    assert "The national figure shared out to provinces" in chapter(copied, "levels")


def test_quality_has_a_chapter_of_its_own(walked, chapter):
    rows = read_table(walked.table("quality"))
    shown = chapter(walked, "quality")
    assert all(row["check"].split("_")[0] in shown for row in rows) and "Quality checks that failed: 1 of" in shown
    assert "Q10" not in chapter(walked, "boundary")


def test_what_people_noted_and_checked_stands_in_the_report_as_they_wrote_it(copied, table_of, chapter):
    assert "Nobody has written a note." in chapter(copied, "decisions")
    add_note(copied.folder, "gaps", "=Two <parks> are missing", "Ayşe", date(2026, 3, 7))
    add_note(copied.folder, "boundary", "plain", today=date(2026, 3, 8))
    items = advice_on("gaps").checks
    tick(copied.folder, "gaps", items[0], True)
    tick(copied.folder, "gaps", "an item that the guideline no longer has", True)
    assert table_of(copied, "notes").rows == [
        (("code", "2026-03-07"), "Gaps", ("data", "=Two <parks> are missing"), ("data", "Ayşe")),
        (("code", "2026-03-08"), "Boundary", ("data", "plain"), None)]
    done = {row[0]: row[1:] for row in table_of(copied, "checks_done").rows}
    assert done["Gaps"] == (len(items), 1) and {count for step, (_all, count) in done.items() if step != "Gaps"} == {0}
    shown = chapter(copied, "decisions")
    assert "=Two <parks> are missing" in shown and "Nobody has" not in shown, "text, not an element of HTML"


def test_steps_have_the_same_titles_in_documents_and_dock():
    assert {step.id: step.title for step in steps.STEPS} == wording.STEPS
