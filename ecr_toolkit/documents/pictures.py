"""Pictures as PNG: maps, and charts for documents that cannot show SVG."""

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import numpy as np
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, Qt
from qgis.PyQt.QtGui import QColor, QImage, QImageReader, QPainter
from qgis.PyQt.QtSvg import QSvgRenderer

from ..pilot.document_checks import SIGNATURES

_CHART_SCALE = 3
_MOST_PIXELS = 25_000_000
_SAMPLED = 11  # every so many pixels tell the colours of a picture


@dataclass(frozen=True)
class Picture:
    """A PNG with its size on paper."""

    png: bytes
    width_mm: float
    height_mm: float

    @property
    def uri(self) -> str:
        """The picture as an address that holds it."""
        return "data:image/png;base64," + base64.b64encode(self.png).decode("ascii")


def compact_png(image: QImage) -> bytes:
    """The bytes of a picture without transparency, in the 256 colours that say most of it: a map's flat colours stay
    as they are, shades between two of them at the edge of a line may move a little."""
    colours = _values(image.convertToFormat(QImage.Format.Format_RGB32), np.uint32)
    bins = _values(image.convertToFormat(QImage.Format.Format_RGB16), np.uint16)
    places, palette = palette_of(colours, bins)
    rows = np.pad(places, ((0, 0), (0, -image.width() % 4)))  # lines of a QImage end on four bytes
    made = QImage(rows.tobytes(), image.width(), image.height(), rows.shape[1], QImage.Format.Format_Indexed8)
    made.setColorTable(palette.tolist())
    return png(made)


def _values(image: QImage, kind: type) -> np.ndarray:
    """(rows, columns) of an image whose pixels are numbers of a kind."""
    line = image.bytesPerLine() // np.dtype(kind).itemsize
    return np.frombuffer(image.constBits().asstring(image.sizeInBytes()), kind).reshape(-1, line)[:, :image.width()]


def palette_of(colours: np.ndarray, bins: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Place of every pixel in a palette (uint8), and the palette (uint32, at most 256 colours, opaque). ``colours``:
    0xAARRGGBB; ``bins``: the same with five, six and five bits. Of a bin the commonest colour in a sample stands for
    all of it; colours of bins that have no place in the palette become the nearest that has one."""
    found = np.bincount(bins.ravel(), minlength=65_536)
    used = np.flatnonzero(found)
    exact = (used >> 11 << 19) | ((used >> 5 & 0x3F) << 10) | ((used & 0x1F) << 3) | 0x040204  # the middles of bins
    sample, first, counts = np.unique(colours.ravel()[::_SAMPLED], return_index=True, return_counts=True)
    order = np.argsort(counts, kind="stable")  # of a bin the commonest comes last and stays
    exact[np.searchsorted(used, bins.ravel()[::_SAMPLED][first[order]])] = sample[order] & 0xFFFFFF
    chosen = np.sort(np.argsort(-found[used], kind="stable")[:256])
    channels = np.stack([exact >> shift & 0xFF for shift in (16, 8, 0)], axis=1).astype(np.float32)
    kept = channels[chosen]
    distance = (kept**2).sum(axis=1) - 2 * channels @ kept.T  # less the square of the pixel's own colour
    table = np.zeros(65_536, np.uint8)
    table[used] = distance.argmin(axis=1)
    return table[bins], (exact[chosen] | 0xFF000000).astype(np.uint32)


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
    """Width and height of a PNG, as its head tells them."""
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def framed(path: Path, width_mm: float, height_mm: float, dpi: int) -> Optional[Picture]:
    """A PNG or JPEG file on white, so large that it just fits a frame; nothing of the file but its picture is kept.
    None where it is neither, or cannot be read."""
    with path.open("rb") as file:
        start = file.read(8)
    kind = next((kind for kind, signature in SIGNATURES.items() if start.startswith(signature)), "")
    reader = QImageReader(str(path), kind.encode())
    reader.setAutoDetectImageFormat(False)  # no other of Qt's readers is to see the file
    size = reader.size()
    if not kind or not 0 < size.width() * size.height() <= _MOST_PIXELS:
        return None
    image = reader.read()
    if image.isNull():
        return None
    fit = min(width_mm / image.width(), height_mm / image.height())
    shown = QImage(max(1, round(image.width() * fit * dpi / 25.4)), max(1, round(image.height() * fit * dpi / 25.4)),
                   QImage.Format.Format_RGB32)
    shown.fill(QColor("white"))
    painter = QPainter(shown)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(shown.rect(), image.scaled(shown.size(), Qt.AspectRatioMode.IgnoreAspectRatio,
                                                 Qt.TransformationMode.SmoothTransformation))
    painter.end()
    return Picture(png(shown), image.width() * fit, image.height() * fit)
