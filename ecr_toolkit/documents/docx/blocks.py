"""Blocks: what an HTML document of ours holds, in order: headings, paragraphs, lists, tables and pictures."""

import base64
import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Optional, Union

_GAPS = re.compile(r"[ \t\n\r\f]+")  # no-break spaces stay, as in HTML
_EMPTY = {"br", "img", "meta", "rect", "line", "polyline", "path", "circle", "link"}
_DATA = "data:image/png;base64,"


@dataclass
class Run:
    """Text of one kind. ``ltr``: it runs from left to right whatever surrounds it, as codes and numbers do. ``place``:
    ``sub`` or ``sup`` where it stands below or above the line."""

    text: str
    bold: bool = False
    italic: bool = False
    ltr: bool = False
    place: str = ""


@dataclass
class Paragraph:
    """``style``: Title, Heading1 to Heading3, Normal, List, Steps, Formula, Note, Term or Definition. ``number``: the
    numbered list that it belongs to, from 1. ``new_page``: it begins a page, whatever its style says. ``direction``:
    ``ltr`` or ``rtl`` where it has one of its own."""

    style: str
    runs: list[Run] = field(default_factory=list)
    number: int = 0
    new_page: bool = False
    direction: str = ""


@dataclass
class Cell:
    """``kind``: head, name (head of a row), number, code or text. ``span``: how many columns it takes."""

    kind: str
    runs: list[Run] = field(default_factory=list)
    span: int = 1


@dataclass
class Table:
    """``head`` and ``body`` rows of cells; ``total``: the last row is a sum; ``even``: columns of the same width, as in
    a form, whose cells are empty."""

    caption: list[Run] = field(default_factory=list)
    head: list[list[Cell]] = field(default_factory=list)
    body: list[list[Cell]] = field(default_factory=list)
    total: bool = False
    even: bool = False


@dataclass
class Picture:
    """A PNG, or an SVG with real text; what it shows in words, and its caption. ``width``: in pixels of a screen, where
    it stands at the edge of the page in a size of its own, as a logo does."""

    png: bytes = b""
    svg: str = ""
    alt: str = ""
    caption: list[Run] = field(default_factory=list)
    width: int = 0


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
        self._place = ""  # below or above the line
        self._steps = 0  # numbered lists so far
        self._numbered: list[bool] = []  # the lists that are open
        self._note = 0
        self._panels: Optional[list[Table]] = None  # tables that stand beside each other
        self._new_page = False

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
        end = getattr(self, f"_end_{tag}", None)
        if end is not None:
            end()
        elif tag in ("p", "h1", "h2", "h3", "h4", "li", "dt", "dd", "figcaption", "caption", "td", "th",
                     "blockquote"):
            self._open = None
        elif self._inline and tag == self._inline[-1][0]:
            self._inline.pop()

    def _end_sub(self) -> None:
        self._place = ""

    _end_sup = _end_sub

    def _end_ol(self) -> None:
        self._numbered.pop()

    _end_ul = _end_ol

    def _end_div(self) -> None:
        self._note = max(0, self._note - 1)
        if self._panels is not None:
            self.blocks.append(beside(self._panels))
            self._panels = None

    def _end_figure(self) -> None:
        if self._picture is not None:
            self.blocks.append(self._picture)
            self._picture = None

    def _end_table(self) -> None:
        if self._table is not None:
            (self.blocks if self._panels is None else self._panels).append(self._table)
            self._table = None

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
        if runs and (runs[-1].bold, runs[-1].italic, runs[-1].ltr, runs[-1].place) == (*flags, self._place):
            runs[-1].text += text
        elif text:
            runs.append(Run(text, *flags, self._place))

    def _paragraph(self, style: str, number: int = 0) -> None:
        self.blocks.append(Paragraph(style, number=number))
        self._open = self.blocks[-1].runs

    def _start_h1(self, _given) -> None:
        self._paragraph("Title")

    def _start_h2(self, _given) -> None:
        self._paragraph("Heading1")

    def _start_h3(self, _given) -> None:
        self._paragraph("Heading2")
        self.blocks[-1].new_page, self._new_page = self._new_page, False

    def _start_section(self, given) -> None:
        self._new_page = given.get("class") == "sheet"

    def _start_h4(self, _given) -> None:
        self._paragraph("Heading3")

    def _start_p(self, given) -> None:
        usual = "Note" if self._note else "Normal"
        self._paragraph("Formula" if given.get("class") == "formula" else usual)
        self.blocks[-1].direction = given.get("dir", "")

    def _start_blockquote(self, given) -> None:
        self._paragraph("Definition")
        self.blocks[-1].direction = given.get("dir", "")

    def _start_sub(self, _given) -> None:
        self._place = "sub"

    def _start_sup(self, _given) -> None:
        self._place = "sup"

    def _start_ul(self, _given) -> None:
        self._numbered.append(False)

    def _start_ol(self, _given) -> None:
        self._numbered.append(True)
        self._steps += 1

    def _start_li(self, _given) -> None:
        if self._numbered and self._numbered[-1]:
            self._paragraph("Steps", self._steps)
        else:
            self._paragraph("List")

    def _start_dt(self, _given) -> None:
        self._paragraph("Term")

    def _start_dd(self, _given) -> None:
        self._paragraph("Definition")

    def _start_div(self, given) -> None:
        if self._note or given.get("class") == "note":
            self._note += 1
        if given.get("class") == "panels":
            self._panels = []

    def _start_br(self, _given) -> None:
        if self._open is not None:
            self._open.append(Run("\n"))

    def _start_figure(self, _given) -> None:
        self._picture = Picture()

    def _start_img(self, given) -> None:
        source = given.get("src", "")
        if self._picture is not None and source.startswith(_DATA):
            self._picture.png, self._picture.alt = base64.b64decode(source[len(_DATA):]), given.get("alt", "")
            self._picture.width = int(given.get("width", "0"))

    def _start_figcaption(self, _given) -> None:
        if self._picture is not None:
            self._open = self._picture.caption

    def _start_table(self, given) -> None:
        self._table = Table(even=given.get("class") == "form")

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
        self._cell("head" if given.get("scope") in ("col", "colgroup") else "name")
        if given.get("colspan", "").isdecimal():
            self._rows[-1][-1].span = int(given["colspan"])

    def _start_td(self, given) -> None:
        self._cell(given.get("class", "") if given.get("class") in ("number", "code") else "text")

    def _cell(self, kind: str) -> None:
        self._rows[-1].append(Cell(kind))
        self._open = self._rows[-1][-1].runs


def _tag(tag: str, attributes: dict[str, str]) -> str:
    named = {"viewbox": "viewBox"}  # the parser writes names small; SVG tells them apart
    written = "".join(f' {named.get(name, name)}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{written}{'/' if tag in _EMPTY else ''}>"


def beside(tables: list[Table]) -> Table:
    """Tables without heads as one, their columns beside each other; shorter ones end in empty cells."""
    joined = Table()
    widths = [columns_of(table) for table in tables]
    for number in range(max((len(table.body) for table in tables), default=0)):
        joined.body.append([cell for table, width in zip(tables, widths) for cell in (
            table.body[number] if number < len(table.body) else [Cell("text") for _column in range(width)])])
    return joined


def columns_of(table: Table) -> int:
    """How many columns a table has."""
    return max((sum(cell.span for cell in row) for row in (*table.head, *table.body)), default=0)


def plain(runs: list[Run]) -> str:
    """The text of runs."""
    return "".join(run.text for run in runs).strip()
