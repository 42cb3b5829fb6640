"""A delivery as KML 2.2 for globes and phones, in WGS 84 as that format wants it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import ogr

from ...pilot.layers import Feature, parts
from ...raster.coverage import rings, signed_area
from ...raster.grid import WGS84
from .layers_out import Layer
from .metadata import Metadata, write_metadata
from .xml_out import Node, element, write_xml

FORMAT = "KML"
_NAMESPACE = "http://www.opengis.net/kml/2.2"
_RED = "ff0000ff"  # alpha, blue, green, red


def write_kml(path: Path, layers: Sequence[Layer], metadata: Metadata) -> None:
    """Publish layers (geometries in WGS 84 degrees) as KML, a folder a layer, all attributes with each feature."""
    style = element("Style", element("LineStyle", element("color", text=_RED), element("width", text="2")),
                    element("PolyStyle", element("fill", text="0")), attributes=(("id", "redline"),))
    folders = [Node("Folder", (), "", _members(layer)) for layer in layers]
    write_xml(path, element("kml", element(
        "Document", element("name", text=metadata.title), element("description", text=metadata.abstract), style,
        *folders), attributes=(("xmlns", _NAMESPACE),)))
    write_metadata(path, metadata, WGS84, FORMAT)


def _members(layer: Layer) -> Iterator[Node]:
    yield element("name", text=layer.title)
    for feature in layer.features:
        yield _placemark(layer, feature)


def _placemark(layer: Layer, feature: Feature) -> Node:
    filled = [(field, feature.values[field]) for field in layer.fields if feature.values.get(field) not in (None, "")]
    return element(
        "Placemark", element("name", text=str(feature.values.get(layer.label) or "")),
        element("styleUrl", text="#redline"),
        element("ExtendedData", *(element("Data", element("value", text=_written(value)), attributes=(("name", field),))
                                  for field, value in filled)) if filled else None,
        _geometry(feature.geometry))


def _written(value: Any) -> str:
    return repr(float(value)) if isinstance(value, float) else str(value)


def _geometry(geometry: ogr.Geometry) -> Node:
    shapes = [_point(part) if ogr.GT_Flatten(part.GetGeometryType()) == ogr.wkbPoint else element(
        "Polygon", *_borders(part)) for part in parts(geometry) if not part.IsEmpty()]
    return shapes[0] if len(shapes) == 1 else element("MultiGeometry", *shapes)


def _point(point: ogr.Geometry) -> Node:
    return element("Point", _coordinates(np.array([[point.GetX(), point.GetY()]])))


def _borders(polygon: ogr.Geometry) -> Iterator[Node]:
    """Shell counterclockwise, holes clockwise."""
    for points, hole in rings(polygon):
        turned = points[::-1] if (signed_area(points[:, 0], points[:, 1]) > 0) == hole else points
        yield element("innerBoundaryIs" if hole else "outerBoundaryIs", element("LinearRing", _coordinates(turned)))


def _coordinates(points: np.ndarray) -> Node:
    """Degrees to 1e-9, a tenth of a millimetre."""
    return element("coordinates", text=" ".join(f"{x:.9f},{y:.9f}" for x, y in points.tolist()))
