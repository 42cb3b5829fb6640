"""Pictures as PNG: maps, and charts for documents that cannot show SVG."""

from typing import Any

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice
from qgis.PyQt.QtGui import QImage


def compact_png(image: QImage) -> bytes:
    """The bytes of a picture without transparency."""
    return png(image.convertToFormat(QImage.Format.Format_RGB32))


def png(image: Any) -> bytes:
    """The bytes of an image as PNG."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 40)
    return bytes(data)
