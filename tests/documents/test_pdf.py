"""The whole report: its files, pages, page numbers, the tables' numbers in the text; pictures and pages of a PDF."""

import re
import shutil
import subprocess
import unicodedata

import numpy as np
import pytest
from qgis.PyQt.QtCore import QRectF, QSizeF
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPdfWriter

from ecr_toolkit.documents.demarcation_report import DEMARCATION_REPORT
from ecr_toolkit.documents.pdf_text import Text
from ecr_toolkit.documents.pictures import compact_png, palette_of, png, size_of
from ecr_toolkit.documents.writing import write_documents
from ecr_toolkit.errors import Cancelled
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.languages.formats import Formats
from ecr_toolkit.pilot.tables import read_table

NEEDS_POPPLER = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


REPORT = "demarcation_report"


@pytest.fixture(scope="module", params=["en", "fr", "ur"])
def written(request, walked, qgis_app):
    """(pilot, language, names of the outputs, progress told)."""
    class Told(Feedback):
        def __init__(self):
            self.shares = []

        def progress(self, share):
            self.shares.append(share)

    feedback = Told()
    return walked, request.param, write_documents(walked, request.param, feedback, [REPORT]), feedback.shares


def pdf_text(path):
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout.decode()
    plain = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in plain if sign not in "\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")


def test_its_files_are_written_under_the_language(written):
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
        for shown in (formats.area(float(row["ecr_km2"])), formats.percent(float(row["ecr_percent"]))):
            assert unicodedata.normalize("NFKC", shown) in text
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
        write_documents(walked, "zh_CN", Impatient(), [REPORT])
    assert not walked.document("zh_CN", "demarcation_report.html").exists()


@NEEDS_POPPLER
def test_the_numbers_in_the_contents_are_those_of_the_pages(written):
    pilot, language, names, _shares = written
    if language == "ur":
        pytest.skip("the order of words in the text of a right-to-left PDF cannot be relied on")
    pages = [[" ".join(line.split()) for line in page.split("\n")]
             for page in pdf_text(pilot.folder / names[2]).split("\f")[:-1]]
    raw = pdf_text(pilot.folder / names[2]).split("\f")
    entries = [entry for page in raw[1:5] for entry in re.findall(r"^ *(\S.*?) {3,}(\d+)$", page, re.MULTILINE)
               if not re.match(r"\d+$", entry[0])]
    chapters = [entry for entry in entries if re.match(r"\d+\. ", entry[0])]
    assert len(chapters) == len(DEMARCATION_REPORT.chapters(None))
    for title, number in chapters:
        assert any(line.startswith(" ".join(title.split())) for line in pages[int(number) - 1]), (title, number)
        last = [page for page, lines in enumerate(pages, 1) if " ".join(title.split()) in lines and page > 3]
        assert int(number) in last
    numbers = [int(number) for _title, number in entries[:len(entries)]]
    assert len(entries) > len(chapters) and numbers[0] > 2


@NEEDS_POPPLER
def test_the_pdf_says_what_it_is_and_who_made_it(written):
    pilot, language, names, _shares = written
    told = subprocess.run(["pdfinfo", str(pilot.folder / names[2])], capture_output=True, check=True).stdout.decode()
    facts = dict(re.split(r":\s+", line, maxsplit=1) for line in told.splitlines() if re.search(r":\s+\S", line))
    assert facts["Creator"] == "ECR Toolkit" and pilot.name(language) in facts["Title"]
    assert facts["Page size"].endswith("(A4)") and facts["JavaScript"] == "no"


# pictures

