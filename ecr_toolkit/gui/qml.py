"""Styles as QML files, for people who open a result without the dock.

They are written when somebody asks for them: what a run publishes stays exactly what the ledger says. QGIS takes a
style from a file of the raster's name beside it; for a GeoPackage it would take one style for all layers, so the styles
of layers lie in a folder of their own, to be loaded by hand.
"""

from pathlib import Path
from typing import Any

from qgis.core import QgsMapLayer, QgsReadWriteContext
from qgis.PyQt.QtXml import QDomDocument

from ..atomic import publishing
from ..languages.messages import catalogue
from ..pilot.lock import locked
from .layer_list import Entry, entries
from .result_layers import open_layer

FOLDER = "styles"


def save_styles(pilot: Any) -> list[Path]:
    """Write the style of every result, with its legend in the pilot's first language; gives the files.

    Raises ToolkitError while a run works on the pilot, OSError where the folder cannot be written.
    """
    text = catalogue(pilot.recipe["languages"][0]).gettext
    written = []
    with locked(pilot.folder):
        for entry in entries(pilot):
            layer = open_layer(entry, text)
            if layer.isValid():
                path = style_path(pilot.folder, entry)
                with publishing(path) as temporary:
                    temporary.write_text(_qml(layer), encoding="utf-8")
                written.append(path)
    return written


def style_path(folder: Path, entry: Entry) -> Path:
    """Where the style of an entry lies: beside its raster, or in the folder of styles."""
    return folder / FOLDER / f"{entry.layer}.qml" if entry.layer else entry.path.with_suffix(".qml")


def _qml(layer: QgsMapLayer) -> str:
    """How a layer looks; nothing else of it, such as its name or place."""
    document = QDomDocument()
    layer.exportNamedStyle(document, QgsReadWriteContext(), QgsMapLayer.StyleCategory.Symbology)
    return document.toString()
