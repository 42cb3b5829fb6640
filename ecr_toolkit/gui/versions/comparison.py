"""Two lines compared as ``ecr:compareversions`` does, but for looking: nothing in the pilot is written, so that its
documents go on telling of the comparison that somebody asked for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from osgeo import ogr

from ...coordination.versions.changes import Comparison, piece_features, totals
from ...coordination.versions.results import NOT_ASSESSED
from ...feedback import Feedback
from ...languages.messages import interface
from ...pilot.layers import Feature, write_layers
from ...steps.approval import all_versions
from ...steps.supervision import checked, compared
from .lines import WORKING

FILE = "lines.gpkg"
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True)
class Changed:
    """A piece of land that came into the redline or left it: GAINED or LOST, unit, km², and its outline as WKB in the
    pilot's system."""

    change: str
    unit: str
    area_km2: float
    outline: bytes


@dataclass(frozen=True)
class Found:
    """What two lines differ in. ``checks``: check → how many places have each (result, reason why it was not assessed);
    ``lines``: GeoPackage with both lines, layers BEFORE and AFTER; ``crs``: the pilot's."""

    gained_km2: float
    lost_km2: float
    kept_km2: float
    checks: Mapping[str, Mapping[tuple[str, str], int]]
    changed: Sequence[Changed]
    lines: Path
    crs: str


def look(pilot: Any, first: str, second: str, day: date, folder: Path, feedback: Feedback) -> Found:
    """Compare two versions, by number; WORKING is the line as it is on ``day``. Both lines are written into ``folder``,
    which is not the pilot's. ToolkitError for a version that is not there or was changed, InputError for a table that
    cannot be read, Cancelled."""
    chain = all_versions(pilot, feedback)
    laid = compared(pilot, chain, first, "" if second == WORKING else second, day, feedback.part(0, 0.3))
    comparison = laid.comparison
    checks = _counted(checked(pilot, laid, feedback.part(0.3, 0.95)).checks)
    write_layers(folder / FILE, pilot.crs, {
        name: (ogr.wkbMultiPolygon, {}, [Feature(polygon.geometry, {}) for polygon in line.values()])
        for name, line in ((BEFORE, comparison.before), (AFTER, comparison.after))})
    feedback.progress(1)
    return Found(*_areas(comparison, pilot.code), checks, _changed(pilot, comparison), folder / FILE, pilot.crs)


def _counted(rows: Sequence[Mapping[str, Any]]) -> dict[str, Counter]:
    counted: dict[str, Counter] = {}
    for row in rows:
        reason = row["reason"] if row["result"] == NOT_ASSESSED else ""
        counted.setdefault(row["check"], Counter())[row["result"], reason] += 1
    return counted


def _areas(comparison: Comparison, country: str) -> tuple[float, float, float]:
    """(gained, lost, kept) km² of the redline as a whole: what its polygons exchange is kept."""
    whole = totals(comparison, country)[-1]
    lost = round(whole["lost_km2"] - whole["given_km2"], 4)
    return round(whole["gained_km2"] - whole["received_km2"], 4), lost, round(whole["before_km2"] - lost, 4)


def _changed(pilot: Any, comparison: Comparison) -> list[Changed]:
    """The largest first."""
    names = {unit.code: unit.name(interface.language) for unit in pilot.units}
    found = [(piece.values, bytes(piece.geometry.ExportToWkb())) for piece in piece_features(comparison)
             if not piece.values["other"]]
    return sorted((Changed(values["change"], names.get(values["unit"], values["unit"]), values["area_km2"], outline)
                   for values, outline in found), key=lambda one: (-one.area_km2, one.unit, one.change, one.outline))
