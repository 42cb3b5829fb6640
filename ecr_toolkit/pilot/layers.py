"""Layers of ecr.gpkg: written into a copy that replaces the file when whole, hashed by what they hold."""

import contextlib
import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from osgeo import gdal, ogr, osr

from ..atomic import publishing
from ..errors import InputError
from ..languages.messages import _
from ..raster.files import writing
from ..raster.grid import spatial_reference

gdal.UseExceptions()
ogr.UseExceptions()

_TYPES = {str: ogr.OFTString, int: ogr.OFTInteger64, float: ogr.OFTReal}


@dataclass
class Feature:
    """A geometry with attributes; ``mended`` says that its outline was not valid as it came."""

    geometry: ogr.Geometry
    values: dict[str, Any]
    mended: bool = False


@contextlib.contextmanager
def _fixed_date() -> Iterator[None]:
    """A GeoPackage notes when it was written; a fixed date keeps equal content equal byte for byte."""
    before = gdal.GetConfigOption("OGR_CURRENT_DATE")
    gdal.SetConfigOption("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z")
    try:
        yield
    finally:
        gdal.SetConfigOption("OGR_CURRENT_DATE", before)


def write_layers(path: Path, crs: str, layers: Mapping[str, Any]) -> None:
    """Publish layers in the GeoPackage at ``path``, leaving its other layers as they are.

    ``layers``: name → (geometry type, {field: Python type}, features). Atomic for all of them together.
    """
    with _fixed_date(), publishing(path) as temporary, writing(path):
        if path.exists():
            shutil.copyfile(path, temporary)
            dataset = gdal.OpenEx(str(temporary), gdal.OF_VECTOR | gdal.OF_UPDATE)
        else:
            dataset = gdal.GetDriverByName("GPKG").Create(str(temporary), 0, 0, 0, gdal.GDT_Unknown)
        for name, (geometry_type, fields, features) in layers.items():
            if dataset.GetLayerByName(name) is not None:
                dataset.DeleteLayer(name)
            _write(dataset, name, crs, geometry_type, fields, features)
        dataset.FlushCache()
        del dataset


def drop_layers(path: Path, names: Sequence[str]) -> None:
    """Remove layers from the GeoPackage at ``path``, those that are there; atomic for all of them together."""
    if not names or not path.exists():
        return
    with _fixed_date(), publishing(path) as temporary, writing(path):
        shutil.copyfile(path, temporary)
        dataset = gdal.OpenEx(str(temporary), gdal.OF_VECTOR | gdal.OF_UPDATE)
        for name in names:
            if dataset.GetLayerByName(name) is not None:
                dataset.DeleteLayer(name)
        dataset.FlushCache()
        del dataset


def _write(dataset: gdal.Dataset, name: str, crs: str, geometry_type: int, fields: Mapping[str, type],
           features: Sequence[Feature]) -> None:
    layer = dataset.CreateLayer(name, spatial_reference(crs), geometry_type)
    for field, kind in fields.items():
        layer.CreateField(ogr.FieldDefn(field, _TYPES[kind]))
    layer.StartTransaction()
    for feature in features:
        row = ogr.Feature(layer.GetLayerDefn())
        for number, field in enumerate(fields):
            value = feature.values.get(field)
            if value is not None:
                row.SetField(number, value)
        geometry = feature.geometry.Clone()
        if geometry_type == ogr.wkbMultiPolygon:
            geometry = ogr.ForceToMultiPolygon(geometry)
        elif geometry_type == ogr.wkbMultiLineString:
            geometry = ogr.ForceToMultiLineString(geometry)
        row.SetGeometry(geometry)
        layer.CreateFeature(row)
    layer.CommitTransaction()


def read_layer(path: Path, name: str = "") -> list[Feature]:
    """All features of a layer of the pilot (the first one when no name is given), in their stored order."""
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    layer = dataset.GetLayerByName(name) if name else dataset.GetLayer(0)
    if layer is None:
        return []
    fields = _fields(layer)
    return [Feature(row.GetGeometryRef().Clone(), {name: row.GetField(place) for place, name in enumerate(fields)})
            for row in layer if row.GetGeometryRef() is not None]


def _fields(layer: ogr.Layer) -> list[str]:
    """Names of a layer's fields, in their order: GDAL finds values by place much faster than by name."""
    return [field.GetName() for field in layer.schema]


def open_layer(path: Path, crs: str) -> list[Feature]:
    """Features of the first layer of a user's file, in ``crs``, made valid and flat; InputError with the remedy."""
    dataset = _opened(path)  # a layer lives as long as its dataset
    return _features(path, dataset.GetLayer(0), crs)


def open_layers(path: Path, crs: str) -> list[Feature]:
    """As ``open_layer``, of all layers of a file, such as polygons and points of one list."""
    dataset = _opened(path)
    return [feature for number in range(dataset.GetLayerCount())
            for feature in _features(path, dataset.GetLayer(number), crs)]


