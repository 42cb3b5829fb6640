"""The country's own voice: cover, logo, foreword, signatures, status; in its own language and direction."""

import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from qgis.PyQt.QtGui import QColor, QImage

from ecr_toolkit.documents.document import Content, Document
from ecr_toolkit.documents.docx.writing import write_docx
from ecr_toolkit.documents.logo import logo_of
from ecr_toolkit.documents.pdf import write_pdf
from ecr_toolkit.documents.voice import said, voice_of
from ecr_toolkit.errors import ToolkitError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.pilot.layers import read_layer
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.steps.approval import approve_redline
from ecr_toolkit.training.voice import VOICE

FOREWORD = "First words.\n\nSecond\nwords."


@pytest.fixture
def spoken(walked):
    """(**fields of the recipe's section documents) → the walked pilot with them."""
    def pilot(**fields):
        made = Pilot.open(walked.folder)
        made.recipe.values["documents"] = {**made.recipe["documents"], **fields}
        return made

    return pilot


def cover_of(edition):
    return edition.html().partition("<nav")[0]


def bare(edition, **fields):
    """An edition of the cover and what stands around the chapters."""
    document = Document(edition.document.id, edition.document.title, lambda _c: (), lambda _c: Content())
    return replace(edition, document=document, drawn={}, **fields)


@pytest.mark.parametrize(("texts", "language", "found"), [
    ({"en": "a", "ur": "b", "fr": "c"}, "fr", ("c", "fr", "ltr", True)),
    ({"en": "a", "ur": "b"}, "fr", ("b", "ur", "rtl", False)),
    ({"en": "a", "ar": "b"}, "fr", ("a", "en", "ltr", False)),
    ({"zh_CN": "a", "ar": "b"}, "fr", ("b", "ar", "rtl", False)),
    ({"fr": " ", "zh_CN": "a"}, "fr", ("a", "zh-CN", "ltr", False)),
])
def test_a_text_falls_back_to_the_first_language_then_english_then_any(texts, language, found):
    one = said(texts, language, "ur")
    assert (one.text, one.tag, one.dir, one.own) == found


def test_no_text_is_none():
    assert said({}, "en", "en") is None and said({"en": "  \n"}, "en", "en") is None


def test_empty_lines_part_paragraphs():
    assert said({"en": FOREWORD}, "en", "en").paragraphs == ["First words.", "Second words."]


def test_signatories_are_a_name_and_after_the_comma_an_office():
    recipe = {"languages": ["en"], "documents": {"ministry": {}, "legal_basis": {}, "foreword": {}, "signatories": [
        "A B, Director, North", "C"]}}
    assert [(one.name, one.office) for one in voice_of(recipe, "en").signatories] == [
        ("A B", "Director, North"), ("C", "")]


def test_the_cover_tells_ministry_law_status_and_date(spoken, report_of, parsed):
    node = parsed(cover_of(report_of(pilot=spoken())))
    texts = [text.strip() for text, _stack in node.texts]
    assert VOICE["ministry"]["en"] in texts and VOICE["legal_basis"]["en"] in texts
    assert texts[texts.index("Status") + 1] == "Draft"
    assert "Thresholds chosen by" in texts


def test_the_guidelines_cover_has_other_facts(spoken, report_of, parsed):
    edition = report_of(pilot=spoken())
    document = Document("technical_guideline", "Guideline", lambda _c: (), lambda _c: Content())
    texts = [text.strip() for text, _stack in parsed(replace(edition, document=document, drawn={}).html()).texts]
    assert "Version of the toolkit" in texts and "Thresholds chosen by" not in texts
    assert "Signatures" not in texts


def test_words_of_another_language_keep_their_direction(spoken, report_of, parsed):
    node = parsed(cover_of(report_of("ur", pilot=spoken())))
    marked = {text.strip(): stack[-1][1] for text, stack in node.texts}
    assert marked[VOICE["ministry"]["en"]] == {"lang": "en", "dir": "ltr"}


