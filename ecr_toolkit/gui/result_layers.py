"""Layers of QGIS on a pilot's files: opened, styled, and told from all others."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Callable

from osgeo import gdal
from qgis.core import QgsMapLayer, QgsProviderRegistry, QgsRasterLayer, QgsVectorLayer

from ..languages.messages import _, interface
from . import styles
from .layer_list import Entry


def open_layer(entry: Entry, text: Callable[[str], str] = _) -> QgsMapLayer:
    """The layer of an entry, styled; ``text`` translates its legend. Not valid where the file has no such layer."""
    name = entry.name(interface.language)
    layer = QgsVectorLayer(f"{entry.path}|layername={entry.layer}", name, "ogr") if entry.layer else open_raster(
        entry.path, name)
    if layer.isValid():
        styles.apply(layer, entry.style, text)
    return layer


def open_raster(path: Path, name: str) -> QgsRasterLayer:
    """A raster without the style that QGIS would choose, which would need statistics."""
    with no_sidecars():
        return QgsRasterLayer(str(path), name, "gdal", QgsRasterLayer.LayerOptions(False))


@contextlib.contextmanager
def no_sidecars() -> Iterator[None]:
    """QGIS takes statistics of a raster that it opens; GDAL must not keep them as .aux.xml, which outlive a run."""
    before = gdal.GetConfigOption("GDAL_PAM_ENABLED")
    gdal.SetConfigOption("GDAL_PAM_ENABLED", "NO")
    try:
        yield
    finally:
        gdal.SetConfigOption("GDAL_PAM_ENABLED", before)


def lies_in(layer: QgsMapLayer, folder: Path) -> bool:
    """Whether a layer's file lies in the folder, be the layer valid or not."""
    if not isinstance(layer, (QgsRasterLayer, QgsVectorLayer)):
        return False
    path = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path", "")
    return bool(path) and folder.resolve() in Path(path).resolve().parents
