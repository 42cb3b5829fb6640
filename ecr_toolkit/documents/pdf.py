"""PDF by QTextDocument and QPdfWriter: pages with running title and numbers, contents with the numbers of pages.

Qt has no page header or footer: they are painted here. The text is laid out by pdf_text.py and pdf_breaks.py.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.PyQt.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

from ..feedback import Feedback
from .aside import aside
from .cells import QT
from .edition import MOST_ENTRIES, ONE_PAGE, Edition, Entry
from .fonts import for_painter, installed
from .pdf_breaks import first_line, keep_together, page_at
from .pdf_text import MARGIN, Pictures, Text
from .pictures import svg_image
from .qt_flags import as_int

_DPI = 300
_TOP_MM, _FOOT_MM = 10.0, 10.0
_SMALL = 8.0
_SMALLER, _SMALLEST = 1.01, 4.0  # how much smaller a page is drawn than in the try before, at least; in all, at most


@dataclass
class Part:
    """A text that begins a page. ``smaller``: how many times it is drawn smaller than it was laid out."""

    text: Text
    smaller: float = 1.0


def write_pdf(edition: Edition, path: Path, feedback: Feedback) -> int:
    """Write a document as PDF to ``path``; gives the number of pages. Raises Cancelled between parts and pages."""
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(_DPI)
    writer.setPageMargins(QMarginsF(17, 12, 17, 12), QPageLayout.Unit.Millimeter)
    title = f"{edition.title}{edition.formats.colon}{edition.context.country}"
    writer.setTitle(title)
    writer.setCreator("ECR Toolkit")
    page = QSizeF(writer.width(), writer.height() - _mm(_TOP_MM + _FOOT_MM))
    pictures: Pictures = {
        **{f"map-{id}": drawn.picture.png for id, drawn in edition.drawn.items()},
        **{f"picture-{id}": picture.png for id, picture in edition.pictures.items()},
        **{f"chart-{id}": svg_image(str(svg)) for id, svg in edition.chart_svgs(QT).items()}}
    parts = []
    for html in aside(edition.qt_html, feedback):  # a text a page begins with; small ones are laid out faster
        feedback.check()
        part = Part(_text(html, writer, page, edition, pictures))
        if ONE_PAGE in html:
            _fit(part, page)
        else:
            keep_together(part.text, feedback)
        parts.append(part)
    if edition.document.contents:
        parts.insert(1, _contents(parts, writer, page, edition))
    return _paint(parts, writer, page, edition, title, feedback)


def _text(html: str, writer: QPdfWriter, page: QSizeF, edition: Edition, pictures: Pictures) -> Text:
    return Text(html, writer, page, edition.context.language, edition.formats.rtl, pictures)


def _fit(part: Part, page: QSizeF) -> None:
    """Lay a part out on a larger page, which is drawn smaller, until it is one page; one that breaks its pages itself
    keeps them."""
    text = part.text
    while text.pageCount() > 1 and part.smaller < _SMALLEST:
        foot = text.documentLayout().blockBoundingRect(text.lastBlock()).bottom()
        needed = foot / text.pageSize().height()  # pages
        part.smaller *= max(_SMALLER, math.sqrt(needed))  # a wider text is less high, too
        text.setPageSize(page * part.smaller)


def _contents(parts: Sequence[Part], writer: QPdfWriter, page: QSizeF, edition: Edition) -> Part:
    """The list of contents, which stands after the first of the parts; its own length moves what it lists."""
    found, number = [], 0
    for part in parts:
        found += [entry._replace(page=entry.page + number) for entry in headings(part.text)]
        number += part.text.pageCount()
    if len(found) > MOST_ENTRIES:
        found = [entry for entry in found if entry.level == 2]
    after, pages = parts[0].text.pageCount(), 1
    while True:
        entries = [entry._replace(page=entry.page + (pages if entry.page > after else 0)) for entry in found]
        made = _text(edition.qt_contents(entries), writer, page, edition, {})
        if made.pageCount() <= pages:
            return Part(made)
        pages = made.pageCount()


def headings(text: Text) -> list[Entry]:
    """Chapters and sections of a laid-out text with the page on which each stands, from 1."""
    found, height, block = [], text.pageSize().height(), text.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        if level in (2, 3):
            words = block.text().replace("\u2028", " ")  # a break of the line
            found.append(Entry(level, words, page_at(first_line(text, block) + 2, height) + 1))
        block = block.next()
    return found


def _paint(parts: Sequence[Part], writer: QPdfWriter, page: QSizeF, edition: Edition, running: str,
           feedback: Feedback) -> int:
    count, number = sum(part.text.pageCount() for part in parts), 0
    painter = QPainter(writer)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)  # type on maps stays sharp
    for part in parts:
        size = part.text.pageSize()
        part.text.painting = True
        for index in range(part.text.pageCount()):
            feedback.check()
            if number:
                writer.newPage()
            number += 1
            painter.save()
            painter.translate(0, _mm(_TOP_MM))
            painter.scale(1 / part.smaller, 1 / part.smaller)
            painter.translate(0, -index * size.height())
            part.text.drawContents(painter, QRectF(QPointF(0, index * size.height()), size))
            painter.restore()
            _paint_edges(painter, page, edition, running if number > 1 else "", f"{number} / {count}")
            feedback.progress(number / count)
    painter.end()
    return count


def _paint_edges(painter: QPainter, page: QSizeF, edition: Edition, running: str, number: str) -> None:
    """Running title above, page number below."""
    small = QFont(installed(for_painter(edition.context.language)))
    small.setPointSizeF(_SMALL)
    painter.setFont(small)
    painter.setPen(QColor("#555555"))
    top, foot, edge = _mm(_TOP_MM), _mm(_FOOT_MM), MARGIN / 96 * _DPI
    side = Qt.AlignmentFlag.AlignRight if edition.formats.rtl else Qt.AlignmentFlag.AlignLeft
    painter.drawText(QRectF(edge, 0, page.width() - 2 * edge, top * 0.7), as_int(side | Qt.AlignmentFlag.AlignTop),
                     running)
    painter.drawText(QRectF(0, top + page.height(), page.width(), foot),
                     as_int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom), number)


def _mm(millimetres: float) -> float:
    return millimetres / 25.4 * _DPI
