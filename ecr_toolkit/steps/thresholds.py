"""Thresholds: which cells become candidates, and what other choices would take in, hold, meet and cost (§7.1, §7.2)."""

from collections.abc import Mapping, Sequence
from typing import Optional

import numpy as np

from ..assessment.classes import MUST_INCLUDE
from ..feedback import Feedback
from ..languages.messages import N_
from ..models.catalogue import of_kind
from ..models.class_tables import codes_of
from ..models.declaration import FUNCTION
from ..pilot.pilot import Pilot
from ..pilot.tables import write_table
from ..planning.curves import COST, UNITS, VALUE, service_curve
from ..planning.share_ranks import publish_ranks
from ..planning.thresholds import (
    AREA_BUDGET,
    COST_EFFICIENCY,
    CUMULATIVE,
    KNEE,
    NATURAL_BREAKS,
    PRIORITY,
    Alternative,
    Ground,
    Taken,
    budget_limit,
    compare,
    everywhere,
    natural_limit,
    ratios,
)
from ..raster import files
from ..raster.coverage import Edges
from ..raster.grading import streamed_means
from ..raster.objects import connected
from ..raster.statistics import streamed_moments
from .assessment import is_chosen, is_graded, prepared
from .candidates import RASTER, publish_candidates
from .estate import estate_of, files_of
from .gaps import PRIORITY as PRIORITY_RASTER
from .grading import GradingZones, grading_zones, limits_of
from .scenarios import publish_scenarios
from .step import Step

SHARES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
OBJECTS = "conflict_objects.tif"
TRIAL = "threshold_shares.tif"
COLUMNS = ("method", "share_percent", "chosen", "cells", "area_km2", "area_percent", "conflict_km2",
           "conflict_objects", "cost", "cost_percent")
SERVICE_COLUMNS = ("method", "share_percent", "function", "inside_percent", "limit")
TRIAL_COLUMNS = ("share_percent", "function", "percent")  # no function: the part of the country's cells
CURVE_COLUMNS = ("curve", "function", "value", "along_percent", "held_percent")
POINTS = 200


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    outputs = [RASTER, *publish_objects(pilot)]
    zones, ground = grading_zones(pilot), ground_of(pilot)
    offered = alternatives(pilot, zones, ground, feedback.part(0, 0.3))
    rows, services = compared(pilot, offered, ground, feedback.part(0.3, 0.5))
    write_table(pilot.table("thresholds"), COLUMNS, rows)
    write_table(pilot.table("threshold_services"), SERVICE_COLUMNS, services)
    write_table(pilot.table("threshold_curves"), CURVE_COLUMNS, curves(pilot, ground, feedback.part(0.5, 0.6)))
    chosen = next((one for one in offered if is_in_force(pilot, one)), Alternative(CUMULATIVE, None, {}))
    publish_candidates(pilot, chosen, ground, feedback.part(0.6, 0.65))
    outputs += _publish_trial(pilot, zones, ground, feedback.part(0.65, 0.7))
    return [*outputs, "tables/thresholds.csv", "tables/threshold_services.csv", "tables/threshold_curves.csv",
            *publish_scenarios(pilot, feedback.part(0.7, 1))]


def _publish_trial(pilot: Pilot, zones: GradingZones, ground: Ground, feedback: Feedback) -> list[str]:
    """What every whole per cent of the cumulative share would take in, as a raster and a table: the dock tries shares
    with them; gives what was published."""
    if not ground.functions:
        return []
    shares = [percent / 100 for percent in range(1, 100)]
    limits = {}
    for number, (name, path) in enumerate(ground.functions.items()):
        part = feedback.part(0.6 * number / len(ground.functions), 0.6 * (number + 1) / len(ground.functions))
        found = limits_of(pilot, path, zones, shares, part)
        limits[name] = [_by_zone({code: row[place] for code, row in found.items()}) for place in range(len(shares))]
    held = publish_ranks(ground, shares, limits, pilot.grid, pilot.folder / TRIAL, feedback.part(0.6, 1))
    write_table(pilot.table("threshold_shares"), TRIAL_COLUMNS, [
        {"share_percent": round(100 * share), "function": name, "percent": round(100 * part, 4)}
        for share, parts in held for name, part in parts.items()])
    return [TRIAL, "tables/threshold_shares.csv"]


