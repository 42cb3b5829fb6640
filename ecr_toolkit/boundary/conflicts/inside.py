"""Inside: how much of each object lies in a redline polygon. Cells count by the exact share that the polygon covers."""

from collections.abc import Mapping

import numpy as np
from osgeo import ogr

from ...languages.messages import N_
from ...raster.zones import Zone
from .model import ConflictObject, Conflicts
from .pieces import common

NONE, NOT_ASSESSED = N_("none"), N_("not assessed")
_LEAST = 0.05  # ha or km: what rounds to nothing in the register


def amounts_in(conflicts: Conflicts, polygon: ogr.Geometry) -> dict[int, float]:
    """Place in ``objects`` → ha, of lines km, of it in a (multi)polygon in grid CRS, to 1 m² and 0.1 m; sorted, those
    with nothing in it are left out."""
    zone = Zone.of(polygon, conflicts.grid)
    numbers = zone.cut(conflicts.numbers)
    covered = np.bincount(numbers.ravel(), weights=zone.shares.ravel(), minlength=1) * (100 * conflicts.grid.cell_km2)
    found = {int(number) - 1: float(covered[number]) for number in np.flatnonzero(covered)
             if number and not conflicts.objects[number - 1].cut}
    places, pieces = conflicts.pieces
    for index in pieces.near(polygon):
        part = common(pieces.geometries[index], polygon)
        if not part.IsEmpty():
            found[places[index]] = part.GetArea() / 1e4 if part.GetDimension() == 2 else part.Length() / 1e3
    rounded = {place: round(amount, 4) for place, amount in sorted(found.items())}
    return {place: amount for place, amount in rounded.items() if amount}


def register_texts(conflicts: Conflicts, polygon: ogr.Geometry) -> dict[str, str]:
    """The register's ``in_conflict`` (codes with the number of objects and their ha or km in the polygon, as in
    ``C2: 3 (12.5 ha); C6: 1 (4.2 km)``) and ``conflict_code``; NONE and NOT_ASSESSED are to be translated."""
    if not conflicts.assessed:
        return {"in_conflict": NOT_ASSESSED, "conflict_code": NOT_ASSESSED}
    counted: dict[str, dict[str, list[float]]] = {}
    for place, amount in amounts_in(conflicts, polygon).items():
        one = conflicts.objects[place]
        if amount >= _LEAST:
            counted.setdefault(one.code, {}).setdefault(_unit(one), []).append(amount)
    texts = [f"{code}: " + ", ".join(f"{len(amounts)} ({sum(amounts):.1f} {unit})"
                                     for unit, amounts in sorted(units.items())) for code, units in counted.items()]
    return {"in_conflict": "; ".join(texts) or NONE, "conflict_code": "; ".join(counted)}


def _unit(one: ConflictObject) -> str:
    return "ha" if one.length_km is None else "km"


def by_polygon(conflicts: Conflicts, redline: Mapping[str, ogr.Geometry]) -> dict[int, dict[str, float]]:
    """Place in ``objects`` → {code of a redline polygon: ha or km in it}, by code."""
    found: dict[int, dict[str, float]] = {}
    for code in sorted(redline):
        for place, amount in amounts_in(conflicts, redline[code]).items():
            found.setdefault(place, {})[code] = amount
    return found
