"""Protected areas cleaned: what counts, clipped to the land, and what was left out and why (methods.md §5.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

from osgeo import ogr

from ..languages.messages import N_
from ..pilot.layers import polygons, union
from .area_records import PA, Record
from .circles import circle
from .crosswalk import LISTED, TREATMENTS, treatment_of

STATUSES = ("Designated", "Inscribed", "Established")
NOT_REPORTED = "not reported"
NOT_DESIGNATED = N_("left out: not designated, inscribed or established")
BIOSPHERE = N_("left out: biosphere reserve of UNESCO")
NO_AREA = N_("left out: no area reported")
NO_OUTLINE = N_("left out: neither an outline nor a centre")
OUTSIDE = N_("left out: lies outside the country's land")
AT_SEA = N_("left out of the land: lies in the sea")
MENDED = N_("outline repaired")
CIRCLE = N_("circle of the reported area")
CLIPPED = N_("cut at the coast or border")
_CUT = 1e-4  # share of an area that must be cut off before it is told


@dataclass
class ProtectedArea:
    """One area. ``geometry`` is what lies on the country's land, empty when left out for the ``reason``; ``at_sea``
    what lies in its sea. ``notes`` say what was done to the outline."""

    name: str
    designation: str
    iucn_category: str
    year: str
    reported_km2: float
    treatment: str
    geometry: ogr.Geometry
    reason: str = ""
    source: str = ""
    id: str = ""
    status: str = ""
    kind: str = PA
    evaluated: Optional[bool] = None
    notes: tuple[str, ...] = ()
    at_sea: Optional[ogr.Geometry] = None

    @property
    def area_km2(self) -> float:
        """Area inside the country, km², to 100 m²."""
        return round(self.geometry.GetArea() / 1e6, 4)


@dataclass(frozen=True)
class Rules:
    """What counts. ``statuses``: those that are kept, beside records without any; ``drop_not_reported``: whether the
    status "Not Reported" is left out too; ``crosswalk``: rows of the table of categories."""

    crosswalk: Sequence[Mapping[str, str]] = ()
    statuses: Sequence[str] = STATUSES
    drop_not_reported: bool = False


def clean(records: Sequence[Record], land: ogr.Geometry, rules: Rules,
          sea: Optional[ogr.Geometry] = None) -> list[ProtectedArea]:
    """All records as areas in grid CRS, the largest first; those left out have an empty outline and a reason.

    ``land``: the country's units in one; ``sea``: its sea without the land, where known.
    """
    found = [_cleaned(record, land, rules, sea) for record in records]
    return sorted(found, key=lambda area: (-area.area_km2, area.name, area.id))


def _cleaned(record: Record, land: ogr.Geometry, rules: Rules, sea: Optional[ogr.Geometry]) -> ProtectedArea:
    outline, notes = _outline(record)
    area = ProtectedArea(
        record.name, record.designation, record.iucn_category, record.year,
        record.area_km2 or outline.GetArea() / 1e6, LISTED, ogr.Geometry(ogr.wkbMultiPolygon),
        _reason(record, outline, rules), record.source, record.id, record.status, record.kind, record.evaluated, notes)
    if not area.reason:
        area.geometry = polygons(outline.Intersection(land))
        if sea is not None:
            area.at_sea = polygons(outline.Intersection(sea))
        if area.geometry.IsEmpty():
            in_the_sea = record.marine or (area.at_sea is not None and not area.at_sea.IsEmpty())
            area.reason = AT_SEA if in_the_sea else OUTSIDE
        elif area.geometry.GetArea() < outline.GetArea() * (1 - _CUT):
            area.notes = (*notes, CLIPPED)
    # a piece at the border is judged by the whole area
    area.treatment = treatment_of(record.designation, record.iucn_category, record.kind, area.reported_km2,
                                  rules.crosswalk)
    return area


def _outline(record: Record) -> tuple[ogr.Geometry, tuple[str, ...]]:
    """The polygons of a record, or a circle around its centre; and what was done."""
    if record.geometry.GetDimension() == 2:
        return polygons(record.geometry), (MENDED,) if record.mended else ()
    if record.geometry.GetDimension() == 0 and record.area_km2 and not record.geometry.IsEmpty():
        middle = record.geometry.Centroid()
        return circle(middle.GetX(), middle.GetY(), record.area_km2), (CIRCLE,)
    return ogr.Geometry(ogr.wkbMultiPolygon), ()


def _reason(record: Record, outline: ogr.Geometry, rules: Rules) -> str:
    """Why a record does not count; empty when it does."""
    status = record.status.lower()
    kept = {"", *(one.lower() for one in rules.statuses)} | (set() if rules.drop_not_reported else {NOT_REPORTED})
    if status not in kept:
        return NOT_DESIGNATED
    if "unesco-mab" in record.designation.lower():
        return BIOSPHERE
    if outline.IsEmpty():
        point = record.geometry.GetDimension() == 0 and not record.geometry.IsEmpty()
        return NO_AREA if point else NO_OUTLINE
    return ""


def area_row(area: ProtectedArea, counted: ogr.Geometry) -> dict:
    """What tables and layers say of an area; ``counted``: what of it counts for it once overlaps are flattened."""
    return {"id": area.id, "name": area.name, "designation": area.designation, "iucn_category": area.iucn_category,
            "year": area.year, "status": area.status, "kind": area.kind, "treatment": area.treatment,
            "reported_km2": round(area.reported_km2, 4), "area_km2": area.area_km2,
            "counted_km2": round(counted.GetArea() / 1e6, 4),
            "evaluated": None if area.evaluated is None else int(area.evaluated), "reason": area.reason,
            "notes": "; ".join(area.notes), "source": area.source}


def together(areas: Sequence[ProtectedArea], treatments: Sequence[str] = TREATMENTS) -> ogr.Geometry:
    """The union of areas with these treatments: overlaps count once (methods.md §12.14)."""
    return union([area.geometry for area in areas if area.treatment in treatments and not area.geometry.IsEmpty()])


def summary(areas: Sequence[ProtectedArea]) -> list[dict]:
    """Rows (SUMMARY_COLUMNS): what was left out and why, what was mended, what counts."""
    rows = []
    for rule in (NOT_DESIGNATED, BIOSPHERE, NO_AREA, NO_OUTLINE, AT_SEA, OUTSIDE):
        rows.append(_sum(rule, [area for area in areas if area.reason == rule]))
    counted = [area for area in areas if not area.reason]
    for note in (MENDED, CIRCLE, CLIPPED):
        rows.append(_sum(note, [area for area in counted if note in area.notes]))
    rows.append(_sum(COUNTED, counted))
    return rows


COUNTED = N_("areas that count")
SUMMARY_COLUMNS = ("rule", "areas", "reported_km2", "area_km2")


def _sum(rule: str, areas: Sequence[ProtectedArea]) -> dict:
    return {"rule": rule, "areas": len(areas), "reported_km2": round(sum(area.reported_km2 for area in areas), 4),
            "area_km2": round(sum(area.area_km2 for area in areas), 4)}
