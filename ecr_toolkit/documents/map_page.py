"""The page of a report's map: map frame with coordinates, and beside it north arrow, legend and scale bar; a credit
below. Sizes are millimetres."""

from collections.abc import Sequence

from qgis.core import QgsCoordinateReferenceSystem, QgsLayoutPoint, QgsMapLayer, QgsRectangle
from qgis.PyQt.QtCore import QRectF

from .map_items import BETWEEN, SMALL, Entry, Page
from .pictures import Picture

WIDTH, MAP, LOWEST, HIGHEST = 170.0, 110.0, 66.0, 128.0
SIDE, GAP, GRID_LEFT, GRID_BELOW, CREDIT = 46.0, 4.0, 10.0, 5.0, 5.0
_BEFORE_LEGEND, _AFTER_LEGEND = 16.0, 18.0


class MapPage:
    """Draws layers as a page; the same frame for all maps of a report, so that they can be compared."""

    def __init__(self, crs: QgsCoordinateReferenceSystem, language: str, rtl: bool, extent: QgsRectangle, credit: str
                 ) -> None:
        self._page = Page(crs, language, rtl, SIDE)
        self._map_height = min(max(MAP * extent.height() / extent.width(), LOWEST), HIGHEST)
        self._left = WIDTH - MAP - 0.5 if rtl else GRID_LEFT
        self._column = 0.5 if rtl else GRID_LEFT + MAP + GAP
        self._frame = self._page.map(extent, QRectF(self._left, 0.5, MAP, self._map_height))
        self._page.coordinates(self._frame)
        self._page.north(self._column)
        self._bar = self._page.scale(self._frame)
        self._credit = self._page.label(credit, QRectF(self._left, 0, MAP, CREDIT), SMALL)

    def draw(self, layers: Sequence[QgsMapLayer], entries: Sequence[Entry]) -> Picture:
        """Layers, top first, with the lines of their legend."""
        self._frame.setLayers(list(layers))
        below = self._page.legend(entries, self._column, _BEFORE_LEGEND)
        self._page.fit_scale(self._bar, self._column, max(below, self._map_height - 12.0))
        height = max(self._map_height + GRID_BELOW, below - BETWEEN + _AFTER_LEGEND) + CREDIT
        self._credit.attemptMove(QgsLayoutPoint(self._left, height - CREDIT))
        return self._page.picture(WIDTH, height)