def publish_objects(pilot: Pilot) -> list[str]:
    """``conflict_objects.tif``: farmland and built-up land that the recipe would deduct, touching cells as one object
    (methods.md §4.5, C1 and C3); gives what was published."""
    chosen, cover = pilot.recipe["conflicts"], pilot.input("land_cover")
    wanted = [*chosen["farmland"], *chosen["built_up"]]
    if not wanted or not cover.exists():
        return []
    codes = codes_of(files.read(cover))
    objects = np.zeros(pilot.grid.shape, np.uint32)
    for classes in (chosen["farmland"], chosen["built_up"]):
        found = connected(np.isin(codes, classes))
        objects += np.where(found > 0, found + objects.max(), 0).astype(np.uint32)
    files.write(pilot.folder / OBJECTS, pilot.grid, objects, "object", N_("conflict objects"), "number")
    return [OBJECTS]


def ground_of(pilot: Pilot) -> Ground:
    """The rasters that thresholds are compared on."""
    counted = [model for model in of_kind(FUNCTION).values()
               if model.bit and pilot.classes(FUNCTION, model.id).exists() and is_chosen(pilot, model)]
    there = prepared(pilot)
    must = MUST_INCLUDE in there and any(MUST_INCLUDE in model.optional for model in counted)
    objects = pilot.folder / OBJECTS
    estate = estate_of(pilot)
    return Ground(
        pilot.input("units"), {one.id: pilot.value(FUNCTION, one.id) for one in counted if is_graded(one)},
        {one.id: pilot.classes(FUNCTION, one.id) for one in counted if not is_graded(one)},
        pilot.input(MUST_INCLUDE) if must else None, grading_zones(pilot).raster, pilot.folder / PRIORITY_RASTER,
        pilot.input("cost") if "cost" in there else None, objects if objects.exists() else None,
        Edges.of(estate.protected, pilot.grid))


def alternatives(pilot: Pilot, zones: GradingZones, ground: Ground, feedback: Feedback) -> list[Alternative]:
    """Every way to set the thresholds that the data allow, the shares of the table first; none without a function."""
    if not ground.functions:
        return []
    chosen = pilot.recipe["thresholds"]
    shares = sorted({*SHARES, chosen["extreme_share"]})
    limits: dict[str, list[np.ndarray]] = {}
    knees, groups = {}, {}
    for number, (name, path) in enumerate(ground.functions.items()):
        part = feedback.part(0.8 * number / len(ground.functions), 0.8 * (number + 1) / len(ground.functions))
        found = limits_of(pilot, path, zones, shares, part)
        limits[name] = [_by_zone({code: row[place] for code, row in found.items()}) for place in range(len(shares))]
        knees[name] = _by_zone(streamed_means(path, pilot.grid, part, zones.raster, list(zones.names)))
        moments = streamed_moments(path, pilot.grid, part)
        groups[name] = everywhere(natural_limit(path, pilot.grid, (moments.minimum, moments.maximum), part),
                                  _count(zones))
    offered = [Alternative(CUMULATIVE, share, {name: limits[name][place] for name in limits})
               for place, share in enumerate(shares)]
    offered.append(Alternative(KNEE, None, knees))
    budget = budget_limit(ground, chosen["area_budget"], pilot.grid, feedback.part(0.8, 0.9))
    offered.append(Alternative(AREA_BUDGET, chosen["area_budget"], {PRIORITY: everywhere(budget, _count(zones))}))
    if ground.cost is not None:
        offered.append(Alternative(COST_EFFICIENCY, None, {
            name: everywhere(limit, _count(zones))
            for name, limit in ratios(ground, pilot.grid, feedback.part(0.9, 1)).items()}, per_cost=True))
    return [*offered, Alternative(NATURAL_BREAKS, None, groups)]


