"""Coordination: where the redlines of neighbouring units and countries meet, what is proposed where they do not, which
river basins a border splits, and what each level of administration holds and signed (methods.md §5.6)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Optional

from osgeo import ogr

from ..coordination import basins, foreign
from ..coordination.edges import PAIR_COLUMNS, find_mismatches, pair_rates
from ..coordination.edits import COLUMNS as EDIT_FIELDS
from ..coordination.edits import fingerprint, read_edits
from ..coordination.pieces import Pieces
from ..coordination.proposals.decisions import named, path_of, read_decisions, standing
from ..coordination.proposals.making import Proposal, propose
from ..coordination.proposals.places import Places
from ..coordination.proposals.rows import MISMATCH_FIELDS, PROPOSAL_FIELDS, mismatch_features, proposal_rows
from ..errors import InputError
from ..feedback import Feedback
from ..languages.messages import N_, catalogue
from ..pilot.layers import Feature, open_layer, read_layer, write_layers
from ..pilot.pilot import GEOPACKAGE, Pilot
from ..pilot.tables import write_table
from .estate import country_of, sea_of
from .ground import ground_of
from .levels import level_files, places_of, publish_levels
from .step import Step

OUTPUTS = (f"{GEOPACKAGE}#mismatches", f"{GEOPACKAGE}#proposals", *(f"tables/{name}.csv" for name in (
    "edge_match", "mismatches", "proposals", "edits", "foreign", "foreign_polygons", "basins")))


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    chosen = pilot.recipe["coordination"]
    borders, redline = read_layer(pilot.geopackage, "borders"), read_layer(pilot.geopackage, "ecr")
    ground = ground_of(pilot, redline)
    feedback.progress(0.2)
    mismatches = find_mismatches(borders, ground.redline, chosen["mismatch_m"], feedback.part(0.2, 0.4))
    publish(pilot, propose(mismatches, ground, chosen["mismatch_m"], feedback.part(0.4, 0.7)))
    write_table(pilot.table("edge_match"), PAIR_COLUMNS, pair_rates(borders, mismatches, chosen["edge_match_target"]))
    publish_foreign(pilot, redline, feedback.part(0.7, 0.8))
    publish_basins(pilot, ground.units, ground.redline, feedback.part(0.8, 0.9))
    return [*OUTPUTS, *publish_levels(pilot, feedback.part(0.9, 1))]


def publish(pilot: Pilot, proposals: Sequence[Proposal]) -> None:
    """Layers ``mismatches`` and ``proposals``, their tables, and the table of edits."""
    edits = read_edits(pilot.folder, pilot.crs)
    decided = standing(read_decisions(pilot.folder, edits), edits)
    ids = named(proposals, decided, Places(pilot.crs), pilot.grid.cell)
    lines = mismatch_features(proposals, ids, decided, catalogue(pilot.recipe["languages"][0]).gettext)
    rows = proposal_rows(proposals, ids, decided, edits)
    write_layers(pilot.geopackage, pilot.crs, {
        "mismatches": (ogr.wkbLineString, MISMATCH_FIELDS, lines),
        "proposals": (ogr.wkbMultiPolygon, PROPOSAL_FIELDS, [
            Feature(polygon, row) for row, polygon in rows if polygon is not None])})
    write_table(pilot.table("mismatches"), tuple(MISMATCH_FIELDS), [line.values for line in lines])
    write_table(pilot.table("proposals"), tuple(PROPOSAL_FIELDS), [row for row, _polygon in rows])
    write_table(pilot.table("edits"), (*EDIT_FIELDS, "area_km2"), [
        {**{name: getattr(edit, name) for name in EDIT_FIELDS}, "area_km2": edit.area_km2} for edit in edits])


def publish_foreign(pilot: Pilot, redline: Sequence[Feature], feedback: Feedback) -> None:
    """Tables ``foreign`` and ``foreign_polygons``; not assessed where the recipe names no foreign redlines."""
    theirs = foreign_of(pilot)
    rows, polygon_rows = foreign.not_assessed(), []
    if theirs is not None:
        country = country_of(pilot)
        border = foreign.land_border(country, sea_of(pilot, country), pilot.grid.cell)
        fronts = list(foreign.fronts_of(border, redline, feedback.part(0, 0.5)))
        rows, polygon_rows = foreign.compare(border, fronts, theirs, pilot.recipe["coordination"]["mismatch_m"],
                                             feedback.part(0.5, 1))
    write_table(pilot.table("foreign"), foreign.COLUMNS, rows)
    write_table(pilot.table("foreign_polygons"), foreign.POLYGON_COLUMNS, polygon_rows)


def publish_basins(pilot: Pilot, units: Mapping[str, Pieces], redline: Mapping[str, Pieces],
                   feedback: Feedback) -> None:
    """Table ``basins``; no rows where the recipe names no basins or no border splits one."""
    found = basins_of(pilot)
    sea = sea_of(pilot, country_of(pilot)) if found else None
    write_table(pilot.table("basins"), basins.COLUMNS, basins.basin_rows(
        found, units, redline, None if sea is None else Pieces([sea]), feedback))


def basins_of(pilot: Pilot) -> dict[str, ogr.Geometry]:
    """The river basins of the recipe by name; none where it names no layer. Raises InputError."""
    chosen = pilot.recipe["coordination"]
    if not chosen["basins"]:
        return {}
    features = open_layer(pilot.folder / chosen["basins"], pilot.crs)
    return basins.by_name(features, chosen["basin_field"], chosen["basins"])


def foreign_of(pilot: Pilot) -> Optional[dict[str, list[ogr.Geometry]]]:
    """The redlines of neighbouring countries; None where the recipe names no layer. Raises InputError."""
    name = pilot.recipe["coordination"]["neighbours"]
    return foreign.by_country(open_layer(pilot.folder / name, pilot.crs)) if name else None


def check(pilot: Pilot) -> None:
    """Raises InputError for layers of basins, of foreign redlines and of counties that cannot be used."""
    faults: list[tuple[str, str]] = []
    for read in (basins_of, foreign_of, places_of):
        try:
            read(pilot)
        except InputError as fault:
            faults.extend(fault.faults)
    if faults:
        raise InputError(faults)


def files_of(pilot: Pilot) -> list[Path]:
    """The layers that the recipe names, the decisions on proposals, rounds and sign-offs."""
    chosen = pilot.recipe["coordination"]
    names = [chosen[field] for field in ("neighbours", "basins")]
    return [*(pilot.folder / name for name in (*names, pilot.recipe["planning"]["sea"]) if name),
            path_of(pilot.folder), *level_files(pilot)]


def facts_of(pilot: Pilot) -> dict:
    """What the edits say; their file's bytes change when somebody looks at it."""
    return {"edits": fingerprint(pilot.folder)}


STEP = Step(
    id="coordination", title=N_("Coordination"), run=run, needs=("boundary",), recipe=("coordination", "languages"),
    files=files_of, facts=facts_of, check=check, weight=0.5,
    purpose=N_("See where the redlines of neighbouring units do not meet, and agree on one line."),
)