@pytest.mark.parametrize(("language", "given", "attributes"), [
    ("en", {"en": FOREWORD}, {}),
    ("ur", {"en": FOREWORD}, {"lang": "en", "dir": "ltr"}),
    ("en", {"ur": FOREWORD}, {"lang": "ur", "dir": "rtl"}),
    ("ur", {"ur": FOREWORD, "en": "other"}, {}),
])
def test_the_foreword_is_the_first_chapter_without_a_number(spoken, report_of, parsed, language, given, attributes):
    html = bare(report_of(language, pilot=spoken(foreword=given))).html()
    node = parsed(html)
    assert node.faults == [] and "#foreword" in [link["href"] for link in node.all("a")]
    chapter = parsed(re.search('<section aria-labelledby="foreword">.*?</section>', html, re.DOTALL).group())
    paragraphs = [(text, stack[-2][1]) for text, stack in chapter.texts if stack[-1][0] == "bdi"]
    assert paragraphs == [("First words.", attributes), ("Second words.", attributes)]
    heading = [text for text, stack in chapter.texts if stack[-1][0] == "h2"]
    assert heading and not re.match(r"\d", heading[0])


def test_chapters_keep_their_numbers_after_a_foreword(report_of, parsed, spoken):
    headings = [text for text, stack in parsed(report_of(pilot=spoken()).html()).texts if stack[-1][0] == "h2"]
    assert headings[:3] == ["Contents", "Foreword", "1. Summary"] and headings[-1] == "Signatures"


def test_without_words_of_the_country_there_is_neither_foreword_nor_signatures(spoken, report_of):
    html = bare(report_of(pilot=spoken(foreword={}, signatories=[], ministry={}, legal_basis={}))).html()
    assert "foreword" not in html and "signatures" not in html.partition("</style>")[2] and "ministry" not in \
        html.partition("</style>")[2]


def test_a_document_without_contents_has_no_foreword(spoken, report_of):
    edition = bare(report_of(pilot=spoken()))
    assert 'id="foreword"' in edition.html()
    assert 'id="foreword"' not in replace(edition, document=replace(edition.document, contents=False)).html()


@pytest.mark.parametrize(("language", "columns"), [("en", ["Name", "Office", "Date", "Signature"]),
                                                   ("ur", ["Signature", "Date", "Office", "Name"])])
def test_signatures_are_mirrored_for_qt(spoken, report_of, parsed, bracketed, language, columns):
    html = "".join(bare(report_of(language, bracketed, spoken())).qt_html())
    table = parsed(html[html.index('<table class="signatures"'):])
    heads = [text.strip("⟦⟧") for text, stack in table.texts if stack[-1][0] == "th"]
    assert heads == columns
    row = [text.strip() for text, stack in table.texts if stack[-1][0] == "td" and text.strip("\xa0\n ")]
    names = [re.sub("[\u2066-\u2069]", "", text) for text in row]
    first = VOICE["signatories"][0].split(", ")
    assert names[:2] == (first if language == "en" else first[::-1])


def test_hostile_words_stay_text(spoken, report_of, parsed):
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"
    pilot = spoken(ministry={"en": attack}, legal_basis={"en": attack}, foreword={"en": attack}, signatories=[attack])
    edition = bare(report_of(pilot=pilot))
    node = parsed(edition.html())
    assert node.faults == [] and not node.all("script") and not node.all("img")
    assert "".join(text for text, _ in node.texts).count("{{ 7*7 }}") == 4
    assert all("<script" not in part for part in edition.qt_html())


def test_every_visible_text_goes_through_the_catalogue(walked, untranslated):
    assert untranslated(walked) == []


# status


@pytest.fixture
def approved(copied):
    """A copy of the pilot whose redline was approved."""
    approve_redline(copied, "Council of Verdania", "First line", date(2026, 3, 7), Feedback())
    return copied


def test_an_approved_line_is_told_with_its_version(approved, report_of, parsed):
    html = cover_of(report_of(pilot=approved))
    texts = [text.strip() for text, _stack in parsed(html).texts]
    assert texts[texts.index("Status") + 1] == "Approved" and texts[texts.index("Version") + 1] == "2026.1"
    assert texts[texts.index("Approved by") + 1] == "Council of Verdania"
    assert texts[texts.index("Approved on") + 1] == "7 March 2026"
    assert "draft for discussion" not in html and "legal status" in html


def test_a_line_that_was_changed_since_is_a_draft(approved, report_of, monkeypatch):
    def moved(path, layer):
        found = read_layer(path, layer)
        if layer == "ecr" and "versions" not in path.parts:
            found[0].geometry.GetGeometryRef(0).GetGeometryRef(0).SetPoint_2D(0, 0.0, 0.0)
        return found

    monkeypatch.setattr("ecr_toolkit.documents.standing.read_layer", moved)
    assert report_of(pilot=approved).context.approved is None


