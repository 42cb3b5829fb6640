"""Key numbers of every step: those of the documents, none before the step ran, nothing unknown shown as nought."""

import shutil

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QTextCursor
from qgis.PyQt.QtWidgets import QTextBrowser

from ecr_toolkit import steps
from ecr_toolkit.documents import boundary_tables, level_tables, planning_tables, tables
from ecr_toolkit.documents.brief.numbers import five, work
from ecr_toolkit.documents.context import Context
from ecr_toolkit.gui.coverage.bars import BY_GAP, in_order
from ecr_toolkit.gui.coverage.subjects import SUBJECTS
from ecr_toolkit.gui.key_numbers.html import as_html
from ecr_toolkit.gui.key_numbers.numbers import KeyNumber
from ecr_toolkit.gui.key_numbers.steps import key_numbers
from ecr_toolkit.languages.formats import Formats
from ecr_toolkit.languages.messages import interface
from ecr_toolkit.models.declaration import FUNCTION, SENSITIVITY
from ecr_toolkit.pilot.ledger import Row
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table, write_table

ENGLISH = Formats("en")


@pytest.fixture
def copy(walked_folder, tmp_path):
    """A walked pilot that a test may spoil."""
    return Pilot.open(shutil.copytree(walked_folder, tmp_path / "copy"))


def km2(value):
    return f"{ENGLISH.area(value)}\u00a0km²"


def values(step, pilot):
    return {number.label: number.value for number in key_numbers(step, pilot)}


def details(step, pilot):
    return {number.label: number.detail for number in key_numbers(step, pilot)}


@pytest.mark.parametrize("step", [step.id for step in steps.STEPS[:-1]])
def test_every_step_that_ran_has_three_to_six(walked, step):
    numbers = key_numbers(step, walked)
    assert 3 <= len(numbers) <= 6 and all(number.label and number.value for number in numbers)


@pytest.mark.parametrize("step", [step.id for step in steps.STEPS])
def test_nothing_before_a_step_ran_and_without_a_pilot(training, step):
    assert key_numbers(step, training) == [] and key_numbers(step, None) == []
    assert key_numbers("no step", training) == []


def test_the_country_and_the_redline_are_those_of_the_report(walked):
    said = {row[0]: row[1] for row in tables.key_numbers(Context(walked, "en")).rows}
    country, gaps, boundary = (values(step, walked) for step in ("set_up", "gaps", "boundary"))
    for found, label in ((country, "Area of the country"), (gaps, "Protected area, overlaps counted once"),
                         (boundary, "Redline area")):
        assert found[label] == km2(said[label][1]), label
    for found, label in ((gaps, "Share of the country that is protected"),
                         (boundary, "Share of the country inside the redline")):
        assert found[label] == ENGLISH.percent(said[label][1]), label
    assert country["Administrative units"] == ENGLISH.number(said["Administrative units"][1]) == "3"
    assert boundary["Polygons of the redline"] == ENGLISH.number(said["Polygons of the redline"][1])
    assert country["Cell size"] == "250\u00a0m"
    assert country["Cells"] == f"{walked.grid.cols}\u00a0×\u00a0{walked.grid.rows}"


def test_data_are_counted_as_in_the_list_of_inputs(walked):
    c, found = Context(walked, "en"), values("prepare", walked)
    count = {status: sum(row["status"] == status for row in c.inputs)
             for status in ("prepared", "assumption", "no data")}
    assert found["Data that are ready"] == str(count["prepared"])
    assert found["Assumptions"] == str(count["assumption"])
    assert found["Data that are missing"] == str(count["no data"]) != "0"
    assert "distance to the coast" in details("prepare", walked)["Data that are missing"]
    assert found["Findings of the checks of the data"] == str(len(read_table(walked.checks)))


@pytest.mark.parametrize("step, kind, table", [("functions", FUNCTION, tables.function_coverage),
                                               ("sensitivity", SENSITIVITY, tables.sensitivity_coverage)])
