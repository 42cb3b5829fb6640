"""Results on the map: a styled group of layers, taken away before a run and put back after it.

While a layer is in the project QGIS keeps its file open, and Windows does not replace an open file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsMapLayerLegendUtils,
    QgsMapLayerStyle,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)

from ..errors import ToolkitError
from ..languages.messages import _, interface
from . import layer_metadata, map_themes, styles
from .foreign_layers import Foreign, foreign_of, put_back
from .layer_list import (
    KEY_PROPERTY,
    LEVEL,
    REDLINE,
    SUBGROUPS,
    TRIAL,
    entries,
    group_title,
    said_again,
    text_again,
    trial,
)
from .result_layers import lies_in, open_layer, open_raster
from .wording import capital

PILOT_PROPERTY, SUBGROUP_PROPERTY = "ecr_toolkit/pilot", "ecr_toolkit/subgroup"


@dataclass
class Released:
    """What was taken off the map. ``own`` tells per layer key whether it was visible; None: no group was shown; ``ids``
    gives their former ids; ``themes``: what the user's map themes know of the layers."""

    own: Optional[dict[str, bool]] = None
    ids: dict[str, str] = field(default_factory=dict)
    styles: dict[str, QgsMapLayerStyle] = field(default_factory=dict)
    foreign: list[Foreign] = field(default_factory=list)
    themes: map_themes.Kept = field(default_factory=dict)


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
        self._remove_group(pilot)
        layers = self._add_group(pilot, Released())
        self._add_themes(pilot, layers)
        if layers and self._canvas is not None:
            self._zoom(layers.values())
        return bool(layers)

    def try_share(self, pilot: Any, place: int) -> None:
        """Show what a share would take in: the cells whose rank in the raster of the thresholds is at most ``place``.
        The first time it adds a layer to the pilot's group, then only the layer's colours change."""
        layer = next((layer for layer in self._layers(pilot.folder)
                      if layer.customProperty(KEY_PROPERTY, "") == TRIAL and layer.isValid()), None)
        if layer is None:
            entry = trial(pilot)
            layer = open_raster(entry.path, entry.name(interface.language))
            if not layer.isValid():
                return
            layer.setCustomProperty(KEY_PROPERTY, TRIAL)
            group = self._group(pilot) or self._new_group(pilot)
            self._project.addMapLayer(layer, False)
            group.insertLayer(0, layer)
        layer.setRenderer(styles.up_to(layer, place))
        layer.triggerRepaint()

    def retitle(self, pilot: Any) -> None:
        """Say names, legends, metadata and themes in the interface's language; what the user called or coloured
        otherwise stays."""
        group = self._group(pilot)
        if group is None:
            return
        before = map_themes.paths(group)
        group.setName(said_again(group.name(), lambda language: group_title(pilot, language)))
        for subgroup in group.findGroups(True):
            key = subgroup.customProperty(SUBGROUP_PROPERTY, "")
            if key in SUBGROUPS:
                subgroup.setName(text_again(subgroup.name(), SUBGROUPS[key]))
        map_themes.follow(self._project, dict(zip(before, map_themes.paths(group))))
        known = {entry.key: entry for entry in (trial(pilot), *entries(pilot))}
        shown = {known[key]: layer for key, layer in self._keyed(group).items() if key in known and layer.isValid()}
        for entry, layer in shown.items():
            layer.setName(said_again(layer.name(), entry.name))
            _head_legend(group.findLayer(layer.id()))
            styles.relabel(layer, entry.style)
        layer_metadata.describe(pilot, shown)
        map_themes.remove(self._project, group)
        self._add_themes(pilot, self._keyed(group))

    def release(self, pilot: Any) -> Released:
        """Take every layer on the pilot's files off the map and close the files."""
        released = Released()
        group = self._group(pilot)
        if group is not None:
            released.own = {}
        layers = self._layers(pilot.folder)
        released.themes = map_themes.kept(self._project, group, [layer.id() for layer in layers])
        for layer in layers:
            key = layer.customProperty(KEY_PROPERTY, "")
            node = self._project.layerTreeRoot().findLayer(layer.id())
            style = QgsMapLayerStyle()
            style.readFromLayer(layer)
            if key and group is not None and node is not None:
                released.own[key], released.ids[key] = node.itemVisibilityChecked(), layer.id()
                released.styles[key] = style
            else:
                released.foreign.append(foreign_of(layer, style, node))
            if isinstance(layer, QgsVectorLayer) and layer.isValid():
                layer.dataProvider().reloadData()  # closes connections that QGIS would keep for another minute
        if layers and self._canvas is not None:
            self._canvas.stopRendering()
        self._project.removeMapLayers([layer.id() for layer in layers])
        return released

    def restore(self, pilot: Any, released: Released) -> None:
        """Put back what was taken off, with the results as they are now."""
        layers = self._add_group(pilot, released) if released.own is not None else {}
        back = {released.ids[key]: layer for key, layer in layers.items() if key in released.ids}
        for foreign in sorted(released.foreign, key=lambda foreign: foreign.place):
            layer = put_back(self._project, foreign)
            if layer is not None:
                back[foreign.id] = layer
        map_themes.put_back(self._project, released.themes, back)
        self._add_themes(pilot, layers)

    def _layers(self, folder: Path) -> list[QgsMapLayer]:
        return [layer for layer in self._project.mapLayers().values() if lies_in(layer, folder)]

    def _keyed(self, group: QgsLayerTreeGroup) -> dict[str, QgsMapLayer]:
        """The layers that the toolkit put into a group, by key."""
        layers = [node.layer() for node in group.findLayers() if node.layer() is not None]
        return {layer.customProperty(KEY_PROPERTY): layer for layer in layers if layer.customProperty(KEY_PROPERTY, "")}

    def _group(self, pilot: Any) -> Optional[QgsLayerTreeGroup]:
        """The pilot's group. A saved project and its pilot may have moved, so it is known by where its layers lie; a
        group of the country that has no layer left, or none that opens, is taken for it too."""
        groups = [(group, self._keyed(group).values()) for group in self._project.layerTreeRoot().findGroups(True)
                  if group.customProperty(PILOT_PROPERTY, "") == pilot.code]
        here = [group for group, layers in groups if any(lies_in(layer, pilot.folder) for layer in layers)]
        lost = [group for group, layers in groups if not any(layer.isValid() for layer in layers)]
        return next(iter([*here, *lost]), None)

    def _remove_group(self, pilot: Any) -> None:
        """Take the group away; layers that the user put into it move out of it."""
        group = self._group(pilot)
        if group is not None:
            map_themes.remove(self._project, group)
            self._project.removeMapLayers([layer.id() for layer in self._keyed(group).values()])
            for node in group.findLayers():
                group.parent().insertChildNode(group.parent().children().index(group), node.clone())
            group.parent().removeChildNode(group)

    def _add_group(self, pilot: Any, released: Released) -> dict[str, QgsMapLayer]:
        """Layers (by key) in the tree under one group, new or as the user left it; visibility and style as they were,
        else as designed."""
        made = {entry: layer for entry, layer in ((entry, open_layer(entry)) for entry in entries(pilot))
                if layer.isValid()}
        if not made:
            self._remove_group(pilot)
            return {}
        layer_metadata.describe(pilot, made)
        group = self._group(pilot) or self._new_group(pilot)
        subgroups = self._subgroups(group, [entry.subgroup for entry in made])
        for entry, layer in reversed(made.items()):  # each on top of those before it
            if entry.key in released.styles:
                released.styles[entry.key].writeToLayer(layer)
                styles.relabel(layer, entry.style)
            layer.setCustomProperty(KEY_PROPERTY, entry.key)
            self._project.addMapLayer(layer, False)
            node = QgsLayerTreeLayer(layer)
            _head_legend(node)
            node.setItemVisibilityChecked((released.own or {}).get(entry.key, entry.visible))
            node.setExpanded(entry.visible)
            subgroups[entry.subgroup].insertChildNode(0, node)
        return {entry.key: layer for entry, layer in made.items()}

    def _subgroups(self, group: QgsLayerTreeGroup, keys: Iterable[str]) -> dict[str, QgsLayerTreeGroup]:
        """The subgroups of these keys in their order, those that are missing made anew, those left empty taken away."""
        found = {one.customProperty(SUBGROUP_PROPERTY, ""): one for one in group.findGroups(True)}
        wanted, place = dict.fromkeys(keys), 0
        for key in wanted:
            if key not in found:
                found[key] = group.insertGroup(place, _(SUBGROUPS[key]))
                found[key].setCustomProperty(SUBGROUP_PROPERTY, key)
                found[key].setExpanded(key in (REDLINE, LEVEL))
            if found[key].parent() == group:
                place = group.children().index(found[key]) + 1
        for key, subgroup in found.items():
            if key and key not in wanted and not subgroup.children():
                subgroup.parent().removeChildNode(subgroup)
        return {key: found[key] for key in wanted}

    def _add_themes(self, pilot: Any, layers: Mapping[str, QgsMapLayer]) -> None:
        group = self._group(pilot)
        if group is not None:
            map_themes.add(self._project, group, pilot.name(interface.language), layers)

    def _new_group(self, pilot: Any) -> QgsLayerTreeGroup:
        """The pilot's group, empty, at the top of the tree."""
        group = self._project.layerTreeRoot().insertGroup(0, group_title(pilot, interface.language))
        group.setCustomProperty(PILOT_PROPERTY, pilot.code)
        return group

    def _zoom(self, layers: Iterable[QgsMapLayer]) -> None:
        settings, extent = self._canvas.mapSettings(), QgsRectangle()
        for layer in layers:
            extent.combineExtentWith(settings.layerExtentToOutputExtent(layer, layer.extent()))
        extent.scale(1.05)
        self._canvas.setExtent(extent)
        self._canvas.refresh()


def _head_legend(node: QgsLayerTreeLayer) -> None:
    """QGIS begins the legend of a raster with the name of its band, which says nothing here."""
    if isinstance(node.layer(), QgsRasterLayer):
        QgsMapLayerLegendUtils.setLegendNodeUserLabel(node, 0, capital(_("class")))
