"""Layers that an algorithm gives."""

from collections.abc import Mapping, Sequence

from osgeo import ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ...errors import ToolkitError
from ...languages.messages import _
from ...pilot.layers import Feature
from ...raster.grid import spatial_reference
from .given import Given

_TYPES = {str: QVariant.String, int: QVariant.Int, float: QVariant.Double}


def fields_of(kinds: Mapping[str, type]) -> QgsFields:
    fields = QgsFields()
    for name, kind in kinds.items():
        fields.append(QgsField(name, _TYPES[kind]))
    return fields


def write_polygons(given: Given, name: str, kinds: Mapping[str, type], features: Sequence[Feature],
                   crs: str) -> dict[str, str]:
    """Write multipolygons to a sink; {name: id of the layer}, {} where the output is not wanted."""
    outlines = [Feature(ogr.ForceToMultiPolygon(one.geometry.Clone()), one.values) for one in features]
    return write_features(given, name, kinds, outlines, crs, QgsWkbTypes.Type.MultiPolygon)


def write_features(given: Given, name: str, kinds: Mapping[str, type], features: Sequence[Feature], crs: str,
                   kind: QgsWkbTypes.Type) -> dict[str, str]:
    """Write features of one kind to a sink; {name: id of the layer}, {} where the output is not wanted."""
    fields = fields_of(kinds)
    reference = QgsCoordinateReferenceSystem.fromWkt(spatial_reference(crs).ExportToWkt(["FORMAT=WKT2_2018"]))
    sink, layer = given.sink(name, fields, kind, reference)
    if sink is None:
        return {}
    for feature in features:
        row = QgsFeature(fields)
        shape = QgsGeometry()
        shape.fromWkb(bytes(feature.geometry.ExportToWkb(ogr.wkbNDR)))
        row.setGeometry(shape)
        row.setAttributes([feature.values.get(field) for field in kinds])
        put(sink, row)
    return {name: layer}


def put(sink: QgsFeatureSink, row: QgsFeature) -> None:
    """Write a feature; ToolkitError when the layer cannot take it."""
    if not sink.addFeature(row, QgsFeatureSink.Flag.FastInsert):
        raise ToolkitError(_("A layer could not be written: {reason}.").format(reason=sink.lastError()),
                           _("See that the disk is not full and that the format can hold all fields."))
