"""River basins that a border splits: how much of its part of a basin each unit has drawn (methods.md §5.6).

What a unit upstream owes to one downstream is not judged here: the table only shows where shares differ.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from osgeo import ogr

from ..errors import InputError
from ..feedback import Feedback
from ..languages.messages import _
from ..pilot.layers import Feature, union
from .pieces import Pieces

COLUMNS = ("basin", "unit", "area_km2", "basin_percent", "redline_km2", "redline_percent", "basin_km2",
           "inside_percent", "difference")
_SHARE, _KM2 = 0.01, 1.0


def by_name(features: Sequence[Feature], field: str, file: str) -> dict[str, ogr.Geometry]:
    """Basins by the name in a field, sorted; outlines with one name are one basin. InputError for a field that is not
    there; basins without a name are left out."""
    if features and field not in features[0].values:
        raise InputError([(_("The layer {file} lacks the field “{field}”.").format(file=file, field=field),
                           _("Choose from: {names}.").format(names=", ".join(features[0].values)))])
    found: dict[str, list[ogr.Geometry]] = {}
    for feature in features:
        if feature.values[field] not in (None, ""):
            found.setdefault(str(feature.values[field]), []).append(feature.geometry)
    return {name: union(found[name]) for name in sorted(found)}


def basin_rows(basins: Mapping[str, ogr.Geometry], units: Mapping[str, Pieces], redline: Mapping[str, Pieces],
               sea: Optional[Pieces], feedback: Feedback) -> list[dict[str, Any]]:
    """Rows (COLUMNS) of the units of every basin that a border splits, by basin and unit.

    A unit shares a basin where it holds more than 1 per cent or 1 km² of it. Listed are basins that two or more units
    share, and those of one unit that reach beyond the country by more than 1 per cent and 1 km² (``sea`` does not
    count). ``basin_percent``: share of the basin; ``redline_percent``: share of the unit's part; ``difference``:
    between the highest and the lowest of these, percentage points, None for one unit; ``inside_percent``: share of the
    basin in the country, its small parts included. Raises Cancelled.
    """
    rows: list[dict[str, Any]] = []
    for number, (name, basin) in enumerate(basins.items(), 1):
        feedback.check()
        rows += _rows(name, basin, units, redline, sea)
        feedback.progress(number / len(basins))
    return rows


def _rows(name: str, basin: ogr.Geometry, units: Mapping[str, Pieces], redline: Mapping[str, Pieces],
          sea: Optional[Pieces]) -> list[dict[str, Any]]:
    whole = (basin.GetArea() - (sea.area_inside(basin) if sea else 0.0)) / 1e6
    areas = {code: pieces.area_inside(basin) / 1e6 for code, pieces in units.items()}
    inside = sum(areas.values())
    sharing = {code: km2 for code, km2 in sorted(areas.items()) if km2 > min(_KM2, _SHARE * whole)}
    outside = whole - inside
    if not sharing or (len(sharing) == 1 and outside <= max(_KM2, _SHARE * whole)):
        return []
    drawn = {code: redline[code].area_inside(basin) / 1e6 if code in redline else 0.0 for code in sharing}
    shares = {code: 100 * drawn[code] / km2 for code, km2 in sharing.items()}
    difference = round(max(shares.values()) - min(shares.values()), 4) if len(shares) > 1 else None
    return [{"basin": name, "unit": code, "area_km2": round(km2, 4), "basin_percent": round(100 * km2 / whole, 4),
             "redline_km2": round(drawn[code], 4), "redline_percent": round(shares[code], 4),
             "basin_km2": round(whole, 4), "inside_percent": round(100 * min(1.0, inside / whole), 4),
             "difference": difference} for code, km2 in sharing.items()]
