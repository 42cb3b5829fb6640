"""Blocks: what an HTML document of ours holds, in order: headings, paragraphs, lists, tables and pictures."""

import base64
import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Optional, Union

_GAPS = re.compile(r"\s+")
_EMPTY = {"br", "img", "meta", "rect", "line", "polyline", "path", "circle", "link"}
_DATA = "data:image/png;base64,"


@dataclass
class Run:
    """Text of one kind. ``ltr``: it runs from left to right whatever surrounds it, as codes and numbers do."""

    text: str
    bold: bool = False
    italic: bool = False
    ltr: bool = False


@dataclass
class Paragraph:
    """``style``: Title, Heading1, Heading2, Normal, List, Note, Term or Definition."""

    style: str
    runs: list[Run] = field(default_factory=list)


@dataclass
class Cell:
    """``kind``: head, name (head of a row), number, code or text."""

    kind: str
    runs: list[Run] = field(default_factory=list)


@dataclass
class Table:
    """``head`` and ``body`` rows of cells; ``total``: the last row is a sum."""

    caption: list[Run] = field(default_factory=list)
    head: list[list[Cell]] = field(default_factory=list)
    body: list[list[Cell]] = field(default_factory=list)
    total: bool = False


@dataclass
class Picture:
    """A PNG, or an SVG with real text; what it shows in words, and its caption."""

    png: bytes = b""
    svg: str = ""
    alt: str = ""
    caption: list[Run] = field(default_factory=list)


Block = Union[Paragraph, Table, Picture]


def blocks_of(html: str) -> list[Block]:
    """The blocks of an HTML document; its list of contents is left out, because Word makes its own."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.blocks


class _Reader(HTMLParser):
    """Follows the tags that our templates write."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._skipped = 0  # depth inside of what is left out
        self._open: Optional[list[Run]] = None  # where text goes
        self._table: Optional[Table] = None
        self._rows: list[list[Cell]] = []
        self._picture: Optional[Picture] = None
        self._svg: Optional[list[str]] = None
        self._inline: list[tuple[str, bool, bool, bool]] = []
        self._note = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, Optional[str]]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if self._svg is not None or tag == "svg":
            self._svg = self._svg or []
            self._svg.append(_tag(tag, given))
            return
        if self._skipped or tag in ("nav", "head", "style", "script"):
            self._skipped += tag not in _EMPTY
            return
        start = getattr(self, f"_start_{tag}", None)
        if start is not None:
            start(given)
        elif tag in ("b", "strong", "em", "i", "bdi", "span", "a"):
            self._inline.append((tag, tag in ("b", "strong"), tag in ("em", "i"), given.get("dir") == "ltr"))

    def handle_endtag(self, tag: str) -> None:
        if self._svg is not None:
            if tag not in _EMPTY:
                self._svg.append(f"</{tag}>")
            if tag == "svg" and self._picture is not None:
                self._picture.svg, self._svg = "".join(self._svg), None
            return
        if self._skipped:
            self._skipped -= 1
            return
        if tag in ("p", "h1", "h2", "h3", "li", "dt", "dd", "figcaption", "caption", "td", "th"):
            self._open = None
        elif tag == "div" and self._note:
            self._note -= 1
        elif tag == "figure" and self._picture is not None:
            self.blocks.append(self._picture)
            self._picture = None
        elif tag == "table" and self._table is not None:
            self.blocks.append(self._table)
            self._table = None
        elif self._inline and tag == self._inline[-1][0]:
            self._inline.pop()

    def handle_data(self, data: str) -> None:
        if self._svg is not None:
            self._svg.append(escape(data, quote=False))
        elif not self._skipped and self._open is not None:
            self._add(_GAPS.sub(" ", data))

    def _add(self, text: str) -> None:
        runs = self._open
        if runs is None or not (text.strip(" ") or runs):
            return
        flags = tuple(any(flag[place] for flag in self._inline) for place in (1, 2, 3))
        if not runs:
            text = text.lstrip(" ")
        elif runs[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if runs and (runs[-1].bold, runs[-1].italic, runs[-1].ltr) == flags:
            runs[-1].text += text
        elif text:
            runs.append(Run(text, *flags))

    def _paragraph(self, style: str) -> None:
        self.blocks.append(Paragraph(style))
        self._open = self.blocks[-1].runs

    def _start_h1(self, _given) -> None:
        self._paragraph("Title")

    def _start_h2(self, _given) -> None:
        self._paragraph("Heading1")

    def _start_h3(self, _given) -> None:
        self._paragraph("Heading2")

    def _start_p(self, _given) -> None:
        self._paragraph("Note" if self._note else "Normal")

    def _start_li(self, _given) -> None:
        self._paragraph("List")

    def _start_dt(self, _given) -> None:
        self._paragraph("Term")

    def _start_dd(self, _given) -> None:
        self._paragraph("Definition")

    def _start_div(self, given) -> None:
        if self._note or given.get("class") == "note":
            self._note += 1

    def _start_br(self, _given) -> None:
        if self._open:
            self._open.append(Run("\n"))

    def _start_figure(self, _given) -> None:
        self._picture = Picture()

    def _start_img(self, given) -> None:
        source = given.get("src", "")
        if self._picture is not None and source.startswith(_DATA):
            self._picture.png, self._picture.alt = base64.b64decode(source[len(_DATA):]), given.get("alt", "")

    def _start_figcaption(self, _given) -> None:
        if self._picture is not None:
            self._open = self._picture.caption

    def _start_table(self, _given) -> None:
        self._table = Table()

    def _start_caption(self, _given) -> None:
        if self._table is not None:
            self._open = self._table.caption

    def _start_thead(self, _given) -> None:
        if self._table is not None:
            self._rows = self._table.head

    def _start_tbody(self, _given) -> None:
        if self._table is not None:
            self._rows = self._table.body

    def _start_tr(self, given) -> None:
        self._rows.append([])
        if self._table is not None and given.get("class") == "total":
            self._table.total = True

    def _start_th(self, given) -> None:
        self._cell("head" if given.get("scope") == "col" else "name")

    def _start_td(self, given) -> None:
        self._cell(given.get("class", "") if given.get("class") in ("number", "code") else "text")

    def _cell(self, kind: str) -> None:
        self._rows[-1].append(Cell(kind))
        self._open = self._rows[-1][-1].runs


def _tag(tag: str, attributes: dict[str, str]) -> str:
    named = {"viewbox": "viewBox"}  # the parser writes names small; SVG tells them apart
    written = "".join(f' {named.get(name, name)}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{written}{'/' if tag in _EMPTY else ''}>"


def plain(runs: list[Run]) -> str:
    """The text of runs."""
    return "".join(run.text for run in runs).strip()
