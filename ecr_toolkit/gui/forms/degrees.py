"""Longitudes and latitudes: a place, or the box of a country without its far islands; typed, or taken from the map."""

from collections.abc import Sequence
from typing import Any, Callable

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCsException, QgsProject, QgsRectangle
from qgis.PyQt.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget
from qgis.utils import iface

from ...languages.messages import _
from .editor import Editor
from .entry import Entry

_DECIMALS = 4  # about ten metres


class DegreesEditor(Editor):
    """Fields for degrees, two in a row; all of them, or none. ``chosen``: the degrees of what the map shows."""

    def __init__(self, titles: Sequence[str], of_map: str, chosen: Callable[[QgsRectangle], Sequence[float]]) -> None:
        holder = QWidget()
        super().__init__([holder], self._degrees, self._fill)
        self._chosen = chosen
        self.inner = self.lines = [QLineEdit() for _title in titles]
        self.setFocusProxy(self.lines[0])
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        for number, (line, title) in enumerate(zip(self.lines, titles)):
            line.setPlaceholderText(title)
            line.setAccessibleName(title)
            line.setToolTip(title)
            line.editingFinished.connect(self._finished)
            grid.addWidget(line, number // 2, number % 2)
        if iface is not None and iface.mapCanvas() is not None:
            button = QPushButton(of_map)
            button.clicked.connect(lambda: self.take(iface.mapCanvas()))
            grid.addWidget(button, grid.rowCount(), 0, 1, 2)

    def take(self, canvas: Any) -> None:
        """Write what the map shows."""
        try:
            extent = extent_of(canvas)
        except QgsCsException as fault:
            self.told.emit(str(fault))
            return
        self._fill([round(value, _DECIMALS) for value in self._chosen(extent)])
        self.tell()

    def _degrees(self) -> list[float]:
        texts = [line.text().strip() for line in self.lines]
        if not any(texts):
            return []
        try:
            return [float(text.replace(",", ".")) for text in texts]
        except ValueError as fault:
            raise ValueError(_("Write longitudes and latitudes in degrees, or leave it out.")) from fault

    def _fill(self, values: Sequence[float]) -> None:
        for place, line in enumerate(self.lines):
            line.setText(f"{values[place]:.10g}" if place < len(values) else "")

    def _finished(self) -> None:
        texts = [line.text().strip() for line in self.lines]
        if all(texts) or not any(texts):
            self.tell()


def place(_entry: Entry) -> DegreesEditor:
    """Longitude and latitude."""
    return DegreesEditor([_("Longitude"), _("Latitude")], _("Use the map's centre"),
                         lambda extent: [extent.center().x(), extent.center().y()])


def box(_entry: Entry) -> DegreesEditor:
    """West, south, east, north."""
    return DegreesEditor([_("West"), _("South"), _("East"), _("North")], _("Use the map's extent"), lambda extent: [
        extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()])


def extent_of(canvas: Any) -> QgsRectangle:
    """What the map shows, in degrees. Raises QgsCsException."""
    moved = QgsCoordinateTransform(canvas.mapSettings().destinationCrs(), QgsCoordinateReferenceSystem("EPSG:4326"),
                                   QgsProject.instance())
    return moved.transformBoundingBox(canvas.extent())
