"""Flattening: where protected areas overlap, each place counts for one of them, by a stated priority (§5.2)."""

from collections.abc import Callable, Sequence

from osgeo import ogr

from ..pilot.boxes import Boxes
from ..pilot.layers import polygons, union
from .area_records import PA
from .crosswalk import TREATMENTS
from .protected_areas import ProtectedArea

TREATMENT, YEAR, CATEGORY = "treatment", "year", "category"
PRIORITIES = (TREATMENT, YEAR, CATEGORY)
_CATEGORIES = ("Ia", "Ib", "II", "III", "IV", "V", "VI")
_LATE = "9999"


def flatten(areas: Sequence[ProtectedArea], priority: str = TREATMENT) -> list[ogr.Geometry]:
    """What of each area counts for it, in the order given: no two overlap, and together they are the union of all.

    Protected areas come before OECMs; then ``priority`` decides: ``treatment`` (forced, by level, listed, check),
    ``year`` (oldest), ``category`` (IUCN Ia to VI); then the older, the larger, the name.
    """
    order = sorted(range(len(areas)), key=lambda number: _rank(areas[number], priority))
    kept: list[ogr.Geometry] = [areas[number].geometry for number in range(len(areas))]
    boxes = Boxes(kept)
    taken: list[int] = []
    for number in order:
        own = areas[number].geometry
        if own.IsEmpty():
            continue
        near = set(boxes.near(own).tolist())
        before = [areas[other].geometry for other in taken if other in near and areas[other].geometry.Intersects(own)]
        if before:
            kept[number] = polygons(own.Difference(union(before)))
        taken.append(number)
    return kept


def _rank(area: ProtectedArea, priority: str) -> tuple:
    decide: Callable[[ProtectedArea], object] = {
        TREATMENT: lambda one: TREATMENTS.index(one.treatment),
        YEAR: lambda one: one.year or _LATE,
        CATEGORY: lambda one: _CATEGORIES.index(one.iucn_category) if one.iucn_category in _CATEGORIES else 99,
    }[priority]
    return (area.kind != PA, decide(area), area.year or _LATE, -area.area_km2, area.name)
