"""Drafts: the lines that units bring themselves, read, and their differences published (methods.md §5.6)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Optional

from osgeo import ogr

from ..coordination.drafts.differences import FIELDS, GAP_FILLED, Difference
from ..coordination.drafts.merging import Merged, dissolved
from ..errors import InputError
from ..feedback import Feedback
from ..languages.messages import N_, _
from ..pilot.layers import Feature, open_layer, polygons, write_layers
from ..pilot.pilot import GEOPACKAGE, Pilot
from ..pilot.tables import write_table

LAYER, DIFFERENCES, UNITS = "draft_differences", "draft_differences", "draft_units"
UNIT_COLUMNS = ("unit", "draft_km2", "beyond_border_km2", "kept_km2", "gap_filled_km2", "line_km2", "toolkit_km2",
                "added_km2", "left_out_km2")
OUTPUTS = (f"{GEOPACKAGE}#{LAYER}", f"tables/{DIFFERENCES}.csv", f"tables/{UNITS}.csv")
_OUTLINES = N_("Save the redline of the unit as polygons in the first layer of this GeoPackage.")
Drafts = dict[str, list[Feature]]


def draft_files(pilot: Pilot) -> list[Path]:
    """The files that units brought, by code."""
    return [pilot.folder / name for _code, name in sorted(pilot.recipe["coordination"]["drafts"].items())]


def drafts_of(pilot: Pilot, feedback: Feedback) -> Optional[Drafts]:
    """Code of a unit → the polygons of its draft in the pilot's system; None where the recipe names no drafts. Raises
    InputError, which tells the faults of all files, and Cancelled."""
    chosen = pilot.recipe["coordination"]["drafts"]
    if not chosen:
        return None
    known = [unit.code for unit in pilot.units]
    faults: list[tuple[str, str]] = []
    drafts: Drafts = {}
    for number, (code, name) in enumerate(sorted(chosen.items()), 1):
        feedback.check()
        if code not in known:
            faults.append((_("“{field}” in pilot.json names no unit of the pilot.").format(
                field=f"coordination.drafts.{code}"), _("Choose from: {names}.").format(names=", ".join(known))))
            continue
        try:
            drafts[code] = _polygons_in(pilot.folder / name, pilot.crs)
        except InputError as fault:
            faults.extend(fault.faults)
        feedback.progress(number / len(chosen))
    if faults:
        raise InputError(faults)
    return drafts


def _polygons_in(path: Path, crs: str) -> list[Feature]:
    found = [Feature(polygons(feature.geometry), feature.values, feature.mended)
             for feature in open_layer(path, crs)]
    found = [feature for feature in found if not feature.geometry.IsEmpty()]
    if not found:
        raise InputError([(_("The draft {file} holds no polygons.").format(file=path.name), _(_OUTLINES))])
    return found


def publish_draft_differences(pilot: Pilot, drafts: Drafts, merged: Merged, differences: Sequence[Difference],
                              own: Mapping[int, ogr.Geometry]) -> list[str]:
    """Layer and table of the differences, and a table with a row a unit; gives their names.

    ``merged`` and ``differences`` are those of ``merged_drafts``; ``own``: index of a unit → the line that the toolkit
    drew there itself.
    """
    rows = [difference.values() for difference in differences]
    features = [Feature(difference.geometry, row) for difference, row in zip(differences, rows)]
    write_layers(pilot.geopackage, pilot.crs, {LAYER: (ogr.wkbMultiPolygon, FIELDS, features)})
    write_table(pilot.table(DIFFERENCES), tuple(FIELDS), rows)
    gaps = {unit.code: sum(one.area_km2 for one in differences if (one.unit, one.kind) == (unit.code, GAP_FILLED))
            for unit in pilot.units}
    write_table(pilot.table(UNITS), UNIT_COLUMNS, [
        _unit_row(pilot.units[index].code, dissolved(drafts[pilot.units[index].code]), line,
                  gaps[pilot.units[index].code], own[index]) for index, line in sorted(merged.items())])
    return list(OUTPUTS)


def _unit_row(code: str, draft: ogr.Geometry, line: ogr.Geometry, gap_km2: float, own: ogr.Geometry
              ) -> dict[str, Any]:
    """Areas of a unit, km²: draft less beyond border is kept, kept and gaps filled are the line, and the line is the
    toolkit's with what was added and without what was left out."""
    draft_km2, line_km2, own_km2 = (geometry.GetArea() / 1e6 for geometry in (draft, line, own))
    common = polygons(line.Intersection(own)).GetArea() / 1e6
    kept_km2 = line_km2 - gap_km2
    figures = (draft_km2, draft_km2 - kept_km2, kept_km2, gap_km2, line_km2, own_km2, line_km2 - common,
               own_km2 - common)
    return {"unit": code, **{name: abs(round(km2, 4)) for name, km2 in zip(UNIT_COLUMNS[1:], figures)}}
