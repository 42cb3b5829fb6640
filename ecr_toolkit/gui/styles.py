"""How results look on the map. Classes differ in lightness, so that every kind of colour vision tells them apart."""

from typing import Callable

from qgis.core import (
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMapLayer,
    QgsPalettedRasterRenderer,
    QgsRasterLayer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ..documents.symbols import CLASS_COLOURS
from ..languages.messages import N_, _
from ..models.declaration import FUNCTION, SENSITIVITY
from .layer_list import GAPS, LEVEL

# style → class → label; the colours are those of the documents; 0 and 255 have no entry and stay transparent
CLASSES: dict[str, dict[int, str]] = {
    LEVEL: {5: N_("Class 5: highest"), 3: N_("Class 3: medium"), 1: N_("Class 1: general")},
    GAPS: {3: N_("Gap: highest class, not protected"), 2: N_("Highest class, targets reached elsewhere"),
           1: N_("Highest class, protected")},
    FUNCTION: {5: N_("Extremely important"), 3: N_("Important"), 1: N_("Generally important")},
    SENSITIVITY: {5: N_("Extremely sensitive"), 3: N_("Sensitive"), 1: N_("Generally sensitive")},
}


def apply(layer: QgsMapLayer, style: str) -> None:
    """Give a layer its style: a key of CLASSES for rasters, the layer's name for vectors."""
    if isinstance(layer, QgsRasterLayer):
        layer.setRenderer(_classes(layer, style))
    elif isinstance(layer, QgsVectorLayer):
        layer.setRenderer(QgsSingleSymbolRenderer(_SYMBOLS[style]()))


def _classes(layer: QgsRasterLayer, style: str) -> QgsPalettedRasterRenderer:
    legend = [QgsPalettedRasterRenderer.Class(value, QColor(CLASS_COLOURS[style][value]), _(label))
              for value, label in CLASSES[style].items()]
    return QgsPalettedRasterRenderer(layer.dataProvider(), 1, legend)


def _redline() -> QgsSymbol:
    return QgsFillSymbol.createSimple({
        "color": "215,25,28,45", "outline_color": "#d7191c", "outline_width": "0.5", "joinstyle": "round"})


def _units() -> QgsSymbol:
    return QgsFillSymbol.createSimple({"style": "no", "outline_color": "#6e6e6e", "outline_width": "0.3"})


def _protected_areas() -> QgsSymbol:
    """A hatch, so that the redline below stays visible."""
    symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": "#1b7837", "outline_width": "0.3"})
    hatch = QgsLinePatternFillSymbolLayer()
    hatch.setLineAngle(45)
    hatch.setDistance(1.6)
    hatch.setSubSymbol(QgsLineSymbol.createSimple({"line_color": "#1b7837", "line_width": "0.25"}))
    symbol.appendSymbolLayer(hatch)
    return symbol


def _mismatches() -> QgsSymbol:
    return QgsLineSymbol.createSimple({"line_color": "#ff7f00", "line_width": "1", "capstyle": "round"})


_SYMBOLS: dict[str, Callable[[], QgsSymbol]] = {
    "ecr": _redline, "units": _units, "protected_areas": _protected_areas, "mismatches": _mismatches}
