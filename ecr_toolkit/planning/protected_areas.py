"""Protected areas: read, clipped to the country, and how the redline treats each (methods.md §5.2)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import ogr

from ..errors import InputError
from ..languages.messages import N_, _
from ..pilot.layers import open_layer, polygons, to_crs, union
from ..pilot.tables import read_table
from ..raster.grid import WGS84

FORCED, BY_LEVEL, LISTED = "forced", "by_level", "listed"
TREATMENTS = (FORCED, BY_LEVEL, LISTED)
_CIRCLE_POINTS = 128
_NO_AREA = N_("left out: no area reported")
_OUTSIDE = N_("left out: lies outside the country's land")


@dataclass
class ProtectedArea:
    """One area; ``geometry`` is what lies in the country, empty when left out for the ``reason``."""

    name: str
    designation: str
    iucn_category: str
    year: str
    reported_km2: float
    treatment: str
    geometry: ogr.Geometry
    reason: str = ""
    source: str = ""

    @property
    def area_km2(self) -> float:
        """Area inside the country, km², to 100 m²."""
        return round(self.geometry.GetArea() / 1e6, 4)


def load_protected_areas(path: Path, categories: Sequence[Mapping[str, str]], country: ogr.Geometry,
                         crs: str) -> list[ProtectedArea]:
    """Protected areas of a table of centres (CSV) or a polygon layer, in grid CRS, largest first.

    ``categories``: rows of designation, iucn_category, treatment; an empty cell matches all, the first match counts.
    """
    found = _from_table(path, crs) if path.suffix.lower() == ".csv" else _from_layer(path, crs)
    for area in found:
        area.treatment = treatment_of(area, categories)
        if not area.reason:
            area.geometry = polygons(area.geometry.Intersection(country))
            if area.geometry.IsEmpty():
                area.reason = _OUTSIDE
    return sorted(found, key=lambda area: (-area.area_km2, area.name))


def treatment_of(area: ProtectedArea, categories: Sequence[Mapping[str, str]]) -> str:
    """How the redline treats an area; ``listed`` when no row of the country's table matches."""
    for row in categories:
        if row["designation"] in ("", area.designation) and row["iucn_category"] in ("", area.iucn_category):
            return row["treatment"]
    return LISTED


def load_categories(path: Path) -> list[dict[str, str]]:
    """The country's table of categories; InputError for an unknown treatment."""
    rows = read_table(path, ("designation", "iucn_category", "treatment"))
    wrong = sorted({row["treatment"] for row in rows} - set(TREATMENTS))
    if wrong:
        raise InputError([(_("The table {file} has unknown treatments: {values}.").format(
            file=path.name, values=", ".join(wrong)), _("Choose from: {names}.").format(names=", ".join(TREATMENTS)))])
    return rows


def circle(longitude: float, latitude: float, area_km2: float, crs: str) -> ogr.Geometry:
    """A polygon of ``_CIRCLE_POINTS`` corners with exactly the reported area, around a centre, in grid CRS."""
    centre = ogr.Geometry(ogr.wkbPoint)
    centre.AddPoint_2D(longitude, latitude)
    centre = to_crs(centre, WGS84, crs)
    angles = 2 * np.pi * np.arange(_CIRCLE_POINTS) / _CIRCLE_POINTS
    radius = math.sqrt(area_km2 * 1e6 / (_CIRCLE_POINTS / 2 * math.sin(2 * math.pi / _CIRCLE_POINTS)))
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for angle in angles:
        ring.AddPoint_2D(centre.GetX() + radius * math.cos(angle), centre.GetY() + radius * math.sin(angle))
    ring.CloseRings()
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    return polygon


def _from_table(path: Path, crs: str) -> list[ProtectedArea]:
    rows = read_table(path, ("name_en", "designation", "iucn_category", "year_designated", "area_km2", "lat", "lon"))
    return [_from_row(path, number, row, crs) for number, row in enumerate(rows, 2)]


def _from_row(path: Path, number: int, row: Mapping[str, str], crs: str) -> ProtectedArea:
    try:
        area, latitude, longitude = (float(row[key] or "nan") for key in ("area_km2", "lat", "lon"))
    except ValueError as fault:
        raise InputError([(_("Row {number} of {file} has a number that cannot be read.").format(
            number=number, file=path.name), _("Write area_km2, lat and lon as plain numbers with a point."))]
                         ) from fault
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise InputError([(_("Row {number} of {file} has no valid position.").format(number=number, file=path.name),
                           _("Write lat from -90 to 90 and lon from -180 to 180, in degrees."))])
    known = area > 0
    geometry = circle(longitude, latitude, area, crs) if known else ogr.Geometry(ogr.wkbMultiPolygon)
    return ProtectedArea(row["name_en"], row["designation"], row["iucn_category"], row["year_designated"],
                         area if known else 0.0, LISTED, geometry, "" if known else _NO_AREA,
                         row.get("checked_by", ""))


def _from_layer(path: Path, crs: str) -> list[ProtectedArea]:
    found = []
    for feature in open_layer(path, crs):
        values: dict[str, Any] = {key.lower(): "" if value is None else value
                                  for key, value in feature.values.items()}
        if "name" not in values:
            raise InputError([(_("The layer of protected areas {file} lacks the field “name”.").format(
                file=path.name), _("Rename its fields to name, designation, iucn_category, year, area_km2."))])
        geometry = polygons(feature.geometry)
        found.append(ProtectedArea(
            str(values["name"]), str(values.get("designation", "")), str(values.get("iucn_category", "")),
            str(values.get("year", "")), float(values.get("area_km2") or geometry.GetArea() / 1e6), LISTED, geometry,
            "" if not geometry.IsEmpty() else _NO_AREA))
    return found


def flattened(areas: Sequence[ProtectedArea], treatments: Sequence[str] = TREATMENTS) -> ogr.Geometry:
    """The union of areas with these treatments: overlaps count once (methods.md §12.14)."""
    return union([area.geometry for area in areas if area.treatment in treatments and not area.geometry.IsEmpty()])
