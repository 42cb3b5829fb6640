"""The walked training country and its report rendered without drawing maps."""

import gettext
import re
import shutil
from html.parser import HTMLParser

import pytest

from ecr_toolkit.documents.context import Context
from ecr_toolkit.documents.demarcation_report import DEMARCATION_REPORT, report_tables
from ecr_toolkit.documents.document import Picture
from ecr_toolkit.documents.edition import Drawn, Edition
from ecr_toolkit.documents.figures import figures
from ecr_toolkit.languages.formats import Formats
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table, write_table


@pytest.fixture(scope="session")
def walked(walked_folder, tmp_path_factory):
    """A pilot with every result the report quotes; documents may be written into it."""
    return Pilot.open(shutil.copytree(walked_folder, tmp_path_factory.mktemp("documents") / "pilot"))


@pytest.fixture(scope="session")
def report_of(walked):
    """(language, messages=English) → its report whose maps are empty pictures."""
    def make_report(language="en", messages=None, pilot=walked):
        context = Context(pilot, language, "3.22.16")
        drawn = {figure.id: Drawn(figure, Picture(b"", 170.0, 120.0)) for figure in figures(pilot, context)}
        return Edition(DEMARCATION_REPORT, context, Formats(language), messages or gettext.NullTranslations(), drawn)

    return make_report


@pytest.fixture(scope="session")
def html_of(report_of):
    """The HTML of the report in a language, made once."""
    made = {}

    def html(language="en"):
        if language not in made:
            made[language] = report_of(language).html()
        return made[language]

    return html


class Node(HTMLParser):
    """Reads a document into lists: (tag, attributes) of every element, and (text, open tags) of every text."""

    VOID = {"meta", "img", "br", "rect", "line", "link", "hr"}

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts, self.stack, self.faults = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in self.VOID:
            self.stack.append((tag, dict(attributes)))

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.stack or self.stack[-1][0] != tag:
            self.faults.append((tag, self.getpos(), self.stack[-3:]))
        else:
            self.stack.pop()

    def handle_data(self, text):
        if text.strip():
            self.texts.append((text, list(self.stack)))

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="session")
def parsed():
    return Node


class Bracketed(gettext.NullTranslations):
    """A language in which every message stands in white brackets, so that what is not translated shows."""

    def gettext(self, message):
        return f"⟦{message}⟧"


@pytest.fixture(scope="session")
def bracketed():
    return Bracketed()


@pytest.fixture(scope="session")
def untranslated(report_of, parsed):
    """pilot → the lines of its report that did not go through the catalogue."""
    def lines(pilot):
        report = report_of("ur", Bracketed(), pilot)
        node = parsed(report.html())
        visible = [text for text, stack in node.texts
                   if not {"bdi", "style", "blockquote"} & {tag for tag, _ in stack}]
        visible += [attributes[key] for _, attributes in node.elements for key in ("alt", "aria-label")
                    if key in attributes]
        assert len(visible) > 300
        rest = "\n".join(visible)  # a sentence may go on after a number that stands in an element of its own
        while re.search("⟦[^⟦⟧]*⟧", rest):
            rest = re.sub("⟦[^⟦⟧]*⟧", "", rest)
        for name in sorted((str(name) for name in report.context.names.values()), key=len, reverse=True):
            rest = rest.replace(name, "")
        return [line for line in rest.split("\n") if re.search(r"[^\W\d_]", line)]

    return lines


@pytest.fixture
def copied(walked, tmp_path):
    """A copy of the walked pilot whose tables a test may change."""
    return Pilot.open(shutil.copytree(walked.folder, tmp_path / "pilot"))


@pytest.fixture(scope="session")
def chapter(report_of, parsed):
    """(pilot, id of a chapter) → its words, as a reader in English sees them."""
    def text(pilot, id):
        html = re.search(f'<section aria-labelledby="{id}">.*?</section>', report_of(pilot=pilot).html(), re.DOTALL)
        return " ".join(" ".join(text for text, _ in parsed(html.group()).texts).split())

    return text


@pytest.fixture(scope="session")
def table_of():
    """(pilot, id) → a table of the report."""
    def table(pilot, id):
        return report_tables(Context(pilot, "en"))[id]

    return table


@pytest.fixture(scope="session")
def put():
    """put(pilot, table, rows): the rows as the pilot's table; columns that rows lack stay empty."""
    def write(pilot, table, rows):
        path = pilot.table(table)
        columns = list(read_table(path)[0]) if path.exists() and read_table(path) else []
        columns += [name for row in rows for name in row if name not in columns]
        write_table(path, list(dict.fromkeys(columns)), [{**dict.fromkeys(columns, ""), **row} for row in rows])

    return write
