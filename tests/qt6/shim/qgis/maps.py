"""A map that draws nothing: its canvas is a real widget with real signals, what lies on it takes all in silence."""

from PyQt6.QtCore import QRectF, pyqtSignal
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QGraphicsPathItem, QGraphicsScene, QGraphicsView

from .missing import enums


class Silent:
    """Whatever is asked of it, it gives something as silent."""

    def __init__(self, *details) -> None:
        pass

    def __getattr__(self, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *details: Silent()


class QgsRectangle(QRectF):
    """A rectangle by its sides, xmin ymin xmax ymax."""

    def __init__(self, *sides) -> None:
        if len(sides) == 4:
            super().__init__(sides[0], sides[1], sides[2] - sides[0], sides[3] - sides[1])
        else:
            super().__init__(*sides)

    def grow(self, delta: float) -> None:
        self.adjust(-delta, -delta, delta, delta)

    def scale(self, factor: float) -> None:
        across, up = self.width() * (factor - 1) / 2, self.height() * (factor - 1) / 2
        self.adjust(-across, -up, across, up)


class QgsCoordinateReferenceSystem(Silent):
    @classmethod
    def fromWkt(cls, text: str):
        return cls()

    fromProj = fromWkt

    def isValid(self) -> bool:
        return False


class QgsGeometry(Silent):
    def boundingBox(self) -> QgsRectangle:
        return QgsRectangle(0, 0, 1, 1)


class QgsMapSettings(Silent):
    def destinationCrs(self) -> QgsCoordinateReferenceSystem:
        return QgsCoordinateReferenceSystem()

    def visibleExtent(self) -> QgsRectangle:
        return QgsRectangle(0, 0, 1, 1)


class QgsFeature(Silent):
    pass


class QgsFillSymbol(Silent):
    @staticmethod
    def createSimple(properties: dict) -> "QgsFillSymbol":
        return QgsFillSymbol()


class QgsSingleSymbolRenderer(Silent):
    pass


class QgsRubberBand(Silent, QGraphicsPathItem):
    """An item on a canvas's scene."""

    def __init__(self, canvas: "QgsMapCanvas", kind: int = 0) -> None:
        QGraphicsPathItem.__init__(self)
        canvas.scene().addItem(self)


class QgsMapTool(Silent):
    pass


class QgsMapToolEmitPoint(QgsMapTool):
    canvasClicked = Silent()


class QgsMapToolPan(QgsMapTool):
    pass


QgsWkbTypes = enums("QgsWkbTypes", GeometryType=("PointGeometry", "LineGeometry", "PolygonGeometry"))


class QgsMapCanvas(QGraphicsView):
    """An empty map."""

    extentsChanged = pyqtSignal()
    layersChanged = pyqtSignal()
    destinationCrsChanged = pyqtSignal()
    mapCanvasRefreshed = pyqtSignal()

    def __init__(self, parent=None) -> None:
        super().__init__(QGraphicsScene(), parent)
        self._extent, self._tool, self._layers = QgsRectangle(0, 0, 1, 1), None, []

    def extent(self) -> QgsRectangle:
        return self._extent

    def setExtent(self, extent: QgsRectangle) -> None:
        self._extent = extent
        self.extentsChanged.emit()

    def layers(self) -> list:
        return self._layers

    def setLayers(self, layers: list) -> None:
        self._layers = layers
        self.layersChanged.emit()

    def mapTool(self):
        return self._tool

    def setMapTool(self, tool) -> None:
        self._tool = tool

    def unsetMapTool(self, tool) -> None:
        self._tool = None

    def mapSettings(self) -> QgsMapSettings:
        return QgsMapSettings()

    def setDestinationCrs(self, crs) -> None:
        self.destinationCrsChanged.emit()

    def canvasColor(self) -> QColor:
        return QColor("white")

    def setCanvasColor(self, colour: QColor) -> None:
        QColor(colour)

    def mapUnitsPerPixel(self) -> float:
        return 1.0

    def scale(self) -> float:
        return 1.0

    def refresh(self) -> None:
        pass

    def stopRendering(self) -> None:
        pass
