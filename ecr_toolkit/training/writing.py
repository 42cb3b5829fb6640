"""Writing: GeoTIFF and GeoPackage with the same bytes every time, JSON and CSV in UTF-8."""

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from osgeo import gdal, ogr, osr

from . import frame

NODATA = -9999.0
# The date in a GeoPackage, and its pages: small ones, as a layer here holds a few features
OPTIONS = {"OGR_CURRENT_DATE": "2024-01-01T00:00:00.000Z", "OGR_SQLITE_PRAGMA": "page_size=1024"}
TIFF_OPTIONS = ["TILED=YES", "BLOCKXSIZE=128", "BLOCKYSIZE=128", "COMPRESS=DEFLATE", "ZLEVEL=6"]
GEOMETRY = {"polygon": ogr.wkbMultiPolygon, "line": ogr.wkbMultiLineString, "point": ogr.wkbPoint,
            "mixed": ogr.wkbUnknown}
FIELD_TYPE = {str: ogr.OFTString, int: ogr.OFTInteger, float: ogr.OFTReal}


class Feature(NamedTuple):
    """Parts in km (closed rings, lines, or one point as (1, 2)) and the values of the fields; None is NULL."""

    parts: Sequence[np.ndarray]
    values: dict[str, Any]


@contextmanager
def fixed_writing() -> Iterator[None]:
    """GDAL raises on failure and writes GeoPackages with one fixed date and small pages; all as before afterwards."""
    before = {name: gdal.GetConfigOption(name) for name in OPTIONS}
    modules = [(module, bool(module.GetUseExceptions())) for module in (gdal, ogr, osr)]
    for name, value in OPTIONS.items():
        gdal.SetConfigOption(name, value)
    for module, _used in modules:
        module.UseExceptions()
    try:
        yield
    finally:
        for name, value in before.items():
            gdal.SetConfigOption(name, value)
        for module, used in reversed(modules):
            if not used:
                module.DontUseExceptions()


def spatial_reference(geographic: bool) -> osr.SpatialReference:
    """EPSG:4326 with longitude first, or the frame's equal-area system."""
    reference = osr.SpatialReference()
    if geographic:
        reference.ImportFromEPSG(4326)
    else:
        reference.ImportFromProj4(frame.CRS)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def write_raster(path: Path, data: np.ndarray, unit: str = "", bands: Sequence[str] = (),
                 nodata: float = NODATA) -> None:
    """Write (rows, columns) or (bands, rows, columns): uint8 as it is, anything else float32 with NaN as nodata."""
    layers = data[None] if data.ndim == 2 else data
    whole = layers.dtype == np.uint8
    kind, predictor = (gdal.GDT_Byte, "PREDICTOR=2") if whole else (gdal.GDT_Float32, "PREDICTOR=3")
    path.unlink(missing_ok=True)
    raster = gdal.GetDriverByName("GTiff").Create(
        str(path), frame.COLUMNS, frame.ROWS, len(layers), kind, TIFF_OPTIONS + [predictor])
    raster.SetGeoTransform(frame.geotransform())
    raster.SetProjection(spatial_reference(False).ExportToWkt())
    for number, layer in enumerate(layers, 1):
        band = raster.GetRasterBand(number)
        band.SetNoDataValue(nodata)
        band.SetUnitType(unit)
        if bands:
            band.SetDescription(bands[number - 1])
        band.WriteArray(layer if whole else np.where(np.isnan(layer), nodata, layer).astype(np.float32))
    raster.FlushCache()


def write_layer(path: Path, name: str, kind: str, features: list[Feature], geographic: bool = True,
                add: bool = False) -> None:
    """Write one layer of a GeoPackage; ``kind`` polygon, line, point, or mixed (polygons and points); ``add`` keeps the
    file's other layers.

    Fields come from the values, their types from the first value that is not None.
    """
    driver = ogr.GetDriverByName("GPKG")
    if not add:
        path.unlink(missing_ok=True)
    source = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE) if add else driver.CreateDataSource(str(path))
    layer = source.CreateLayer(name, spatial_reference(geographic), GEOMETRY[kind])
    for field in features[0].values:
        known = next(f.values[field] for f in features if f.values[field] is not None)
        layer.CreateField(ogr.FieldDefn(field, FIELD_TYPE[type(known)]))
    to_degrees = osr.CoordinateTransformation(spatial_reference(False), spatial_reference(True))
    layer.StartTransaction()
    for feature in features:
        parts = [_vertices(part, to_degrees if geographic else None) for part in feature.parts]
        _add_row(layer, _wkt(_kind(kind, feature), parts), feature.values)
    layer.CommitTransaction()
    del layer, source


def _kind(kind: str, feature: Feature) -> str:
    """What a feature of a layer is: in a mixed one a single vertex is a point, anything else a polygon."""
    return kind if kind != "mixed" else "point" if len(feature.parts[0]) == 1 else "polygon"


def _add_row(layer: ogr.Layer, wkt: str, values: dict[str, Any]) -> None:
    row = ogr.Feature(layer.GetLayerDefn())
    row.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
    for field, value in values.items():
        if value is not None:
            row.SetField(field, value)
    layer.CreateFeature(row)


def _vertices(part: np.ndarray, to_degrees) -> list[tuple[float, float]]:
    """Metres to the centimetre, or degrees to 1e-9 (0.1 mm): equal vertices stay equal."""
    metres = np.round(part * 1000.0, 2)
    if to_degrees is None:
        return [(float(x), float(y)) for x, y in metres]
    return [(round(point[0], 9), round(point[1], 9)) for point in to_degrees.TransformPoints(metres.tolist())]


def _wkt(kind: str, parts: list[list[tuple[float, float]]]) -> str:
    """Well-known text; each ring is a polygon of its own (the training country has no holes in its polygons)."""
    texts = ["(" + ", ".join(f"{x!r} {y!r}" for x, y in part) + ")" for part in parts]
    if kind == "polygon":
        return "MULTIPOLYGON (" + ", ".join(f"({text})" for text in texts) + ")"
    return f"MULTILINESTRING ({', '.join(texts)})" if kind == "line" else f"POINT {texts[0]}"


def write_json(path: Path, content: dict[str, Any]) -> None:
    """UTF-8, readable, one trailing newline."""
    path.write_bytes((json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))


def write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    """UTF-8, the first row's keys as header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
