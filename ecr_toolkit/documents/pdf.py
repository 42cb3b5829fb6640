"""PDF by QTextDocument and QPdfWriter: pages with running title and numbers, no heading alone at the foot of a page.

The one file for PDF. Qt has no page header, footer or "keep with next": they are painted and laid out here.
"""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from qgis.PyQt.QtCore import QByteArray, QMarginsF, QPointF, QRectF, QSizeF, Qt, QUrl
from qgis.PyQt.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from ..feedback import Feedback
from . import fonts
from .cells import QT
from .edition import Edition, Entry
from .pictures import svg_image
from .qt_flags import as_int

KEEP = "keep"  # anchor that marks a paragraph to be kept with the next one
_DPI = 300
_TOP_MM, _FOOT_MM = 10.0, 10.0
_SMALL = 8.0
_SHORT_TABLE, _FIRST_ROWS = 0.4, 3  # part of a page below which a table is not broken; rows to stay with its head
_MARGIN = 8  # pixels of a screen, inside the page, so that nothing is painted on its very edge
_PICTURE = "\ufffc"  # how Qt writes a picture in a text
_LTR = Qt.LayoutDirection.LeftToRight


def write_pdf(edition: Edition, path: Path, feedback: Feedback) -> int:
    """Write a document as PDF to ``path``; gives the number of pages. Raises Cancelled between pages."""
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(_DPI)
    writer.setPageMargins(QMarginsF(17, 12, 17, 12), QPageLayout.Unit.Millimeter)
    title = f"{edition.title}{edition.formats.colon}{edition.context.country}"
    writer.setTitle(title)
    writer.setCreator("ECR Toolkit")
    page = QSizeF(writer.width(), writer.height() - _mm(_TOP_MM + _FOOT_MM))
    pngs = {**{f"map-{id}": drawn.picture for id, drawn in edition.drawn.items()},
            **{f"picture-{id}": picture for id, picture in edition.pictures.items()}}
    pictures = {name: QImage.fromData(QByteArray(picture.png)) for name, picture in pngs.items()}
    pictures.update({f"chart-{id}": svg_image(str(svg)) for id, svg in edition.chart_svgs(QT).items()})
    documents = []
    for html in edition.qt_html():  # each part begins a page; small documents are laid out faster than a large one
        feedback.check()
        document = _document(html, writer, page, edition, pictures)
        keep_together(document)
        documents.append(document)
    if edition.document.contents:
        documents.insert(1, _contents(documents, writer, page, edition))
    return _paint(documents, writer, page, edition, title, feedback)


def _contents(documents: Sequence[QTextDocument], writer: QPdfWriter, page: QSizeF, edition: Edition) -> QTextDocument:
    """The list of contents, which stands after the first of the documents; its own length moves what it lists."""
    found, number = [], 0
    for document in documents:
        found += [entry._replace(page=entry.page + number) for entry in headings(document)]
        number += document.pageCount()
    after, pages = documents[0].pageCount(), 1
    while True:
        entries = [entry._replace(page=entry.page + (pages if entry.page > after else 0)) for entry in found]
        made = _document(edition.qt_contents(entries), writer, page, edition, {})
        if made.pageCount() <= pages:
            return made
        pages = made.pageCount()


def headings(document: QTextDocument) -> list[Entry]:
    """Chapters and sections of a laid-out document with the page on which each stands, from 1."""
    found, height, block = [], document.pageSize().height(), document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        if level in (2, 3):
            found.append(Entry(level, block.text(), _page(document, _first_line(document, block) + 2, height) + 1))
        block = block.next()
    return found


def _document(html: str, writer: QPdfWriter, page: QSizeF, edition: Edition, pictures: Mapping[str, QImage]
              ) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)  # laid out in the PDF's own resolution, points come out right
    body = QFont(_family(edition.context.language))
    body.setPointSizeF(9.5)
    document.setDefaultFont(body)
    document.setDocumentMargin(_MARGIN)
    for name, image in pictures.items():
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), image)
    document.setHtml(html)
    if edition.formats.rtl:
        _run_from_right(document)
    document.setPageSize(page)
    return document


def _run_from_right(document: QTextDocument) -> None:
    """Set every paragraph from right to left, but those that say otherwise; Qt would guess from the first letter, and
    take a cell that holds a number for left to right."""
    direction = as_int(QTextFormat.Property.LayoutDirection)
    left, block = [], document.begin()
    while block.isValid():
        if block.blockFormat().property(direction) == as_int(_LTR):
            left.append(block)
        block = block.next()
    form = QTextBlockFormat()
    form.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(form)
    form.setLayoutDirection(_LTR)
    for block in left:
        QTextCursor(block).mergeBlockFormat(form)


