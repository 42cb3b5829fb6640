"""Coverage tables: area of classes by protected or not, per unit and country; share of services inside (§6.1)."""

from collections.abc import Mapping, Sequence

import numpy as np
from osgeo import ogr

from ..raster.grid import Grid
from ..raster.zones import Zone

CLASSES = (5, 3, 1, 0)
UNKNOWN = 255
COLUMNS = ("unit", "theme", "subject", "class", "area_km2", "protected_km2", "unprotected_km2", "protected_percent")


def class_coverage(units: Sequence[tuple[str, ogr.Geometry]], inside: ogr.Geometry, country: str, grid: Grid,
                   subjects: Mapping[tuple[str, str], np.ndarray]) -> list[dict]:
    """Rows (COLUMNS) for every unit, then the country: km² of each class, in all and inside a flattened polygon.

    ``subjects``: (theme, id) → class raster of the grid. Class 255 holds what is unknown, with the border cells that
    lie mostly outside the country; so the classes of a unit add up to its area, to 0.0001 km².
    """
    rows: list[dict] = []
    whole: dict[tuple[str, str, int], list[float]] = {}
    for code, geometry in units:
        protected = geometry.Intersection(inside)
        zones = Zone.of(geometry, grid), Zone.of(protected, grid)
        areas = geometry.GetArea() / 1e6, protected.GetArea() / 1e6
        for subject, classes in subjects.items():
            split = [_split(zone, classes, area, grid.cell_km2) for zone, area in zip(zones, areas)]
            for value in (*CLASSES, UNKNOWN):
                pair = [part[value] for part in split]
                rows.append(_row(code, subject, value, *pair))
                sums = whole.setdefault((*subject, value), [0.0, 0.0])
                sums[0] += pair[0]
                sums[1] += pair[1]
    rows.extend(_row(country, key[:2], key[2], *sums) for key, sums in whole.items())
    return rows


def _split(zone: Zone, classes: np.ndarray, area: float, cell_km2: float) -> dict[int, float]:
    found = {code: round(km2, 4) for code, km2 in zone.area_by_class(classes, CLASSES, cell_km2).items()}
    found[UNKNOWN] = round(max(0.0, round(area, 4) - sum(found.values())), 4)
    return found


def _row(unit: str, subject: tuple[str, str], value: int, area: float, protected: float) -> dict:
    area, protected = round(area, 4), round(protected, 4)
    return {"unit": unit, "theme": subject[0], "subject": subject[1], "class": value, "area_km2": area,
            "protected_km2": protected, "unprotected_km2": round(area - protected, 4),
            "protected_percent": round(100 * protected / area, 4) if area else None}


def share_inside(values: np.ndarray, country: Zone, inside: Zone) -> float:
    """Percent of a service (physical values of the grid) that lies inside a polygon (methods.md §6.1, E_f)."""
    total = country.total(values)
    return 100 * inside.total(values) / total if total else 0.0
