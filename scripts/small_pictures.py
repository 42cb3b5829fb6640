"""Pictures of the screen that ship: reduced to few colours, so that the files are small."""

from pathlib import Path

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QImage


def keep_small(image: QImage, target: Path) -> None:
    """Write a picture with at most 256 colours."""
    target.parent.mkdir(parents=True, exist_ok=True)
    few = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    image.convertToFormat(QImage.Format.Format_Indexed8, few).save(str(target), "PNG", 0)
    print(f"{target.parent.name}/{target.name}", target.stat().st_size // 1000, "kB", flush=True)
