"""Text of a PDF: HTML laid out by QTextDocument, with pictures that are opened when they are painted and nothing else
from outside."""

import re
from collections.abc import Mapping
from typing import Any, Union

from qgis.PyQt.QtCore import QByteArray, QSizeF, Qt, QUrl
from qgis.PyQt.QtGui import (
    QColor,
    QFont,
    QImage,
    QPagedPaintDevice,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from . import fonts
from .qt_flags import as_int

MARGIN = 8  # pixels of a screen, inside the page, so that nothing is painted on its very edge
BODY = 9.5
_SIZED = re.compile(r'<img src="([^"]+)" width="\d+" height="\d+"')
_IMAGE = as_int(QTextDocument.ResourceType.ImageResource)
_LTR = Qt.LayoutDirection.LeftToRight

Pictures = Mapping[str, Union[bytes, QImage]]


class Text(QTextDocument):
    """Laid out on the pages of a device, in its own resolution, so that points come out right.

    ``pictures``: PNGs and images by the names that the HTML has for them. A template may name anything: what is not
    among them is an empty picture, so that Qt, which would open files by their names, never looks for it. While it is
    laid out, pictures whose size the HTML tells are not opened; ``painting`` tells that it is painted.
    """

    def __init__(self, html: str, device: QPagedPaintDevice, page: QSizeF, language: str, rtl: bool,
                 pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._sized = frozenset(_SIZED.findall(html))
        self.painting = False
        self.documentLayout().setPaintDevice(device)
        body = QFont(fonts.installed(fonts.for_painter(language)))
        body.setPointSizeF(BODY)
        self.setDefaultFont(body)
        self.setDocumentMargin(MARGIN)
        self.setPageSize(page)  # before there is a text, which each of these would lay out anew
        self.setHtml(html)
        if rtl:
            _run_from_right(self)

    def loadResource(self, kind: int, name: QUrl) -> Any:
        """A picture that was registered, decoded anew each time: of hundreds few are in memory at once."""
        if as_int(kind) != _IMAGE:
            return ""
        if not self.painting and name.toString() in self._sized:
            return _empty()
        found = self._pictures.get(name.toString())
        image = QImage.fromData(QByteArray(found)) if isinstance(found, bytes) else found
        return _empty() if image is None or image.isNull() else image


def _empty() -> QImage:
    image = QImage(1, 1, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    return image


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
    cursor.beginEditBlock()  # laid out once
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(form)
    form.setLayoutDirection(_LTR)
    for block in left:
        QTextCursor(block).mergeBlockFormat(form)
    cursor.endEditBlock()
