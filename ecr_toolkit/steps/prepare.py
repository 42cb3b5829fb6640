"""Prepare data: every input on the one grid, with a table that says where each comes from."""

import json
from collections.abc import Sequence
from pathlib import Path

from ..errors import InputError
from ..feedback import Feedback
from ..languages.messages import N_
from ..models.land_cover import NAMES
from ..pilot.pilot import Pilot
from ..pilot.recipe_shape import STARTER
from ..pilot.tables import write_table
from ..preparation import species
from ..preparation.checks import COLUMNS as CHECK_COLUMNS
from ..preparation.inputs import COLUMNS, Inputs, prepare, probe, rows, wanted
from ..preparation.species_lists import files_named
from ..preparation.specification import Specification
from ..raster import files
from ..raster.tabulate import tabulate
from ..raster.zones import Zone, labels
from .step import Step


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    publish_zones(pilot, zones_of_units(pilot))
    inputs = prepare(pilot, feedback.part(0, 0.9))
    for finding in inputs.findings:
        feedback.say(f"{finding.sentence} {finding.remedy}")
    write_table(pilot.checks, CHECK_COLUMNS, check_rows(inputs))  # also for who must mend something first
    if inputs.errors:
        raise InputError(inputs.errors)
    write_table(pilot.folder / "inputs" / "inputs.csv", COLUMNS, rows(wanted(pilot), inputs))
    outputs = ["inputs/units.tif", "inputs/inputs.csv", "inputs/checks.csv",
               *(f"inputs/{name}.tif" for name in inputs.origins)]
    if species.MUST_INCLUDE in inputs.origins:
        outputs.append("tables/species.csv")
    if "land_cover" in inputs.origins:
        write_land_cover(pilot, feedback.part(0.9, 1))
        outputs.append("tables/land_cover.csv")
    return outputs


def check_rows(inputs: Inputs) -> list[dict]:
    """Rows of checks.csv: what the checks found, with the repair that can be accepted as JSON."""
    return [{"variable": one.variable, "rule": one.rule, "severity": one.severity, "sentence": one.sentence,
             "remedy": one.remedy, "repair": json.dumps(one.repair) if one.repair else ""} for one in inputs.findings]


def zones_of_units(pilot: Pilot) -> list[Zone]:
    """Exact coverage of every unit, in the order of ``pilot.units``."""
    return [Zone.of(unit.geometry, pilot.grid) for unit in pilot.units]


def publish_zones(pilot: Pilot, zones: Sequence[Zone]) -> None:
    """``inputs/units.tif``: the unit of each cell, 1 = first unit; 0 where the country covers less than half of it."""
    files.write(pilot.input("units"), pilot.grid, labels(zones, pilot.grid), "zone", N_("administrative units"))


def write_land_cover(pilot: Pilot, feedback: Feedback) -> None:
    """``tables/land_cover.csv``: km² of every class in every unit and in the country; sums to the units' areas."""
    zones = {unit.code: unit.geometry for unit in pilot.units}
    tables = tabulate(zones, {"land_cover": pilot.input("land_cover")}, {}, pilot.grid, feedback)
    table, whole = [], {}
    for unit in pilot.units:
        areas = {code: round(float(tables.areas[(unit.code, "land_cover")][code]), 4) for code in NAMES}
        areas[255] = max(0.0, unit.area_km2 - sum(areas.values()))
        for code, area in areas.items():
            whole[code] = whole.get(code, 0.0) + area
            table.append(_land_cover_row(unit.code, code, area, unit.area_km2))
    total = sum(unit.area_km2 for unit in pilot.units)
    table.extend(_land_cover_row(pilot.code, code, area, total) for code, area in whole.items())
    write_table(pilot.table("land_cover"), ("unit", "class", "name", "area_km2", "percent"), table)


def _land_cover_row(unit: str, code: int, area: float, whole: float):
    return {"unit": unit, "class": code, "name": NAMES.get(code, "no data"), "area_km2": round(area, 4),
            "percent": round(100 * area / whole, 4)}


def _files(pilot: Pilot) -> list[Path]:
    sources = list(pilot.recipe["sources"].values())
    named = [Specification.of(source) for source in sources]
    found = [path for one in named if one is not None for path in one.paths(pilot.folder)]
    found += files_named(pilot)
    if pilot.recipe["species"]["sites"]:
        found.append(pilot.folder / pilot.recipe["species"]["sites"])
    return found + (pilot.starter.files() if STARTER in sources else [])


STEP = Step(
    id="prepare", title=N_("Prepare data"), run=run, files=_files, check=probe, needs=("set_up",),
    recipe=("country", "grid", "sources", "preparation", "objectives", "parameters", "species"), weight=4,
    purpose=N_("Bring every input to the grid, check it and write down where it comes from."),
)
