"""The policy brief: two pages in every language, five numbers that are those of the tables, every text translated."""

import gettext
import re
from datetime import date

import pytest
from qgis.PyQt.QtGui import QColor, QImage

from ecr_toolkit.documents.brief import numbers
from ecr_toolkit.documents.brief.brief import POLICY_BRIEF
from ecr_toolkit.documents.context import Context
from ecr_toolkit.documents.document import Picture
from ecr_toolkit.documents.edition import Drawn, Edition
from ecr_toolkit.documents.figures import redline
from ecr_toolkit.documents.pdf import write_pdf
from ecr_toolkit.documents.pictures import png
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.languages.formats import Formats
from ecr_toolkit.languages.messages import catalogue, shipped
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.steps.approval import approve_redline


@pytest.fixture(scope="module")
def brief_of(walked, qgis_app):
    """(language, messages=those of the language, pilot, height of the map) → the brief with an empty map."""
    def make(language="en", messages=None, pilot=walked, height=100.0):
        image = QImage(340, round(2 * height), QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        context = Context(pilot, language, "3.22.16")
        drawn = {"redline": Drawn(redline(context), Picture(png(image), 170.0, height))}
        return Edition(POLICY_BRIEF, context, Formats(language), messages or catalogue(language), drawn)

    return make


def words_of(parsed, html):
    return " ".join(" ".join(text for text, stack in parsed(html).texts if stack[-1][0] not in ("style", "title")
                             ).split())


def five(pilot):
    return {number.id: number for number in numbers.five(Context(pilot, "en"))}


class Long(gettext.NullTranslations):
    """A language whose texts are twice as long; places to be filled stand once."""

    def __init__(self, language):
        super().__init__()
        self._own = catalogue(language)

    def gettext(self, message):
        text = self._own.gettext(message)
        return f"{text} {re.sub(r'%[(].*?[)]s|[{].*?[}]', 'xx', text)}"


@pytest.mark.parametrize("language", shipped())
def test_it_has_two_pages_in_every_language(brief_of, language, tmp_path):
    assert write_pdf(brief_of(language), tmp_path / "brief.pdf", Feedback()) == 2


@pytest.mark.parametrize("language", ["en", "ur", "zh_CN", "fr"])
@pytest.mark.parametrize("height", [71.0, 133.0])
def test_it_has_two_pages_with_texts_twice_as_long(brief_of, language, height, tmp_path):
    brief = brief_of(language, Long(language), height=height)
    assert write_pdf(brief, tmp_path / "brief.pdf", Feedback()) == 2


def test_a_disclaimer_leaves_two_pages(brief_of, copied, tmp_path):
    copied.recipe.values["disclaimer"] = "The final status of this territory has not been agreed upon. " * 10
    brief = brief_of(pilot=copied)
    assert write_pdf(brief, tmp_path / "brief.pdf", Feedback()) == 2
    assert brief.html().count("has not been agreed upon") == 10


def test_it_is_short(brief_of, parsed):
    shown = words_of(parsed, brief_of().html())
    assert 350 < len(shown.split()) < 560, "with the cautions that every document has"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_it_is_well_formed_and_has_no_contents(brief_of, parsed, language):
    node = parsed(brief_of(language).html())
    assert node.faults == [] and node.stack == [] and not node.all("nav")
    levels = [int(tag[1]) for tag, _ in node.elements if re.fullmatch("h[1-6]", tag)]
    assert levels == [1, 2, 2, 2, 2]
    assert len(node.all("img")) == 1 and "%" in node.all("img")[0]["alt"]


def test_every_text_goes_through_the_catalogue(brief_of, parsed, bracketed, walked):
    brief = brief_of("ur", bracketed)
    node = parsed(brief.html())
    rest = "\n".join(text for text, stack in node.texts if not {"bdi", "style", "title"} & {tag for tag, _ in stack})
    while re.search("⟦[^⟦⟧]*⟧", rest):
        rest = re.sub("⟦[^⟦⟧]*⟧", "", rest)
    for name in sorted((str(name) for name in brief.context.names.values()), key=len, reverse=True):
        rest = rest.replace(name, "")
    assert not [line for line in rest.split("\n") if re.search(r"[^\W\d_]", line)]


def test_the_five_numbers_are_those_of_the_tables(walked, brief_of, parsed):
    found = five(walked)
    assert list(found) == ["redline", "services", "species", "protected", "conflicts"]
    whole = next(row for row in read_table(walked.table("units")) if row["code"] == "TRN")
    held = [float(row["redline_percent"]) for row in read_table(walked.table("coverage_services"))]
    threatened = [row for row in read_table(walked.table("coverage_species")) if row["red_list"] in ("CR", "EN", "VU")]
    land = next(row for row in read_table(walked.table("target3")) if row["indicator"] == "I1_land")
    every = next(row for row in read_table(walked.table("conflict_summary")) if row["code"] == "all")
    covered = sum(row["gap_class_with_redline"] == "covered" for row in threatened)
    assert found["redline"].values == (float(whole["ecr_percent"]),)
    assert found["services"].values == (min(held), max(held))
    assert found["species"].values == (covered, len(threatened))
    assert found["protected"].values == (float(land["reported"]),)
    assert found["conflicts"].values == (int(every["open"]), int(every["objects"]))
    shown, formats = words_of(parsed, brief_of().html()), Formats("en")
    assert f"Share of the country inside the redline {formats.percent(float(whole['ecr_percent']))}" in shown
    assert f"{formats.percent(min(held), 0)}–{formats.percent(max(held), 0)}" in shown
    assert f"{covered} of {len(threatened)}" in shown and f"{every['open']} of {every['objects']}" in shown
    assert formats.percent(float(land["potential"])) in shown


def test_what_was_not_assessed_is_said_and_is_no_nought(copied, put, brief_of, parsed):
    for name in ("coverage_species", "coverage_services", "stakes"):
        copied.table(name).unlink()
    copied.recipe.values["protected_areas"]["source"] = ""
    rows = read_table(copied.table("conflict_summary"))
    put(copied, "conflict_summary", [{**dict.fromkeys(rows[0], ""), "code": f"C{number}", "decision": "not assessed"}
                                     for number in range(1, 11)] + [{**rows[-1], "objects": 0, "open": 0}])
    found = five(copied)
    assert [bool(number.values) for number in found.values()] == [True, False, False, False, False]
    shown = words_of(parsed, brief_of(pilot=copied).html())
    for label in ("from the least to the most", "with protected areas and redline", "by 2030", "still have to decide"):
        assert f"{label} not assessed" in shown
    assert "The number of stakes was not assessed." in shown
    assert "Indigenous and traditional land was not assessed" in shown
    assert "If the redline were recognised as well" in shown, "the potential is known without protected areas"


def test_kinds_of_conflict_without_data_are_counted(copied, put):
    rows = read_table(copied.table("conflict_summary"))
    blank = dict.fromkeys(rows[0], "")
    put(copied, "conflict_summary", [*({**blank, "code": code, "decision": "not assessed"} for code in ("C5", "C10")),
                                     *(row for row in rows if row["code"] not in ("C5", "C10"))])
    assert five(copied)["conflicts"].quoted == {"missing": 2}
    assert numbers.work(Context(copied, "en"))["traditional_km2"] is None


def test_the_work_that_is_left_is_counted(walked):
    work = numbers.work(Context(walked, "en"))
    stakes = read_table(walked.table("stakes"))
    assert work["mismatches"] == len(read_table(walked.table("mismatches")))
    assert work["stakes"] == sum(row["role"] == "physical" for row in stakes) > 0
    assert (work["signed"], work["units"]) == (0, len(read_table(walked.table("signatures"))))
    land = [float(row["redline_km2"]) for row in read_table(walked.table("conflict_summary")) if row["code"] == "C10"]
    assert work["traditional_km2"] == sum(land) > 0


def test_an_approved_line_is_not_asked_to_be_approved(copied, brief_of, parsed):
    assert "Status: Draft" in words_of(parsed, brief_of(pilot=copied).html())
    approve_redline(copied, "Council", "first line", date(2026, 5, 2), Feedback())
    shown = words_of(parsed, brief_of(pilot=copied).html())
    assert "Version: 2026.1" in shown and "2 May 2026" in shown and "Draft" not in shown
    assert "Adopt the line." not in shown and "approves the line" not in shown and "Mandate the provinces." in shown


def test_columns_of_numbers_run_from_the_right_where_the_language_does(brief_of):
    first = brief_of("ar").qt_html()[0]
    rows = re.findall(r'<td width="20%">.*?</td>', first, re.DOTALL)
    ltr = re.findall(r'<td width="20%">.*?</td>', brief_of("en").qt_html()[0], re.DOTALL)
    assert len(rows) == len(ltr) == 5
    share = Formats("ar").percent(brief_of().context.whole["ecr_percent"])
    assert share in rows[-1] and "39" in ltr[0]
