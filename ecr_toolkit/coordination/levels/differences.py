"""What a redline gained and lost in every province and county since the one before."""

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from osgeo import ogr

from ...pilot.layers import Feature, polygons
from .counting import counted, km2
from .outline import line_hash
from .places import Place
from .rollup import lines_of, roll_up

DIFFERENCE_COLUMNS = ("level", "code", "name", "before_km2", "after_km2", "difference_km2", "gained_km2", "lost_km2",
                      "reason")


def differences(before: Optional[Sequence[Feature]], after: Sequence[Feature], places: Sequence[Place],
                reasons: Mapping[str, str], reason: str) -> list[dict[str, Any]]:
    """Rows (DIFFERENCE_COLUMNS) of all places, with ``sha256`` of the line there.

    Of every row, after less before is the difference and gained less lost, to 0.0001 km². ``before`` None: there was
    no line, and only the area after is told. ``reasons``: by code of a place; a place whose line changed and that has
    none of its own has the common ``reason``.
    """
    old = None if before is None else (roll_up(before, places).areas, lines_of(before, places))
    areas, lines = roll_up(after, places).areas, lines_of(after, places)
    rows = []
    for place in places:
        line = lines[place.code]
        own = _areas(None if old is None else (old[0][place.code], old[1][place.code]), areas[place.code], line)
        changed = own["gained_km2"] or own["lost_km2"]
        rows.append({"level": place.level, "code": place.code, "name": place.name, **own,
                     "reason": reasons.get(place.code) or (reason if changed else ""), "sha256": line_hash(line)})
    return rows


def _areas(old: Optional[tuple[int, ogr.Geometry]], area: int, line: ogr.Geometry) -> dict[str, Optional[float]]:
    if old is None:
        return {"before_km2": None, "after_km2": km2(area), "difference_km2": None, "gained_km2": None,
                "lost_km2": None}
    difference = area - old[0]
    gained = max(counted(polygons(line.Difference(old[1])).GetArea()), difference, 0)
    return {"before_km2": km2(old[0]), "after_km2": km2(area), "difference_km2": km2(difference),
            "gained_km2": km2(gained), "lost_km2": km2(gained - difference)}
