"""How results look on the map. Classes differ in lightness, so that every kind of colour vision tells them apart."""

from typing import Any, Callable

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeatureRenderer,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalettedRasterRenderer,
    QgsRasterLayer,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ..boundary.conflicts.rules import DECISIONS, DEDUCT, EXIT, KEEP
from ..boundary.zoning import CORE, GENERAL, ZONES
from ..documents.symbols import CLASS_COLOURS
from ..languages.messages import N_, _
from ..models.declaration import FUNCTION, SENSITIVITY
from ..planning.spaces import SPACES as SPACE_TITLES
from ..raster.files import UNKNOWN
from .layer_list import GAPS, LEVEL, SPACES, SUITABILITY, text_again

Symbol = Callable[[], QgsSymbol]

# style → class → label; the colours are those of the documents; 0 and 255 have no entry and stay transparent
CLASSES: dict[str, dict[int, str]] = {
    LEVEL: {5: N_("Class 5: highest"), 3: N_("Class 3: medium"), 1: N_("Class 1: general")},
    GAPS: {3: N_("Gap: highest class, not protected"), 2: N_("Highest class, targets reached elsewhere"),
           1: N_("Highest class, protected")},
    FUNCTION: {5: N_("Extremely important"), 3: N_("Important"), 1: N_("Generally important")},
    SENSITIVITY: {5: N_("Extremely sensitive"), 3: N_("Sensitive"), 1: N_("Generally sensitive")},
    SPACES: {code: title for code, title in SPACE_TITLES.items() if code != UNKNOWN},
    SUITABILITY: {5: N_("5 best"), 4: "4", 3: "3", 2: "2", 1: N_("1 not suitable")},
}


def apply(layer: QgsMapLayer, style: str, text: Callable[[str], str] = _) -> None:
    """Give a layer its style: a key of CLASSES for rasters, the layer's name for vectors; ``text`` translates the
    legend."""
    if isinstance(layer, QgsRasterLayer):
        layer.setRenderer(_classes(layer, style, text))
    elif isinstance(layer, QgsVectorLayer):
        layer.setRenderer(_by_value(*CATEGORIES[style], text) if style in CATEGORIES else QgsSingleSymbolRenderer(
            _SYMBOLS[style]()))


def relabel(layer: QgsMapLayer, style: str) -> None:
    """Say the legend in the interface's language; colours, and labels that the user wrote, stay."""
    renderer = layer.renderer().clone()
    if style in CLASSES and isinstance(renderer, QgsPalettedRasterRenderer):
        for entry in renderer.classes():
            if entry.value in CLASSES[style]:
                renderer.setLabel(int(entry.value), text_again(entry.label, CLASSES[style][entry.value]))
    elif style in CATEGORIES and isinstance(renderer, QgsCategorizedSymbolRenderer):
        labels = {value: label for value, (label, _symbol) in CATEGORIES[style][1].items()}
        for index, category in enumerate(renderer.categories()):
            if category.value() in labels:
                renderer.updateCategoryLabel(index, text_again(category.label(), labels[category.value()]))
    else:
        return
    layer.setRenderer(renderer)


def up_to(layer: QgsRasterLayer, place: int) -> QgsPalettedRasterRenderer:
    """One colour for the values from 0 to ``place``, nothing for the others."""
    return QgsPalettedRasterRenderer(layer.dataProvider(), 1, [
        QgsPalettedRasterRenderer.Class(value, QColor(165, 15, 21, 150), "") for value in range(place + 1)])


def _classes(layer: QgsRasterLayer, style: str, text: Callable[[str], str]) -> QgsPalettedRasterRenderer:
    legend = [QgsPalettedRasterRenderer.Class(value, QColor(CLASS_COLOURS[style][value]), text(label))
              for value, label in CLASSES[style].items()]
    return QgsPalettedRasterRenderer(layer.dataProvider(), 1, legend)


def _by_value(field: str, symbols: dict[Any, tuple[str, Symbol]], text: Callable[[str], str]) -> QgsFeatureRenderer:
    return QgsCategorizedSymbolRenderer(field, [
        QgsRendererCategory(value, symbol(), text(label)) for value, (label, symbol) in symbols.items()])


def _line(colour: str, width: str = "0.6", style: str = "solid") -> Symbol:
    return lambda: QgsLineSymbol.createSimple({"line_color": colour, "line_width": width, "line_style": style,
                                               "capstyle": "round"})


def _area(colour: str, outline: str = "no") -> Symbol:
    return lambda: QgsFillSymbol.createSimple({
        "color": colour, "outline_color": outline if outline != "no" else "0,0,0,0", "outline_width": "0.3"})


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


def _stakes() -> QgsSymbol:
    return QgsMarkerSymbol.createSimple({"name": "square", "color": "#ffffff", "outline_color": "#d7191c",
                                         "size": "1.4", "outline_width": "0.3"})


_SYMBOLS: dict[str, Symbol] = {
    "ecr": _redline, "units": _units, "protected_areas": _protected_areas, "mismatches": _mismatches,
    "proposals": _area("255,127,0,90", "#ff7f00"), "stakes": _stakes, "corridors": _area("84,39,136,60", "#542788"),
    "corridor_paths": _line("#542788", "0.5", "dash"), "stepping_stones": _area("153,142,195,150", "#542788")}

# layer → field and, by its value, the label and the symbol
CATEGORIES: dict[str, tuple[str, dict[Any, tuple[str, Symbol]]]] = {
    "boundary_lines": ("bnd_type", {
        1: (N_("1 natural line"), _line("#2166ac")), 2: (N_("2 legal line of a protected area"), _line("#762a83")),
        3: (N_("3 parcel"), _line("#8c510a")), 4: (N_("4 administrative border or coast"), _line("#252525")),
        5: (N_("5 road or other linear structure"), _line("#e08214")), 6: (N_("6 line of cells"), _line("#d7191c"))}),
    "ecr_parts": ("zone", {CORE: (ZONES[CORE], _area("165,15,21,140", "#a50f15")),
                           GENERAL: (ZONES[GENERAL], _area("252,146,114,120", "#fb6a4a"))}),
    **{layer: ("decision", {
        DEDUCT: (DECISIONS[DEDUCT], symbol("82,82,82,190")), EXIT: (DECISIONS[EXIT], symbol("217,95,2,220")),
        KEEP: (DECISIONS[KEEP], symbol("102,166,30,200"))}) for layer, symbol in (("conflicts", _area),
                                                                          ("conflict_lines", _line))},
}
