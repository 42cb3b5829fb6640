"""Retired codes: polygons of earlier versions that a line has no more; their codes are never given again
(methods.md §5.7)."""

from collections.abc import Sequence
from typing import Any

from ...pilot.layers import Feature
from .archive import Approved

RETIRED_COLUMNS = ("code", "unit", "name", "area_km2", "last_version", "status")
STATUS = "retired"


def retired(earlier: Sequence[Approved], redline: Sequence[Feature]) -> list[dict[str, Any]]:
    """A row (RETIRED_COLUMNS) a code that a version had and the line has not, as it last was, sorted by code.
    ``earlier``: versions, oldest first."""
    last = {polygon.values["ecr_code"]: (polygon, approved.version.number) for approved in earlier
            for polygon in approved.redline}
    gone = {*last} - {polygon.values.get("ecr_code") for polygon in redline}
    return [_row(code, *last[code]) for code in sorted(gone)]


def _row(code: str, polygon: Feature, number: str) -> dict[str, Any]:
    values = polygon.values
    return {"code": code, "unit": values.get("adm_code"), "name": values.get("ecr_name"),
            "area_km2": round(polygon.geometry.GetArea() / 1e6, 4), "last_version": number, "status": STATUS}