def _count(zones: GradingZones) -> int:
    return 0 if zones.raster is None else len(zones.names)


def _by_zone(found: Mapping[Optional[int], float]) -> np.ndarray:
    """Limits by number of the zone; the country as a whole stands at 0, else cells of no zone, which reach none."""
    return np.array([found[None]] if None in found else [np.inf, *(found[code] for code in sorted(found))])


def is_in_force(pilot: Pilot, one: Alternative) -> bool:
    """Whether the recipe chose this way."""
    chosen = pilot.recipe["thresholds"]
    return one.method == chosen["method"] and (one.method != CUMULATIVE or one.share == chosen["extreme_share"])


def compared(pilot: Pilot, offered: Sequence[Alternative], ground: Ground,
             feedback: Feedback) -> tuple[list[dict], list[dict]]:
    """Rows of COLUMNS and of SERVICE_COLUMNS for all that is offered."""
    if not offered:
        return [], []
    found, whole = compare(offered, ground, pilot.grid, feedback)
    rows, services = [], []
    for one, taken in zip(offered, found):
        key = {"method": one.method, "share_percent": None if one.share is None else round(100 * one.share, 4)}
        rows.append({**key, "chosen": int(is_in_force(pilot, one)),
                     **_figures(taken, whole, ground, pilot.grid.cell_km2)})
        for name in ground.functions:
            total = whole.held(name)
            limit = one.limits[name] if name in one.limits else np.zeros(0)
            services.append({**key, "function": name,
                             "inside_percent": round(100 * taken.held(name) / total, 4) if total else None,
                             "limit": float(limit[0]) if len(limit) == 1 else None})
    return rows, services


def _figures(taken: Taken, whole: Taken, ground: Ground, cell_km2: float) -> dict:
    figures = {"cells": taken.cells, "area_km2": round(taken.cells * cell_km2, 4),
               "area_percent": round(100 * taken.cells / whole.cells, 4) if whole.cells else None}
    if ground.objects is not None:
        figures.update(conflict_km2=round(taken.conflict_cells * cell_km2, 4), conflict_objects=len(taken.objects))
    if ground.cost is not None:
        figures.update(cost=round(taken.cost * cell_km2, 4),
                       cost_percent=round(100 * taken.cost / whole.cost, 4) if whole.cost else None)
    return figures


def curves(pilot: Pilot, ground: Ground, feedback: Feedback) -> list[dict]:
    """Points of the cumulative curve of every function, by area and, where it is known, by cost."""
    rows = []
    wanted = [("area", name) for name in ground.functions]
    wanted += [(COST, name) for name in ground.functions] if ground.cost is not None else []
    for number, (kind, name) in enumerate(wanted):
        part = feedback.part(number / len(wanted), (number + 1) / len(wanted))
        rasters = {UNITS: ground.units, VALUE: ground.functions[name]}
        if kind == COST:
            rasters[COST] = ground.cost
        curve = service_curve(rasters, pilot.grid, part).thinned(POINTS)
        rows += [{"curve": kind, "function": name, "value": float(value), "along_percent": round(100 * along, 4),
                  "held_percent": round(100 * held, 4)}
                 for value, along, held in zip(curve.value, curve.along, curve.held)]
    return rows


STEP = Step(
    id="thresholds", title=N_("Thresholds"), run=run, needs=("prepare", "functions", "sensitivity", "gaps"),
    recipe=("thresholds", "planning", "conflicts.farmland", "conflicts.built_up"), files=files_of, weight=3,
    purpose=N_("Decide above which values places become candidates, and see what other choices would take in."),
)