def test_classes_have_the_shares_of_the_report(walked, step, kind, table):
    said = {row[0]: ENGLISH.percent(row[3]) for row in table(Context(walked, "en")).rows
            if row[1].startswith("extremely")}
    found = values(step, walked)
    missing = found.pop("Not assessed for want of data", None)
    assert found.pop("Subjects assessed") == str(len(said)) and found == said
    assert (missing, details(step, walked).get("Not assessed for want of data")) == (
        ("1", "coastal erosion") if kind == SENSITIVITY else (None, None))


def test_classes_measured_before_the_functions_ran_again_are_not_shown(copy):
    rows = copy.ledger.of("functions")
    copy.ledger.record("functions", [Row(**{**vars(row), "finished": "2999-01-01T00:00:00Z"}) for row in rows])
    assert list(values("functions", copy)) == ["Subjects assessed"] and len(key_numbers("sensitivity", copy)) > 2


def test_a_model_of_which_nothing_is_known_is_not_assessed(copy):
    rows = read_table(copy.table("gaps"))
    for row in rows:
        if row["subject"] == "carbon":
            row["area_km2"] = "1085.8557" if row["class"] == "255" else "0.0"
    write_table(copy.table("gaps"), list(rows[0]), rows)
    assert values("functions", copy)["carbon sequestration"] == "not assessed"


def test_the_largest_gap_is_the_first_bar(walked):
    subject = next(one for one in SUBJECTS if one.id == "ecoregions")
    first = in_order(subject.read(Context(walked, "en")), BY_GAP, ENGLISH)[0]
    label = "Farthest below the target"
    assert (values("gaps", walked)[label], details("gaps", walked)[label]) == (
        ENGLISH.percent(first.protected), first.label)


def test_without_ecoregions_the_largest_gap_is_a_unit(copy):
    copy.table("gap_ecoregions").unlink()
    assert details("gaps", copy)["Farthest below the target"] == "Żółta Łęka"


def test_no_gap_where_all_reach_the_target(copy):
    copy.recipe.values["planning"]["area_target"] = 0.05
    assert "Farthest below the target" not in values("gaps", copy)


def test_without_protected_areas_nothing_is_said_to_be_unprotected(copy):
    copy.recipe.values["protected_areas"].update(source="", further=[])
    found = values("gaps", copy)
    assert set(found.values()) == {"not assessed"} and "Gap: highest class, not protected" not in found


def test_gap_area_and_threshold_are_those_of_the_report(walked):
    c = Context(walked, "en")
    said = {row[0]: row[1] for row in planning_tables.gap_areas(c).rows}
    assert values("gaps", walked)["Gap: highest class, not protected"] == km2(said["gap: highest class, not protected"])
    method, share, _chosen, area, percent, conflict, objects = next(
        row for row in planning_tables.thresholds(c).rows if row[2] == "chosen")[:7]
    assert values("thresholds", walked) == {
        "Share asked for": ENGLISH.percent(share), "Candidate area by the functions": km2(area),
        "Share of the country": ENGLISH.percent(percent), "Conflicts": km2(conflict)}
    assert details("thresholds", walked) == {
        "Share asked for": method, "Candidate area by the functions": "", "Share of the country": "",
        "Conflicts": f"Places in conflict: {objects:g}"}


def test_a_threshold_without_a_share_says_so(copy):
    rows = read_table(copy.table("thresholds"))
    for row in rows:
        row["chosen"] = int(row["method"] == "knee")
    write_table(copy.table("thresholds"), list(rows[0]), rows)
    assert values("thresholds", copy)["Share asked for"] == "not applicable"
    assert details("thresholds", copy)["Share asked for"] == "knee of each curve"


def test_zones_and_checks_are_those_of_the_report(walked):
    c = Context(walked, "en")
    country = boundary_tables.zones(c).rows[-1]
    assert values("boundary", walked)["Core share"] == ENGLISH.percent(country[4])
    assert details("boundary", walked)["Core share"] == km2(country[1])
    assert values("boundary", walked)["Checks that failed"] == str(c.failed_checks) == "1"
    assert details("boundary", walked)["Checks that failed"].startswith("Q9: The redlines of neighbouring units")
    assert five(c)[0].values == (c.whole["ecr_percent"],)


