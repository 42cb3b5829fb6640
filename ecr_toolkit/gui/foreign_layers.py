"""Layers on a pilot's files that the user added: remembered while a run works, then put back where they were."""

from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import QgsLayerTreeGroup, QgsMapLayer, QgsMapLayerStyle, QgsProject

from .result_layers import no_sidecars


@dataclass
class Foreign:
    """A layer on a pilot's file that the user added: everything needed to put it back. ``id`` is its former one."""

    id: str
    layer_type: type
    name: str
    source: str
    provider: str
    style: QgsMapLayerStyle
    groups: tuple[str, ...]
    place: int
    visible: bool


def foreign_of(layer: QgsMapLayer, style: QgsMapLayerStyle, node: Any) -> Foreign:
    """What is to be remembered of a layer; ``node``: its place in the layer tree, None when it has none."""
    groups: list[str] = []
    place = 0
    if node is not None:
        place = node.parent().children().index(node)
        parent = node.parent()
        while parent is not None and parent.parent() is not None:
            groups.insert(0, parent.name())
            parent = parent.parent()
    visible = node is None or node.itemVisibilityChecked()
    return Foreign(layer.id(), type(layer), layer.name(), layer.source(), layer.providerType(), style, tuple(groups),
                   place, visible)


def put_back(project: QgsProject, foreign: Foreign) -> Optional[QgsMapLayer]:
    """Add the layer to the project again; None when its file is no longer there."""
    with no_sidecars():
        layer = foreign.layer_type(foreign.source, foreign.name, foreign.provider)
    if not layer.isValid():
        return None
    foreign.style.writeToLayer(layer)
    project.addMapLayer(layer, False)
    node = _parent(project, foreign.groups).insertLayer(foreign.place, layer)
    node.setItemVisibilityChecked(foreign.visible)
    return layer


def _parent(project: QgsProject, groups: tuple[str, ...]) -> QgsLayerTreeGroup:
    """The group of that path as far as it still exists."""
    parent: QgsLayerTreeGroup = project.layerTreeRoot()
    for name in groups:
        parent = next((group for group in parent.findGroups() if group.name() == name), parent)
    return parent
