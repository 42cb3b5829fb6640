"""A delivery as one GeoPackage, with ISO 19115 metadata inside."""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from osgeo import gdal, ogr

from ...atomic import publishing
from ...errors import unwritable
from ...raster.files import writing
from .layers_out import TYPES, Layer, write_into
from .metadata import GMD, Metadata, metadata_text, write_metadata

FORMAT = "GeoPackage"


def write_geopackage(path: Path, layers: Sequence[Layer], crs: str, metadata: Metadata) -> None:
    """Publish layers (geometries in ``crs``) as a new GeoPackage that replaces an older one whole."""
    described = {"TITLE": metadata.title, "ABSTRACT": metadata.abstract, "DATE": metadata.date,
                 "CONTACT": metadata.organisation, "LICENCE": metadata.licence, "LINEAGE": metadata.lineage}
    with _dated(metadata.date), publishing(path) as temporary, writing(path):
        dataset = gdal.GetDriverByName("GPKG").Create(str(temporary), 0, 0, 0, gdal.GDT_Unknown)
        dataset.SetMetadata(described)
        for layer in layers:
            fields = [(name, ogr.FieldDefn(name, TYPES[kind])) for name, kind in layer.fields.items()]
            write_into(dataset, layer, crs, fields, [f"IDENTIFIER={layer.title}", f"DESCRIPTION={metadata.abstract}"])
            dataset.GetLayerByName(layer.name).SetMetadata({**described, "TITLE": layer.title})
        dataset.FlushCache()
        del dataset
        _add_iso(temporary, path, metadata_text(metadata, crs, FORMAT), metadata.date)
    write_metadata(path, metadata, crs, FORMAT)


def _add_iso(temporary: Path, path: Path, text: str, date: str) -> None:
    """Store the ISO document in the metadata tables, which GDAL has made for its own."""
    stamp = f"{date}T00:00:00.000Z"
    try:
        with contextlib.closing(sqlite3.connect(temporary)) as database, database:
            added = database.execute(
                "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) VALUES (?, ?, ?, ?)",
                ("dataset", GMD, "text/xml", text))
            database.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (stamp,))
            database.execute(
                "INSERT INTO gpkg_metadata_reference (reference_scope, timestamp, md_file_id) VALUES (?, ?, ?)",
                ("geopackage", stamp, added.lastrowid))
    except sqlite3.Error as fault:
        raise unwritable(fault, path) from fault


@contextlib.contextmanager
def _dated(date: str) -> Iterator[None]:
    """The file says that it was written on the day of the delivery, so that equal content is equal byte for byte."""
    before = gdal.GetConfigOption("OGR_CURRENT_DATE")
    gdal.SetConfigOption("OGR_CURRENT_DATE", f"{date}T00:00:00.000Z")
    try:
        yield
    finally:
        gdal.SetConfigOption("OGR_CURRENT_DATE", before)