def keep_together(document: QTextDocument) -> None:
    """Start a new page before headings, pictures and captions whose next block would stand on another page, and
    before tables that would begin with less than three rows, or break although they are short."""
    height = document.pageSize().height()
    block = document.begin()
    while block.isValid():
        if _kept(block):
            first = _chain_start(block)
            page = _page(document, _first_line(document, first), height)
            if page != _page(document, _needed(document, block, height), height) and not _breaks(first):
                _break_before(document, first)
        block = block.next()


def _kept(block: QTextBlock) -> bool:
    """Whether a block must stay on the page of the next one: headings, pictures, captions and what introduces them."""
    after = block.next()
    if not after.isValid() or QTextCursor(block).currentTable() is not None:
        return False
    if block.blockFormat().headingLevel() > 0 or _PICTURE in block.text() or _marked(block):
        return True
    below_picture = block.previous().isValid() and _PICTURE in block.previous().text()
    return bool(block.text().strip()) and not below_picture and (_PICTURE in after.text() or _marked(after))


def _marked(block: QTextBlock) -> bool:
    fragments = block.begin()
    return not fragments.atEnd() and KEEP in fragments.fragment().charFormat().anchorNames()


def _needed(document: QTextDocument, block: QTextBlock, height: float) -> float:
    """How far down what follows a kept block must stand on its page."""
    after = block.next()
    while not after.text().strip() and after.next().isValid():
        after = after.next()
    table = QTextCursor(after).currentTable()
    if table is None:
        return _last_line(document, after) if _kept(after) or after.lineCount() < 4 else _first_line(document, after)
    whole = document.documentLayout().frameBoundingRect(table)
    if whole.height() < _SHORT_TABLE * height:
        return whole.bottom()
    row = min(_FIRST_ROWS, table.rows() - 1)
    return max(_last_line(document, table.cellAt(row, column).lastCursorPosition().block())
               for column in range(table.columns()))


def _chain_start(block: QTextBlock) -> QTextBlock:
    """The first of the kept blocks that follow each other up to this one."""
    while block.previous().isValid() and _kept(block.previous()):
        block = block.previous()
    return block


def _first_line(document: QTextDocument, block: QTextBlock) -> float:
    """Top of a block's first line; the block itself may begin on the page before."""
    box = document.documentLayout().blockBoundingRect(block)  # lays the block out; only then has it lines
    layout = block.layout()
    return box.top() + (layout.lineAt(0).y() if layout.lineCount() else 0.0)


def _last_line(document: QTextDocument, block: QTextBlock) -> float:
    """Foot of a block's last line."""
    box = document.documentLayout().blockBoundingRect(block)
    layout = block.layout()
    if not layout.lineCount():
        return box.bottom()
    line = layout.lineAt(layout.lineCount() - 1)
    return box.top() + line.y() + line.height()


def _page(document: QTextDocument, y: float, height: float) -> int:
    return math.floor((y - 1) / height)


def _breaks(block: QTextBlock) -> bool:
    return bool(block.blockFormat().pageBreakPolicy() & QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)


def _break_before(document: QTextDocument, block: QTextBlock) -> None:
    form = block.blockFormat()
    form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    QTextCursor(block).setBlockFormat(form)
    document.markContentsDirty(0, document.characterCount())  # Qt's partial layout loses blocks after a new break


def _paint(documents: Sequence[QTextDocument], writer: QPdfWriter, page: QSizeF, edition: Edition, running: str,
           feedback: Feedback) -> int:
    count, number = sum(document.pageCount() for document in documents), 0
    painter = QPainter(writer)
    for document in documents:
        for index in range(document.pageCount()):
            feedback.check()
            if number:
                writer.newPage()
            number += 1
            painter.save()
            painter.translate(0, _mm(_TOP_MM) - index * page.height())
            document.drawContents(painter, QRectF(QPointF(0, index * page.height()), page))
            painter.restore()
            _paint_edges(painter, page, edition, running if number > 1 else "", f"{number} / {count}")
            feedback.progress(number / count)
    painter.end()
    return count


def _paint_edges(painter: QPainter, page: QSizeF, edition: Edition, running: str, number: str) -> None:
    """Running title above, page number below."""
    small = QFont(_family(edition.context.language))
    small.setPointSizeF(_SMALL)
    painter.setFont(small)
    painter.setPen(QColor("#555555"))
    top, foot, edge = _mm(_TOP_MM), _mm(_FOOT_MM), _MARGIN / 96 * _DPI
    side = Qt.AlignmentFlag.AlignRight if edition.formats.rtl else Qt.AlignmentFlag.AlignLeft
    painter.drawText(QRectF(edge, 0, page.width() - 2 * edge, top * 0.7), as_int(side | Qt.AlignmentFlag.AlignTop),
                     running)
    painter.drawText(QRectF(0, top + page.height(), page.width(), foot),
                     as_int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom), number)


def _family(language: str) -> str:
    families = fonts.for_painter(language)
    return next((family for family in families if QFontInfo(QFont(family)).family() == family), families[0])


def _mm(millimetres: float) -> float:
    return millimetres / 25.4 * _DPI
