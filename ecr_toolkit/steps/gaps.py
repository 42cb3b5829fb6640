"""Gaps: what of each class, service, species and place is protected, and where the gaps lie (methods.md §5.2, §6)."""

from collections.abc import Mapping, Sequence

import numpy as np
from osgeo import ogr

from ..feedback import Feedback
from ..languages.messages import N_
from ..pilot.pilot import Pilot
from ..pilot.tables import write_table
from ..planning import gap_map
from ..planning.estate import Estate
from ..planning.species import GAP
from ..preparation.species import HABITAT
from ..raster import files
from ..raster.grading import highest_class
from ..raster.stream import Output, stream
from ..raster.zones import Zone, labels
from .assessment import prepared
from .coverage import (
    PROTECTED,
    SPECIES,
    listed_species,
    load_all_places,
    publish_coverage,
    services,
    table_names,
)
from .estate import (
    OUTPUTS,
    estate_of,
    files_of,
    protected_areas,
    publish_areas,
    publish_sea,
)
from .step import Step

GAP_RASTER, PRIORITY, ECOREGIONS = "gaps/gap.tif", "gaps/priority.tif", "gaps/ecoregions.tif"
GAP_COLUMNS = ("code", "title", "cells", "area_km2", "area_percent")


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    outputs = publish_level(pilot, feedback.part(0, 0.1))
    areas = protected_areas(pilot)
    publish_areas(pilot, areas)
    outputs += [*OUTPUTS, *publish_sea(pilot, areas)]
    feedback.progress(0.3)
    estate = estate_of(pilot)
    places = load_all_places(pilot)
    found = publish_coverage(pilot, estate, places, PROTECTED, feedback.part(0.3, 0.8))
    gap_map_outputs = publish_gap_map(pilot, estate, places.get("ecoregions", {}), found, feedback.part(0.8, 1))
    return [*outputs, *table_names(PROTECTED, found), *gap_map_outputs]


def publish_level(pilot: Pilot, feedback: Feedback) -> list[str]:
    """Ecological protection level: the maximum of importance and sensitivity (methods.md §3.6)."""
    layers = {path.stem: path for path in (pilot.importance, pilot.sensitivity) if path.exists()}
    if not layers:
        return []
    output = Output(pilot.protection_level, "class", N_("protection level"), "class")
    stream(layers, lambda read, _window: {"level": highest_class(list(read.values()))}, {"level": output}, pilot.grid,
           feedback)
    return ["protection_level.tif"]


def publish_gap_map(pilot: Pilot, estate: Estate, ecoregions: Mapping[str, ogr.Geometry],
                    found: dict[str, list[dict]], feedback: Feedback) -> list[str]:
    """The gap map, the priority of every cell, and the area of each code; gives what was published."""
    classes = [path for path in (pilot.importance, pilot.sensitivity) if path.exists()]
    outputs = [GAP_RASTER, PRIORITY, "tables/gap_map.csv"]
    coverage: list[float] = []
    if ecoregions:
        zones = [Zone.of(place, pilot.grid) for place in ecoregions.values()]
        files.write(pilot.folder / ECOREGIONS, pilot.grid, labels(zones, pilot.grid), "zone", N_("ecoregions"))
        coverage = [(row["protected_percent"] or 0.0) / 100 for row in found["ecoregions"]]
        outputs.append(ECOREGIONS)
    evidence = gap_map.Evidence(
        pilot.input("units"), estate.protected, classes, {one.id: one.path for one in services(pilot)},
        pilot.folder / ECOREGIONS if ecoregions else None, coverage,
        pilot.input(HABITAT) if HABITAT in prepared(pilot) else None, _gap_bands(pilot, found),
        pilot.recipe["planning"]["area_target"])
    counted = gap_map.publish(evidence, Output(pilot.folder / GAP_RASTER, "class", N_("gaps"), "class"),
                              Output(pilot.folder / PRIORITY, "continuous", N_("priority of conservation"), "1"),
                              pilot.grid, feedback)
    whole = sum(counted.values())
    write_table(pilot.table("gap_map"), GAP_COLUMNS, [
        {"code": code, "title": gap_map.CODES.get(code, N_("not of the highest class")), "cells": cells,
         "area_km2": round(cells * pilot.grid.cell_km2, 4),
         "area_percent": round(100 * cells / whole, 4) if whole else 0}
        for code, cells in counted.items()])
    return outputs


def _gap_bands(pilot: Pilot, found: dict[str, list[dict]]) -> list[int]:
    """Bands (from 0) of the species of which too little is protected."""
    if SPECIES not in found:
        return []
    gaps = {row["name"] for row in found[SPECIES] if row["gap_class"] == GAP}
    return np.flatnonzero([one["name"] in gaps for one in listed_species(pilot)]).tolist()


def _check(pilot: Pilot) -> None:
    protected_areas(pilot)
    load_all_places(pilot)


STEP = Step(
    id="gaps", title=N_("Gaps"), run=run, files=files_of, check=_check,
    needs=("set_up", "prepare", "functions", "sensitivity"),
    recipe=("protected_areas", "planning"), weight=2,
    purpose=N_("Compare what matters with what is protected already."),
)
