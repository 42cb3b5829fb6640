"""Parameters and outputs with their help, in the few kinds that planning needs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ...languages.messages import _

KINDS = QgsProcessing.SourceType
CSV = "CSV (*.csv)"


def add(algorithm: QgsProcessingAlgorithm, *definitions: QgsProcessingParameterDefinition) -> None:
    for definition in definitions:
        algorithm.addParameter(definition)


def add_numbers(algorithm: QgsProcessingAlgorithm, titles: Mapping[str, str]) -> None:
    """Outputs that are numbers, name → title."""
    for name, title in titles.items():
        algorithm.addOutput(QgsProcessingOutputNumber(name, title))


def helped(definition: QgsProcessingParameterDefinition, text: str) -> QgsProcessingParameterDefinition:
    definition.setHelp(text)
    return definition


def advanced(definition: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    definition.setFlags(definition.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return definition


def vector(name: str, title: str, text: str, optional: bool = False,
           kind: Any = KINDS.TypeVectorPolygon) -> QgsProcessingParameterDefinition:
    return helped(QgsProcessingParameterFeatureSource(name, title, [kind], optional=optional), text)


def field(name: str, title: str, text: str, layer: str, optional: bool = False, several: bool = False,
          numeric: bool = False, default: Optional[str] = None) -> QgsProcessingParameterDefinition:
    kinds = QgsProcessingParameterField.DataType
    return helped(QgsProcessingParameterField(name, title, default, layer, kinds.Numeric if numeric else kinds.Any,
                                              several, optional), text)


def raster(name: str, title: str, text: str, optional: bool = False) -> QgsProcessingParameterDefinition:
    return helped(QgsProcessingParameterRasterLayer(name, title, optional=optional), text)


def rasters(name: str, title: str, text: str, optional: bool = False) -> QgsProcessingParameterDefinition:
    return helped(QgsProcessingParameterMultipleLayers(name, title, KINDS.TypeRaster, optional=optional), text)


def number(name: str, title: str, text: str, default: Optional[float], low: float, high: float, whole: bool = False,
           optional: bool = False) -> QgsProcessingParameterDefinition:
    kind = QgsProcessingParameterNumber.Type.Integer if whole else QgsProcessingParameterNumber.Type.Double
    return helped(QgsProcessingParameterNumber(name, title, kind, default, optional, low, high), text)


def percent(name: str, title: str, text: str, default: float, low: float = 0.0) -> QgsProcessingParameterDefinition:
    return number(name, title, text, default, low, 100)


def yes_or_no(name: str, title: str, text: str, default: bool) -> QgsProcessingParameterDefinition:
    return helped(QgsProcessingParameterBoolean(name, title, default), text)


def choice(name: str, title: str, text: str, titles: Iterable[str]) -> QgsProcessingParameterDefinition:
    """One of several titles; the first is the default."""
    return helped(QgsProcessingParameterEnum(name, title, list(titles), defaultValue=0), text)


def text_line(name: str, title: str, text: str, default: str = "",
              optional: bool = False) -> QgsProcessingParameterDefinition:
    return helped(QgsProcessingParameterString(name, title, default, False, optional), text)


def file(name: str, title: str, text: str, optional: bool = False,
         extension: str = "") -> QgsProcessingParameterDefinition:
    behaviour = QgsProcessingParameterFile.Behavior.File
    return helped(QgsProcessingParameterFile(name, title, behaviour, extension, None, optional), text)


def folder(name: str, title: str, text: str) -> QgsProcessingParameterDefinition:
    return helped(QgsProcessingParameterFile(name, title, QgsProcessingParameterFile.Behavior.Folder), text)


def table(name: str, title: str, columns: Sequence[str] = (), text: str = "",
          optional: bool = False) -> QgsProcessingParameterDefinition:
    """A CSV that is written; its columns are named in the help."""
    lines = [text] if text else []
    if columns:
        lines.append(_("Columns: {columns}.").format(columns=", ".join(columns)))
    return helped(QgsProcessingParameterFileDestination(name, title, CSV, None, optional, not optional),
                  " ".join(lines))


def layer(name: str, title: str, text: str, optional: bool = False,
          kind: Any = KINDS.TypeVectorPolygon) -> QgsProcessingParameterDefinition:
    """A layer that is written, of polygons where nothing else is said."""
    return helped(QgsProcessingParameterFeatureSink(name, title, kind, None, optional, not optional), text)


def raster_out(name: str, title: str, text: str) -> QgsProcessingParameterDefinition:
    return helped(QgsProcessingParameterRasterDestination(name, title), text)
