"""Map themes: one click from the redline to the importance, the gaps, the conflicts. Those of users are kept."""

from collections.abc import Iterable, Mapping
from typing import Any

from qgis.core import QgsLayerTreeGroup, QgsMapLayer, QgsMapThemeCollection, QgsProject

from ..languages.messages import N_, _
from ..models.declaration import FUNCTION, SENSITIVITY
from .layer_list import CONFLICTS, GAPS, KEY_PROPERTY, REDLINE, SUBGROUPS

THEMES_PROPERTY = "ecr_toolkit/themes"
# Title → keys of the layers that it shows; without the first there is no theme
SUBJECTS: Mapping[str, tuple[str, ...]] = {
    SUBGROUPS[REDLINE]: ("ecr", "protected_areas", "units"),
    SUBGROUPS[FUNCTION]: (f"{FUNCTION}:all", "units"),
    SUBGROUPS[SENSITIVITY]: (f"{SENSITIVITY}:all", "units"),
    SUBGROUPS[GAPS]: (GAPS, "protected_areas", "units"),
    SUBGROUPS[CONFLICTS]: ("conflicts", "conflict_lines", "ecr", "units"),
    N_("Coordination"): ("mismatches", "proposals", "ecr", "units"),
}
Kept = dict[str, dict[str, Any]]  # theme → id of a layer → what the theme knows of it


def add(project: QgsProject, group: QgsLayerTreeGroup, name: str, layers: Mapping[str, QgsMapLayer]) -> None:
    """A theme for each subject, called after the pilot: its layers (by key), and what else is drawn now, such as a
    base map. A theme of a user that has the name already is left alone."""
    themes, root = project.mapThemeCollection(), project.layerTreeRoot()
    others = [node.layer() for node in root.findLayers()
              if node.isVisible() and node.layer() is not None and not node.layer().customProperty(KEY_PROPERTY, "")]
    groups = {_path(one) for one in root.findGroups(True) if one.itemVisibilityChecked() or _is_in(one, group)}
    made = []
    for title, keys in SUBJECTS.items():
        theme = f"{name} – {_(title)}"
        if keys[0] in layers and not themes.hasMapTheme(theme):
            record = QgsMapThemeCollection.MapThemeRecord()
            record.setLayerRecords([QgsMapThemeCollection.MapThemeLayerRecord(layer) for layer in
                                    [*(layers[key] for key in keys if key in layers), *others]])
            record.setCheckedGroupNodes(groups)
            themes.insert(theme, record)
            made.append(theme)
    group.setCustomProperty(THEMES_PROPERTY, made)


def remove(project: QgsProject, group: QgsLayerTreeGroup) -> None:
    """Take away the themes that were made for a group."""
    themes = project.mapThemeCollection()
    for theme in group.customProperty(THEMES_PROPERTY, []) or []:
        themes.removeMapTheme(theme)
    group.removeCustomProperty(THEMES_PROPERTY)


def kept(project: QgsProject, group: Any, layers: Iterable[str]) -> Kept:
    """What the themes of users know of layers (by id) that are about to leave the project for a while."""
    themes, wanted, found = project.mapThemeCollection(), set(layers), {}
    own = (group.customProperty(THEMES_PROPERTY, []) or []) if group is not None else []
    for theme in themes.mapThemes():
        records = {record.layer().id(): record for record in themes.mapThemeState(theme).layerRecords()
                   if record.layer() is not None and record.layer().id() in wanted}
        if records and theme not in own:
            found[theme] = records
    return found


def put_back(project: QgsProject, known: Kept, layers: Mapping[str, QgsMapLayer]) -> None:
    """Give themes their layers back; ``layers``: former id → the layer that now stands for it."""
    themes = project.mapThemeCollection()
    for theme, records in known.items():
        if themes.hasMapTheme(theme):
            state = themes.mapThemeState(theme)
            for former, record in records.items():
                if former in layers:
                    record.setLayer(layers[former])
                    state.addLayerRecord(record)
            themes.update(theme, state)


def follow(project: QgsProject, renamed: Mapping[str, str]) -> None:
    """Themes know groups by their paths: ``renamed``: path before → path now."""
    themes = project.mapThemeCollection()
    for theme in themes.mapThemes():
        state = themes.mapThemeState(theme)
        checked, expanded = state.checkedGroupNodes(), state.expandedGroupNodes()
        if not renamed.keys().isdisjoint(checked | expanded):
            state.setCheckedGroupNodes({renamed.get(path, path) for path in checked})
            state.setExpandedGroupNodes({renamed.get(path, path) for path in expanded})
            themes.update(theme, state)


def paths(group: QgsLayerTreeGroup) -> list[str]:
    """The paths of a group and of the groups in it."""
    return [_path(one) for one in (group, *group.findGroups(True))]


def _path(group: QgsLayerTreeGroup) -> str:
    """How themes call a group: the names from the top of the tree, with slashes."""
    names = []
    while group.parent() is not None:
        names.insert(0, group.name())
        group = group.parent()
    return "/".join(names)


def _is_in(group: QgsLayerTreeGroup, other: QgsLayerTreeGroup) -> bool:
    return _path(group) == _path(other) or _path(group).startswith(_path(other) + "/")
