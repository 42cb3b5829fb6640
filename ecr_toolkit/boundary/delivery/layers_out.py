"""Layers of a delivery: moved into its system, and written feature by feature into any vector dataset."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Optional

from osgeo import gdal, ogr, osr

from ...pilot.layers import Feature, valid
from ...raster.grid import spatial_reference

gdal.UseExceptions()
ogr.UseExceptions()

TYPES = {str: ogr.OFTString, int: ogr.OFTInteger64, float: ogr.OFTReal}
Write = Callable[[str, Any], Any]


@dataclass(frozen=True)
class Layer:
    """A layer to deliver. ``geometry_type``: ogr.wkbMultiPolygon or ogr.wkbPoint; ``fields``: name → Python type;
    ``label``: the field that names a feature on a map."""

    name: str
    title: str
    geometry_type: int
    fields: Mapping[str, type]
    label: str
    features: Sequence[Feature]


def moved(layer: Layer, source: str, target: str) -> Layer:
    """The layer in another system. Attributes stay: areas are those of the equal-area register, everywhere."""
    transformation = osr.CoordinateTransformation(spatial_reference(source), spatial_reference(target))

    def there(geometry: ogr.Geometry) -> ogr.Geometry:
        geometry = geometry.Clone()
        geometry.Transform(transformation)
        geometry.AssignSpatialReference(None)
        return valid(geometry)

    return replace(layer, features=[Feature(there(feature.geometry), feature.values) for feature in layer.features])


def bounds_of(layers: Sequence[Layer]) -> tuple[float, float, float, float]:
    """(west, south, east, north) of all layers; ValueError when they are empty."""
    envelopes = [feature.geometry.GetEnvelope() for layer in layers for feature in layer.features]
    west, east, south, north = zip(*envelopes)
    return (min(west), min(south), max(east), max(north))


def write_into(dataset: gdal.Dataset, layer: Layer, crs: str, fields: Sequence[tuple[str, ogr.FieldDefn]],
               options: Sequence[str] = (), as_written: Optional[Write] = None) -> None:
    """Add a layer to a dataset. ``fields``: (name in the layer, definition in the file); ``as_written`` gives what is
    stored of a value, as it is when not given; missing values stay null."""
    table = dataset.CreateLayer(layer.name, spatial_reference(crs), layer.geometry_type, list(options))
    for _name, definition in fields:
        table.CreateField(definition)
    table.StartTransaction()
    for feature in layer.features:
        row = ogr.Feature(table.GetLayerDefn())
        for index, (name, _definition) in enumerate(fields):
            value = feature.values.get(name)
            if value is not None:
                row.SetField(index, as_written(name, value) if as_written else value)
        geometry = feature.geometry.Clone()
        row.SetGeometry(ogr.ForceToMultiPolygon(geometry) if layer.geometry_type == ogr.wkbMultiPolygon else geometry)
        table.CreateFeature(row)
    table.CommitTransaction()
