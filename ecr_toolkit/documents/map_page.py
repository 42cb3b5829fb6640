"""The page of a map: map frame with coordinates, and beside it north arrow, legend and scale bar; a credit below.

The legend stands at the right, at the left where the language runs from right to left; nothing else is mirrored.
Sizes are millimetres, those of type are points.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from qgis.core import (
    QgsApplication,
    QgsBasicNumericFormat,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFillSymbol,
    QgsLayoutExporter,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemMapGrid,
    QgsLayoutItemPicture,
    QgsLayoutItemPolyline,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsMapLayer,
    QgsPalLayerSettings,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsSymbol,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPolygonF

from ..raster.grid import WGS84
from .fonts import for_painter
from .pictures import compact_png
from .qt_flags import as_int

DPI = 170
WIDTH, MAP, LOWEST, HIGHEST = 170.0, 110.0, 66.0, 128.0
SIDE, GAP, GRID_LEFT, GRID_BELOW, CREDIT = 46.0, 4.0, 10.0, 5.0, 5.0
TEXT, SMALL = 8.5, 6.8
SWATCH, SWATCH_HEIGHT, BETWEEN = 7.0, 4.0, 1.6
_POINT = 25.4 / 72
# Coordinates in the Latin form of ISO 6709, whatever language QGIS speaks
_COORDINATE = ("concat(round(abs(@grid_number), 4), '°', if(@grid_number = 0, '', if(@grid_axis = 'x', "
               "if(@grid_number < 0, 'W', 'E'), if(@grid_number < 0, 'S', 'N'))))")


class Entry(NamedTuple):
    """A line of the legend: the symbol as on the map, and its label."""

    symbol: QgsSymbol
    label: str


def font(language: str, points: float) -> QFont:
    """The first installed family of those the language asks for."""
    families = for_painter(language)
    chosen = next((family for family in families if QFontInfo(QFont(family)).family() == family), families[0])
    made = QFont(chosen)
    made.setPointSizeF(points)
    return made


def text_format(language: str, points: float, buffer_mm: float = 0.0) -> QgsTextFormat:
    made = QgsTextFormat()
    made.setFont(font(language, points))
    made.setSize(points)
    made.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    made.setColor(QColor("#1a1a1a"))
    if buffer_mm:
        halo = QgsTextBufferSettings()
        halo.setEnabled(True)
        halo.setSize(buffer_mm)
        halo.setSizeUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
        halo.setColor(QColor(255, 255, 255, 220))
        made.setBuffer(halo)
    return made


def label_units(layer: QgsVectorLayer, language: str) -> None:
    """Label a layer with its field ``label``, every feature once, with a halo."""
    settings = QgsPalLayerSettings()
    settings.fieldName = "label"
    settings.placement = QgsPalLayerSettings.Placement.Horizontal
    settings.autoWrapLength = 14
    settings.displayAll = True
    settings.setFormat(text_format(language, SMALL, 0.7))
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


class MapPage:
    """Draws layers as a page; the same frame for all maps of a report, so that they can be compared."""

    def __init__(self, crs: QgsCoordinateReferenceSystem, language: str, rtl: bool) -> None:
        self._language, self._rtl = language, rtl
        self._project = QgsProject()
        self._project.setCrs(crs)

    def draw(self, layers: Sequence[QgsMapLayer], extent: QgsRectangle, entries: Sequence[Entry], credit: str):
        """(PNG, width, height in mm) of layers, top first, over an extent."""
        map_height = min(max(MAP * extent.height() / extent.width(), LOWEST), HIGHEST)
        beside = 18.0 + sum(self._height(entry) + BETWEEN for entry in entries) + 16.0
        height = max(map_height + GRID_BELOW, beside) + CREDIT
        layout = QgsPrintLayout(self._project)
        layout.initializeDefaults()
        layout.pageCollection().page(0).setPageSize(QgsLayoutSize(WIDTH, height))
        left = WIDTH - MAP - 0.5 if self._rtl else GRID_LEFT
        frame = self._map(layout, layers, extent, QRectF(left, 0.5, MAP, map_height))
        column = 0.5 if self._rtl else GRID_LEFT + MAP + GAP
        self._north(layout, column)
        below = self._legend(layout, entries, column, 16.0)
        self._scale(layout, frame, extent, column, max(below, map_height - 12.0))
        self._label(layout, credit, QRectF(left, height - CREDIT, MAP, CREDIT), SMALL)
        image = QgsLayoutExporter(layout).renderPageToImage(0, QSize(), DPI)
        return compact_png(image), WIDTH, height

    def _map(self, layout: QgsPrintLayout, layers, extent: QgsRectangle, place: QRectF) -> QgsLayoutItemMap:
        item = QgsLayoutItemMap(layout)
        _put(layout, item, place)
        item.setLayers(list(layers))
        item.setExtent(extent)  # a new item has an empty extent, and zoomToExtent alone would give NaN
        item.zoomToExtent(extent)
        item.setFrameEnabled(True)
        item.setFrameStrokeColor(QColor("#555555"))
        item.setBackgroundColor(QColor("#f7fafc"))
        self._coordinates(item, extent)
        return item

    def _coordinates(self, item: QgsLayoutItemMap, extent: QgsRectangle) -> None:
        """Degrees at the left and lower edge: about five up the side, four along the foot, where they are wider."""
        grid, mode, side = item.grid(), QgsLayoutItemMapGrid.DisplayMode, QgsLayoutItemMapGrid.BorderSide
        to_degrees = QgsCoordinateTransform(item.crs(), QgsCoordinateReferenceSystem(WGS84), self._project)
        degree = 111_000 * math.cos(math.radians(to_degrees.transform(extent.center()).y()))
        grid.setEnabled(True)
        grid.setCrs(QgsCoordinateReferenceSystem(WGS84))
        grid.setIntervalX(nice(extent.width() / degree / 4, (1, 2, 5)))
        grid.setIntervalY(nice(extent.height() / 111_000 / 5, (1, 2, 5)))
        grid.setStyle(QgsLayoutItemMapGrid.GridStyle.FrameAnnotationsOnly)
        grid.setAnnotationEnabled(True)
        grid.setAnnotationFormat(QgsLayoutItemMapGrid.AnnotationFormat.CustomFormat)
        grid.setAnnotationExpression(_COORDINATE)
        grid.setAnnotationTextFormat(text_format("en", SMALL))
        grid.setAnnotationFrameDistance(0.8)
        for hidden in (side.Right, side.Top):
            grid.setAnnotationDisplay(mode.HideAll, hidden)
        grid.setAnnotationDisplay(mode.LatitudeOnly, side.Left)
        grid.setAnnotationDisplay(mode.LongitudeOnly, side.Bottom)

    def _north(self, layout: QgsPrintLayout, column: float) -> None:
        arrows = [Path(folder) / "arrows" / "NorthArrow_02.svg" for folder in QgsApplication.svgPaths()]
        found = [path for path in arrows if path.exists()]
        if found:
            item = QgsLayoutItemPicture(layout)
            item.setPicturePath(str(found[0]))
            _put(layout, item, QRectF(column + (SIDE - 12 if self._rtl else 0), 0.5, 12, 13))

    def _legend(self, layout: QgsPrintLayout, entries: Sequence[Entry], column: float, top: float) -> float:
        """Symbols and labels, one below the other; gives where it ends. Drawn by hand so that labels wrap and the
        whole can stand at either side."""
        for entry in entries:
            height = self._height(entry)
            middle = top + (height - SWATCH_HEIGHT) / 2
            at = column + SIDE - SWATCH if self._rtl else column
            if isinstance(entry.symbol, QgsFillSymbol):
                box = QgsLayoutItemShape(layout)
                box.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
                box.setSymbol(entry.symbol.clone())
                _put(layout, box, QRectF(at, middle, SWATCH, SWATCH_HEIGHT))
            else:
                line = QgsLayoutItemPolyline(QPolygonF([QPointF(at, middle + SWATCH_HEIGHT / 2),
                                                        QPointF(at + SWATCH, middle + SWATCH_HEIGHT / 2)]), layout)
                line.setSymbol(entry.symbol.clone())
                layout.addLayoutItem(line)
            words = column if self._rtl else column + SWATCH + 2
            self._label(layout, entry.label, QRectF(words, top, SIDE - SWATCH - 2, height), TEXT)
            top += height + BETWEEN
        return top

    def _scale(self, layout: QgsPrintLayout, frame: QgsLayoutItemMap, extent: QgsRectangle, column: float,
               top: float) -> None:
        bar = QgsLayoutItemScaleBar(layout)
        bar.setLinkedMap(frame)
        bar.setStyle("Single Box")
        bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceKilometers)
        bar.setUnitLabel("km")
        bar.setNumberOfSegmentsLeft(0)
        bar.setNumberOfSegments(2)
        bar.setUnitsPerSegment(nice(frame.extent().width() / 1000 * 15 / MAP, (1, 2, 5)))
        bar.setHeight(1.6)
        bar.setTextFormat(text_format("en", SMALL))
        plain = QgsBasicNumericFormat()
        plain.setShowThousandsSeparator(False)
        bar.setNumericFormat(plain)
        layout.addLayoutItem(bar)
        bar.update()
        width = bar.sizeWithUnits().width()
        bar.attemptMove(QgsLayoutPoint(column + (SIDE - width if self._rtl else 0), top))

    def _label(self, layout: QgsPrintLayout, text: str, place: QRectF, points: float) -> None:
        item = QgsLayoutItemLabel(layout)
        item.setText(text.replace("[%", "[ %"))  # a text is never an expression of QGIS
        item.setMarginX(0)
        item.setMarginY(0)
        if hasattr(item, "setTextFormat"):  # QGIS 3.24
            item.setTextFormat(text_format(self._language, points))
        else:
            item.setFont(font(self._language, points))
        item.setHAlign(Qt.AlignmentFlag.AlignRight if self._rtl else Qt.AlignmentFlag.AlignLeft)
        item.setVAlign(Qt.AlignmentFlag.AlignVCenter)
        _put(layout, item, place)

    def _height(self, entry: Entry) -> float:
        """Height of a wrapped label, at least that of its symbol; measured at ten times the size for precision."""
        large = font(self._language, TEXT)
        large.setPixelSize(int(TEXT * 10))
        width = (SIDE - SWATCH - 3) / _POINT * 10
        box = QFontMetricsF(large).boundingRect(QRectF(0, 0, width, 1e5), as_int(Qt.TextFlag.TextWordWrap), entry.label)
        return max(SWATCH_HEIGHT, box.height() / 10 * _POINT + 0.6)


def _put(layout: QgsPrintLayout, item: QgsLayoutItem, place: QRectF) -> None:
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(place.x(), place.y()))
    item.attemptResize(QgsLayoutSize(place.width(), place.height()))


def nice(value: float, steps: Sequence[int]) -> float:
    """The number of the form step × 10ⁿ that is nearest below ``value`` or equal to it."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in steps if step * power <= value * (1 + 1e-9))
