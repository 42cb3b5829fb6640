"""Thresholds: which cells become candidates, and what other thresholds would take in (methods.md §5.1-5.2, §7.1)."""

from collections.abc import Sequence

import numpy as np

from ..assessment.classes import MUST_INCLUDE, MUST_SHARE
from ..feedback import Feedback
from ..languages.messages import N_
from ..models.catalogue import of_kind
from ..models.declaration import FUNCTION
from ..pilot.layers import Feature, read_layer, union
from ..pilot.pilot import Pilot
from ..pilot.tables import write_table
from ..planning.protected_areas import BY_LEVEL, FORCED
from ..raster import files
from ..raster.blocks import blocks
from ..raster.grading import EXTREME
from ..raster.zones import Zone
from .assessment import is_chosen, is_graded, prepared
from .grading import grading_zones, limits_of
from .step import Step

# Bits of candidates.tif: why a cell is a candidate
FUNCTION_EXTREME, SENSITIVITY_EXTREME, FORCED_AREA, AREA_BY_LEVEL = 1, 2, 4, 8
SHARES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
COLUMNS = ("extreme_share_percent", "chosen", "cells", "area_km2", "area_percent")


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    publish_candidates(pilot)
    feedback.progress(0.4)
    write_table(pilot.table("thresholds"), COLUMNS, alternatives(pilot, feedback.part(0.4, 1)))
    return ["candidates.tif", "tables/thresholds.csv"]


def publish_candidates(pilot: Pilot) -> None:
    """``candidates.tif``: bits that say why a cell is a candidate; 0 where it is none (methods.md §5.1, §5.2)."""
    domain = files.read(pilot.input("units")) > 0
    reasons = np.zeros(pilot.grid.shape, np.uint8)
    for path, bit in ((pilot.importance, FUNCTION_EXTREME), (pilot.sensitivity, SENSITIVITY_EXTREME)):
        if path.exists():
            reasons[files.read(path) == EXTREME] |= bit
    areas = read_layer(pilot.geopackage, "protected_areas")
    reasons[mostly_inside(pilot, areas, FORCED) & domain] |= FORCED_AREA
    if pilot.protection_level.exists():
        level = files.read(pilot.protection_level)
        reasons[mostly_inside(pilot, areas, BY_LEVEL) & ((level == 3) | (level == 5))] |= AREA_BY_LEVEL
    files.write(pilot.folder / "candidates.tif", pilot.grid, reasons, "class", N_("candidate area"), "bits")


def mostly_inside(pilot: Pilot, areas: Sequence[Feature], treatment: str) -> np.ndarray:
    """Cells of which protected areas of a treatment cover at least half (methods.md §0.4)."""
    inside = union([area.geometry for area in areas if area.values["treatment"] == treatment])
    return Zone.of(inside, pilot.grid).spread(pilot.grid) >= 0.5


def alternatives(pilot: Pilot, feedback: Feedback) -> list[dict]:
    """How much area the highest class would hold, all functions together, for other shares of each function, graded
    within the same zones. What a rule puts into it (coasts, sites that must be included) is in it at any share."""
    chosen = pilot.recipe["thresholds"]["extreme_share"]
    shares = sorted({*SHARES, chosen})
    counted = [model for model in of_kind(FUNCTION).values()
               if model.bit and pilot.classes(FUNCTION, model.id).exists() and is_chosen(pilot, model)]
    values = {model.id: pilot.value(FUNCTION, model.id) for model in counted if is_graded(model)}
    ruled = {f"{model.id}.class": pilot.classes(FUNCTION, model.id) for model in counted if not is_graded(model)}
    if MUST_INCLUDE in prepared(pilot) and any(MUST_INCLUDE in model.optional for model in counted):
        ruled[MUST_INCLUDE] = pilot.input(MUST_INCLUDE)
    zones = grading_zones(pilot)
    limits = {}
    for number, (name, path) in enumerate(values.items()):
        found = limits_of(pilot, path, zones, shares,
                          feedback.part(number / len(values), (number + 1) / len(values)))
        outside = [] if None in found else [[np.inf] * len(shares)]
        limits[name] = np.array([*outside, *(found[code] for code in zones.names)])  # (zone, share); row 0: no zone

    def count(read, _window) -> list[int]:
        place = read["zones"] if "zones" in read else 0
        always = [read[name] >= MUST_SHARE if name == MUST_INCLUDE else read[name] == EXTREME for name in ruled]
        always.append(np.zeros(read["units"].shape, bool))
        return [int(np.count_nonzero(np.logical_or.reduce(
            [*always, *((read[name] >= limits[name][:, column][place]) & (read[name] > 0) for name in values)])))
            for column in range(len(shares))] + [int(np.count_nonzero(read["units"]))]

    inputs = {**values, **ruled, "units": pilot.input("units")}
    if zones.raster is not None:
        inputs["zones"] = zones.raster
    passed = blocks(inputs, count, pilot.grid, feedback.part(1, 1))
    *cells, domain = np.sum([found for _window, found in passed], axis=0)
    return [{"extreme_share_percent": round(100 * share, 2), "chosen": int(share == chosen), "cells": int(number),
             "area_km2": round(int(number) * pilot.grid.cell_km2, 4), "area_percent": round(100 * number / domain, 4)}
            for share, number in zip(shares, cells)] if values else []


STEP = Step(
    id="thresholds", title=N_("Thresholds"), run=run, needs=("prepare", "functions", "sensitivity", "gaps"),
    recipe=("thresholds",),
    purpose=N_("Decide above which values places become candidates, and see what other choices would take in."),
)
