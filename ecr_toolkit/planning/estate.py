"""The estate: what is set aside — protected areas, OECMs, the redline — cut into parts that do not overlap.

Every table takes its numbers from these parts: protected is PA + OECM, the redline is what it shares with them and what
it adds, so that no two tables can disagree (methods.md §6.1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Optional

from osgeo import ogr

from ..pilot.boxes import Pieces
from ..pilot.layers import polygons

PA, OECM = "pa", "oecm"
PA_REDLINE, OECM_REDLINE, REDLINE_ONLY = "pa redline", "oecm redline", "redline only"
PARTS = (PA, PA_REDLINE, OECM, OECM_REDLINE, REDLINE_ONLY)
# Sets as sums of parts
SETS: dict[str, tuple[str, ...]] = {
    "pa": (PA, PA_REDLINE),
    "oecm": (OECM, OECM_REDLINE),
    "protected": (PA, PA_REDLINE, OECM, OECM_REDLINE),
    "redline": (PA_REDLINE, OECM_REDLINE, REDLINE_ONLY),
    "either": PARTS,
    "redline_only": (REDLINE_ONLY,),
}
WITHOUT_REDLINE = ("pa", "oecm", "protected")


@dataclass(frozen=True, eq=False)
class Estate:
    """Polygons in grid CRS: ``pa`` all protected areas, ``oecm`` other effective measures where no protected area is,
    ``redline`` the redline; None while it is not drawn."""

    pa: ogr.Geometry
    oecm: ogr.Geometry
    redline: Optional[ogr.Geometry] = None

    @property
    def sets(self) -> tuple[str, ...]:
        """The sets that can be told."""
        return WITHOUT_REDLINE if self.redline is None else tuple(SETS)

    @cached_property
    def protected(self) -> ogr.Geometry:
        """Protected areas and OECMs together."""
        return self.pa.Union(self.oecm)

    @cached_property
    def parts(self) -> dict[str, ogr.Geometry]:
        """Part → polygons; empty ones are left out."""
        if self.redline is None:
            found = {PA: self.pa, OECM: self.oecm}
        else:
            found = {PA: _without(self.pa, self.redline), PA_REDLINE: _common(self.pa, self.redline),
                     OECM: _without(self.oecm, self.redline), OECM_REDLINE: _common(self.oecm, self.redline),
                     REDLINE_ONLY: _without(_without(self.redline, self.pa), self.oecm)}
        return {name: part for name, part in found.items() if not part.IsEmpty()}

    def within(self, place: ogr.Geometry) -> dict[str, ogr.Geometry]:
        """The parts inside a polygon; empty ones are left out. A place that is asked for again is not cut again."""
        if id(place) not in self._cut:
            cut = {name: _cut_out(pieces, place) for name, pieces in self._pieces.items()}
            self._cut[id(place)] = (place, {name: part for name, part in cut.items() if not part.IsEmpty()})
        return self._cut[id(place)][1]

    @cached_property
    def _cut(self) -> dict[int, tuple[ogr.Geometry, dict[str, ogr.Geometry]]]:
        return {}

    @cached_property
    def _pieces(self) -> dict[str, Pieces]:
        """The simple polygons of every part, so that only those near a place are cut."""
        return {name: Pieces.of(part) for name, part in self.parts.items()}


def _cut_out(pieces: Pieces, place: ogr.Geometry) -> ogr.Geometry:
    """What of some polygons that do not overlap lies in a place."""
    near = pieces.around(place)
    return near if near.IsEmpty() else _common(near, place)


def _common(one: ogr.Geometry, other: ogr.Geometry) -> ogr.Geometry:
    return polygons(one.Intersection(other))


def _without(one: ogr.Geometry, other: ogr.Geometry) -> ogr.Geometry:
    return polygons(one.Difference(other))


def sums_of(parts: Mapping[str, float], sets: Sequence[str]) -> dict[str, float]:
    """Set → amount, from the amounts of the parts."""
    return {name: sum(parts.get(part, 0.0) for part in SETS[name]) for name in sets}


def areas_of(whole_km2: float, parts: Mapping[str, float], sets: Sequence[str]) -> dict[str, Optional[float]]:
    """Columns of a coverage table: ``area_km2``, and ``<set>_km2`` and ``<set>_percent`` of every set, to 0.0001; no
    percentage of nothing."""
    whole = round(whole_km2, 4)
    columns: dict[str, Optional[float]] = {"area_km2": whole}
    rounded = {part: round(km2, 4) for part, km2 in parts.items()}
    for name, km2 in sums_of(rounded, sets).items():
        columns[f"{name}_km2"] = round(min(km2, whole), 4)
        columns[f"{name}_percent"] = round(100 * min(km2, whole) / whole, 4) if whole else None
    return columns


def area_columns(sets: Sequence[str]) -> tuple[str, ...]:
    """The columns that ``areas_of`` gives, in order."""
    return ("area_km2", *(f"{name}_{unit}" for name in sets for unit in ("km2", "percent")))
