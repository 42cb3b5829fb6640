"""A small map of the world on which a country is clicked."""

from collections.abc import Sequence
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsMapToolEmitPoint, QgsRubberBand
from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ...languages.messages import _
from .countries import Country, at

_LAND, _BORDER, _CHOSEN = "#9aae8c", "#5f6f58", "#c2410c"  # seen on light and dark
_REACH_PIXELS = 6.0
_WORLD = QgsRectangle(-180, -60, 180, 84)


class WorldCanvas(QgsMapCanvas):
    """``clicked(country)`` when one is clicked; the wheel zooms. The list of names beside it is for the keyboard."""

    clicked = pyqtSignal(object)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._countries: Sequence[Country] = ()
        self._layer: Optional[QgsVectorLayer] = None
        self.setAccessibleName(_("World map"))
        self.setToolTip(_("Click a country. The wheel zooms."))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
        self.setCanvasColor(self.palette().base().color())
        self._tool = QgsMapToolEmitPoint(self)
        self._tool.canvasClicked.connect(self._click)
        self.setMapTool(self._tool)
        self._band = QgsRubberBand(self, QgsWkbTypes.GeometryType.PolygonGeometry)
        fill = QColor(_CHOSEN)
        fill.setAlpha(150)
        self._band.setFillColor(fill)
        self._band.setStrokeColor(QColor(_CHOSEN))

    def sizeHint(self) -> QSize:
        return QSize(320, 10 * self.fontMetrics().lineSpacing())

    def show_countries(self, countries: Sequence[Country]) -> None:
        """Draw the countries; their coarse outlines are in memory, so that QGIS's file is left alone."""
        self._countries = countries
        self._layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4326", "", "memory")
        features = []
        for country in countries:
            feature = QgsFeature()
            feature.setGeometry(_geometry(country))
            features.append(feature)
        self._layer.dataProvider().addFeatures(features)
        symbol = QgsFillSymbol.createSimple(
            {"color": _LAND, "outline_color": _BORDER, "outline_width": "0.1"})
        self._layer.setRenderer(QgsSingleSymbolRenderer(symbol))
        self.setLayers([self._layer])
        self.setExtent(_WORLD)
        self.refresh()

    def show_chosen(self, country: Optional[Country], go_there: bool) -> None:
        """Colour a country; ``go_there`` moves the map so that it is seen with its neighbours."""
        self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        if country is None:
            return
        geometry = _geometry(country)
        self._band.setToGeometry(geometry, self._layer)
        if go_there:
            box = max((QgsGeometry(part.clone()) for part in geometry.constParts()), key=QgsGeometry.area).boundingBox()
            whole = geometry.boundingBox()
            if whole.width() < 180:  # else the 180° meridian cuts it: its largest part is shown
                box = whole
            box.grow(max(box.width(), box.height(), 4.0) / 2)
            self.setExtent(box)
            self.refresh()

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.PaletteChange:  # QGIS was set to a dark theme, or back
            self.setCanvasColor(self.palette().base().color())

    def _click(self, point: Any, _button: Any) -> None:
        country = at(self._countries, point.x(), point.y(), _REACH_PIXELS * self.mapUnitsPerPixel())
        if country is not None:
            self.clicked.emit(country)


def _geometry(country: Country) -> QgsGeometry:
    geometry = QgsGeometry()
    geometry.fromWkb(bytes(country.drawn.ExportToWkb()))
    return geometry