def test_coordination_says_what_the_brief_and_the_report_say(walked):
    c = Context(walked, "en")
    found, facts = values("coordination", walked), level_tables.signature_facts(c)
    assert found["Edge-match rate"] == ENGLISH.percent(next(row["value"] for row in c.quality if row["check"] == "Q9"))
    assert found["Mismatches"] == str(work(c)["mismatches"])
    assert found["Sign-offs"] == f"{facts['signed']}\u00a0/\u00a0{facts['all']}"
    assert details("coordination", walked)["Mismatches"] == f"open: {work(c)['mismatches']}"
    assert details("coordination", walked)["Edge-match rate"] == "Pairs that reach the target: 1\u00a0/\u00a03"


def test_units_without_redline_at_their_border_match_nothing(copy):
    rows = read_table(copy.table("quality"))
    for row in rows:
        if row["check"] == "Q9":
            row.update(value="", passed="")
    write_table(copy.table("quality"), list(rows[0]), rows)
    assert values("coordination", copy)["Edge-match rate"] == "no redline at this border"


def test_documents_are_those_that_are_there(copy):
    made = [f"documents/{language}/{name}" for language, name in (
        ("en", "register.pdf"), ("en", "register.html"), ("ur", "register.html"), ("en", "policy_brief.docx"))]
    for file in made:
        (copy.folder / file).parent.mkdir(parents=True, exist_ok=True)
        (copy.folder / file).write_text("x", encoding="utf-8")
    made.append("documents/fr/demarcation_report.html")  # in the ledger only
    copy.ledger.record("documents", [Row("documents", file, "", "", "", "", "1", "2026-01-01T00:00:00Z")
                                     for file in made])
    assert values("documents", copy) == {"Documents": "2", "Languages": "2"}
    assert details("documents", copy) == {
        "Documents": "Policy brief, Register of the redline", "Languages": "English, اردو"}


@pytest.mark.parametrize("damage", ["", "\ufeffnothing\r\n", "a,b\r\n1,2\r\n", "\xff\xfe"])
def test_a_damaged_table_gives_no_numbers_and_no_error(copy, damage):
    for path in copy.folder.glob("tables/*.csv"):
        path.write_bytes(damage.encode("latin-1" if damage == "\xff\xfe" else "utf-8"))
    for step in steps.STEPS[:-1]:
        assert all(number.label for number in key_numbers(step.id, copy))


# HTML

def test_html_is_escaped_and_empty_for_nothing():
    assert as_html([]) == ""
    text = as_html([KeyNumber("<a> & b", "<1>", "“c” <script>")])
    assert "<script>" not in text and "&lt;a&gt; &amp; b" in text and "&lt;1&gt;" in text and "<small>" in text


def cells(numbers, language, direction):
    """Texts of the columns as a browser shows them, from left to right."""
    interface.use(language)
    browser = QTextBrowser()
    browser.setLayoutDirection(direction)
    browser.resize(320, 200)
    browser.setHtml(as_html(numbers))
    cursor = QTextCursor(browser.document())
    cursor.movePosition(QTextCursor.MoveOperation.NextBlock)
    table = cursor.currentTable()
    return [[table.cellAt(row, column).firstCursorPosition().block().text() for column in range(table.columns())]
            for row in range(table.rows())]


def test_labels_stand_where_reading_begins(qtbot):
    numbers = [KeyNumber("label", "1.0"), KeyNumber("other", "2.0", "more")]
    assert cells(numbers, "en", Qt.LayoutDirection.LeftToRight)[0] == ["label", "1.0"]
    assert cells(numbers, "ur", Qt.LayoutDirection.RightToLeft)[0] == ["1.0", "label"]


@pytest.mark.parametrize("language", ["ur", "ar", "zh_CN", "fr"])
def test_every_language_has_the_same_numbers(walked, language):
    english = [number.value for number in key_numbers("set_up", walked)]
    interface.use(language)
    found = [number.value.strip("\u2066\u2069") for number in key_numbers("set_up", walked)]
    assert len(found) == len(english)
    if language != "fr":  # French writes other signs
        assert found == english
    assert all(number.value.startswith("\u2066") for number in key_numbers("boundary", walked)) == (
        language in ("ur", "ar"))
