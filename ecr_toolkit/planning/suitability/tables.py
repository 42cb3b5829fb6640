"""Tables of suitability: area of the classes, land in use where it is not suitable, and what the classes rest on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np
from osgeo import ogr

from ...feedback import Feedback
from ...languages.messages import N_
from ...models.class_tables import codes_of
from ...models.suitability.declaration import GRADES, Suitability
from ...models.suitability.grades import CLASSES, unsuitable
from ...raster.files import UNKNOWN
from ...raster.grading import EXTREME
from ...raster.grid import Grid
from ...raster.stream import Output, stream
from ...raster.tabulate import tabulate
from ..shares import added_up, percent, shared_out

CLASS_COLUMNS = ("unit", "subject", "class", "grade", "area_km2", "percent")
CONFLICT_COLUMNS = ("unit", "subject", "title", "land_km2", "unsuitable_km2", "unsuitable_percent", "extreme_km2",
                    "not_assessed_km2")
INPUT_COLUMNS = ("subject", "part", "title", "unit", "status", "known_percent", "note")
USED, NOT_ASSESSED = N_("used"), N_("not assessed")
OTHER_LAND, UNSUITABLE, UNSUITABLE_EXTREME, FIT, UNKNOWN_FIT = range(5)  # land in use, by what it is fit for

Places = Mapping[str, ogr.Geometry]


def class_rows(classes: Mapping[Suitability, Optional[Path]], units: Places, country: str, grid: Grid,
               feedback: Feedback) -> list[dict]:
    """Rows (CLASS_COLUMNS) of every subject, unit and class, then the country; they add up to the units' areas.
    ``classes``: subject → class raster, None where it is not assessed. Raises Cancelled."""
    layers = {subject.id: path for subject, path in classes.items() if path}
    tables = tabulate(units, layers, {}, grid, feedback)
    rows = []
    for subject in classes:
        found = {}
        for unit, outline in units.items():
            counted = {code: tables.areas[(unit, subject.id)][code] if subject.id in layers else 0.0
                       for code in CLASSES}
            found[unit] = shared_out(counted, outline.GetArea() / 1e6, UNKNOWN)
        found[country] = added_up(list(found.values()))
        rows += [{"unit": unit, "subject": subject.id, "class": code, "grade": GRADES[code], "area_km2": km2,
                  "percent": percent(km2, sum(areas.values()))}
                 for unit, areas in found.items() for code, km2 in areas.items()
                 if subject.id in layers or code == UNKNOWN]
    return rows


@dataclass(frozen=True)
class LandInUse:
    """Land that a subject judges: its class raster (None: not assessed), the land-cover classes, and their name."""

    subject: Suitability
    classes: Optional[Path]
    land_cover: Sequence[int]
    title: str


def conflict_rows(uses: Sequence[LandInUse], land_cover: Path, level: Optional[Path], units: Places, country: str,
                  folder: Path, grid: Grid, feedback: Feedback) -> list[dict]:
    """Rows (CONFLICT_COLUMNS) of every use, unit and the country: land in use, how much of it lies where it is
    unsuitable, and how much of that is extremely important (level 5). ``folder``: for rasters needed meanwhile. Raises
    Cancelled."""
    inputs = {"cover": land_cover, **({"level": level} if level else {}),
              **{use.subject.id: use.classes for use in uses if use.classes}}

    def codes(read, _window):
        cover = codes_of(read["cover"])
        extreme = read["level"] == EXTREME if level else np.zeros(cover.shape, bool)
        found = {}
        for use in uses:
            classes = read[use.subject.id] if use.classes else np.full(cover.shape, UNKNOWN, np.uint8)
            low = unsuitable(classes)
            found[use.subject.id] = np.select(
                [~np.isin(cover, list(use.land_cover)), low & extreme, low, classes == UNKNOWN],
                [OTHER_LAND, UNSUITABLE_EXTREME, UNSUITABLE, UNKNOWN_FIT], FIT).astype(np.uint8)
        return found

    outputs = {use.subject.id: Output(folder / f"{use.subject.id}_use.tif", "class") for use in uses}
    stream(inputs, codes, outputs, grid, feedback.part(0, 0.5))
    tables = tabulate(units, {name: output.path for name, output in outputs.items()}, {}, grid, feedback.part(0.5, 1))
    rows = []
    for use in uses:
        found = {unit: {code: round(float(tables.areas[(unit, use.subject.id)][code]), 4)
                        for code in (UNSUITABLE, UNSUITABLE_EXTREME, FIT, UNKNOWN_FIT)} for unit in units}
        found[country] = added_up(list(found.values()))
        rows += [_conflict_row(unit, use, areas) for unit, areas in found.items()]
    return rows


def _conflict_row(unit: str, use: LandInUse, areas: Mapping[int, float]) -> dict:
    whole = round(sum(areas.values()), 4)
    unsuitable = round(areas[UNSUITABLE] + areas[UNSUITABLE_EXTREME], 4)
    row = {"unit": unit, "subject": use.subject.id, "title": use.title, "land_km2": whole,
           "not_assessed_km2": areas[UNKNOWN_FIT]}
    if use.classes:
        row.update(unsuitable_km2=unsuitable, unsuitable_percent=percent(unsuitable, whole),
                   extreme_km2=areas[UNSUITABLE_EXTREME])
    return row


def input_rows(subject: Suitability, given: Collection[str], known: Mapping[str, float],
               notes: Mapping[str, str]) -> list[dict]:
    """Rows (INPUT_COLUMNS) of the parts of a subject: used, with the share of the country where it is known, or not
    assessed, with what that means. ``notes``: what else a reader must know of a part."""
    return [{"subject": subject.id, "part": part.id, "title": part.title, "unit": part.unit,
             "status": USED if part.id in given else NOT_ASSESSED, "known_percent": known.get(part.id),
             "note": notes.get(part.id, "" if part.id in given else part.without)} for part in subject.parts]
