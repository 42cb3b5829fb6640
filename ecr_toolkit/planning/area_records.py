"""Records of protected areas and sites as they come: the World Database's fields, old and new, tables of centres, and
national registers whose fields the recipe names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from osgeo import ogr

from ..errors import InputError
from ..languages.messages import _
from ..pilot.layers import open_layers, to_crs
from ..pilot.recipe_shape import AREA_FIELDS
from ..pilot.tables import read_table
from ..raster.grid import WGS84

PA, OECM = "pa", "oecm"
# What each field is called, the first that is there counts; the World Database renamed some in November 2025
NAMES: dict[str, tuple[str, ...]] = {
    "id": ("site_pid", "wdpa_pid", "site_id", "wdpaid", "id"),
    "name": ("name_eng", "name_en", "name", "orig_name"),
    "designation": ("desig_eng", "designation", "desig"),
    "iucn_category": ("iucn_cat", "iucn_category"),
    "year": ("status_yr", "year_designated", "year"),
    "area_km2": ("rep_area", "area_km2"),
    "status": ("status",),
    "kind": ("site_type", "pa_def", "kind"),
    "realm": ("realm", "marine"),
    "evaluated": ("pame", "evaluated"),
    "source": ("checked_by", "source"),
}
_KINDS = {"oecm": OECM, "0": OECM, "pa": PA, "1": PA, "": PA}
_MARINE = ("marine", "2")
_NO = ("", "0", "no", "false", "none", "not reported", "not applicable")


@dataclass
class Record:
    """One entry of a list: plain texts, a reported area (km², 0 when unknown), an outline or a centre in grid CRS."""

    id: str
    name: str
    designation: str
    iucn_category: str
    year: str
    status: str
    kind: str
    marine: bool
    evaluated: Optional[bool]
    area_km2: float
    source: str
    geometry: ogr.Geometry
    mended: bool = False


def read_records(path: Path, crs: str, fields: Mapping[str, str]) -> list[Record]:
    """All entries of a table of centres (CSV with lat and lon) or of all layers of a file, in grid CRS.

    ``fields``: what the national register calls a field of NAMES, where it is none of the names known. InputError when
    the list has no names, a field named in the recipe is missing, or a number cannot be read.
    """
    rows = list(_rows_of_table(path, crs) if path.suffix.lower() == ".csv" else _rows_of_layers(path, crs))
    if not rows:
        return []
    there = rows[0][1].keys()
    lacking = sorted(name for name in fields.values() if name.lower() not in there)
    if lacking:
        raise InputError([(_("The list {file} lacks the fields that the recipe names: {names}.").format(
            file=path.name, names=", ".join(lacking)),
            _("Correct “fields” in pilot.json. The list has: {names}.").format(names=", ".join(sorted(there))))])
    called = {field: _called(field, fields, there) for field in AREA_FIELDS}
    if called["name"] is None:
        raise InputError([(_("The list {file} has no field for the names.").format(file=path.name),
                           _("Write in pilot.json what it is called, for example: {example}").format(
                               example='"fields": {"name": "NOM_UC"}'))])
    return [_record(path, number, values, called, geometry, mended) for number, values, geometry, mended in rows]


def _called(field: str, fields: Mapping[str, str], there: Sequence[str]) -> Optional[str]:
    if field in fields:
        return fields[field].lower()
    return next((name for name in NAMES[field] if name in there), None)


_Row = tuple[int, dict[str, Any], ogr.Geometry, bool]


def _rows_of_layers(path: Path, crs: str) -> Iterator[_Row]:
    for number, feature in enumerate(open_layers(path, crs), 1):
        yield number, {key.lower(): value for key, value in feature.values.items()}, feature.geometry, feature.mended


def _rows_of_table(path: Path, crs: str) -> Iterator[_Row]:
    for number, row in enumerate(read_table(path, ("lat", "lon")), 2):
        latitude, longitude = _number(path, number, row["lat"]), _number(path, number, row["lon"])
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise InputError([(_("Row {number} of {file} has no valid position.").format(number=number, file=path.name),
                               _("Write lat from -90 to 90 and lon from -180 to 180, in degrees."))])
        centre = ogr.Geometry(ogr.wkbPoint)
        centre.AddPoint_2D(longitude, latitude)
        yield number, {key.lower(): value for key, value in row.items()}, to_crs(centre, WGS84, crs), False


def _record(path: Path, number: int, values: Mapping[str, Any], called: Mapping[str, Optional[str]],
            geometry: ogr.Geometry, mended: bool) -> Record:
    def text(field: str) -> str:
        value = values.get(called[field] or "")
        return "" if value is None else str(value).strip()

    area = text("area_km2")
    found = _number(path, number, area) if area else 0.0
    return Record(text("id"), text("name"), text("designation"), text("iucn_category"), _year(text("year")),
                  text("status"), _KINDS.get(text("kind").lower(), PA), text("realm").lower() in _MARINE,
                  None if called["evaluated"] is None else text("evaluated").lower() not in _NO,
                  found if found > 0 else 0.0, text("source"), geometry, mended)


def _year(text: str) -> str:
    """A year as four digits; 0 in the World Database means that it is not known."""
    text = text[:-2] if text.endswith(".0") else text
    return "" if text == "0" else text


def _number(path: Path, row: int, text: str) -> float:
    try:
        return float(text or "nan")
    except ValueError as fault:
        raise InputError([(_("Row {number} of {file} has a number that cannot be read.").format(
            number=row, file=path.name), _("Write areas, lat and lon as plain numbers with a point."))]) from fault
