"""Results on the map: a styled group of layers, taken away before a run and put back after it.

While a layer is in the project QGIS keeps its file open, and Windows does not replace an open file.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from osgeo import gdal
from qgis.core import (
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsMapLayerStyle,
    QgsProject,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ..errors import ToolkitError
from ..languages.messages import _
from ..steps.thresholds import TRIAL as RANKS
from . import styles
from .layer_list import SUBGROUPS, Entry, entries, group_title

PILOT_PROPERTY, KEY_PROPERTY = "ecr_toolkit/pilot", "ecr_toolkit/key"
TRIAL = "trial"


@dataclass
class Foreign:
    """A layer on a pilot's file that the user added: everything needed to put it back."""

    layer_type: type
    name: str
    source: str
    provider: str
    style: QgsMapLayerStyle
    groups: tuple[str, ...]
    place: int
    visible: bool


@dataclass
class Released:
    """What was taken off the map. ``own`` tells per layer key whether it was visible; None: no group was shown."""

    own: Optional[dict[str, bool]] = None
    styles: dict[str, QgsMapLayerStyle] = field(default_factory=dict)
    foreign: list[Foreign] = field(default_factory=list)


class Results:
    """A pilot's layers in the project. ``canvas`` may be None (tests)."""

    def __init__(self, project: QgsProject, canvas: Any = None) -> None:
        self._project, self._canvas = project, canvas

    def check(self, pilot: Any) -> None:
        """ToolkitError when a layer on the pilot's files has edits that a run would lose."""
        for layer in self._layers(pilot.folder):
            if isinstance(layer, QgsVectorLayer) and layer.isModified():
                raise ToolkitError(_("The layer “{name}” has edits that are not saved.").format(name=layer.name()),
                                   _("Save or discard them, then run again."))

    def show(self, pilot: Any) -> bool:
        """Add the group afresh and zoom to it; False when there is nothing to show."""
        self._remove_group(pilot.folder)
        layers = self._add_group(pilot, Released())
        if layers and self._canvas is not None:
            self._zoom(layers)
        return bool(layers)

    def try_share(self, pilot: Any, place: int) -> None:
        """Show what a share would take in: the cells whose rank in the raster of the thresholds is at most ``place``.
        The first time it adds a layer to the pilot's group, then only the layer's colours change."""
        layer = next((layer for layer in self._layers(pilot.folder)
                      if layer.customProperty(KEY_PROPERTY, "") == TRIAL), None)
        if layer is None:
            with _no_sidecars():
                layer = QgsRasterLayer(str(pilot.folder / RANKS), _("Candidate area by the functions"), "gdal",
                                       QgsRasterLayer.LayerOptions(False))
            if not layer.isValid():
                return
            layer.setCustomProperty(KEY_PROPERTY, TRIAL)
            group = self._group(pilot.folder) or self._new_group(pilot)
            self._project.addMapLayer(layer, False)
            group.insertLayer(0, layer)
        layer.setRenderer(styles.up_to(layer, place))
        layer.triggerRepaint()

    def release(self, pilot: Any) -> Released:
        """Take every layer on the pilot's files off the map and close the files."""
        released = Released()
        group = self._group(pilot.folder)
        if group is not None:
            released.own = {}
        doomed = []
        for layer in self._layers(pilot.folder):
            key = layer.customProperty(KEY_PROPERTY, "")
            node = self._project.layerTreeRoot().findLayer(layer.id())
            style = QgsMapLayerStyle()
            style.readFromLayer(layer)
            if key and group is not None and node is not None:
                released.own[key] = node.itemVisibilityChecked()
                released.styles[key] = style
            else:
                released.foreign.append(_foreign(layer, style, node))
            if isinstance(layer, QgsVectorLayer):
                layer.dataProvider().reloadData()  # closes connections that QGIS would keep for another minute
            doomed.append(layer.id())
        if doomed and self._canvas is not None:
            self._canvas.stopRendering()
        self._project.removeMapLayers(doomed)
        self._remove_group(pilot.folder)
        return released

    def restore(self, pilot: Any, released: Released) -> None:
        """Put back what was taken off, with the results as they are now."""
        if released.own is not None:
            self._add_group(pilot, released)
        for foreign in sorted(released.foreign, key=lambda foreign: foreign.place):
            layer = foreign.layer_type(foreign.source, foreign.name, foreign.provider)
            if layer.isValid():
                foreign.style.writeToLayer(layer)
                self._project.addMapLayer(layer, False)
                node = self._parent(foreign.groups).insertLayer(foreign.place, layer)
                node.setItemVisibilityChecked(foreign.visible)

    def _layers(self, folder: Path) -> list[QgsMapLayer]:
        return [layer for layer in self._project.mapLayers().values() if _lies_in(layer, folder)]

    def _group(self, folder: Path) -> Optional[QgsLayerTreeGroup]:
        for group in self._project.layerTreeRoot().findGroups():
            if group.customProperty(PILOT_PROPERTY, "") == str(folder):
                return group
        return None

    def _remove_group(self, folder: Path) -> None:
        group = self._group(folder)
        if group is not None:
            self._project.removeMapLayers(group.findLayerIds())
            group.parent().removeChildNode(group)

    def _add_group(self, pilot: Any, released: Released) -> list[QgsMapLayer]:
        """Layers in the tree under one group; visibility and style as they were, else as designed."""
        made = [(entry, layer) for entry, layer in ((entry, _layer(entry)) for entry in entries(pilot))
                if layer.isValid()]
        if not made:
            return []
        group = self._new_group(pilot)
        subgroups: dict[str, QgsLayerTreeGroup] = {}
        for entry, layer in made:
            if entry.subgroup not in subgroups:
                subgroups[entry.subgroup] = group.addGroup(_(SUBGROUPS[entry.subgroup]))
            if entry.key in released.styles:
                released.styles[entry.key].writeToLayer(layer)
            self._project.addMapLayer(layer, False)
            node = subgroups[entry.subgroup].addLayer(layer)
            node.setItemVisibilityChecked((released.own or {}).get(entry.key, entry.visible))
            node.setExpanded(entry.visible)
        for subgroup in subgroups.values():
            subgroup.setExpanded(any(node.isVisible() for node in subgroup.findLayers()))
        return [layer for _entry, layer in made]

    def _new_group(self, pilot: Any) -> QgsLayerTreeGroup:
        """The pilot's group, empty, at the top of the tree."""
        group = self._project.layerTreeRoot().insertGroup(0, group_title(pilot))
        group.setCustomProperty(PILOT_PROPERTY, str(pilot.folder))
        return group

    def _parent(self, groups: tuple[str, ...]) -> QgsLayerTreeGroup:
        """The group of that path as far as it still exists."""
        parent: QgsLayerTreeGroup = self._project.layerTreeRoot()
        for name in groups:
            parent = next((group for group in parent.findGroups() if group.name() == name), parent)
        return parent

    def _zoom(self, layers: list[QgsMapLayer]) -> None:
        settings = self._canvas.mapSettings()
        extent = settings.layerExtentToOutputExtent(layers[0], layers[0].extent())
        for layer in layers[1:]:
            extent.combineExtentWith(settings.layerExtentToOutputExtent(layer, layer.extent()))
        extent.scale(1.05)
        self._canvas.setExtent(extent)
        self._canvas.refresh()


