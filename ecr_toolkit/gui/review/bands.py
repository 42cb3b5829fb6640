"""The chosen item on the map: both sides in two colours, and the view moved to them."""

from typing import Any, Optional

from osgeo import ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsWkbTypes,
)
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtGui import QColor

from .sight import Sight

FIRST, SECOND = "#d01c8b", "#0087b8"  # told apart by every kind of colour vision, on light and dark maps
_WIDTH, _FILL = 3, 60
_ROOM, _LEAST_M = 1.6, 2000.0


class Bands:
    """Rubber bands over a canvas, which may be None (tests)."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._sight: Optional[Sight] = None
        self.bands: list[QgsRubberBand] = []
        if canvas is not None:
            canvas.destinationCrsChanged.connect(self._draw_again)

    def draw(self, sight: Optional[Sight]) -> None:
        """Draw a sight in place of the one before; None: nothing."""
        for band in self.bands:
            self._canvas.scene().removeItem(band)
        self.bands, self._sight = [], sight
        if sight is None or self._canvas is None:
            return
        crs = QgsCoordinateReferenceSystem.fromWkt(sight.crs)
        # the first lies above: of a conflict it is the object in the redline
        for geometry, colour in ((sight.second, SECOND), (sight.first, FIRST)):
            if geometry is not None and not geometry.IsEmpty():
                self._add(geometry, crs, QColor(colour))

    def _add(self, geometry: ogr.Geometry, crs: QgsCoordinateReferenceSystem, colour: QColor) -> None:
        kinds = QgsWkbTypes.GeometryType
        band = QgsRubberBand(self._canvas, kinds.PolygonGeometry if geometry.GetDimension() == 2 else
                             kinds.LineGeometry)
        band.setStrokeColor(colour)
        band.setWidth(_WIDTH)
        fill = QColor(colour)
        fill.setAlpha(_FILL)
        band.setFillColor(fill)
        shape = QgsGeometry()
        shape.fromWkb(bytes(geometry.ExportToWkb()))
        band.setToGeometry(shape, crs)
        self.bands.append(band)

    def _draw_again(self) -> None:
        self.draw(self._sight)

    def zoom(self) -> None:
        """Move the map to what is drawn, with room around it."""
        if self._sight is None or self._canvas is None:
            return
        frame = QgsRectangle(*self._sight.bounds())
        frame.grow(max(0.0, (_LEAST_M - max(frame.width(), frame.height())) / 2))
        frame.scale(_ROOM)
        system = self._canvas.mapSettings().destinationCrs()
        if system.isValid():
            move = QgsCoordinateTransform(QgsCoordinateReferenceSystem.fromWkt(self._sight.crs), system,
                                          QgsProject.instance())
            try:
                frame = move.transformBoundingBox(frame)
            except QgsCsException:
                return  # the map's system does not reach there
        self._canvas.setExtent(frame)
        self._canvas.refresh()
