"""Coverage of places with outlines: units, ecoregions, ecosystem types, sites (methods.md §6.1, T1, T4, T5, T7, T8).

Areas are those of the polygons, exact; nothing is put on cells.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Optional

from osgeo import ogr

from ..errors import InputError
from ..feedback import Feedback
from ..languages.messages import _
from ..pilot.layers import open_layer, polygons, union
from ..pilot.shapes import box
from .estate import Estate, area_columns, areas_of

NATIONAL_SHARE = 1.0  # per cent of the country: places below it are told apart (methods.md §6.3, I3)


def place_columns(estate: Estate) -> tuple[str, ...]:
    return ("place", "national_percent", *area_columns(estate.sets), "target_percent", "target_met")


def load_places(path: Path, field: str, land: ogr.Geometry, crs: str) -> dict[str, ogr.Geometry]:
    """Places by name, cut to the land, in grid CRS, sorted by name; outlines with one name are one place.

    InputError when the layer has no such field; features without a name count as one place named "—".
    """
    found: dict[str, list[ogr.Geometry]] = {}
    frame = box(land)
    for feature in open_layer(path, crs):
        values = {key.lower(): value for key, value in feature.values.items()}
        if field.lower() not in values:
            raise InputError([(_("The layer {file} lacks the field “{field}”.").format(file=path.name, field=field),
                               _("Name the field of its names in pilot.json. The layer has: {names}.").format(
                                   names=", ".join(sorted(values))))])
        if feature.geometry.Intersects(frame):
            found.setdefault(str(values[field.lower()] or "—"), []).append(feature.geometry)
    cut = {name: polygons(union(outlines).Intersection(land)) for name, outlines in sorted(found.items())}
    return {name: place for name, place in cut.items() if not place.IsEmpty()}


def place_coverage(places: Mapping[str, ogr.Geometry], estate: Estate, land_km2: float, target: float,
                   feedback: Feedback) -> list[dict]:
    """A row a place (``place_columns``): its area in the country and in every set, and whether what is protected
    reaches ``target`` (0-1; 0: none is set). Raises Cancelled."""
    rows = []
    for number, (name, place) in enumerate(places.items(), 1):
        feedback.check()
        parts = {part: polygon.GetArea() / 1e6 for part, polygon in estate.within(place).items()}
        row = {"place": name, **areas_of(place.GetArea() / 1e6, parts, estate.sets)}
        row["national_percent"] = round(100 * row["area_km2"] / land_km2, 4)
        if target:
            row["target_percent"] = round(100 * target, 4)
            row["target_met"] = int(row["protected_percent"] is not None and row["protected_percent"] >= 100 * target)
        rows.append(row)
        feedback.progress(number / len(places))
    return rows


def overlap(land_km2: float, estate: Estate, units: Sequence[ogr.Geometry]) -> list[dict]:
    """T8: rows of km² and per cent: in both, only protected, only redline, in neither; they add up to the country."""
    parts: dict[str, float] = {}
    for unit in units:
        for part, polygon in estate.within(unit).items():
            parts[part] = parts.get(part, 0.0) + polygon.GetArea() / 1e6
    figures = areas_of(land_km2, parts, estate.sets)
    either, protected, redline = (figures[f"{name}_km2"] or 0.0 for name in ("either", "protected", "redline"))
    both = protected + redline - either
    return [{"overlap": name, "area_km2": round(km2, 4), "percent": round(100 * km2 / land_km2, 4)}
            for name, km2 in (("both", both), ("only_protected", protected - both), ("only_redline", redline - both),
                              ("neither", round(land_km2, 4) - either))]


OVERLAP_COLUMNS = ("overlap", "area_km2", "percent")


def representation(rows: Sequence[Mapping], sets: Sequence[str], target: float = 0.3,
                   smallest_percent: float = NATIONAL_SHARE) -> dict[str, Optional[float]]:
    """Per set: mean of min(1, coverage / target) over the places that hold at least ``smallest_percent`` of the
    country; None where there are none (methods.md §6.3, I3a)."""
    counted = [row for row in rows if row["national_percent"] >= smallest_percent]
    return {name: mean_achievement([row[f"{name}_percent"] / 100 for row in counted], [target] * len(counted))
            for name in sets}


def mean_achievement(coverages: Sequence[float], targets: Sequence[float]) -> Optional[float]:
    """Mean of min(1, coverage / target); None of nothing."""
    if not coverages:
        return None
    return sum(min(1.0, coverage / target) for coverage, target in zip(coverages, targets)) / len(coverages)
