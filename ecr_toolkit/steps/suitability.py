"""Suitability for agriculture and towns: the parts that a pilot has, class rasters, and tables (methods.md §4.1, §4.2).
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np

from ..errors import InputError
from ..feedback import Feedback
from ..languages.messages import N_, _
from ..models.arithmetic import mean
from ..models.declaration import SENSITIVITY, Variable
from ..models.suitability.agriculture import AGRICULTURE, PARTIAL, SECURE
from ..models.suitability.comfort import comfort_index
from ..models.suitability.declaration import PROVINCE, Suitability
from ..models.suitability.grades import TO_LOWEST
from ..models.suitability.urban import URBAN
from ..pilot.layers import open_layer
from ..pilot.pilot import Pilot
from ..pilot.tables import write_table
from ..planning.suitability.graded_polygons import GradedPolygons
from ..planning.suitability.ground import UNITS, WATER_MODULUS, Ground, known_percent, publish_classes
from ..planning.suitability.tables import (
    CLASS_COLUMNS,
    CONFLICT_COLUMNS,
    INPUT_COLUMNS,
    LandInUse,
    class_rows,
    conflict_rows,
    input_rows,
)
from ..preparation.opening import Opened, open_source
from ..preparation.specification import Specification
from ..raster.align import CONTINUOUS, align
from ..raster.stream import Output, stream
from .assessment import prepared

SUBJECTS = (AGRICULTURE, URBAN)
COMFORT = "suitability/comfort.tif"
AREAS, INPUTS, CONFLICTS = TABLES = "suitability", "suitability_inputs", "suitability_conflicts"
TRAVEL_TIME = Variable("travel_time", N_("travel time to a city centre"), "min", 0, 1e5)
_SOME_UNITS = N_("in units without it the class rests on land alone")


@dataclass(frozen=True)
class Assessed:
    """Class rasters by the id of the subject, without those that could not be assessed, and all that was published."""

    classes: Mapping[str, Path]
    outputs: list[str]


NOT_ASSESSED = Assessed({}, [])


def files_of(pilot: Pilot) -> list[Path]:
    """The files of the country that suitability reads; none where it is not to be assessed."""
    chosen = pilot.recipe["suitability"]
    named = ("irrigation", "hazards", "travel_time") if chosen["assess"] else ()
    return [pilot.folder / chosen[name] for name in named if chosen[name]]


def check_suitability(pilot: Pilot) -> None:
    """Open what suitability will read of the country's own data; InputError tells what is wrong."""
    if not pilot.recipe["suitability"]["assess"]:
        return
    _polygons(pilot)
    _moduli(pilot)
    if pilot.recipe["suitability"]["travel_time"]:
        _travel_time(pilot)


def publish_suitability(pilot: Pilot, feedback: Feedback) -> Assessed:
    """``suitability/<subject>_class.tif`` of every subject that the data allow, the comfort of the air beside them, and
    the tables of areas, conflicts and inputs. Raises InputError, Cancelled."""
    with tempfile.TemporaryDirectory(prefix=".suitability.", suffix=".part", dir=pilot.folder) as name:
        folder = Path(name)
        ground = ground_of(pilot, folder, feedback.part(0, 0.2))
        classes = {}
        for number, subject in enumerate(SUBJECTS):
            part = feedback.part(0.2 + 0.2 * number, 0.4 + 0.2 * number)
            classes[subject] = _classes(pilot, subject, ground, part)
        comfort = _comfort(pilot, feedback.part(0.6, 0.7))
        _tables(pilot, classes, ground, folder, feedback.part(0.7, 1))
    rasters = {subject.id: path for subject, path in classes.items() if path}
    names = [path.relative_to(pilot.folder).as_posix() for path in rasters.values()]
    return Assessed(rasters, [*names, *comfort, *(f"tables/{table}.csv" for table in TABLES)])


def ground_of(pilot: Pilot, folder: Path, feedback: Feedback) -> Ground:
    """The parts that the pilot has; what must be brought to the grid first is put into ``folder``."""
    there = prepared(pilot)
    rasters = {part.id: pilot.input(part.id) for subject in SUBJECTS for part in subject.parts if part.id in there}
    salinization = pilot.classes(SENSITIVITY, "salinization")
    if "salinization" in pilot.recipe["objectives"]["sensitivities"] and salinization.exists():
        rasters["salinization"] = salinization
    if pilot.protection_level.exists():
        rasters["level"] = pilot.protection_level
    if pilot.recipe["suitability"]["travel_time"]:
        rasters["travel_time"] = _on_grid(pilot, _travel_time(pilot), folder, feedback)
    return Ground(rasters, _polygons(pilot), pilot.input(UNITS), _moduli(pilot))


def _polygons(pilot: Pilot) -> dict[str, GradedPolygons]:
    found = {}
    for part, named, field, lowest, highest in (("irrigated", "irrigation", "class", PARTIAL, SECURE),
                                                ("hazards", "hazards", "down", 1, TO_LOWEST)):
        name = pilot.recipe["suitability"][named]
        if name:
            path = pilot.folder / name
            found[part] = GradedPolygons.of(open_layer(path, pilot.crs), field, lowest, highest, path.name, pilot.grid)
    return found


