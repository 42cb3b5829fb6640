"""Prepare data: every input on the one grid, with a table that says where each comes from."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..feedback import Feedback
from ..languages.messages import N_
from ..models.land_cover import NAMES
from ..pilot.pilot import Pilot
from ..pilot.recipe_shape import STARTER
from ..pilot.tables import write_table
from ..preparation.inputs import COLUMNS, prepare
from ..raster import files
from ..raster.tabulate import tabulate
from ..raster.zones import Zone
from .step import Step


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    zones = zones_of_units(pilot)
    domain = publish_zones(pilot, zones)
    prepared, rows = prepare(pilot, domain > 0, feedback)
    write_table(pilot.folder / "inputs" / "inputs.csv", COLUMNS, rows)
    outputs = ["inputs/units.tif", "inputs/inputs.csv", *(f"inputs/{name}.tif" for name in prepared)]
    if "land_cover" in prepared:
        write_land_cover(pilot, feedback)
        outputs.append("tables/land_cover.csv")
    return outputs


def zones_of_units(pilot: Pilot) -> list[Zone]:
    """Exact coverage of every unit, in the order of ``pilot.units``."""
    return [Zone.of(unit.geometry, pilot.grid) for unit in pilot.units]


def publish_zones(pilot: Pilot, zones: Sequence[Zone]) -> np.ndarray:
    """``inputs/units.tif``: the unit that covers most of a cell (1 = first unit); 0 where the country covers less
    than half of it (methods.md §0.4)."""
    total, most = np.zeros(pilot.grid.shape), np.zeros(pilot.grid.shape)
    label = np.zeros(pilot.grid.shape, np.uint16)
    for number, zone in enumerate(zones, 1):
        larger = zone.shares > zone.cut(most)
        zone.cut(label)[larger] = number
        zone.cut(most)[larger] = zone.shares[larger]
        zone.cut(total)[...] += zone.shares
    label[total < 0.5] = 0
    files.write(pilot.input("units"), pilot.grid, label, "zone", N_("administrative units"))
    return label


def write_land_cover(pilot: Pilot, feedback: Feedback) -> None:
    """``tables/land_cover.csv``: km² of every class in every unit and in the country; sums to the units' areas."""
    zones = {unit.code: unit.geometry for unit in pilot.units}
    tables = tabulate(zones, {"land_cover": pilot.input("land_cover")}, {}, pilot.grid, feedback)
    rows, whole = [], {}
    for unit in pilot.units:
        areas = {code: round(float(tables.areas[(unit.code, "land_cover")][code]), 4) for code in NAMES}
        areas[255] = max(0.0, unit.area_km2 - sum(areas.values()))
        for code, area in areas.items():
            whole[code] = whole.get(code, 0.0) + area
            rows.append(_land_cover_row(unit.code, code, area, unit.area_km2))
    total = sum(unit.area_km2 for unit in pilot.units)
    rows.extend(_land_cover_row(pilot.code, code, area, total) for code, area in whole.items())
    write_table(pilot.table("land_cover"), ("unit", "class", "name", "area_km2", "percent"), rows)


def _land_cover_row(unit: str, code: int, area: float, whole: float):
    return {"unit": unit, "class": code, "name": NAMES.get(code, "no data"), "area_km2": round(area, 4),
            "percent": round(100 * area / whole, 4)}


def _files(pilot: Pilot) -> list[Path]:
    sources = pilot.recipe["sources"].values()
    found = [pilot.folder / source for source in sources if isinstance(source, str) and source != STARTER]
    if STARTER in [source for source in sources if isinstance(source, str)]:
        found.extend(pilot.starter.files())
    return found


STEP = Step(
    id="prepare", title=N_("Prepare data"), run=run, files=_files, needs=("set_up",),
    recipe=("country", "grid", "sources", "preparation", "objectives"), weight=4,
    purpose=N_("Bring every input to the grid, check it and write down where it comes from."),
)
