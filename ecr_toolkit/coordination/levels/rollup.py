"""The redline added up from counties to provinces to the country: every level is exactly the sum of the one below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from osgeo import ogr

from ...pilot.layers import Feature, polygons, union
from .counting import apportioned, counted
from .places import PROVINCE, Place


@dataclass(frozen=True)
class RollUp:
    """Redline in 100 m²: ``areas`` by code of a province or county; ``unassigned``: what of a province with counties
    lies in none of them, by code of the province; ``elsewhere``: polygons whose unit is no province."""

    areas: Mapping[str, int]
    unassigned: Mapping[str, int]
    elsewhere: int


def lines_of(redline: Sequence[Feature], places: Sequence[Place]) -> dict[str, ogr.Geometry]:
    """Code of a place → its part of the redline (multipolygon): polygons whose ``adm_code`` is the province, of a
    county what of those of its province lies in it."""
    by_unit = _by_unit(redline)
    whole = {place.code: union([feature.geometry for feature in by_unit.get(place.code, [])])
             for place in places if place.level == PROVINCE}
    return {place.code: whole[place.code] if place.level == PROVINCE else
            polygons(whole[place.parent].Intersection(place.geometry)) for place in places}


def roll_up(redline: Sequence[Feature], places: Sequence[Place]) -> RollUp:
    """Area of the redline by place; ``places``: provinces and counties as ``divided`` cuts them.

    A province has the sum of its polygons, each rounded as in the register; its counties and what lies in none of
    them share that sum by their measured areas.
    """
    by_unit, lines = _by_unit(redline), lines_of(redline, places)
    areas: dict[str, int] = {}
    unassigned: dict[str, int] = {}
    for place in places:
        if place.level == PROVINCE:
            areas[place.code] = _counted(by_unit.get(place.code, []))
            counties = [county.code for county in places if county.parent == place.code]
            if counties:
                measured = [lines[code].GetArea() for code in counties]
                rest = lines[place.code].GetArea() - sum(measured)
                shares = apportioned(areas[place.code], [*measured, rest if rest >= 1.0 else 0.0])
                areas.update(zip(counties, shares))
                unassigned[place.code] = shares[-1]
    known = {place.code for place in places if place.level == PROVINCE}
    return RollUp(areas, unassigned, sum(_counted(group) for code, group in by_unit.items() if code not in known))


def _by_unit(redline: Sequence[Feature]) -> dict[str, list[Feature]]:
    grouped: dict[str, list[Feature]] = {}
    for feature in redline:
        grouped.setdefault(str(feature.values.get("adm_code") or ""), []).append(feature)
    return grouped


def _counted(features: Sequence[Feature]) -> int:
    return sum(counted(feature.geometry.GetArea()) for feature in features)
