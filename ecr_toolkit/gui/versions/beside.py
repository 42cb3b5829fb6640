"""Side by side: a second, small map that moves with the main one, and the main one with it."""

from collections.abc import Sequence
from typing import Callable, Optional

from qgis.core import QgsMapLayer
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ...languages.messages import _


class Beside(QgsMapCanvas):
    """Shows at least what the main map shows, in the same projection, while it is tied to it."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(10 * self.fontMetrics().lineSpacing())
        self.setAccessibleName(_("Later version"))
        self._pan = QgsMapToolPan(self)
        self.setMapTool(self._pan)
        self._main: Optional[QgsMapCanvas] = None
        self._layers_of: Callable[[], Sequence[QgsMapLayer]] = list
        self._moving = False
        self._ratio = 1.0  # scale of the main map over that of this one
        self.extentsChanged.connect(self._lead)

    def tie(self, main: QgsMapCanvas, layers: Callable[[], Sequence[QgsMapLayer]]) -> None:
        """Move with a main map; ``layers``: what this one shows."""
        self._main, self._layers_of = main, layers
        main.extentsChanged.connect(self._follow)
        main.layersChanged.connect(self._show_layers)
        main.destinationCrsChanged.connect(self._follow)
        self._show_layers()
        self._follow()

    def untie(self) -> None:
        """Show nothing, so that no file stays open."""
        main, self._main = self._main, None
        if main is not None:
            main.extentsChanged.disconnect(self._follow)
            main.layersChanged.disconnect(self._show_layers)
            main.destinationCrsChanged.disconnect(self._follow)
        self.stopRendering()
        self.setLayers([])

    def resizeEvent(self, event) -> None:
        self._moving = True  # another size shows another extent, which is not for the main map
        super().resizeEvent(event)
        self._moving = False
        self._follow()

    def _show_layers(self) -> None:
        self.setCanvasColor(self._main.canvasColor())
        self.setLayers(list(self._layers_of()))

    def _follow(self) -> None:
        if self._moving or self._main is None:
            return
        self._moving = True
        self.setDestinationCrs(self._main.mapSettings().destinationCrs())
        self.setExtent(self._main.extent())
        self._ratio = self._main.scale() / self.scale() if self.scale() else 1.0
        self.refresh()
        self._moving = False

    def _lead(self) -> None:
        if self._moving or self._main is None:
            return
        self._moving = True
        self._main.setCenter(self.center())
        self._main.zoomScale(self.scale() * self._ratio)
        self._main.refresh()
        self._moving = False