def _opened(path: Path) -> gdal.Dataset:
    try:
        return gdal.OpenEx(str(path), gdal.OF_VECTOR)
    except RuntimeError as fault:
        raise InputError([(_("This file cannot be read as a vector layer: {file}.").format(file=path.name),
                           _("Save it as GeoPackage. What GDAL says: {reason}").format(reason=fault))]) from fault


def _features(path: Path, layer: Optional[ogr.Layer], crs: str) -> list[Feature]:
    if layer is None or not _is_known(layer.GetSpatialRef()):
        raise InputError([(_("This layer has no coordinate reference system: {file}.").format(file=path.name),
                           _("Set its projection in QGIS (layer properties › Source) and save it."))])
    source = layer.GetSpatialRef().ExportToWkt()
    fields = _fields(layer)
    return [Feature(to_crs(row.GetGeometryRef(), source, crs),
                    {name: _readable(row.GetField(place)) for place, name in enumerate(fields)}, not _is_valid(row))
            for row in layer if row.GetGeometryRef() is not None]


def _is_valid(row: ogr.Feature) -> bool:
    with quiet():
        return row.GetGeometryRef().IsValid()


def _readable(value: Any) -> Any:
    """Texts of old shapefiles that are not the UTF-8 they are said to be are read as Windows-1252."""
    if not isinstance(value, str):
        return value
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """GEOS tells every fault it finds; here they are mended."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()


def _is_known(reference: Optional[osr.SpatialReference]) -> bool:
    """Whether a layer says where it lies; a GeoPackage writes "Undefined …" where it does not."""
    return reference is not None and not (reference.GetName() or "").startswith("Undefined")


def to_crs(geometry: ogr.Geometry, source: str, target: str) -> ogr.Geometry:
    """The geometry moved from one system to another, without Z and M, linear and valid; polygons stay polygons."""
    moved = geometry.GetLinearGeometry()
    moved.FlattenTo2D()
    moved.Transform(osr.CoordinateTransformation(spatial_reference(source), spatial_reference(target)))
    moved.AssignSpatialReference(None)
    return valid(moved)


def valid(geometry: ogr.Geometry) -> ogr.Geometry:
    """A valid geometry; of a repaired polygon only its polygons."""
    with quiet():
        if geometry.IsValid():
            return geometry
        repaired = geometry.MakeValid()
    return polygons(repaired) if geometry.GetDimension() == 2 else repaired


def polygons(geometry: ogr.Geometry) -> ogr.Geometry:
    """Only the polygons of a geometry, as a multipolygon (empty when it has none)."""
    return _polygons([geometry])


def lines(geometry: ogr.Geometry, longer_than_m: float = 0.0) -> ogr.Geometry:
    """Only the lines of a geometry that are longer than this, as a multilinestring (empty when it has none)."""
    collected = ogr.Geometry(ogr.wkbMultiLineString)
    for part in parts(geometry):
        if ogr.GT_Flatten(part.GetGeometryType()) == ogr.wkbLineString and part.Length() > longer_than_m:
            collected.AddGeometry(part)
    return collected


def parts(geometry: ogr.Geometry) -> Iterator[ogr.Geometry]:
    """The simple geometries that a geometry is made of."""
    if ogr.GT_IsSubClassOf(geometry.GetGeometryType(), ogr.wkbGeometryCollection):
        for index in range(geometry.GetGeometryCount()):
            yield from parts(geometry.GetGeometryRef(index))
    else:
        yield geometry


def singles(geometry: ogr.Geometry) -> list[ogr.Geometry]:
    """The simple geometries that a geometry is made of, each one for itself; no empty ones."""
    return [part.Clone() for part in parts(geometry) if not part.IsEmpty()]


def enclosed(noded: ogr.Geometry) -> list[ogr.Geometry]:
    """The polygons that noded lines enclose, each one for itself."""
    return singles(ogr.ForceToMultiLineString(noded.Clone()).Polygonize())  # newer GDAL refuses a single line


def union(geometries: Sequence[ogr.Geometry]) -> ogr.Geometry:
    """The union of polygons as a multipolygon."""
    collected = _polygons(geometries)
    return collected if collected.IsEmpty() else polygons(collected.UnionCascaded())


def _polygons(geometries: Sequence[ogr.Geometry]) -> ogr.Geometry:
    collected = ogr.Geometry(ogr.wkbMultiPolygon)
    for geometry in geometries:
        for part in parts(geometry):
            if ogr.GT_Flatten(part.GetGeometryType()) == ogr.wkbPolygon and not part.IsEmpty():
                collected.AddGeometry(part)
    return collected


def layer_hash(path: Path, name: str) -> str:
    """sha256 of a layer's fields, attributes and geometries; empty when it is not there."""
    if not path.exists():
        return ""
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    layer = dataset.GetLayerByName(name)
    if layer is None:
        return ""
    digest = hashlib.sha256()
    digest.update(repr([(field.GetName(), field.GetTypeName()) for field in layer.schema]).encode())
    for row in layer:
        digest.update(repr(sorted(row.items().items())).encode())
        geometry = row.GetGeometryRef()
        digest.update(b"" if geometry is None else bytes(geometry.ExportToWkb(ogr.wkbNDR)))
    return digest.hexdigest()
