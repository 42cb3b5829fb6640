"""Coordination: edge-match rate of every pair of neighbours and the list of mismatches (methods.md §5.6)."""

from collections.abc import Sequence

from osgeo import ogr

from ..coordination.edges import PAIR_COLUMNS, Mismatch, find_mismatches, pair_rates
from ..feedback import Feedback
from ..languages.messages import N_
from ..pilot.layers import Feature, read_layer, union, write_layers
from ..pilot.pilot import GEOPACKAGE, Pilot
from ..pilot.tables import write_table
from .step import Step

FIELDS = {"number": int, "unit": str, "neighbour": str, "length_km": float, "status": str}
OPEN = "open"


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    chosen = pilot.recipe["coordination"]
    borders = read_layer(pilot.geopackage, "borders")
    by_unit: dict[str, list[ogr.Geometry]] = {}
    for feature in read_layer(pilot.geopackage, "ecr"):
        by_unit.setdefault(feature.values["adm_code"], []).append(feature.geometry)
    redline = {code: union(polygons) for code, polygons in by_unit.items()}
    feedback.progress(0.3)
    mismatches = find_mismatches(borders, redline, chosen["mismatch_m"])
    publish(pilot, mismatches)
    write_table(pilot.table("edge_match"), PAIR_COLUMNS, pair_rates(borders, mismatches, chosen["edge_match_target"]))
    return [f"{GEOPACKAGE}#mismatches", "tables/mismatches.csv", "tables/edge_match.csv"]


def publish(pilot: Pilot, mismatches: Sequence[Mismatch]) -> None:
    rows = [{"number": number, "unit": mismatch.unit, "neighbour": mismatch.neighbour,
             "length_km": mismatch.length_km, "status": OPEN} for number, mismatch in enumerate(mismatches, 1)]
    features = [Feature(mismatch.line, row) for mismatch, row in zip(mismatches, rows)]
    write_layers(pilot.geopackage, pilot.crs, {"mismatches": (ogr.wkbLineString, FIELDS, features)})
    write_table(pilot.table("mismatches"), tuple(FIELDS), rows)


STEP = Step(
    id="coordination", title=N_("Coordination"), run=run, needs=("boundary",), recipe=("coordination",), weight=0.5,
    purpose=N_("See where the redlines of neighbouring units do not meet."),
)
