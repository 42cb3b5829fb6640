"""Accepting a repair: it is written into the recipe, where everybody can see it and take it back."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..pilot.pilot import Pilot
from ..pilot.recipe_edits import edit, undo
from ..pilot.tables import read_table, write_table
from .checks import COLUMNS


def accept(pilot: Pilot, number: int) -> None:
    """Accept the repair of finding ``number`` (0 = first row of checks.csv): add it to the source of its variable in
    ``pilot.json`` and strike the finding off, so that it is not accepted twice."""
    findings = read_table(pilot.checks, COLUMNS)
    finding = findings.pop(number)
    source = pilot.recipe["sources"][finding["variable"]]
    source = {"file": source} if isinstance(source, str) else dict(source)
    repaired = {**source, **_combined(source, json.loads(finding["repair"]))}
    edit(pilot.folder, {f"sources.{finding['variable']}": repaired})
    write_table(pilot.checks, COLUMNS, findings)


def take_back(pilot: Pilot, findings: Sequence[Mapping[str, str]]) -> None:
    """Take an accepted repair back; ``findings``: the table before. A table that a run has written since stays."""
    undo(pilot.folder)
    if len(read_table(pilot.checks, COLUMNS)) == len(findings) - 1:
        write_table(pilot.checks, COLUMNS, findings)


def _combined(source: Mapping[str, Any], repair: Mapping[str, Any]) -> dict[str, Any]:
    """A second conversion acts on what the first one gives; bands are chosen among those chosen before."""
    combined = dict(repair)
    if "scale" in repair or "offset" in repair:
        factor, shift = repair.get("scale", 1.0), repair.get("offset", 0.0)
        combined["scale"] = factor * source.get("scale", 1.0)
        combined["offset"] = factor * source.get("offset", 0.0) + shift
    if "bands" in repair and source.get("bands"):
        combined["bands"] = [source["bands"][band - 1] for band in repair["bands"]]
    return combined