def _layer(entry: Entry) -> QgsMapLayer:
    """The layer of an entry, styled."""
    if entry.layer:
        layer: QgsMapLayer = QgsVectorLayer(f"{entry.path}|layername={entry.layer}", entry.title, "ogr")
    else:
        with _no_sidecars():
            layer = QgsRasterLayer(str(entry.path), entry.title, "gdal", QgsRasterLayer.LayerOptions(False))
    if layer.isValid():
        styles.apply(layer, entry.style)
        layer.setCustomProperty(KEY_PROPERTY, entry.key)
    return layer


@contextlib.contextmanager
def _no_sidecars() -> Iterator[None]:
    """QGIS takes statistics of a raster that it opens; GDAL must not keep them as .aux.xml, which outlive a run."""
    before = gdal.GetConfigOption("GDAL_PAM_ENABLED")
    gdal.SetConfigOption("GDAL_PAM_ENABLED", "NO")
    try:
        yield
    finally:
        gdal.SetConfigOption("GDAL_PAM_ENABLED", before)


def _lies_in(layer: QgsMapLayer, folder: Path) -> bool:
    """Whether a layer's file lies in the folder."""
    if layer.dataProvider() is None:
        return False
    path = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path", "")
    return bool(path) and folder.resolve() in Path(path).resolve().parents


def _foreign(layer: QgsMapLayer, style: QgsMapLayerStyle, node: Any) -> Foreign:
    groups: list[str] = []
    place = 0
    if node is not None:
        place = node.parent().children().index(node)
        parent = node.parent()
        while parent is not None and parent.parent() is not None:
            groups.insert(0, parent.name())
            parent = parent.parent()
    return Foreign(type(layer), layer.name(), layer.source(), layer.providerType(), style, tuple(groups), place,
                   node is None or node.itemVisibilityChecked())
