"""Choosing a layer of one's own: dropped, out of the project, or a file."""

from pathlib import Path
from typing import Callable, Optional

from qgis.core import QgsProject, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QToolButton, QWidget

from ...errors import ToolkitError
from ...languages.messages import _
from ..forms.dropped import Dropped, source_of
from ..forms.files import DropLine


class LayerChoice(QWidget):
    """``chosen(dropped)``: a file and the layer in it; ``taken_back``: none after all; ``failed(error)``: what was
    given is in no file."""

    chosen = pyqtSignal(object)
    taken_back = pyqtSignal()
    failed = pyqtSignal(object)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.line = DropLine(_("Drop a layer or a file here"))
        self.line.setReadOnly(True)
        self.line.setAccessibleName(_("Layer of your own"))
        self.line.dropped.connect(self.take)
        self.line.refused.connect(self._refuse)
        self.button = QToolButton()
        self.button.setText("…")
        self.button.setAccessibleName(_("Choose a layer"))
        self.button.setToolTip(_("Choose a layer"))
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self.menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)

    def take(self, given: Dropped) -> None:
        """Show what was given, and tell it."""
        self.line.setText(given.layer or given.path.name)
        self.line.setToolTip(str(given.path))
        self.chosen.emit(given)

    def show_name(self, name: str) -> None:
        """Show what counts, "" for nothing, and tell nobody."""
        self.line.setText(name)
        self.line.setToolTip("")

    def _fill(self) -> None:
        """The polygon layers of the project, and all files."""
        self.menu.clear()
        for layer in sorted(QgsProject.instance().mapLayers().values(), key=lambda layer: layer.name()):
            polygonal = isinstance(layer, QgsVectorLayer) and (
                layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry)
            if polygonal:
                self._offer(layer.name().replace("&", "&&"), lambda layer=layer: self._take_layer(layer))
        self.menu.addSeparator()
        self._offer(_("A file…"), self._ask)
        if self.line.text():
            self._offer(_("No layer of your own"), self._take_back)

    def _offer(self, title: str, do: Callable[[], None]) -> None:
        self.menu.addAction(title).triggered.connect(lambda _checked=False: do())

    def _take_layer(self, layer: QgsVectorLayer) -> None:
        try:
            self.take(source_of(layer.source(), layer.providerType(), False))
        except (ValueError, RuntimeError) as fault:
            self._refuse(str(fault))

    def _ask(self) -> None:
        path = QFileDialog.getOpenFileName(self, _("Choose a file"))[0]
        if path:
            self.take(Dropped(Path(path)))

    def _take_back(self) -> None:
        self.show_name("")
        self.taken_back.emit()

    def _refuse(self, sentence: str) -> None:
        self.failed.emit(ToolkitError(sentence))
