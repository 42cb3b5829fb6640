"""The whole report in two languages: both files, pages, page numbers, the tables' numbers in the text."""

import shutil
import subprocess
import unicodedata

import pytest

from ecr_toolkit.documents.demarcation_report import DEMARCATION_REPORT
from ecr_toolkit.documents.writing import write_documents
from ecr_toolkit.errors import Cancelled
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.languages.formats import Formats
from ecr_toolkit.pilot.tables import read_table

NEEDS_POPPLER = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@pytest.fixture(scope="module", params=["en", "ur"])
def written(request, walked, qgis_app):
    """(pilot, language, names of the outputs, progress told)."""
    class Told(Feedback):
        def __init__(self):
            self.shares = []

        def progress(self, share):
            self.shares.append(share)

    feedback = Told()
    return walked, request.param, write_documents(walked, request.param, feedback), feedback.shares


def pdf_text(path):
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout.decode()
    plain = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in plain if sign not in "\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")


def test_both_files_are_written_under_the_language(written):
    pilot, language, names, shares = written
    assert names == [f"documents/{language}/demarcation_report.{kind}" for kind in ("html", "docx", "pdf")]
    assert (pilot.folder / names[2]).read_bytes().startswith(b"%PDF-")
    assert (pilot.folder / names[0]).stat().st_size < 6_000_000
    assert not list((pilot.folder / "documents").rglob("*.part*"))
    assert shares == sorted(shares) and shares[-1] == 1


@NEEDS_POPPLER
def test_the_pdf_has_numbered_pages_and_the_tables_numbers(written):
    pilot, language, names, _shares = written
    text = pdf_text(pilot.folder / names[2])
    pages = text.split("\f")[:-1]
    assert len(pages) > 10
    assert all(f"{number} / {len(pages)}" in page for number, page in enumerate(pages, 1))
    formats = Formats(language)
    for row in read_table(pilot.table("units")):
        assert formats.area(float(row["ecr_km2"])) in text and formats.percent(float(row["ecr_percent"])) in text
    assert all(row["ecr_code"] in text for row in read_table(pilot.table("register")))


@NEEDS_POPPLER
def test_no_chapter_or_caption_is_lost_in_the_layout(written, report_of):
    pilot, language, names, _shares = written
    if language != "en":
        pytest.skip("the order of words in the text of a right-to-left PDF cannot be relied on")
    text = " ".join(pdf_text(pilot.folder / names[2]).split())
    assert all(chapter.title in text for chapter in DEMARCATION_REPORT.chapters(None))
    captions = sum(part.count('class="caption"') for part in report_of(language).qt_html())
    assert captions > 20 and all(f"Table {number}." in text for number in range(1, captions + 1))


def test_a_cancelled_report_leaves_nothing(walked, qgis_app):
    class Impatient(Feedback):
        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        write_documents(walked, "zh_CN", Impatient())
    assert not walked.document("zh_CN", "demarcation_report.html").exists()