@pytest.fixture
def painted(qgis_app, tmp_path):
    """(html, pictures by name) → the first page as an image."""
    def paint(html, pictures):
        image = QImage(400, 400, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        writer = QPdfWriter(str(tmp_path / "x.pdf"))
        text = Text(html, writer, QSizeF(400, 400), "en", False, pictures)
        text.painting = True
        painter = QPainter(image)
        text.drawContents(painter, QRectF(0, 0, 400, 400))
        painter.end()
        return image

    return paint


def red(size=20):
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff0000"))
    return image


def pixels(image):
    """(rows, columns, 3) of an image."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(plain.constBits().asstring(plain.sizeInBytes()), np.uint8)
    return data.reshape(image.height(), image.width(), 4)[..., :3].astype(int)


def is_red(image):
    return bool((pixels(image) == [0, 0, 255]).all(axis=-1).any())


def test_pictures_are_those_that_were_registered(painted):
    html = '<p><img src="map-a" width="50" height="50"></p>'
    assert is_red(painted(html, {"map-a": png(red())}))
    assert is_red(painted('<p><img src="chart-a"></p>', {"chart-a": red()}))
    assert not is_red(painted(html, {"map-b": png(red())}))


@pytest.mark.parametrize("form", ["{}", "file://{}"])
def test_no_file_is_opened_that_a_template_names(painted, tmp_path, form):
    (tmp_path / "secret.png").write_bytes(png(red()))
    (tmp_path / "secret.css").write_text("p { background-color: #ff0000; }", encoding="utf-8")
    picture, sheet = form.format(tmp_path / "secret.png"), form.format(tmp_path / "secret.css")
    for html in (f'<p><img src="{picture}"></p>', f'<p><img src="{picture}" width="50" height="50"></p>',
                 f'<html><head><link rel="stylesheet" type="text/css" href="{sheet}"></head><p>x</p></html>',
                 f'<html><head><style>@import url("{sheet}");</style></head><body><p>x</p></body></html>',
                 f'<table background="{picture}" width="200"><tr><td>x</td></tr></table>',
                 f'<p style="background-image: url({picture})">x</p>'):
        assert not is_red(painted(html, {})), html


def test_pictures_are_opened_when_they_are_painted_only(qgis_app, tmp_path):
    class Watched(dict):
        opened = []

        def get(self, name):
            self.opened.append(name)
            return super().get(name)

    pictures = Watched({"map-a": png(red())})
    text = Text('<p><img src="map-a" width="50" height="40"></p>', QPdfWriter(str(tmp_path / "x.pdf")),
                QSizeF(4000, 4000), "en", False, pictures)
    assert text.pageCount() == 1 and pictures.opened == []
    text.painting = True
    image = red(400)
    painter = QPainter(image)
    text.drawContents(painter, QRectF(0, 0, 4000, 4000))
    painter.end()
    assert set(pictures.opened) == {"map-a"}


def test_a_compact_picture_keeps_its_flat_colours(qgis_app):
    image = QImage(101, 67, QImage.Format.Format_RGB32)
    image.fill(QColor("#ececec"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, colour in enumerate(("#00582c", "#66b97a", "#d7191c")):
        painter.fillRect(10 + 30 * number, 10, 20, 40, QColor(colour))
    painter.setPen(QColor("#1a1a1a"))
    painter.drawLine(0, 0, 101, 67)
    painter.end()
    data = compact_png(image)
    found = QImage.fromData(data)
    assert (found.width(), found.height()) == size_of(data) == (101, 67)
    assert found.format() == QImage.Format.Format_Indexed8 and len(data) < len(png(image))
    for place, colour in (((15, 45), "#00582c"), ((45, 45), "#66b97a"), ((75, 15), "#d7191c"), ((2, 60), "#ececec")):
        assert QColor(found.pixel(*place)).name() == colour
    assert np.abs(pixels(image) - pixels(found)).max() <= 8


def test_a_picture_of_many_colours_takes_the_nearest_of_its_palette():
    shades = np.arange(65_536, dtype=np.uint32).reshape(256, 256) * 251 % 0x1000000 | 0xFF000000
    bins = (shades >> 8 & 0xF800 | shades >> 5 & 0x7E0 | shades >> 3 & 0x1F).astype(np.uint16)
    places, palette = palette_of(shades, bins)
    assert places.shape == shades.shape and len(palette) <= 256 and (palette >> 24 == 255).all()
    def parts(colour):
        return np.stack([colour >> shift & 0xFF for shift in (16, 8, 0)], -1).astype(int)

    error = ((parts(palette[places]) - parts(shades)) ** 2).sum(-1)
    sample = shades.ravel()[::97]
    best = ((parts(sample)[:, None] - parts(palette)[None]) ** 2).sum(-1).min(1)
    assert (np.sqrt(error.ravel()[::97]) <= np.sqrt(best) + 14).all(), "a bin is 8 wide"
