"""The walked training country and its report rendered without drawing maps."""

import gettext
import shutil
from html.parser import HTMLParser

import pytest

from ecr_toolkit.documents.context import Context
from ecr_toolkit.documents.figures import figures
from ecr_toolkit.documents.render import Drawn, Report
from ecr_toolkit.languages.formats import Formats
from ecr_toolkit.pilot.pilot import Pilot


@pytest.fixture(scope="session")
def walked(walked_folder, tmp_path_factory):
    """A pilot with every result the report quotes; documents may be written into it."""
    return Pilot.open(shutil.copytree(walked_folder, tmp_path_factory.mktemp("documents") / "pilot"))


@pytest.fixture(scope="session")
def report_of(walked):
    """(language, messages=English) → a Report whose maps are empty pictures."""
    def make_report(language="en", messages=None, pilot=walked):
        context = Context(pilot, language)
        drawn = {figure.id: Drawn(figure, b"", 170.0, 120.0) for figure in figures(pilot, context)}
        return Report(context, Formats(language), messages or gettext.NullTranslations(), drawn, "3.22.16")

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
