"""Pictures as PNG: maps, and charts for documents that cannot show SVG."""

from typing import Any

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice
from qgis.PyQt.QtGui import QColor, QImage, QPainter
from qgis.PyQt.QtSvg import QSvgRenderer

_CHART_SCALE = 3


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


def svg_image(svg: str) -> QImage:
    """A chart as a picture, three dots for each of its own."""
    renderer = QSvgRenderer(QByteArray(svg.encode("utf-8")))
    image = QImage(renderer.defaultSize() * _CHART_SCALE, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def svg_png(svg: str) -> tuple[bytes, int, int]:
    """A chart as PNG, and its own width and height in pixels of a screen."""
    image = svg_image(svg)
    return png(image), image.width() // _CHART_SCALE, image.height() // _CHART_SCALE


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    image = QImage.fromData(QByteArray(data))
    return image.width(), image.height()
