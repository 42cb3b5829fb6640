"""The two lines as layers of the project while they are looked at, and the land on the map of either."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsFillSymbol, QgsMapLayer, QgsProject, QgsSingleSymbolRenderer, QgsVectorLayer

from ...languages.messages import _
from ..results import PILOT_PROPERTY
from .comparison import AFTER, BEFORE

COLOURS = {BEFORE: "#0072b2", AFTER: "#d55e00"}  # told apart by every kind of colour vision
_MARK = "ecr_toolkit/comparison"


class LinesOnMap:
    """The layers BEFORE and AFTER. The map shows the earlier one; the later one is for the other half."""

    def __init__(self, project: QgsProject) -> None:
        self._project = project
        self._ids: dict[str, str] = {}

    def add(self, pilot: Any, lines: Path, titles: Sequence[str]) -> None:
        """Add the lines on top of the pilot's group, or of the map where it has none."""
        root = self._project.layerTreeRoot()
        parent = next((group for group in root.findGroups()
                       if group.customProperty(PILOT_PROPERTY, "") == pilot.code), root)
        group = parent.insertGroup(0, _("Comparison"))
        group.setCustomProperty(_MARK, True)
        for name, title in zip((BEFORE, AFTER), titles):
            layer = QgsVectorLayer(f"{lines}|layername={name}", title, "ogr")
            layer.setRenderer(QgsSingleSymbolRenderer(_symbol(COLOURS[name])))
            self._project.addMapLayer(layer, False)
            group.addLayer(layer).setItemVisibilityChecked(name == BEFORE)
            self._ids[name] = layer.id()

    def remove(self) -> None:
        """Take them away again, with their group; it may be gone already."""
        ids, self._ids = [*self._ids.values()], {}
        for layer in filter(None, map(self._project.mapLayer, ids)):
            layer.dataProvider().reloadData()  # closes connections that QGIS would keep for another minute
        self._project.removeMapLayers(ids)
        for group in self._project.layerTreeRoot().findGroups(True):
            if group.customProperty(_MARK) and not group.children():
                group.parent().removeChildNode(group)

    def forget(self, ids: Sequence[str]) -> bool:
        """Some layers are taken away by somebody else; gives whether lines are among them."""
        there = len(self._ids)
        self._ids = {name: id for name, id in self._ids.items() if id not in ids}
        return len(self._ids) < there

    def there(self) -> bool:
        return bool(self._ids)

    def later(self, shown: Sequence[QgsMapLayer]) -> list[QgsMapLayer]:
        """The layers of a map that shows the later line where ``shown`` shows the earlier one."""
        before, after = self._layer(BEFORE), self._layer(AFTER)
        others = [layer for layer in shown if layer != after]
        if after is None:
            return others
        return [after if layer == before else layer for layer in others] if before in others else [after, *others]

    def _layer(self, name: str) -> Optional[Any]:
        return self._project.mapLayer(self._ids.get(name, ""))


def _symbol(colour: str) -> QgsFillSymbol:
    red, green, blue = (int(colour[place:place + 2], 16) for place in (1, 3, 5))
    return QgsFillSymbol.createSimple({"color": f"{red},{green},{blue},70", "outline_color": colour,
                                       "outline_width": "0.6", "joinstyle": "round"})
