"""Items of a map's page: the map with its coordinates, north arrow, scale bar, legend and labels, by QGIS's layout.

Legend and labels stand at the right, at the left where the language runs from right to left; nothing else is mirrored.
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
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QPolygonF

from ..raster.grid import WGS84
from .fonts import for_painter, installed
from .pictures import Picture, compact_png
from .qt_flags import as_int

DPI = 170
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
    made = QFont(installed(for_painter(language)))
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


def label_by(layer: QgsVectorLayer, language: str, field: str, always: bool = True) -> None:
    """Label a layer with a field, every feature once, with a halo. ``always``: also where labels meet."""
    settings = QgsPalLayerSettings()
    settings.fieldName = field
    settings.placement = QgsPalLayerSettings.Placement.Horizontal
    settings.autoWrapLength = 14
    settings.displayAll = always
    settings.setFormat(text_format(language, SMALL, 0.7))
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


class Page:
    """A page of items in one language, drawn as often as wished. ``side``: width of the column of words."""

    def __init__(self, crs: QgsCoordinateReferenceSystem, language: str, rtl: bool, side: float) -> None:
        self._language, self.rtl, self._side = language, rtl, side
        self._project = QgsProject()
        self._project.setCrs(crs)
        self.layout = QgsPrintLayout(self._project)
        self.layout.initializeDefaults()
        self._legend: list[QgsLayoutItem] = []

    def picture(self, width: float, height: float, dpi: int = DPI) -> Picture:
        """The page as it stands, of this size."""
        self.layout.pageCollection().page(0).setPageSize(QgsLayoutSize(width, height))
        image = QgsLayoutExporter(self.layout).renderPageToImage(0, QSize(), dpi)
        return Picture(compact_png(image), width, height)

    def map(self, extent: QgsRectangle, place: QRectF) -> QgsLayoutItemMap:
        """A framed map; its layers are given later."""
        item = QgsLayoutItemMap(self.layout)
        self._put(item, place)
        item.setExtent(extent)  # a new item has an empty extent, and zoomToExtent alone would give NaN
        item.attemptResize(QgsLayoutSize(place.width(), place.height()))  # the extent gave it a shape of its own
        item.zoomToExtent(extent)
        item.setFrameEnabled(True)
        item.setFrameStrokeColor(QColor("#555555"))
        item.setBackgroundColor(QColor("#f7fafc"))
        return item

    def coordinates(self, item: QgsLayoutItemMap) -> None:
        """Degrees at the left and lower edge of a map."""
        grid, mode, side = item.grid(), QgsLayoutItemMapGrid.DisplayMode, QgsLayoutItemMapGrid.BorderSide
        grid.setEnabled(False)  # every change would measure the grid anew
        grid.setCrs(QgsCoordinateReferenceSystem(WGS84))
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
        self.space_coordinates(item)
        grid.setEnabled(True)

    def space_coordinates(self, item: QgsLayoutItemMap) -> None:
        """About five degrees up the side, four along the foot, where they are wider, for the extent of the map."""
        grid, extent = item.grid(), item.extent()
        to_degrees = QgsCoordinateTransform(item.crs(), QgsCoordinateReferenceSystem(WGS84), self._project)
        degree = 111_000 * math.cos(math.radians(to_degrees.transform(extent.center()).y()))
        grid.setIntervalX(nice(extent.width() / degree / 4, (1, 2, 5)))
        grid.setIntervalY(nice(extent.height() / 111_000 / 5, (1, 2, 5)))

    def north(self, column: float) -> None:
        """The arrow at the head of the column of words."""
        arrows = [Path(folder) / "arrows" / "NorthArrow_02.svg" for folder in QgsApplication.svgPaths()]
        found = [path for path in arrows if path.exists()]
        if found:
            item = QgsLayoutItemPicture(self.layout)
            item.setPicturePath(str(found[0]))
            self._put(item, QRectF(column + (self._side - 12 if self.rtl else 0), 0.5, 12, 13))

    def legend(self, entries: Sequence[Entry], column: float, top: float) -> float:
        """Symbols and labels, one below the other, in place of those before; gives where it ends. Drawn by hand so
        that labels wrap and the whole can stand at either side."""
        for item in self._legend:
            self.layout.removeLayoutItem(item)
        self._legend = []
        for entry in entries:
            height = self.height(entry)
            middle = top + (height - SWATCH_HEIGHT) / 2
            at = column + self._side - SWATCH if self.rtl else column
            self._legend.append(self._swatch(entry.symbol, at, middle))
            words = column if self.rtl else column + SWATCH + 2
            self._legend.append(self.label(entry.label, QRectF(words, top, self._side - SWATCH - 2, height), TEXT))
            top += height + BETWEEN
        return top

    def _swatch(self, symbol: QgsSymbol, left: float, top: float) -> QgsLayoutItem:
        if isinstance(symbol, QgsFillSymbol):
            box = QgsLayoutItemShape(self.layout)
            box.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
            box.setSymbol(symbol.clone())
            return self._put(box, QRectF(left, top, SWATCH, SWATCH_HEIGHT))
        middle = top + SWATCH_HEIGHT / 2
        line = QgsLayoutItemPolyline(QPolygonF([QPointF(left, middle), QPointF(left + SWATCH, middle)]), self.layout)
        line.setSymbol(symbol.clone())
        self.layout.addLayoutItem(line)
        return line

    def height(self, entry: Entry) -> float:
        """Height of a wrapped label, at least that of its symbol; measured at ten times the size for precision."""
        large = font(self._language, TEXT)
        large.setPixelSize(int(TEXT * 10))
        width = (self._side - SWATCH - 3) / _POINT * 10
        box = QFontMetricsF(large).boundingRect(QRectF(0, 0, width, 1e5), as_int(Qt.TextFlag.TextWordWrap), entry.label)
        return max(SWATCH_HEIGHT, box.height() / 10 * _POINT + 0.6)

    def scale(self, frame: QgsLayoutItemMap) -> QgsLayoutItemScaleBar:
        """A bar for a map; ``fit_scale`` gives it its length and place."""
        bar = QgsLayoutItemScaleBar(self.layout)
        bar.setLinkedMap(frame)
        bar.setStyle("Single Box")
        bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceKilometers)
        bar.setUnitLabel("km")
        bar.setNumberOfSegmentsLeft(0)
        bar.setNumberOfSegments(2)
        bar.setHeight(1.6)
        bar.setTextFormat(text_format("en", SMALL))
        plain = QgsBasicNumericFormat()
        plain.setShowThousandsSeparator(False)
        bar.setNumericFormat(plain)
        self.layout.addLayoutItem(bar)
        return bar

    def fit_scale(self, bar: QgsLayoutItemScaleBar, column: float, top: float) -> None:
        """A round length of about 15 mm a segment, at the reader's side of the column of words."""
        frame = bar.linkedMap()
        bar.setUnitsPerSegment(nice(frame.extent().width() / 1000 * 15 / frame.rect().width(), (1, 2, 5)))
        bar.update()
        width = bar.sizeWithUnits().width()
        bar.attemptMove(QgsLayoutPoint(column + (self._side - width if self.rtl else 0), top))

    def label(self, text: str, place: QRectF, points: float) -> QgsLayoutItemLabel:
        """A text in a box, from the reader's side."""
        item = QgsLayoutItemLabel(self.layout)
        item.setText(text.replace("[%", "[ %"))  # a text is never an expression of QGIS
        item.setMarginX(0)
        item.setMarginY(0)
        if hasattr(item, "setTextFormat"):  # QGIS 3.24
            item.setTextFormat(text_format(self._language, points))
        else:
            item.setFont(font(self._language, points))
        item.setHAlign(Qt.AlignmentFlag.AlignRight if self.rtl else Qt.AlignmentFlag.AlignLeft)
        item.setVAlign(Qt.AlignmentFlag.AlignVCenter)
        return self._put(item, place)

    def _put(self, item: QgsLayoutItem, place: QRectF) -> QgsLayoutItem:
        self.layout.addLayoutItem(item)
        item.attemptMove(QgsLayoutPoint(place.x(), place.y()))
        item.attemptResize(QgsLayoutSize(place.width(), place.height()))
        return item


def nice(value: float, steps: Sequence[int]) -> float:
    """The number of the form step × 10ⁿ that is nearest below ``value`` or equal to it."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in steps if step * power <= value * (1 + 1e-9))
