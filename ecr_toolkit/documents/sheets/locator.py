"""Locator maps of the register: a polygon of the redline in its surroundings, and where in the country that is.

One page of QGIS's layout serves all polygons of a language. Sizes are millimetres.
"""

from osgeo import ogr
from qgis.core import (
    QgsFillSymbol,
    QgsLayoutPoint,
    QgsNullSymbolRenderer,
    QgsRectangle,
    QgsSingleSymbolRenderer,
)
from qgis.PyQt.QtCore import QRectF

from ...pilot.boxes import Boxes
from ...pilot.layers import Feature
from ..map_items import SMALL, Page, label_by
from ..map_layers import fill_layer, flat, symbol_of
from ..maps import Maps
from ..pictures import Picture
from ..symbols import SYMBOLS

WIDTH, MAP, MAP_HEIGHT = 170.0, 112.0, 70.0
_SIDE, _GAP, _GRID_LEFT, _GRID_BELOW, _CREDIT = 44.0, 3.0, 10.0, 5.0, 4.0
_INSET, _INSET_HEIGHT, _SCALE = 30.0, 27.0, 11.0
_MOST_LABELS = 10
_DPI = 150  # sheets show it smaller than it is
_AROUND = 0.5  # of the polygon's length or height, on every side
_LEAST_CELLS = 24  # the least that is seen around the smallest polygon, in cells of the grid


class Locators:
    """Draws the polygons of one pilot in one language."""

    def __init__(self, maps: Maps, cell_m: float) -> None:
        layers = maps.layers
        self._least = _LEAST_CELLS * cell_m
        self._own = layers.vector([], "MultiPolygon")
        self._own.setRenderer(QgsSingleSymbolRenderer(symbol_of(SYMBOLS["polygon"])))
        self._others = layers.vector(layers.redline, "MultiPolygon")
        self._others.setRenderer(QgsSingleSymbolRenderer(symbol_of(SYMBOLS["others"])))
        self._labelled = layers.vector([], "MultiPolygon", "ecr_code")
        self._labelled.setRenderer(QgsNullSymbolRenderer())
        label_by(self._labelled, maps.language, "ecr_code", always=False)
        self._polygons = sorted(layers.redline, key=lambda one: (-one.values["area_km2"], one.values["ecr_code"]))
        self._boxes = Boxes(one.geometry for one in self._polygons)
        protected = [name for name in ("protected_forced", "protected_other") if layers.overlay(name).featureCount()]
        self._page = Page(layers.crs, maps.language, maps.rtl, _SIDE)
        left = WIDTH - MAP - 0.5 if maps.rtl else _GRID_LEFT
        column = 0.5 if maps.rtl else _GRID_LEFT + MAP + _GAP
        self._frame = self._page.map(layers.extent, QRectF(left, 0.5, MAP, MAP_HEIGHT))
        self._frame.setLayers([*(layers.overlay(name) for name in maps.edges), self._labelled, self._own,
                               *(layers.overlay(name) for name in protected), self._others, *layers.ground()])
        self._page.coordinates(self._frame)
        self._page.north(column)
        self._inset(maps, column + (0 if maps.rtl else _SIDE - _INSET - 0.5))
        entries = [maps.entry(name) for name in ("polygon", "others", *protected, *maps.edges)]
        below = self._page.legend(entries, column, _INSET_HEIGHT + 3)
        self._bar, self._column = self._page.scale(self._frame), column
        self._foot = max(below, MAP_HEIGHT - _SCALE + 2)
        self._height = max(self._foot + _SCALE, MAP_HEIGHT + _GRID_BELOW + _CREDIT)
        credit = self._page.label(maps.credit, QRectF(left, 0, MAP, _CREDIT), SMALL)
        credit.attemptMove(QgsLayoutPoint(left, MAP_HEIGHT + _GRID_BELOW))

    def _inset(self, maps: Maps, left: float) -> None:
        """The country, with the extent of the map upon it."""
        inset = self._page.map(maps.layers.extent, QRectF(left, 0.5, _INSET, _INSET_HEIGHT))
        self._outlines = maps.layers.vector([maps.layers.country], "MultiPolygon")
        self._outlines.setRenderer(QgsSingleSymbolRenderer(flat("#dcdcdc", "#8a8a8a")))
        inset.setLayers([self._outlines])
        inset.overview().setLinkedMap(self._frame)
        inset.overview().setFrameSymbol(QgsFillSymbol.createSimple({
            "color": "215,25,28,60", "outline_color": "#a50f15", "outline_width": "0.7", "joinstyle": "miter"}))

    def draw(self, polygon: Feature) -> Picture:
        """A polygon of the redline, in the grid's system."""
        fill_layer(self._own, [polygon])
        self._frame.zoomToExtent(self._extent(polygon))
        seen = self._boxes.near(ogr.CreateGeometryFromWkt(self._frame.extent().asWktPolygon()))
        largest = [self._polygons[number] for number in seen[:_MOST_LABELS]]
        fill_layer(self._labelled, [polygon, *(one for one in largest if one is not polygon)], "ecr_code")
        self._page.space_coordinates(self._frame)
        self._page.fit_scale(self._bar, self._column, self._foot)
        return self._page.picture(WIDTH, self._height, _DPI)

    def _extent(self, polygon: Feature) -> QgsRectangle:
        west, east, south, north = polygon.geometry.GetEnvelope()
        box = QgsRectangle(west, south, east, north)
        return box.buffered(max(_AROUND * max(box.width(), box.height()), self._least / 2))
