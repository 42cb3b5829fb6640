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
from .context import Context
from .document import Content, Document, Picture
from .environment import make_environment
from .figures import Figure

PART = "<!-- part -->"  # where the text for Qt is cut; the head goes before every part
PDF_MAP_MM = 130.0  # width of a map in the PDF: two fit on a page
CHART_MM = 150.0
_SCREEN_DPI = 96
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
    """Everything a rendering needs, gathered once for all formats. ``drawn``: the maps by id of their figure."""

    document: Document
    context: Context
    formats: Formats
    messages: gettext.NullTranslations
    drawn: Mapping[str, Drawn]
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    @cached_property
    def content(self) -> Content:
        return self.document.content(self.context)

    @property
    def title(self) -> str:
        """What the document is, in its language."""
        return self.messages.gettext(self.document.title)

    def chart_svgs(self, target: str) -> dict[str, Markup]:
        """Every chart as SVG, by id, with the fonts of the target."""
        families = fonts.for_browser if target == HTML else fonts.for_qt
        return {chart.id: chart.svg(self.formats, self.messages.gettext, families(self.context.language))
                for chart in self.content.charts}

    def html(self) -> str:
        """The accessible copy: one file, pictures and charts inside."""
        return self._render(HTML)

    def qt_html(self) -> list[str]:
        """The same content in the HTML that Qt's rich text knows, a text for each part that begins a page; pictures
        are named, not inside."""
        head, *parts = self._render(QT).split(PART)
        return [head + part for part in parts]

    def qt_contents(self, entries: Sequence[Entry]) -> str:
        """The list of contents with page numbers, in the HTML that Qt's rich text knows."""
        return self._template("contents_qt.html", QT, entries=entries)

    def _render(self, target: str) -> str:
        c, content = self.context, self.content
        return self._template(
            f"{self.document.id}.html", target, c=c, title=self.title, folder=self.document.id,
            chapters=self.document.chapters(c), has_contents=self.document.contents, drawn=self.drawn, pictures=self.pictures,
            charts={chart.id: chart for chart in content.charts}, svgs=self.chart_svgs(target), tables=content.tables,
            facts=content.facts, pixels=_pixels, map_mm=PDF_MAP_MM, chart_mm=CHART_MM)

    def _template(self, name: str, target: str, **values: Any) -> str:
        language = self.context.language
        families = fonts.for_browser(language) if target == HTML else fonts.for_qt(language)
        environment = make_environment(self.messages, self.formats, target, self.context.data_language)
        text = environment.get_template(name).render(font_families=fonts.css(families), **values)
        return _CHINESE_GAPS.sub("", _BLANK_LINES.sub("\n", text))


def _pixels(millimetres: float) -> int:
    """A length for Qt, whose pixels are those of the screen it believes in."""
    return round(millimetres / 25.4 * _SCREEN_DPI)
