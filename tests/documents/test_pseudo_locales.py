"""Invented languages over all four documents: accented, from right to left, twice as long. No text is left in English
and no table breaks."""

import gettext
import re
from html.parser import HTMLParser

import pytest
from qgis.PyQt.QtCore import QMarginsF, QSizeF
from qgis.PyQt.QtGui import QPageLayout, QPageSize, QPdfWriter

from ecr_toolkit.documents.catalogue import DOCUMENTS
from ecr_toolkit.documents.context import Context
from ecr_toolkit.documents.document import Picture
from ecr_toolkit.documents.docx.blocks import Table, blocks_of
from ecr_toolkit.documents.edition import Drawn, Edition
from ecr_toolkit.documents.pdf_text import Text
from ecr_toolkit.languages.formats import Formats

KEPT = re.compile(r"(\{[a-z_]*\}|%\([a-z_]+\)[sd]|%%)")
LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ"
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهابتثجحخدذرزسشصضطظعغفقكلمنه"


class Invented(gettext.NullTranslations):
    """Every message with other letters (those of placeholders stay), ``times`` over."""

    def __init__(self, letters, times=1):
        super().__init__()
        self._letters, self._times = str.maketrans(LATIN, letters), times

    def gettext(self, message):
        parts = KEPT.split(message)
        text = "".join(part if KEPT.fullmatch(part) else part.translate(self._letters) for part in parts)
        return " ".join([text, *(KEPT.sub("", text) for _ in range(self._times - 1))])


LOCALES = {"accented": ("en", Invented(ACCENTED)), "right-to-left": ("ar", Invented(ARABIC)),
           "twice": ("en", Invented(ACCENTED, 2))}
# What stays Latin in any language: codes, names of files and programs, addresses, units and formulas
LATIN_WORD = re.compile(r"[A-Za-z]{4,}")


class Pictures(dict):
    """A picture for every id but the logo and the steps, which a pilot may lack."""

    def __contains__(self, id):
        return not (id == "logo" or id.startswith("step-"))

    def __missing__(self, id):
        return Picture(b"", 150.0, 100.0)


class Reader(HTMLParser):
    """Texts that stand in no element for codes, the country's own words or the language's numbers."""

    SILENT = {"bdi", "style", "blockquote", "code", "sub", "sup", "title"}
    VOID = {"meta", "img", "br", "rect", "line", "link", "hr", "col"}

    def __init__(self, html):
        super().__init__()
        self.open, self.texts = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag not in self.VOID:
            self.open.append((tag, dict(attributes)))
        self.texts += [value for name, value in attributes if name in ("alt", "aria-label")]

    def handle_startendtag(self, tag, attributes):
        """An element of SVG that holds nothing."""

    def handle_endtag(self, tag):
        assert self.open and self.open[-1][0] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data):
        own = any(tag in self.SILENT or attributes.get("class") in ("code", "formula", "own")
                  or "lang" in attributes and tag != "html" for tag, attributes in self.open)
        if data.strip() and not own:
            self.texts.append(data.strip())


@pytest.fixture(scope="module")
def edition_of(walked):
    made = {}

    def edition(document, locale):
        if (document.id, locale) not in made:
            language, messages = LOCALES[locale]
            context = Context(walked, language, "3.22.16")
            drawn = {one.id: Drawn(one, Picture(b"", 170.0, 120.0)) for one in document.figures(walked, context)}
            made[document.id, locale] = Edition(document, context, Formats(language), messages, drawn, Pictures())
        return made[document.id, locale]

    return edition


@pytest.fixture(params=DOCUMENTS, ids=lambda document: document.id)
def document(request):
    return request.param


@pytest.mark.parametrize("locale", LOCALES)
def test_the_html_is_whole_and_its_tables_have_all_cells(edition_of, document, locale):
    html = edition_of(document, locale).html()
    assert Reader(html).open == []
    for table in (block for block in blocks_of(html) if isinstance(block, Table)):
        widths = {sum(cell.span for cell in row) if hasattr(row[0], "span") else len(row)
                  for row in (*table.head, *table.body) if row}
        assert len(widths) == 1, (table.caption, widths)


def test_no_text_is_left_in_english(edition_of, document):
    """With an alphabet without Latin letters whatever is Latin did not go through the catalogue."""
    edition = edition_of(document, "right-to-left")
    names = sorted(map(str, edition.context.names.values()), key=len, reverse=True)
    left = []
    for text in Reader(edition.html()).texts:
        for name in names:
            text = text.replace(name, "")
        left += LATIN_WORD.findall(text)
    assert sorted(set(left)) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_table_is_wider_than_the_page(edition_of, document, locale, tmp_path, qgis_app):
    edition = edition_of(document, locale)
    writer = QPdfWriter(str(tmp_path / "page.pdf"))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(300)
    writer.setPageMargins(QMarginsF(17, 12, 17, 12), QPageLayout.Unit.Millimeter)
    page = QSizeF(writer.width(), writer.height() - 236)
    for html in edition.qt_html():
        text = Text(html, writer, page, edition.context.language, edition.formats.rtl, {})
        assert text.size().width() <= page.width() * 1.01
