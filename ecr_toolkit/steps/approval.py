"""Approval: the redline of a pilot kept as a version, and versions compared (methods.md §9.1-9.3, §9.6)."""

from datetime import date

from ..coordination.versions.archive import approve, load, versions
from ..coordination.versions.area import area_check
from ..coordination.versions.changes import CHANGE_COLUMNS, TOTAL_COLUMNS, change_set, compare, totals
from ..coordination.versions.function import function_check
from ..coordination.versions.measures import units_of
from ..coordination.versions.nature import nature_check
from ..coordination.versions.results import CHECK_COLUMNS
from ..feedback import Feedback
from ..pilot.layers import Feature, read_layer
from ..pilot.pilot import Pilot
from ..pilot.tables import write_table

LAYER, UNITS = "ecr", "units"
TABLES = ("version_changes", "version_totals", "version_checks")


def approve_redline(pilot: Pilot, approved_by: str, reason: str, day: date, feedback: Feedback) -> str:
    """Keep the working line as the next version, with what changed since the last one; gives its number. Raises
    InputError, ToolkitError as ``archive.approve`` says, Cancelled."""
    redline, earlier = read_layer(pilot.geopackage, LAYER), versions(pilot.folder)
    changes: list = []
    if earlier:
        last = load(pilot.folder, earlier[-1].number)
        changes = change_set(compare(last.redline, redline, feedback), {}, approved_by, day.isoformat())
    return approve(pilot.folder, redline, read_layer(pilot.geopackage, UNITS), pilot.crs, approved_by, reason, day,
                   changes)


def compare_versions(pilot: Pilot, first: str, second: str, feedback: Feedback) -> dict[str, int]:
    """Write the tables of TABLES for two versions; an empty ``second`` is the working line. Gives how many checks have
    each result. Nature and function need data of both years, which a pilot does not keep: they are told as not
    assessed. Raises ToolkitError, Cancelled."""
    before = load(pilot.folder, first)
    after, reasons, who = _line(pilot, second)
    comparison = compare(before.redline, after, feedback)
    write_table(pilot.table(TABLES[0]), CHANGE_COLUMNS, change_set(comparison, reasons, who, ""))
    write_table(pilot.table(TABLES[1]), TOTAL_COLUMNS, totals(comparison, pilot.code))
    polygons = units_of(before.redline)
    checks = [*area_check(comparison, reasons, pilot.code), *nature_check(polygons, None, None, pilot.code),
              *function_check(polygons, None, None, pilot.code)]
    write_table(pilot.table(TABLES[2]), CHECK_COLUMNS, checks)
    counted: dict[str, int] = {}
    for row in checks:
        counted[row["result"]] = counted.get(row["result"], 0) + 1
    return counted


def _line(pilot: Pilot, number: str) -> tuple[list[Feature], dict[str, str], str]:
    """The polygons of a version, or the working line, the reasons its change set gives by code, and who approved it."""
    if not number:
        return read_layer(pilot.geopackage, LAYER), {}, ""
    found = load(pilot.folder, number)
    return found.redline, {row["code"]: row["reason"] for row in found.changes}, found.version.approved_by
