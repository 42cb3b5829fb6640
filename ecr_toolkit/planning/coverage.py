"""Coverage tables: area of classes by protected or not, per unit and country; share of services inside (§6.1)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Optional

from osgeo import ogr

from ..feedback import Feedback
from ..raster.grid import Grid
from ..raster.tabulate import tabulate

CLASSES = (5, 3, 1, 0)
UNKNOWN = 255
COLUMNS = ("unit", "theme", "subject", "class", "area_km2", "protected_km2", "unprotected_km2", "protected_percent")
SERVICE_COLUMNS = ("function", "value_unit", "total", "inside_percent", "area_percent", "efficiency")
_INSIDE = " inside"  # a code of a unit has no space


def class_coverage(units: Sequence[tuple[str, ogr.Geometry]], inside: ogr.Geometry, country: str, grid: Grid,
                   subjects: Mapping[tuple[str, str], Path], feedback: Feedback) -> list[dict]:
    """Rows (COLUMNS) for every unit, then the country: km² of each class, in all and inside a flattened polygon.

    ``subjects``: (theme, id) → class raster on the grid. Class 255 holds what is unknown, with the border cells that
    lie mostly outside the country; so the classes of a unit add up to its area, to 0.0001 km².
    """
    zones = {}
    for code, geometry in units:
        zones[code], zones[code + _INSIDE] = geometry, geometry.Intersection(inside)
    layers = {f"{theme} {subject}": path for (theme, subject), path in subjects.items()}
    tables = tabulate(zones, layers, {}, grid, feedback)
    rows: list[dict] = []
    whole: dict[tuple[str, str, int], list[float]] = {}
    for code, _geometry in units:
        for theme, subject in subjects:
            split = [_split(tables.areas[(zone, f"{theme} {subject}")], zones[zone].GetArea() / 1e6)
                     for zone in (code, code + _INSIDE)]
            for value in (*CLASSES, UNKNOWN):
                pair = [part[value] for part in split]
                rows.append(_row(code, (theme, subject), value, *pair))
                sums = whole.setdefault((theme, subject, value), [0.0, 0.0])
                sums[0] += pair[0]
                sums[1] += pair[1]
    rows.extend(_row(country, key[:2], key[2], *sums) for key, sums in whole.items())
    return rows


def _split(areas, whole_km2: float) -> dict[int, float]:
    found = {code: round(float(areas[code]), 4) for code in CLASSES}
    found[UNKNOWN] = round(max(0.0, round(whole_km2, 4) - sum(found.values())), 4)
    return found


def _row(unit: str, subject: tuple[str, str], value: int, area: float, protected: float) -> dict:
    area, protected = round(area, 4), round(protected, 4)
    return {"unit": unit, "theme": subject[0], "subject": subject[1], "class": value, "area_km2": area,
            "protected_km2": protected, "unprotected_km2": round(area - protected, 4),
            "protected_percent": round(100 * protected / area, 4) if area else None}


def services_inside(country: ogr.Geometry, inside: ogr.Geometry, functions: Mapping[str, tuple[Path, str]], grid: Grid,
                    feedback: Feedback) -> list[dict]:
    """Rows (SERVICE_COLUMNS): share of every function inside a polygon, and how much better than chance that is
    (methods.md §6.1, E_f and ER_f). ``functions``: id → (raster of physical values, unit)."""
    area = 100 * inside.GetArea() / country.GetArea()
    tables = tabulate({"country": country, "inside": inside}, {}, {name: path for name, (path, _unit)
                                                                   in functions.items()}, grid, feedback)
    rows = []
    for name, (_path, unit) in functions.items():
        total = tables.sums[("country", name)]
        share: Optional[float] = 100 * tables.sums[("inside", name)] / total if total else None
        rows.append({"function": name, "value_unit": unit, "total": total,
                     "inside_percent": None if share is None else round(share, 4), "area_percent": round(area, 4),
                     "efficiency": round(share / area, 4) if area and share is not None else None})
    return rows
