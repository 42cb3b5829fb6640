"""The HTML report: well-formed, accessible, escaped, complete, and quoting the tables' own numbers."""

import re
import shutil

import pytest

from ecr_toolkit.documents import tables, wording
from ecr_toolkit.documents.context import Context
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table, write_table

LANGUAGES = ("en", "ur", "zh_CN")


def text_of(node):
    return " ".join(" ".join(text for text, _ in node.texts).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_element_is_closed_in_order(parsed, language, html_of):
    node = parsed(html_of(language))
    assert node.faults == [] and node.stack == []


@pytest.mark.parametrize(("language", "tag", "direction"), [("en", "en", "ltr"), ("ur", "ur", "rtl"),
                                                            ("zh_CN", "zh-CN", "ltr"), ("ar", "ar", "rtl")])
def test_language_and_direction_are_declared(parsed, language, tag, direction, html_of):
    html = parsed(html_of(language)).all("html")[0]
    assert (html["lang"], html["dir"]) == (tag, direction)


def test_headings_go_down_one_level_at_a_time(parsed, html_of):
    levels = [int(tag[1]) for tag, _ in parsed(html_of()).elements if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))


def test_pictures_have_alternative_texts_with_numbers_and_lie_inside_the_file(report_of, parsed):
    report = report_of()
    node = parsed(report.html())
    pictures = node.all("img")
    assert len(pictures) == len(report.drawn)
    assert all(len(picture["alt"]) > 20 for picture in pictures)
    assert all(picture["src"].startswith("data:image/png;base64,") for picture in pictures)
    redline = next(picture for picture in pictures if "redline" in picture["alt"])
    assert report.formats.percent(report.context.whole["ecr_percent"]) in redline["alt"]


def test_charts_are_text_with_title_and_description(parsed, html_of):
    node = parsed(html_of())
    svgs = node.all("svg")
    assert len(svgs) == 5 and all(svg["role"] == "img" for svg in svgs)
    assert len(node.all("desc")) == 5
    assert any(stack[-1][0] == "text" and "water conservation" in text for text, stack in node.texts)


def test_tables_have_captions_and_heads_with_scope(parsed, html_of):
    html = html_of()
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        node = parsed(table)
        assert len(node.all("caption")) == 1
        assert {head.get("scope") for head in node.all("th")} <= {"col", "row"} and node.all("th")
        widths = {row.count("<td") + row.count("<th ") for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)}
        assert len(widths) == 1


def test_nothing_is_fetched_and_nothing_runs(parsed, html_of):
    html = html_of()
    node = parsed(html)
    assert not node.all("script") and not node.all("link") and not node.all("iframe")
    assert not re.search(r"\bon\w+=", html)
    assert not re.search(r"(src|href)=\"(?!data:|#)", html)


@pytest.mark.parametrize("language", ("en", "pt_BR", "ur"))
def test_numbers_are_those_of_the_tables(walked, report_of, parsed, language):
    report = report_of(language)
    shown = text_of(parsed(report.html()))
    for row in read_table(walked.table("units")):
        assert report.formats.area(float(row["area_km2"])) in shown
        assert report.formats.area(float(row["ecr_km2"])) in shown
    for row in read_table(walked.table("coverage_services")):
        assert report.formats.percent(float(row["redline_percent"])) in shown
    for row in read_table(walked.table("target3")):
        if row["unit"] == "%" and row["reported"]:
            assert report.formats.percent(float(row["reported"])) in shown
    for row in read_table(walked.table("comparison")):
        assert report.formats.area(float(row["area_km2"])) in shown
    for row in read_table(walked.table("register")):
        assert row["ecr_code"] in shown
        assert report.formats.area(float(row["area_km2"])) in shown


def test_the_report_is_the_same_every_time(report_of, html_of):
    assert report_of("ur").html() == html_of("ur")


def test_names_of_units_are_those_of_the_language(walked, parsed, html_of):
    shown = text_of(parsed(html_of("ur")))
    assert walked.name("ur") in shown
    assert all(unit.name("ur") in shown for unit in walked.units)


