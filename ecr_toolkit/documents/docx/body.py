"""The body of a Word document: blocks as WordprocessingML, each paragraph by its style."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from ..edition import MOST_ENTRIES
from .blocks import Block, Cell, Paragraph, Picture, Run, Table, columns_of, plain
from .styles import W, quoted

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_USE = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_EMU, _WIDTH, _HEIGHT = 9_525, 642.0, 756.0  # of a pixel; the most that a page holds: 170 mm by 200 mm
PAGE = ('<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" '
        'w:header="567" w:footer="567" w:gutter="0"/>')

STEPS = 1  # the number of the list with dots; the numbered lists follow it
_PLACES = {"sub": '<w:vertAlign w:val="subscript"/>', "sup": '<w:vertAlign w:val="superscript"/>'}

Rasterised = Callable[[str], tuple[bytes, int, int]]
Measured = Callable[[bytes], tuple[int, int]]


@dataclass
class Body:
    """Writes blocks; ``media`` collects the pictures as (name, bytes), whose relation is ``rIdM`` and their number.
    ``rasterise``: SVG → (PNG, width, height); ``measure``: PNG → (width, height), in pixels of a screen."""

    rtl: bool
    rasterise: Rasterised
    measure: Measured
    media: list[tuple[str, bytes]] = field(default_factory=list)
    lists: int = 0  # numbered lists written

    def xml(self, blocks: Sequence[Block], contents: str, header: str, footer: str) -> str:
        """``word/document.xml``. ``contents``: title of the list of contents, which stands before the first chapter,
        empty where there is none; ``header``, ``footer``: ids of their relations."""
        first = next((place for place, block in enumerate(blocks)
                      if isinstance(block, Paragraph) and block.style == "Heading1"), len(blocks))
        parts = [self._block(block) for block in blocks[:first]]
        many = sum(isinstance(block, Paragraph) and block.style in ("Heading1", "Heading2") for block in blocks)
        if contents:
            chapters = [plain(block.runs) for block in blocks[first:]
                        if isinstance(block, Paragraph) and block.style == "Heading1"]
            parts.append(self._contents(contents, "1-1" if many > MOST_ENTRIES else "1-2", chapters))
        parts += [self._block(block) for block in blocks[first:]]
        bidi = "<w:bidi/>" if self.rtl else ""
        section = (f'<w:sectPr><w:headerReference w:type="default" r:id="{header}"/>'
                   f'<w:footerReference w:type="default" r:id="{footer}"/>{PAGE}{bidi}</w:sectPr>')
        return (f'<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:pic="{_PIC}">'
                f'<w:body>{"".join(parts)}{section}</w:body></w:document>')

    def _block(self, block: Block) -> str:
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Picture):
            return self._picture(block)
        self.lists = max(self.lists, block.number)
        rtl = block.direction == "rtl" if block.direction else self.rtl
        runs = block.runs if rtl == self.rtl or rtl else [replace(run, ltr=True) for run in block.runs]
        return paragraph(block.style, runs, rtl, block.number, block.new_page, rtl != self.rtl)

    def _contents(self, title: str, levels: str, chapters: Sequence[str]) -> str:
        """Word fills the page numbers in when the document is opened and the reader agrees."""
        begin = ('<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> '
                 f'TOC \\o "{levels}" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>')
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        rows = []
        for number, chapter in enumerate(chapters):
            text = runs_xml([Run(chapter)], self.rtl)
            rows.append(f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{begin if number == 0 else ""}{text}'
                        f'{end if number == len(chapters) - 1 else ""}</w:p>')
        return paragraph("ContentsTitle", [Run(title)], self.rtl) + "".join(rows)

    def _table(self, table: Table) -> str:
        columns = columns_of(table)
        if not columns:
            return ""
        visual = "<w:bidiVisual/>" if self.rtl else ""
        fixed = '<w:tblLayout w:type="fixed"/>' if table.even else ""
        look = (f'<w:tblLook w:firstRow="{int(bool(table.head))}" w:lastRow="{int(table.total)}" w:firstColumn="0" '
                'w:noHBand="1" w:noVBand="1"/>')
        grid = "".join(f'<w:gridCol w:w="{9638 // columns}"/>' for _column in range(columns))
        numeric = [any(len(row) > place and row[place].kind == "number" for row in table.body)
                   for place in range(columns)]
        head = "".join(self._row(row, numeric, "<w:cantSplit/><w:tblHeader/>") for row in table.head)
        body = "".join(self._row(row, numeric, "<w:cantSplit/>") for row in table.body)
        caption = paragraph("Caption", table.caption, self.rtl) if table.caption else ""
        told = f"<w:tblCaption w:val={quoted(plain(table.caption))}/>" if table.caption else ""
        return (f'{caption}<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>{visual}<w:tblW w:w="5000" w:type="pct"/>'
                f"{fixed}{look}{told}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
                f'{paragraph("TableText", [], self.rtl)}')

    def _row(self, row: Sequence[Cell], numeric: Sequence[bool], properties: str) -> str:
        spans = [f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else "" for cell in row]
        cells = "".join(f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/>{span}</w:tcPr>'
                        f'{paragraph(_style(cell, numeric[place]), cell.runs, self.rtl)}</w:tc>'
                        for place, (cell, span) in enumerate(zip(row, spans)))
        return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"

    def _picture(self, picture: Picture) -> str:
        vector = ""
        if picture.svg:
            png, width, height = self.rasterise(picture.svg)
            vector = self._medium("svg", picture.svg.encode("utf-8"))
        elif picture.png:
            png, (width, height) = picture.png, self.measure(picture.png)
        else:
            return ""
        if picture.width:
            width, height = picture.width, height * picture.width / width
        fit = min(1.0, _WIDTH / width, _HEIGHT / height)
        drawn = self._inline(self._medium("png", png), vector, picture.alt or plain(picture.caption),
                             round(width * fit * _EMU), round(height * fit * _EMU))
        caption = paragraph("PictureCaption", picture.caption, self.rtl) if picture.caption else ""
        style = "Normal" if picture.width else "Picture"
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{drawn}</w:r></w:p>{caption}'

    def _medium(self, suffix: str, data: bytes) -> str:
        self.media.append((f"image{len(self.media) + 1}.{suffix}", data))
        return f"rIdM{len(self.media)}"

    @staticmethod
    def _inline(relation: str, vector: str, alt: str, width: int, height: int) -> str:
        number = relation[4:]
        use = (f'<a:extLst><a:ext uri="{_SVG_USE}"><asvg:svgBlip xmlns:asvg="{_SVG}" r:embed="{vector}"/></a:ext>'
               "</a:extLst>") if vector else ""
        return (f'<w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" '
                f'name="Picture {number}" descr={quoted(alt)}/><a:graphic><a:graphicData uri="{_PIC}"><pic:pic>'
                f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
                f'<pic:blipFill><a:blip r:embed="{relation}">{use}</a:blip><a:stretch><a:fillRect/></a:stretch>'
                f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
                '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
                "</wp:inline></w:drawing>")


def _style(cell: Cell, numeric: bool) -> str:
    if cell.kind == "head":
        return "TableHeadNumber" if numeric else "TableHead"
    return "TableNumber" if cell.kind == "number" else "TableText"


def paragraph(style: str, runs: Sequence[Run], rtl: bool, number: int = 0, new_page: bool = False,
              turned: bool = False) -> str:
    """A paragraph in a style; ``number``: the numbered list that it belongs to, from 1; ``new_page``: it begins one;
    ``turned``: its direction is not that of the document."""
    page = "<w:pageBreakBefore/>" if new_page else ""
    steps = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{STEPS + number}"/></w:numPr>' if number else ""
    bidi = f'<w:bidi w:val="{int(rtl)}"/>' if turned else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{page}{steps}{bidi}</w:pPr>{runs_xml(runs, rtl)}</w:p>'


def runs_xml(runs: Sequence[Run], rtl: bool) -> str:
    """Runs of text; emphasis and codes by character styles, and in a language from right to left the direction of each
    run, which Word does not take from a paragraph."""
    written = []
    for run in runs:
        style = "Strong" if run.bold else "Emphasis" if run.italic else "Code" if run.ltr else ""
        named = f'<w:rStyle w:val="{style}"/>' if style else ""
        direction = "<w:rtl/>" if rtl and not run.ltr else ""
        place = _PLACES.get(run.place, "")
        properties = f"<w:rPr>{named}{place}{direction}</w:rPr>" if named or place or direction else ""
        lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>' if line else ""
                               for line in run.text.split("\n"))
        written.append(f"<w:r>{properties}{lines}</w:r>")
    return "".join(written)
