"""Administrative units of a country: from QGIS's own world map, or from a layer of the pilot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from osgeo import gdal, ogr

from ..errors import InputError, ToolkitError
from ..languages.messages import _
from ..raster.grid import WGS84
from . import layers, tables
from .recipe_shape import WORLD_MAP

WORLD_MAP_CREDIT = "Natural Earth 1:10m v4.1 (world map of QGIS)"


@dataclass
class Unit:
    """A unit of the first level. ``names`` by language; ``geometry`` in the CRS asked for."""

    code: str
    names: Mapping[str, str]
    geometry: ogr.Geometry

    @property
    def area_km2(self) -> float:
        """Ellipsoidal area, km², to 100 m²: the projection is equal-area, so it is the planar area on the grid."""
        return round(self.geometry.GetArea() / 1e6, 4)

    def name(self, language: str = "en") -> str:
        return self.names.get(language) or self.names.get(language.split("_")[0]) or self.names["en"]


def load_units(values: Mapping[str, Any], folder: Path, world_map: Optional[Path], crs: str) -> list[Unit]:
    """The units named by the recipe's sections ``country``, ``units`` and ``grid.clip``, sorted by code.

    Units that a names table gives one code are joined. Raises InputError or ToolkitError.
    """
    names = _names_table(values["units"]["names"], folder)
    if values["units"]["source"] == WORLD_MAP:
        found = _from_world_map(values["country"]["code"], world_map)
    else:
        found = _from_layer(folder / values["units"]["source"])
    clip = values["grid"]["clip"]
    grouped: dict[str, tuple[dict[str, str], list[ogr.Geometry]]] = {}
    for key, attributes, geometry in found:
        code, texts = names.get(key, (attributes["code"], attributes["names"]))
        grouped.setdefault(code, (texts, []))[1].append(_clipped(geometry, clip))
    units = []
    for code in sorted(grouped):
        texts, geometries = grouped[code]
        geometry = layers.polygons(layers.to_crs(layers.union(geometries), WGS84, crs))
        if not geometry.IsEmpty():
            units.append(Unit(code, texts, geometry))
    if not units:
        raise ToolkitError(_("No administrative unit was found for {country}.").format(
            country=values["country"]["code"]),
            _("Check country.code, or give a layer of units in pilot.json (units.source)."))
    return units


def bounds(units: Sequence[Unit]) -> tuple[float, float, float, float]:
    """(left, bottom, right, top) of all units."""
    envelopes = [unit.geometry.GetEnvelope() for unit in units]
    return (min(e[0] for e in envelopes), min(e[2] for e in envelopes),
            max(e[1] for e in envelopes), max(e[3] for e in envelopes))


def centre_of(units: Sequence[Unit]) -> tuple[float, float]:
    """(longitude, latitude) of the middle of units in degrees; a country that the 180° meridian cuts counts as one:
    its middle lies opposite the widest stretch of longitudes without land."""
    spans = sorted(part.GetEnvelope()[:2] for unit in units for part in layers.parts(unit.geometry))
    gaps, reach = [], spans[0][1]
    for west, east in spans[1:]:
        gaps.append((west - reach, west, reach))
        reach = max(reach, east)
    gaps.append((spans[0][0] + 360 - reach, spans[0][0] + 360, reach))
    widest, begin, _end = max(gaps)
    middle = begin + (360 - widest) / 2
    _left, bottom, _right, top = bounds(units)
    return (middle + 180) % 360 - 180, (bottom + top) / 2


def _names_table(path: str, folder: Path) -> dict[str, tuple[str, dict[str, str]]]:
    """``source_name`` → (code, names by language) of a table with columns source_name, code, name, name_<language>."""
    if not path:
        return {}
    named = {}
    for row in tables.read_table(folder / path, ("source_name", "code", "name")):
        texts = {"en": row["name"]}
        texts.update({key[5:]: text for key, text in row.items() if key.startswith("name_") and text})
        named[row["source_name"]] = (row["code"], texts)
    return named


def _from_world_map(country: str, world_map: Optional[Path]):
    if world_map is None or not world_map.exists():
        raise ToolkitError(_("QGIS's world map (world_map.gpkg) was not found."),
                           _("Install the QGIS package completely, or give a layer of units in pilot.json."))
    dataset = gdal.OpenEx(str(world_map), gdal.OF_VECTOR)
    layer = dataset.GetLayerByName("states_provinces")
    rows = [row for row in layer if row["adm0_a3"] == country]  # compared here, not by an SQL text put together
    taken: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: row["name"] or ""):
        name = row["name"] or row["gn_name"] or country
        letters = "".join(letter for letter in name.upper() if letter.isascii() and letter.isalpha())[:3]
        taken[letters] = taken.get(letters, 0) + 1
        code = letters if taken[letters] == 1 else f"{letters[:2]}{taken[letters]}"
        yield name, {"code": code, "names": {"en": name}}, row.GetGeometryRef().Clone()


def _from_layer(path: Path):
    features = layers.open_layer(path, WGS84)
    for feature in features:
        values = {key.lower(): value for key, value in feature.values.items()}
        if not values.get("code") or not values.get("name"):
            raise InputError([(_("The layer of units {file} lacks the fields “code” and “name”, or has empty ones."
                                 ).format(file=path.name), _("Add both; codes are short Latin letters."))])
        texts = {"en": str(values["name"])}
        texts.update({key[5:]: value for key, value in feature.values.items() if key.startswith("name_") and value})
        yield str(values["name"]), {"code": str(values["code"]), "names": texts}, feature.geometry


def _clipped(geometry: ogr.Geometry, clip: Sequence[float]) -> ogr.Geometry:
    """Only the parts inside west, south, east, north (degrees); everything when no clip is given."""
    geometry = layers.valid(geometry)
    if not clip:
        return geometry
    west, south, east, north = clip
    box = ogr.CreateGeometryFromWkt(
        f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))")
    return layers.polygons(geometry.Intersection(box))