def test_the_newest_version_that_fits_is_named(approved, report_of):
    approve_redline(approved, "Council", "Again", date(2026, 4, 1), Feedback())
    assert report_of(pilot=Pilot.open(approved.folder)).context.approved.number == "2026.2"


def test_a_version_that_was_changed_afterwards_is_not_trusted(approved, report_of):
    lines = approved.folder / "versions" / "2026.1" / "version.csv"
    lines.chmod(0o644)
    lines.write_text(lines.read_text(encoding="utf-8-sig").replace("Council of Verdania", "Somebody"), encoding="utf-8")
    with pytest.raises(ToolkitError, match=r"2026\.1"):
        _ = report_of(pilot=Pilot.open(approved.folder)).context.approved


# logo


def saved(path, width, height, kind, colour="#804020"):
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    assert image.save(str(path), kind)


@pytest.mark.parametrize(("size", "name", "kind", "shown"), [
    ((400, 400), "logo.png", "PNG", (28, 28)), ((600, 100), "logo.jpg", "JPG", (60, 10)),
    ((10, 1000), "logo.png", "PNG", (0.28, 28)),
])
def test_a_logo_fits_its_frame(qgis_app, spoken, tmp_path, size, name, kind, shown):
    saved(tmp_path / name, *size, kind)
    pilot = spoken(logo=name)
    pilot.folder = tmp_path
    picture = logo_of(pilot)["logo"]
    assert (picture.width_mm, picture.height_mm) == pytest.approx(shown, rel=1e-6)
    assert picture.png.startswith(b"\x89PNG")


def test_a_logo_stands_on_white_and_nothing_else_of_its_file_is_kept(qgis_app, spoken, tmp_path):
    saved(tmp_path / "logo.png", 50, 50, "PNG", "#00000000")
    with (tmp_path / "logo.png").open("ab") as file:
        file.write(b"SECRET")
    pilot = spoken(logo="logo.png")
    pilot.folder = tmp_path
    png = logo_of(pilot)["logo"].png
    assert b"SECRET" not in png and QImage.fromData(png).pixelColor(20, 20) == QColor("white")


@pytest.mark.parametrize("content", [
    b"", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n" + bytes(500), b"\xff\xd8\xff\xe0broken",
    b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", b"GIF89a" + bytes(50),
])
def test_a_broken_logo_is_an_error_with_a_remedy(qgis_app, spoken, tmp_path, content):
    (tmp_path / "logo.png").write_bytes(content)
    pilot = spoken(logo="logo.png")
    pilot.folder = tmp_path
    with pytest.raises(ToolkitError) as caught:
        logo_of(pilot)
    assert "logo.png" in caught.value.sentence and caught.value.remedy


def test_a_picture_that_would_fill_the_memory_is_not_opened(qgis_app, spoken, tmp_path):
    saved(tmp_path / "logo.png", 5001, 5001, "PNG")
    pilot = spoken(logo="logo.png")
    pilot.folder = tmp_path
    with pytest.raises(ToolkitError):
        logo_of(pilot)


def test_the_logo_reaches_html_docx_and_pdf(qgis_app, spoken, report_of, parsed, tmp_path):
    pilot = spoken()
    edition = bare(report_of("ur", pilot=pilot), pictures=dict(logo_of(pilot)))
    picture = parsed(edition.html()).all("img")[0]
    assert picture["alt"] == VOICE["ministry"]["en"] and picture["src"] == edition.pictures["logo"].uri
    write_docx(edition, tmp_path / "x.docx")
    with zipfile.ZipFile(tmp_path / "x.docx") as package:
        assert edition.pictures["logo"].png in [package.read(name) for name in package.namelist() if "media" in name]
        body = package.read("word/document.xml").decode()
    assert f'cx="{9525 * 106}"' in body, "28 mm wide"
    assert 'bidi w:val="0"' in body, "the English foreword runs from left to right"
    write_pdf(edition, tmp_path / "x.pdf", Feedback())
    assert b"/Subtype /Image" in (tmp_path / "x.pdf").read_bytes()


def test_a_report_without_a_logo_has_none(report_of, spoken):
    assert "logo" not in bare(report_of(pilot=spoken(logo=""))).html().partition("</style>")[2]
