"""Places of the levels below the country: units of the pilot (provinces), and counties inside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osgeo import ogr

from ...errors import InputError
from ...languages.messages import N_, _
from ...pilot.layers import Feature, open_layer, polygons, union
from ...pilot.units import Unit

NATIONAL, PROVINCE, COUNTY = "national", "province", "county"
LEVELS = {NATIONAL: N_("national"), PROVINCE: N_("province"), COUNTY: N_("county")}
CHECK_COLUMNS = ("unit", "counties", "area_km2", "covered_km2", "uncovered_km2", "beyond_km2", "twice_km2")
_FIELDS = ("code", "name", "parent")


@dataclass(frozen=True, eq=False)
class Place:
    """A province or county; ``parent`` is the code of a county's province, empty for a province. The outline lies in
    the pilot's equal-area system."""

    level: str
    code: str
    name: str
    parent: str
    geometry: ogr.Geometry

    @property
    def area_km2(self) -> float:
        return round(self.geometry.GetArea() / 1e6, 4)


def provinces(units: Sequence[Unit]) -> list[Place]:
    """The units of the pilot, sorted by code."""
    return sorted((Place(PROVINCE, unit.code, unit.name(), "", unit.geometry) for unit in units),
                  key=lambda place: place.code)


def read_counties(path: Path, crs: str, units: Sequence[Unit]) -> list[Place]:
    """Counties of a layer with the fields code, name and parent (code of a unit), sorted by parent and code; polygons
    with one code are one county. InputError tells all faults."""
    grouped: dict[tuple[str, str], list[Feature]] = {}
    for feature in open_layer(path, crs):
        values = {name.lower(): value for name, value in feature.values.items()}
        key = tuple(_text(values.get(name)) for name in ("parent", "code"))
        grouped.setdefault(key, []).append(Feature(feature.geometry, {name: _text(values.get(name))
                                                                      for name in _FIELDS}))
    faults = _faults(path.name, grouped, [unit.code for unit in units])
    if faults:
        raise InputError(faults)
    return [Place(COUNTY, code, grouped[(parent, code)][0].values["name"], parent,
                  union([feature.geometry for feature in grouped[(parent, code)]]))
            for parent, code in sorted(grouped)]


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _faults(file: str, grouped: Mapping[tuple[str, str], Sequence[Feature]], units: Sequence[str]
            ) -> list[tuple[str, str]]:
    faults = []
    if not grouped or not all(all(feature.values.values()) for group in grouped.values() for feature in group):
        faults.append((_("The layer of counties {file} lacks the fields “code”, “name” and “parent”, or has empty ones."
                         ).format(file=file), _("Add them; parent is the code of the unit that a county lies in.")))
    strange = sorted({parent for parent, _code in grouped if parent} - {*units})
    if strange:
        faults.append((_("Counties of {file} lie in units that the pilot does not have: {names}.").format(
            file=file, names=", ".join(strange)), _("Choose from: {names}.").format(names=", ".join(units))))
    codes = [code for _parent, code in grouped if code]
    double = sorted({code for code in codes if codes.count(code) > 1} | {*codes} & {*units})
    if double:
        faults.append((_("These codes of counties in {file} are not theirs alone: {names}.").format(
            file=file, names=", ".join(double)), _("Give every county a code that no other county or unit has.")))
    return faults


def divided(units: Sequence[Unit], counties: Sequence[Place]) -> tuple[list[Place], list[dict[str, Any]]]:
    """(counties cut to their province, no place in two of them; rows (CHECK_COLUMNS) that say how well they cover it).

    What two counties claim counts for the first by code. Provinces without counties have no row.
    """
    cut, rows = [], []
    for province in provinces(units):
        own = [county for county in counties if county.parent == province.code]
        inside = [polygons(county.geometry.Intersection(province.geometry)) for county in own]
        taken = ogr.Geometry(ogr.wkbMultiPolygon)
        for county, outline in zip(own, inside):
            cut.append(Place(COUNTY, county.code, county.name, county.parent, polygons(outline.Difference(taken))))
            taken = union([taken, outline])
        if own:
            within, covered = sum(outline.GetArea() for outline in inside), taken.GetArea()
            figures = (province.geometry.GetArea(), covered, province.geometry.GetArea() - covered,
                       sum(county.geometry.GetArea() for county in own) - within, within - covered)
            rows.append({"unit": province.code, "counties": len(own), **{
                name: abs(round(square_metres / 1e6, 4)) for name, square_metres in zip(CHECK_COLUMNS[2:], figures)}})
    return cut, rows
