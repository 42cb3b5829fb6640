"""A delivery as shapefiles: short field names by a crosswalk that is delivered with them, texts in UTF-8."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from osgeo import gdal, ogr

from ...languages.messages import N_, _
from ...pilot.tables import write_table
from ...raster.files import writing
from .layers_out import TYPES, Layer, write_into
from .metadata import Metadata, write_metadata

FORMAT = "ESRI Shapefile"
CROSSWALK, COLUMNS = "field_names.csv", ("layer", "field", "shapefile_field", "width_bytes", "texts_cut", "note")
LONGEST_NAME, LONGEST_TEXT = 10, 254  # characters, bytes: limits of dBASE
_ELLIPSIS = "…"
CUT = N_("{count} texts are longer than a shapefile can hold and end with “…”; the GeoPackage has them whole.")


def short_names(fields: Iterable[str]) -> dict[str, str]:
    """Field → name of at most 10 characters, distinct whatever the case, in the order of the fields.

    A name that fits stays; a longer one is cut, and numbered where the cut is taken.
    """
    fields = list(fields)
    names = {field: field for field in fields if len(field) <= LONGEST_NAME}
    taken = {name.lower() for name in names.values()}
    for field in fields:
        if field not in names:
            name, number = field[:LONGEST_NAME], 1
            while name.lower() in taken:
                number += 1
                name = f"{field[:LONGEST_NAME - len(str(number))]}{number}"
            names[field] = name
            taken.add(name.lower())
    return {field: names[field] for field in fields}


def fitted(text: str) -> str:
    """The text, cut between characters to 254 bytes of UTF-8 where it is longer, with “…” at its end."""
    raw = text.encode("utf-8")
    if len(raw) <= LONGEST_TEXT:
        return text
    return raw[:LONGEST_TEXT - len(_ELLIPSIS.encode("utf-8"))].decode("utf-8", "ignore") + _ELLIPSIS


def write_shapefiles(folder: Path, layers: Sequence[Layer], crs: str, metadata: Metadata) -> None:
    """Write layers (geometries in ``crs``) as shapefiles into a new folder, with the crosswalk of their field names.

    A shapefile is several files: write it inside of ``folder.replacing``, which publishes them all at once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    crosswalk: list[dict[str, Any]] = []
    for layer in layers:
        names = short_names(layer.fields)
        widths = {field: _width(layer, field) for field, kind in layer.fields.items() if kind is str}
        path = folder / f"{layer.name}.shp"
        with writing(path):
            dataset = gdal.GetDriverByName(FORMAT).Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
            write_into(dataset, layer, crs, [(field, _definition(layer, field, names, widths)) for field in names],
                       ["ENCODING=UTF-8", f"DBF_DATE_LAST_UPDATE={metadata.date}"], _stored)
            dataset.FlushCache()
            del dataset
        write_metadata(path, metadata, crs, FORMAT)
        crosswalk.extend(_row(layer, field, names[field], widths) for field in names)
    write_table(folder / CROSSWALK, COLUMNS, crosswalk)


def _stored(_field: str, value: Any) -> Any:
    return fitted(value) if isinstance(value, str) else value


def _definition(layer: Layer, field: str, names: Mapping[str, str], widths: Mapping[str, int]) -> ogr.FieldDefn:
    definition = ogr.FieldDefn(names[field], TYPES[layer.fields[field]])
    if field in widths:
        definition.SetWidth(widths[field])
    return definition


def _texts(layer: Layer, field: str) -> list[bytes]:
    return [(feature.values.get(field) or "").encode("utf-8") for feature in layer.features]


def _width(layer: Layer, field: str) -> int:
    return max(1, *(min(len(text), LONGEST_TEXT) for text in [b"", *_texts(layer, field)]))


def _row(layer: Layer, field: str, short: str, widths: Mapping[str, int]) -> dict[str, Any]:
    cut = sum(len(text) > LONGEST_TEXT for text in _texts(layer, field)) if field in widths else 0
    return {"layer": layer.name, "field": field, "shapefile_field": short, "width_bytes": widths.get(field),
            "texts_cut": cut, "note": _(CUT).format(count=cut) if cut else ""}
