"""Lists of species: ranges as polygons, records that become ranges by a stated rule, or maps of suitability.

A record stands for the circle around it (``species.record_radius_km``); the range is the union of the circles. A map of
suitability counts where it reaches the species' own threshold, which the country gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from osgeo import ogr

from ..errors import InputError
from ..languages.messages import N_, _
from ..models.biodiversity import THREAT_WEIGHTS
from ..pilot.layers import open_layer, to_crs, union
from ..pilot.pilot import Pilot
from ..pilot.recipe_checks import check_path
from ..pilot.recipe_shape import SPECIES_FIELDS
from ..pilot.tables import read_table
from ..raster.grid import WGS84

FIELDS = ("name", "red_list", "elev_min", "elev_max", "habitats")
_NO_LIMIT = 9e9
_CIRCLE = 16  # segments of a quarter of a circle
RANGE, RECORDS, SUITABILITY = N_("range"), N_("circles around records"), N_("suitability from its threshold up")


@dataclass(frozen=True, eq=False)
class Species:
    """A species: Red List category, limits of elevation (m), IGBP classes it lives in (none: all), and where it can be:
    ``range`` in grid CRS, or ``suitability``, a raster, from ``threshold`` up. ``rule`` says which (a marked text)."""

    name: str
    taxon: str
    category: str
    national_class: str
    lowest: float
    highest: float
    habitats: tuple[int, ...]
    rule: str
    range: Optional[ogr.Geometry] = None
    suitability: Optional[Path] = None
    threshold: float = 0.0

    @property
    def weight(self) -> float:
        """Weight of its category; a species without one counts as of least concern."""
        return THREAT_WEIGHTS.get(self.category, 1.0)


def load(pilot: Pilot) -> list[Species]:
    """The species of the recipe that occur in the country, by name; InputError tells what is wrong with the list."""
    source = pilot.recipe["species"]["source"]
    if not source:
        return []
    path = pilot.folder / source
    called = {field: pilot.recipe["species"]["fields"].get(field, field).lower() for field in SPECIES_FIELDS}
    if path.suffix.lower() != ".csv":
        found = _ranges(pilot, path, called)
    else:
        rows = [{key.lower(): value for key, value in row.items()} for row in read_table(path)]
        columns = set(rows[0]) if rows else set()
        found = (_maps if called["file"] in columns else _records)(pilot, path, rows, called)
    return sorted(found, key=lambda one: one.name)


def files_named(pilot: Pilot) -> list[Path]:
    """Every file of the list, maps of suitability too."""
    source = pilot.recipe["species"]["source"]
    if not source:
        return []
    path, name = pilot.folder / source, pilot.recipe["species"]["fields"].get("file", "file")
    if path.suffix.lower() != ".csv":
        return [path]
    return [path, *(pilot.folder / row[name] for row in read_table(path) if row.get(name))]


def _ranges(pilot: Pilot, path: Path, called: Mapping[str, str]) -> list[Species]:
    frame, found = _frame(pilot), []
    for feature in open_layer(path, pilot.crs):
        values = {key.lower(): value for key, value in feature.values.items()}
        lacking = [called[name] for name in FIELDS if called[name] not in values]
        if lacking:
            raise InputError([(_("The layer of species {file} lacks the fields: {names}.").format(
                file=path.name, names=", ".join(lacking)),
                _("Add them; empty limits of elevation and empty habitats mean that all are suitable."))])
        inside = feature.geometry.Intersection(frame)
        if not inside.IsEmpty():
            found.append(_species(values, called, path, RANGE, range=inside))
    return found


def _records(pilot: Pilot, path: Path, rows: list[dict[str, str]], called: Mapping[str, str]) -> list[Species]:
    """Records with numbers; species with fewer than the recipe asks for are left out."""
    lacking = [called[name] for name in ("name", "lat", "lon") if rows and called[name] not in rows[0]]
    if lacking or not rows:
        raise InputError([(_("The table of species {file} lacks the columns: {names}.").format(
            file=path.name, names=", ".join(lacking) or called["name"]),
            _("Name its columns in pilot.json (species.fields), or give a table with name and file."))])
    chosen, frame = pilot.recipe["species"], _frame(pilot)
    places: dict[str, set[tuple[float, float]]] = {}
    first: dict[str, dict[str, str]] = {}
    for row in rows:
        place = _place(row[called["lon"]], row[called["lat"]])
        if row[called["name"]] and place is not None:
            places.setdefault(row[called["name"]], set()).add(place)
            first.setdefault(row[called["name"]], row)
    found = []
    for name, points in places.items():
        if len(points) >= chosen["fewest_records"]:
            range_of = _circles(points, 1000.0 * chosen["record_radius_km"], pilot.crs).Intersection(frame)
            if not range_of.IsEmpty():
                found.append(_species(first[name], called, path, RECORDS, range=range_of))
    return found


def _maps(pilot: Pilot, path: Path, rows: list[dict[str, str]], called: Mapping[str, str]) -> list[Species]:
    found: list[Species] = []
    faults: list[tuple[str, str]] = []
    for row in rows:
        check_path(f"species.source ({path.name})", row[called["file"]], pilot.folder, faults)
        try:
            threshold = float(row.get(called["threshold"]) or "nan")
        except ValueError:
            threshold = float("nan")
        if threshold != threshold:
            faults.append((_("The table of species {file} gives no threshold for {name}.").format(
                file=path.name, name=row.get(called["name"], "")),
                _("Write the value of the map from which the species is present, for example 0.5.")))
        else:
            found.append(_species(row, called, path, SUITABILITY, suitability=pilot.folder / row[called["file"]],
                                  threshold=threshold))
    if faults:
        raise InputError(faults)
    return found


def _frame(pilot: Pilot) -> ogr.Geometry:
    return union([unit.geometry for unit in pilot.units]).Buffer(2 * pilot.grid.cell)


def _place(longitude: str, latitude: str) -> Optional[tuple[float, float]]:
    """A record's place; None where it has none."""
    try:
        place = (float(longitude), float(latitude))
    except ValueError:
        return None
    return place if -180 <= place[0] <= 180 and -90 <= place[1] <= 90 else None


def _circles(places: set[tuple[float, float]], radius_m: float, crs: str) -> ogr.Geometry:
    points = ogr.Geometry(ogr.wkbMultiPoint)
    for longitude, latitude in sorted(places):
        point = ogr.Geometry(ogr.wkbPoint)
        point.AddPoint_2D(longitude, latitude)
        points.AddGeometry(point)
    return to_crs(points, WGS84, crs).Buffer(radius_m, _CIRCLE)


def _species(values: Mapping[str, Any], called: Mapping[str, str], path: Path, rule: str, **where: Any) -> Species:
    def text(name: str) -> str:
        value = values.get(called[name])
        return "" if value is None else str(value)

    def limit(name: str, without: float) -> float:
        return float(text(name)) if text(name) else without

    try:
        listed = text("habitats").replace(";", ",").split(",")
        habitats = tuple(int(code) for code in listed if code.strip())
        return Species(text("name"), text("taxon"), text("red_list").upper(), text("national_class"),
                       limit("elev_min", -_NO_LIMIT), limit("elev_max", _NO_LIMIT), habitats, rule, **where)
    except ValueError as fault:
        raise InputError([(_("The layer of species {file} has a value that is no number: {value}.").format(
            file=path.name, value=fault),
            _("Habitats are IGBP classes with commas between them, limits of elevation are metres."))]) from fault
