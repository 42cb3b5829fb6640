"""PDF by QTextDocument and QPdfWriter: pages with running title and numbers, no heading alone at the foot of a page.

The one file for PDF. Qt has no page header, footer or "keep with next": they are painted and laid out here.
"""

import math
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
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from qgis.PyQt.QtSvg import QSvgRenderer

from ..feedback import Feedback
from . import fonts
from .cells import QT
from .render import Report

KEEP = "keep"  # anchor that marks a paragraph to be kept with the next one
_DPI, _CHART_SCALE = 300, 3
_TOP_MM, _FOOT_MM = 10.0, 10.0
_SMALL = 8.0
_SHORT_TABLE, _FIRST_ROWS = 0.4, 3  # part of a page below which a table is not broken; rows to stay with its head
_MARGIN_MM = 3.0  # inside the page, so that nothing is painted on its very edge


def write_pdf(report: Report, path: Path, feedback: Feedback) -> int:
    """Write the report as PDF to ``path``; gives the number of pages. Raises Cancelled between pages."""
    title = report.messages.gettext("Demarcation report")
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(_DPI)
    writer.setPageMargins(QMarginsF(17, 12, 17, 12), QPageLayout.Unit.Millimeter)
    writer.setTitle(f"{report.context.country}: {title}")
    writer.setCreator("ECR Toolkit")
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)  # laid out in the PDF's own resolution, points come out right
    page = QSizeF(writer.width(), writer.height() - _mm(_TOP_MM + _FOOT_MM))
    _fill(document, report, page)
    keep_together(document)
    _paint(document, writer, page, report, f"{title}: {report.context.country}", feedback)
    return document.pageCount()


def _fill(document: QTextDocument, report: Report, page: QSizeF) -> None:
    language, rtl = report.context.language, report.formats.rtl
    body = QFont(_family(language))
    body.setPointSizeF(9.5)
    document.setDefaultFont(body)
    option = document.defaultTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    document.setDefaultTextOption(option)
    document.setDocumentMargin(_mm(_MARGIN_MM))
    for id, drawn in report.drawn.items():
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(f"map-{id}"),
                             QImage.fromData(QByteArray(drawn.png)))
    for id, svg in report.chart_svgs(QT).items():
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(f"chart-{id}"), _image(str(svg)))
    document.setHtml(report.qt_html())
    document.setPageSize(page)


def _image(svg: str) -> QImage:
    renderer = QSvgRenderer(QByteArray(svg.encode("utf-8")))
    size = renderer.defaultSize() * _CHART_SCALE
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def keep_together(document: QTextDocument) -> None:
    """Start a new page before headings, captions and pictures whose next block would stand on another page, and
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
    if not block.next().isValid():
        return False
    if block.blockFormat().headingLevel() > 0:
        return True
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
    return document.documentLayout().blockBoundingRect(block).top() + block.layout().lineAt(0).y()


def _last_line(document: QTextDocument, block: QTextBlock) -> float:
    line = block.layout().lineAt(max(0, block.layout().lineCount() - 1))
    return document.documentLayout().blockBoundingRect(block).top() + line.y() + line.height()


def _page(document: QTextDocument, y: float, height: float) -> int:
    return math.floor((y - 1) / height)


def _breaks(block: QTextBlock) -> bool:
    return bool(block.blockFormat().pageBreakPolicy() & QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)


def _break_before(document: QTextDocument, block: QTextBlock) -> None:
    form = block.blockFormat()
    form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    QTextCursor(block).setBlockFormat(form)
    document.markContentsDirty(0, document.characterCount())  # Qt's partial layout loses blocks after a new break


def _paint(document: QTextDocument, writer: QPdfWriter, page: QSizeF, report: Report, running: str,
           feedback: Feedback) -> None:
    count = document.pageCount()
    painter = QPainter(writer)
    small = QFont(_family(report.context.language))
    small.setPointSizeF(_SMALL)
    top, foot = _mm(_TOP_MM), _mm(_FOOT_MM)
    aligned = Qt.AlignmentFlag.AlignRight if report.formats.rtl else Qt.AlignmentFlag.AlignLeft
    for number in range(count):
        feedback.check()
        if number:
            writer.newPage()
        painter.save()
        painter.translate(0, top - number * page.height())
        document.drawContents(painter, QRectF(QPointF(0, number * page.height()), page))
        painter.restore()
        painter.setFont(small)
        painter.setPen(QColor("#555555"))
        if number:
            painter.drawText(QRectF(0, 0, page.width(), top * 0.7), int(aligned | Qt.AlignmentFlag.AlignTop), running)
        painter.drawText(QRectF(0, top + page.height(), page.width(), foot),
                         int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom), f"{number + 1} / {count}")
        feedback.progress((number + 1) / count)
    painter.end()


def _family(language: str) -> str:
    families = fonts.for_qt(language)
    return next((family for family in families if QFontInfo(QFont(family)).family() == family), families[0])


def _mm(millimetres: float) -> float:
    return millimetres / 25.4 * _DPI
