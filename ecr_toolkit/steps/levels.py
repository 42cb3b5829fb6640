"""Levels: the redline added up and shared out between country, provinces and counties, rounds, sign-offs (methods.md
§5.6)."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Optional

from ..coordination.levels import rounds, signatures
from ..coordination.levels.allocation import LEVEL_COLUMNS, level_rows
from ..coordination.levels.differences import DIFFERENCE_COLUMNS
from ..coordination.levels.places import CHECK_COLUMNS, Place, divided, provinces, read_counties
from ..coordination.levels.rollup import roll_up
from ..errors import ToolkitError
from ..feedback import Feedback
from ..languages.messages import _
from ..pilot.layers import Feature, read_layer
from ..pilot.pilot import Pilot
from ..pilot.tables import write_table
from ..raster import files
from ..raster.zones import Zone
from .candidates import RASTER
from .deduction import RASTER as TAKEN_OUT
from .estate import land_km2

LEVELS, ALLOCATION, COUNTIES, ROUNDS, ROUND_UNITS, SIGNATURES = (
    "levels", "allocation", "county_check", "rounds", "round_units", "signatures")
ROUND_COLUMNS = tuple(name for name in rounds.ROUND_COLUMNS if name != "sha256")
ROUND_UNIT_COLUMNS = ("round", *DIFFERENCE_COLUMNS)


def level_files(pilot: Pilot) -> list[Path]:
    """Files that the tables of levels read: counties, rounds and sign-offs."""
    counties = pilot.recipe["coordination"]["counties"]
    named = [pilot.folder / counties] if counties else []
    return [*named, *(pilot.folder / name for name in (f"{rounds.FOLDER}/{rounds.LIST}", signatures.FILE))]


def places_of(pilot: Pilot) -> tuple[list[Place], list[dict[str, Any]]]:
    """(provinces, then counties where the recipe names them; how well counties cover their provinces). Raises
    InputError."""
    name = pilot.recipe["coordination"]["counties"]
    if not name:
        return provinces(pilot.units), []
    counties, check = divided(pilot.units, read_counties(pilot.folder / name, pilot.crs, pilot.units))
    return [*provinces(pilot.units), *counties], check


def candidate_areas(pilot: Pilot, places: Sequence[Place], feedback: Feedback) -> dict[str, float]:
    """Code of a place → km² of candidate cells that no conflict takes out. Raises InputError, Cancelled."""
    cells = (files.read(pilot.folder / RASTER) > 0) & (files.read(pilot.folder / TAKEN_OUT) == 0)
    areas = {}
    for number, place in enumerate(places, 1):
        feedback.check()
        zone = Zone.of(place.geometry, pilot.grid)
        areas[place.code] = float(zone.shares[zone.cut(cells)].sum()) * pilot.grid.cell_km2
        feedback.progress(number / len(places))
    return areas


def publish_levels(pilot: Pilot, feedback: Feedback) -> list[str]:
    """Tables of levels, of counties where there are any, of rounds and of sign-offs; gives their names. Raises
    ToolkitError, Cancelled."""
    places, check = places_of(pilot)
    written = [_publish_rows(pilot, LEVELS, places, None, feedback)]
    if check:
        write_table(pilot.table(COUNTIES), CHECK_COLUMNS, check)
        written.append(_name(COUNTIES))
    return [*written, *_publish_rounds(pilot, places)]


def publish_allocation(pilot: Pilot, figure_km2: float, feedback: Feedback) -> str:
    """Table of a national figure shared out; gives its name. Raises ToolkitError, Cancelled."""
    return _publish_rows(pilot, ALLOCATION, places_of(pilot)[0], figure_km2, feedback)


def _publish_rows(pilot: Pilot, table: str, places: Sequence[Place], figure_km2: Optional[float],
                  feedback: Feedback) -> str:
    write_table(pilot.table(table), LEVEL_COLUMNS, level_rows(
        (pilot.code, pilot.name()), places, roll_up(_redline(pilot), places),
        candidate_areas(pilot, places, feedback), figure_km2))
    return _name(table)


def _publish_rounds(pilot: Pilot, places: Sequence[Place]) -> list[str]:
    opened = rounds.rounds(pilot.folder)
    write_table(pilot.table(ROUNDS), ROUND_COLUMNS, [
        {name: getattr(one, name) for name in ROUND_COLUMNS} for one in opened])
    write_table(pilot.table(ROUND_UNITS), ROUND_UNIT_COLUMNS, [
        {"round": one.number, **row} for one in opened for row in rounds.load(pilot.folder, one.number).places])
    write_table(pilot.table(SIGNATURES), signatures.STATE_COLUMNS,
                signatures.signatures(pilot.folder, _redline(pilot), places))
    return [_name(table) for table in (ROUNDS, ROUND_UNITS, SIGNATURES)]


def open_round(pilot: Pilot, level: str, who: str, reason: str, day: date, reasons: Mapping[str, str]) -> int:
    """Put the working line to the units as the next round, publish the tables of rounds and sign-offs, and give the
    round's number. Raises InputError, ToolkitError as ``rounds.open_round`` says."""
    places = places_of(pilot)[0]
    opened = rounds.open_round(pilot.folder, pilot.crs, _redline(pilot), places, level, who, reason, day, reasons)
    _publish_rounds(pilot, places)
    return opened.round.number


def sign_off(pilot: Pilot, code: str, who: str, day: date) -> tuple[int, list[str]]:
    """Sign a province or county off, publish the tables, and give the round and the codes of those that have still to
    sign. Raises InputError, ToolkitError as ``signatures.sign_off`` says."""
    places = places_of(pilot)[0]
    number = signatures.sign_off(pilot.folder, code, who, day, _redline(pilot), places)
    _publish_rounds(pilot, places)
    states = signatures.signatures(pilot.folder, _redline(pilot), places)
    return number, [row["code"] for row in states if row["state"] != signatures.SIGNED]


def figure_of(pilot: Pilot, km2: Optional[float], percent: Optional[float]) -> Optional[float]:
    """A national figure in km², from km² or per cent of the country's area; None where neither is given. ToolkitError
    when both are."""
    if km2 is not None and percent is not None:
        raise ToolkitError(_("The national figure is given twice, in km² and in per cent."), _("Leave one empty."))
    if percent is not None:
        return land_km2(pilot) * percent / 100
    return km2


def _redline(pilot: Pilot) -> list[Feature]:
    return read_layer(pilot.geopackage, "ecr")


def _name(table: str) -> str:
    return f"tables/{table}.csv"
