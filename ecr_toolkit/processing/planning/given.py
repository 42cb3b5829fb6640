"""What the user gave to one run of an algorithm, by the names of its parameters."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureSink,
    QgsFields,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsWkbTypes,
)

from ...errors import InputError
from ...languages.messages import _


class Given:
    """Values of parameters; what is optional and was not given is None, empty text or an empty list."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any], context: QgsProcessingContext,
                 feedback: QgsProcessingFeedback) -> None:
        self._algorithm, self._parameters, self.context, self._feedback = algorithm, parameters, context, feedback
        self._outputs: dict[str, Path] = {}  # QGIS names a temporary file anew each time that it is asked

    def has(self, name: str) -> bool:
        return self._parameters.get(name) not in (None, "", [])

    def warn(self, sentence: str) -> None:
        self._feedback.pushWarning(sentence)

    def number(self, name: str) -> float:
        return self._algorithm.parameterAsDouble(self._parameters, name, self.context)

    def share(self, name: str) -> float:
        """A percentage as a share (0-1)."""
        return self.number(name) / 100

    def whole(self, name: str) -> int:
        return self._algorithm.parameterAsInt(self._parameters, name, self.context)

    def yes(self, name: str) -> bool:
        return self._algorithm.parameterAsBool(self._parameters, name, self.context)

    def text(self, name: str) -> str:
        return self._algorithm.parameterAsString(self._parameters, name, self.context)

    def choice(self, name: str, options: Sequence[str]) -> str:
        """The id that stands where the chosen title stands."""
        return list(options)[self._algorithm.parameterAsEnum(self._parameters, name, self.context)]

    def path(self, name: str) -> Optional[Path]:
        """A file or folder that is read."""
        found = self._algorithm.parameterAsFile(self._parameters, name, self.context)
        return Path(found) if found else None

    def output(self, name: str) -> Optional[Path]:
        """A file or folder that is written."""
        if not self.has(name):
            return None
        if name not in self._outputs:
            self._outputs[name] = Path(self._algorithm.parameterAsFileOutput(self._parameters, name, self.context))
        return self._outputs[name]

    def raster_output(self, name: str) -> Path:
        if name not in self._outputs:
            self._outputs[name] = Path(self._algorithm.parameterAsOutputLayer(self._parameters, name, self.context))
        return self._outputs[name]

    def raster(self, name: str) -> Optional[Path]:
        """The file of a raster layer; InputError where it is none."""
        if not self.has(name):
            return None
        layer = self._algorithm.parameterAsRasterLayer(self._parameters, name, self.context)
        return _file_of(layer, str(self._parameters[name]))

    def rasters(self, name: str) -> dict[str, Path]:
        """Files by the names of their layers, each name once; InputError where there is no file."""
        found: dict[str, Path] = {}
        if not self.has(name):
            return found
        layers = self._algorithm.parameterAsLayerList(self._parameters, name, self.context)
        for layer in layers or [None]:
            path = _file_of(layer, str(self._parameters[name]))
            title, number = layer.name(), 2
            while title in found:
                title, number = f"{layer.name()} {number}", number + 1
            found[title] = path
        return found

    def source(self, name: str) -> Optional[QgsProcessingFeatureSource]:
        """A vector layer, or its selected features where the user wants only those."""
        found = self._algorithm.parameterAsSource(self._parameters, name, self.context)
        if found is None and self.has(name):
            raise QgsProcessingException(self._algorithm.invalidSourceError(self._parameters, name))
        return found

    def fields(self, name: str) -> list[str]:
        """Names of fields; QGIS renamed the call that tells them."""
        told = getattr(self._algorithm, "parameterAsStrings", None) or self._algorithm.parameterAsFields
        return list(told(self._parameters, name, self.context)) if self.has(name) else []

    def field(self, name: str) -> str:
        return next(iter(self.fields(name)), "")

    def sink(self, name: str, fields: QgsFields, kind: QgsWkbTypes.Type,
             crs: QgsCoordinateReferenceSystem) -> tuple[Optional[QgsFeatureSink], str]:
        """Where features are written and the id of their layer; no sink where the output is not wanted."""
        return self._algorithm.parameterAsSink(self._parameters, name, self.context, fields, kind, crs)


def _file_of(layer: Optional[QgsRasterLayer], told: str) -> Path:
    if layer is None or layer.dataProvider() is None or layer.dataProvider().name() != "gdal":
        raise InputError([(_("This is no file of a raster: {file}.").format(file=layer.name() if layer else told),
                           _("Choose a raster file, or save the layer as GeoTIFF first."))])
    return Path(layer.source())
