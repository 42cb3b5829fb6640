"""Coverage of classes and services: how much of each lies in protected areas and the redline (methods.md §6.1, T2-T4).

Class 255 of a table holds what is unknown, with the border cells that lie mostly outside the country; so the classes of
a unit add up to its area, to 0.0001 km².
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from osgeo import ogr

from ..feedback import Feedback
from ..raster.grid import Grid
from ..raster.tabulate import ZoneTables, tabulate
from .estate import Estate, area_columns, areas_of, sums_of

CLASSES = (5, 3, 1, 0)
UNKNOWN = 255
KEYS = ("unit", "theme", "subject", "class")


@dataclass(frozen=True)
class Subject:
    """A class raster: what it is about, its file, and the classes that its table lists."""

    theme: str
    id: str
    path: Path
    classes: Sequence[int] = CLASSES

    @property
    def layer(self) -> str:
        return f"{self.theme} {self.id}"


@dataclass(frozen=True)
class Service:
    """A raster of physical values and its unit."""

    id: str
    path: Path
    unit: str


def class_columns(estate: Estate) -> tuple[str, ...]:
    return (*KEYS, *area_columns(estate.sets))


def service_columns(estate: Estate) -> tuple[str, ...]:
    return ("function", "value_unit", "total", *(f"{name}_{what}" for name in estate.sets
                                                 for what in ("percent", "efficiency")))


def coverage(units: Sequence[tuple[str, ogr.Geometry]], estate: Estate, country: str, grid: Grid,
             subjects: Sequence[Subject], services: Sequence[Service], feedback: Feedback) -> tuple[list, list]:
    """Rows of classes for every unit, then the country (``class_columns``), and rows of services for the country
    (``service_columns``): the share of each service inside every set, and that share over the share of area
    (E_f and ER_f). Raises Cancelled."""
    zones: dict[str, ogr.Geometry] = {}
    inside: dict[str, dict[str, str]] = {}
    for code, geometry in units:
        zones[code] = geometry
        inside[code] = {}
        for part, polygon in estate.within(geometry).items():
            inside[code][part] = f"{code} {part}"  # a code of a unit has no space
            zones[f"{code} {part}"] = polygon
    tables = tabulate(zones, {subject.layer: subject.path for subject in subjects},
                      {service.id: service.path for service in services}, grid, feedback)
    areas = {name: zone.GetArea() / 1e6 for name, zone in zones.items()}
    return (_class_rows(inside, areas, tables, subjects, estate, country),
            _service_rows(inside, areas, tables, services, estate))


def _class_rows(inside: Mapping[str, Mapping[str, str]], areas: Mapping[str, float], tables: ZoneTables,
                subjects: Sequence[Subject], estate: Estate, country: str) -> list[dict]:
    rows = []
    whole: dict[tuple[str, int], tuple[float, dict[str, float]]] = {}
    for unit, parts in inside.items():
        for subject in subjects:
            zones = {"": unit, **parts}
            split = {part: _split(tables.areas[(zone, subject.layer)], areas[zone], subject.classes)
                     for part, zone in zones.items()}
            for value in (*subject.classes, UNKNOWN):
                held = {part: split[part][value] for part in parts}
                rows.append(_row(unit, subject, value, split[""][value], held, estate))
                known, sums = whole.get((subject.layer, value), (0.0, {}))
                whole[(subject.layer, value)] = (known + split[""][value], {
                    part: sums.get(part, 0.0) + held.get(part, 0.0) for part in {*sums, *held}})
    for subject in subjects:
        rows += [_row(country, subject, value, *whole[(subject.layer, value)], estate)
                 for value in (*subject.classes, UNKNOWN)]
    return rows


def _split(counted, whole_km2: float, classes: Sequence[int]) -> dict[int, float]:
    found = {code: round(float(counted[code]), 4) for code in classes}
    found[UNKNOWN] = round(max(0.0, round(whole_km2, 4) - sum(found.values())), 4)
    return found


def _row(unit: str, subject: Subject, value: int, area: float, held: Mapping[str, float], estate: Estate) -> dict:
    return {"unit": unit, "theme": subject.theme, "subject": subject.id, "class": value,
            **areas_of(area, held, estate.sets)}


def _service_rows(inside: Mapping[str, Mapping[str, str]], areas: Mapping[str, float], tables: ZoneTables,
                  services: Sequence[Service], estate: Estate) -> list[dict]:
    land = sum(areas[unit] for unit in inside)
    area = sums_of(_over_units(inside, lambda zone: areas[zone]), estate.sets)
    rows = []
    for service in services:
        total = sum(tables.sums[(unit, service.id)] for unit in inside)
        held = sums_of(_over_units(inside, lambda zone, layer=service.id: tables.sums[(zone, layer)]), estate.sets)
        row = {"function": service.id, "value_unit": service.unit, "total": total}
        for name in estate.sets:
            share: Optional[float] = 100 * held[name] / total if total else None
            of_area = 100 * area[name] / land
            row[f"{name}_percent"] = None if share is None else round(share, 4)
            row[f"{name}_efficiency"] = round(share / of_area, 4) if of_area and share is not None else None
        rows.append(row)
    return rows


def _over_units(inside: Mapping[str, Mapping[str, str]], amount) -> dict[str, float]:
    """Part → sum of an amount over all units."""
    sums: dict[str, float] = {}
    for parts in inside.values():
        for part, zone in parts.items():
            sums[part] = sums.get(part, 0.0) + amount(zone)
    return sums
