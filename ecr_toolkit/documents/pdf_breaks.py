"""Breaks of the pages of a laid-out text: no heading, caption or picture alone, no table that begins with too little.

Qt has no "keep with next"; it is laid out here.
"""

import math

from qgis.PyQt.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextFormat

from ..feedback import Feedback

KEEP = "keep"  # anchor that marks a paragraph to be kept with the next one
_SHORT_TABLE, _FIRST_ROWS = 0.4, 3  # part of a page below which a table is not broken; rows to stay with its head
_PICTURE = "\ufffc"  # how Qt writes a picture in a text


def keep_together(document: QTextDocument, feedback: Feedback) -> None:
    """Start a new page before headings, pictures and captions whose next block would stand on another page, and
    before tables that would begin with less than three rows, or break although they are short. Raises Cancelled between
    two new pages, each of which lays the text out anew."""
    height = document.pageSize().height()
    block = document.begin()
    while block.isValid():
        if _kept(block):
            first = _chain_start(block)
            page = page_at(first_line(document, first), height)
            if page != page_at(_needed(document, block, height), height) and not _breaks(first):
                feedback.check()
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
        return _last_line(document, after) if _kept(after) or after.lineCount() < 4 else first_line(document, after)
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


def first_line(document: QTextDocument, block: QTextBlock) -> float:
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


def page_at(y: float, height: float) -> int:
    """The page, from 0, on which a place stands."""
    return math.floor((y - 1) / height)


def _breaks(block: QTextBlock) -> bool:
    return bool(block.blockFormat().pageBreakPolicy() & QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)


def _break_before(document: QTextDocument, block: QTextBlock) -> None:
    form = block.blockFormat()
    form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    cursor = QTextCursor(block)
    cursor.beginEditBlock()  # one layout, not two
    cursor.setBlockFormat(form)
    document.markContentsDirty(0, document.characterCount())  # Qt's partial layout loses blocks after a new break
    cursor.endEditBlock()