def test_what_was_not_assessed_is_told_with_the_data_that_lack(report_of, parsed):
    report = report_of()
    shown = text_of(parsed(report.html()))
    assert report.context.not_assessed, "the training country lacks wind and groundwater data"
    for row in report.context.not_assessed:
        assert row["title"] in shown and all(name in shown for name in row["missing"])
    for subject, reason in wording.NOT_IN_THIS_VERSION:
        assert subject in shown and reason in shown
    assert not any(reason in shown for _subject, reason in wording.NOT_ASKED.values()), "it asked for everything"


def test_missing_values_are_words_never_zero_or_dash(html_of):
    html = html_of()
    cells = [re.sub("<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", html, re.DOTALL)]
    assert cells and not {"", "-", "–", "—", "None", "nan"} & set(cells)


def test_no_control_character_of_direction_is_in_the_html(html_of):
    assert not re.search("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u200b]", html_of("ur"))


def test_codes_and_numbers_are_isolated_where_text_runs_from_the_right(parsed, html_of):
    node = parsed(html_of("ur"))
    code = re.compile(r"TRN-\w+-\d+-\d+")
    found = [stack[-1] for text, stack in node.texts if code.fullmatch(text.strip())]
    assert found and all(tag == "bdi" and attributes.get("dir") == "ltr" for tag, attributes in found)


@pytest.fixture
def hostile(walked, tmp_path):
    """A copy of the pilot whose data texts try to run something."""
    folder = tmp_path / "hostile"
    shutil.copytree(walked.folder, folder)
    pilot = Pilot.open(folder)
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}{% include 'x' %}"
    for name, column in (("protected_areas", "name"), ("register", "ecr_name"), ("protected_areas", "designation")):
        rows = read_table(pilot.table(name))
        for row in rows:
            row[column] = attack
        write_table(pilot.table(name), list(rows[0]), rows)
    pilot.recipe.values["disclaimer"] = attack
    pilot.recipe.values["thresholds"]["reason"] = attack
    pilot.recipe.values["country"]["name"]["en"] = attack
    for unit in pilot.units:
        unit.names["en"] = attack
    return pilot


def test_hostile_texts_stay_text(hostile, report_of, parsed):
    report = report_of("en", pilot=hostile)
    node = parsed(report.html())
    assert not node.all("script") and len(node.all("img")) == len(report.drawn)
    assert node.faults == []
    assert "<script>alert(1)</script>" in text_of(node) and "{{ 7*7 }}" in text_of(node)
    assert all("<script" not in part for part in report.qt_html())


def test_every_visible_text_goes_through_the_catalogue(walked, untranslated):
    assert untranslated(walked) == []


def test_sentences_that_belong_into_every_language_are_there(report_of, parsed, bracketed):
    shown = text_of(parsed(report_of("ur", bracketed).html()))
    assert "legal status" in shown and "dashed lines" in shown and "draft for discussion" in shown


def test_table_rows_have_as_many_cells_as_columns(walked):
    from ecr_toolkit.documents.demarcation_report import report_tables

    made = report_tables(Context(walked, "en"))
    for table in [*made.pop("unit_gaps"), *made.pop("places"), *made.pop("suitability"), *made.values()]:
        assert isinstance(table, tables.Table)
        assert all(len(row) == len(table.columns) for row in table.rows), table.id


def test_failed_checks_are_counted_among_those_that_judge(copied, put, report_of, parsed):
    checks = read_table(copied.table("quality"))
    report = report_of(pilot=copied)
    failed = [row["check"] for row in checks if row["passed"] == "0"]
    assert failed == ["Q9"], "graded by unit, the redlines do not meet before they are coordinated"
    judged = sum(row["passed"] != "" for row in checks)
    assert judged < len(checks), "some checks only tell a number"
    assert f"Quality checks that failed: 1 of {judged}" in text_of(parsed(report.html()))
    put(copied, "quality", [{**row, "passed": "1"} if row["check"] == "Q9" else row for row in checks])
    assert f"Quality checks that were passed: {judged} of {judged}" in text_of(parsed(report_of(pilot=copied).html()))
