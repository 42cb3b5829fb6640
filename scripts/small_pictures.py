"""Pictures of the screen that ship: reduced to their 256 most frequent colours, so that the files are small."""

from pathlib import Path

import numpy as np
from qgis.PyQt.QtGui import QColor, QImage

_COLOURS = 256
_STEP = 8  # of a channel: colours as near as this count as one when the frequent ones are looked for


def keep_small(image: QImage, target: Path) -> None:
    """Write a picture with at most 256 colours; every other colour becomes the nearest of them, without dots."""
    pixels = _pixels(image)
    colours, which, counts = np.unique(pixels, return_inverse=True, return_counts=True)
    channels = np.stack([colours >> 16 & 255, colours >> 8 & 255, colours & 255], 1).astype(np.int32)
    kept = _frequent(channels, counts)
    nearest = np.concatenate([((part[:, None] - channels[kept]) ** 2).sum(2).argmin(1)
                              for part in np.array_split(channels, max(1, len(channels) // 4096))])
    places = np.ascontiguousarray(nearest[which].reshape(pixels.shape).astype(np.uint8))
    few = QImage(places.tobytes(), places.shape[1], places.shape[0], places.shape[1], QImage.Format.Format_Indexed8)
    few.setColorTable([QColor(*map(int, channels[place])).rgb() for place in kept])
    target.parent.mkdir(parents=True, exist_ok=True)
    few.save(str(target), "PNG", 0)
    print(f"{target.parent.name}/{target.name}", target.stat().st_size // 1000, "kB", flush=True)


def _pixels(image: QImage) -> np.ndarray:
    """Colours (rows, columns) as 0xRRGGBB."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    bits = plain.constBits().asarray(plain.sizeInBytes())
    return np.frombuffer(bits, np.uint32).reshape(plain.height(), plain.bytesPerLine() // 4)[:, :plain.width()] \
        & 0xFFFFFF


def _frequent(channels: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Places of the most frequent colour of each of the most frequent groups of near colours."""
    order = np.argsort(-counts, kind="stable")
    groups = (channels[order] // _STEP) @ np.array([1 << 16, 1 << 8, 1])
    _groups, first, group = np.unique(groups, return_index=True, return_inverse=True)
    together = np.bincount(group, counts[order])
    return order[first[np.argsort(-together, kind="stable")[:_COLOURS]]]
