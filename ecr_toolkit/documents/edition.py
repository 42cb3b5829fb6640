"""Edition: one document of one pilot in one language, as HTML for browsers and as HTML for Qt's PDF."""

import gettext
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from markupsafe import Markup

from ..languages.formats import Formats
from . import fonts
from .cells import HTML, QT
from .checked import check
from .context import Context
from .document import Content, Document, Picture
from .environment import make_environment
from .figures import Figure
from .overrides.faults import as_error
from .overrides.reading import NONE, Overrides

PART = "<!-- part -->"  # where the text for Qt is cut; the head goes before every part
ONE_PAGE = "<!-- one page -->"  # in a part that must be one page of the PDF: it is drawn smaller where it is longer
PDF_MAP_MM = 130.0  # width of a map in the PDF: two fit on a page
CHART_MM = 150.0
MOST_ENTRIES = 100  # of the list of contents; where there are more it lists chapters only
_BLANK_LINES = re.compile(r"\n\s*\n")
# Sentences follow each other on lines of their own in the templates; Chinese puts no space between them
_CHINESE_GAPS = re.compile(r"(?<=[\u3001\u3002\uff01-\uff1f])\s+(?=[\u201c\u300a\u3400-\u9fff])")


@dataclass(frozen=True)
class Drawn:
    """A figure with its picture."""

    figure: Figure
    picture: Picture


class Entry(NamedTuple):
    """A heading in the list of contents: level 2 or 3, its words and its page."""

    level: int
    text: str
    page: int


@dataclass(frozen=True)
class Edition:
    """Everything a rendering needs, gathered once for all formats. ``drawn``: the maps by id of their figure;
    ``overrides``: templates of the pilot in place of the toolkit's.

    Rendering raises ToolkitError for a template of the pilot that cannot be used, and for what it may not make."""

    document: Document
    context: Context
    formats: Formats
    messages: gettext.NullTranslations
    drawn: Mapping[str, Drawn]
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    overrides: Overrides = NONE

    @cached_property
    def content(self) -> Content:
        return self.document.content(self.context)

    @property
    def title(self) -> str:
        """What the document is, in its language."""
        return self.messages.gettext(self.document.title)

    def chart_svgs(self, target: str) -> dict[str, Markup]:
        """Every chart as SVG, by id, with the fonts of the target."""
        language = self.context.language
        families = fonts.for_browser(language) if target == HTML else [fonts.installed(fonts.for_painter(language))]
        return {chart.id: chart.svg(self.formats, self.messages.gettext, families)
                for chart in self.content.charts}

    def html(self) -> str:
        """The accessible copy: one file, pictures and charts inside."""
        return self._html

    @cached_property
    def _html(self) -> str:
        return self._render(HTML)

    def qt_html(self) -> list[str]:
        """The same content in the HTML that Qt's rich text knows, a text for each part that begins a page; pictures
        are named, not inside."""
        head, *parts = self._render(QT).split(PART)
        return [head + part for part in parts or [""]]

    def qt_contents(self, entries: Sequence[Entry]) -> str:
        """The list of contents with page numbers, in the HTML that Qt's rich text knows."""
        return self._template("contents_qt.html", QT, entries=entries)

    def _render(self, target: str) -> str:
        c, content = self.context, self.content
        return self._template(
            f"{self.document.id}.html", target, c=c, title=self.title, folder=self.document.id,
            chapters=self.document.chapters(c), has_contents=self.document.contents, drawn=self.drawn,
            pictures=self.pictures, charts={chart.id: chart for chart in content.charts}, svgs=self.chart_svgs(target),
            tables=content.tables, facts=content.facts, map_mm=PDF_MAP_MM, chart_mm=CHART_MM)

    def _addresses(self, target: str) -> list[str]:
        """What the pictures of a document are called in it."""
        if target == HTML:
            return [picture.uri for picture in (*(one.picture for one in self.drawn.values()), *self.pictures.values())]
        return [*(f"map-{id}" for id in self.drawn), *(f"picture-{id}" for id in self.pictures),
                *(f"chart-{chart.id}" for chart in self.content.charts)]

    def _template(self, name: str, target: str, **values: Any) -> str:
        language = self.context.language
        families = fonts.for_browser(language) if target == HTML else fonts.for_qt(language)
        environment = make_environment(self.messages, self.formats, target, self.context.data_language, self.overrides,
                                       self.context.translated_names)
        try:
            text = environment.get_template(name).render(font_families=fonts.css(families), **values)
        except Exception as fault:
            if not self.overrides.texts:
                raise
            raise as_error(fault, self.overrides) from fault
        if self.overrides.texts:
            check(text.replace(PART, "").replace(ONE_PAGE, ""), self._addresses(target), self.overrides)
        return _CHINESE_GAPS.sub("", _BLANK_LINES.sub("\n", text))