def _moduli(pilot: Pilot) -> Optional[np.ndarray]:
    """Water resources by the number of the unit, NaN where the recipe does not tell; None where it tells of none."""
    told = pilot.recipe["suitability"]["water_modulus"]
    codes = [unit.code for unit in pilot.units]
    unknown = sorted(set(told) - set(codes))
    if unknown:
        raise InputError([(_("pilot.json has an unknown field: “{field}”.").format(
            field=f"suitability.water_modulus.{code}"), _("Choose from: {names}.").format(names=", ".join(codes)))
            for code in unknown])
    return np.array([np.nan, *(told.get(code, np.nan) for code in codes)], np.float32) if told else None


def _travel_time(pilot: Pilot) -> Opened:
    specification = Specification((pilot.recipe["suitability"]["travel_time"],))
    return open_source(specification, TRAVEL_TIME, pilot.folder)


def _on_grid(pilot: Pilot, opened: Opened, folder: Path, feedback: Feedback) -> Path:
    """Minutes on the grid; a negative number is no time and counts as unknown."""
    stored, minutes = folder / "stored.tif", folder / "minutes.tif"
    align(opened.dataset, pilot.grid, CONTINUOUS, stored, feedback.part(0, 0.7))

    def scaled(read, _window):
        value = (read["stored"] * opened.scales[0] + opened.offsets[0]).astype(np.float32)
        return {"minutes": np.where(value < 0, np.float32(np.nan), value)}

    stream({"stored": stored}, scaled, {"minutes": Output(minutes, "continuous", statistics=False)}, pilot.grid,
           feedback.part(0.7, 1))
    return minutes


def _classes(pilot: Pilot, subject: Suitability, ground: Ground, feedback: Feedback) -> Optional[Path]:
    """Publish the classes of a subject; None, and a line that says so, where the data do not allow it."""
    lacks = ground.lacks(subject)
    if lacks:
        feedback.say(_("{subject}: not assessed, these inputs are missing: {names}.").format(
            subject=_(subject.title), names=", ".join(_(part.title) for part in lacks)))
        return None
    path = pilot.folder / "suitability" / f"{subject.id}_class.tif"
    smallest = pilot.recipe["suitability"]["smallest_urban_ha"] if subject is URBAN else subject.smallest_ha
    publish_classes(subject, ground, {"scale": PROVINCE}, smallest, Output(path, "class", subject.title, "class"),
                    pilot.grid, feedback)
    return path


def _comfort(pilot: Pilot, feedback: Feedback) -> list[str]:
    """Mean of the twelve months' index, for information; nothing without temperature and humidity."""
    inputs = ("temperature", "relative_humidity")
    if not set(inputs) <= prepared(pilot):
        return []
    stream({name: pilot.input(name) for name in inputs},
           lambda read, _window: {"comfort": mean(comfort_index(*(read[name] for name in inputs)))},
           {"comfort": Output(pilot.folder / COMFORT, "continuous", N_("temperature-humidity index"), "°F")},
           pilot.grid, feedback)
    return [COMFORT]


def _tables(pilot: Pilot, classes: Mapping[Suitability, Optional[Path]], ground: Ground, folder: Path,
            feedback: Feedback) -> None:
    units = {unit.code: unit.geometry for unit in pilot.units}
    write_table(pilot.table(AREAS), CLASS_COLUMNS,
                class_rows(classes, units, pilot.code, pilot.grid, feedback.part(0, 0.3)))
    known = known_percent(ground.rasters, pilot.input(UNITS), pilot.grid, feedback.part(0.3, 0.6))
    write_table(pilot.table(INPUTS), INPUT_COLUMNS, _input_rows(pilot, ground, known))
    land, rows = pilot.recipe["conflicts"], []
    if "land_cover" in ground.rasters:
        uses = (LandInUse(AGRICULTURE, classes[AGRICULTURE], land["farmland"], N_("cropland")),
                LandInUse(URBAN, classes[URBAN], land["built_up"], N_("built-up land")))
        rows = conflict_rows(uses, ground.rasters["land_cover"], ground.rasters.get("level"), units, pilot.code,
                             folder, pilot.grid, feedback.part(0.6, 1))
    write_table(pilot.table(CONFLICTS), CONFLICT_COLUMNS, rows)


def _input_rows(pilot: Pilot, ground: Ground, known: Mapping[str, float]) -> list[dict]:
    notes = {}
    if ground.moduli is not None:
        told = [unit.area_km2 for unit, modulus in zip(pilot.units, ground.moduli[1:]) if not np.isnan(modulus)]
        whole = sum(unit.area_km2 for unit in pilot.units)
        known = {**known, WATER_MODULUS: round(100 * sum(told) / whole, 4)}
        notes = {WATER_MODULUS: _SOME_UNITS} if len(told) < len(pilot.units) else {}
    return [row for subject in SUBJECTS for row in input_rows(subject, ground.parts(), known, notes)]
