"""Tables: a row an object, and sums by code and decision that add up to them (methods.md §5.6, §5.8)."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from osgeo import ogr

from ...languages.messages import N_
from .inside import NOT_ASSESSED, by_polygon
from .model import OPEN, Conflicts
from .rules import CODES

GONE = N_("object no longer there")
FIELDS: dict[str, type] = {
    "id": str, "code": str, "name": str, "kind": str, "source": str, "area_ha": float, "length_km": float,
    "in_protected": int, "in_core": int, "default_decision": str, "rule": str, "decision": str, "reason": str,
    "decided_by": str, "decided_on": str, "flag": str, "status": str, "longitude": float, "latitude": float,
    "ecr_codes": str, "redline_ha": float, "redline_km": float,
}
SUMMARY_COLUMNS = ("code", "decision", "objects", "open", "area_km2", "length_km", "redline_km2", "redline_km")
ALL = "all"


def rows_of(conflicts: Conflicts, redline: Mapping[str, ogr.Geometry]) -> list[dict[str, Any]]:
    """Rows (FIELDS) of the objects in their order. ``redline``: polygons in grid CRS by their ``ecr_code``."""
    inside = by_polygon(conflicts, redline)
    rows = []
    for place, one in enumerate(conflicts.objects):
        amounts = inside.get(place, {})
        total = round(math.fsum(amounts.values()), 4)
        rows.append({
            "id": one.id, "code": one.code, "name": one.name, "kind": one.kind, "source": one.source,
            "area_ha": one.area_ha, "length_km": one.length_km, "in_protected": int(one.in_protected),
            "in_core": int(one.in_core), "default_decision": one.rule.decision, "rule": one.rule.sentence,
            "decision": one.decision, "reason": one.decided.reason if one.decided else "",
            "decided_by": one.decided.decided_by if one.decided else "",
            "decided_on": one.decided.decided_on if one.decided else "", "flag": one.flag, "status": one.status,
            "longitude": one.place[0], "latitude": one.place[1], "ecr_codes": "; ".join(amounts),
            "redline_ha": None if one.area_ha is None else total,
            "redline_km": None if one.length_km is None else total})
    return rows


def gone_rows(conflicts: Conflicts) -> list[dict[str, Any]]:
    """Rows (FIELDS) of decisions whose object is no longer there; how large it was is not known."""
    return [{**{name: getattr(one, name) for name in (
        "id", "code", "decision", "reason", "decided_by", "decided_on", "longitude", "latitude")}, "status": GONE}
        for one in conflicts.gone]


def summary(conflicts: Conflicts, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows (SUMMARY_COLUMNS) of the sums of rows of objects by code and decision, then of all. Parts of an object in
    different zones count each; objects of different codes may lie over each other. Codes for which there are no data,
    and candidate area without land cover, are not assessed: their numbers are empty, or tell the area."""
    found = []
    for code in CODES:
        own = [row for row in rows if row["code"] == code]
        if code in conflicts.assessed:
            found += [_sum(code, decision, [row for row in own if row["decision"] == decision])
                      for decision in sorted({row["decision"] for row in own})] or [_sum(code, "", [])]
        else:
            found.append({"code": code, "decision": NOT_ASSESSED})
    found.append(_sum(ALL, "", rows))
    if conflicts.unknown_ha:
        found.append({"code": "", "decision": NOT_ASSESSED, "area_km2": round(conflicts.unknown_ha / 100, 6)})
    return found


def _sum(code: str, decision: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    def total(name: str, share: float = 1.0, digits: int = 4) -> float:
        return round(math.fsum(row[name] or 0.0 for row in rows) * share, digits)

    return {"code": code, "decision": decision, "objects": len(rows),
            "open": sum(row["status"] == OPEN for row in rows), "area_km2": total("area_ha", 0.01, 6),
            "length_km": total("length_km"), "redline_km2": total("redline_ha", 0.01, 6),
            "redline_km": total("redline_km")}
