"""Functions: how much each place contributes, graded by cumulative share, and their maximum (methods.md §1-2)."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from ..assessment.alone import warnings
from ..assessment.classes import MUST_INCLUDE, classes_of
from ..assessment.compare import agreement
from ..assessment.plan import Plan
from ..assessment.run import run as run_models
from ..assessment.scales import measure
from ..feedback import Feedback
from ..languages.messages import N_
from ..models.catalogue import of_kind
from ..models.declaration import FUNCTION, Model
from ..pilot.pilot import Pilot
from ..pilot.tables import write_table
from ..preparation.species import weights_of
from ..raster.files import UNKNOWN
from ..raster.grading import EXTREME, Breaks, highest_class
from ..raster.stream import Output, stream
from .assessment import (
    is_graded,
    place_of,
    planned,
    prepared,
    tables_of,
    value_outputs,
    write_methods,
    write_not_assessed,
)
from .grading import BreaksByZone, GradingZones, breaks_of, by_zone, grading_zones, publish_zones
from .step import Step

GRADING_COLUMNS = ("function", "unit", "extreme_break", "important_break", "value_unit", "extreme_area_percent",
                   "important_area_percent", "extreme_value_percent", "important_value_percent", "total")
CHECK_COLUMNS = ("function", "check", "cells", "spearman", "jaccard")


def run(pilot: Pilot, feedback: Feedback) -> Sequence[str]:
    plans, missing = planned(pilot, FUNCTION, pilot.recipe["objectives"]["functions"])
    checks = cross_checks(pilot, plans)
    place = place_of(pilot)
    scales = measure([*plans, *checks], place, feedback.part(0, 0.1))
    outside = run_models([*plans, *checks], scales, value_outputs(pilot, [*plans, *checks]), place,
                         feedback.part(0.1, 0.4), {"biodiversity": {"species_weights": weights_of(pilot)}})
    for sentence in warnings([*plans, *checks], outside):
        feedback.say(sentence)
    published, zones = publish_zones(pilot), grading_zones(pilot)
    graded = {one.model: breaks_of(pilot, pilot.value(FUNCTION, one.model.id), zones, feedback.part(
        0.4 + 0.2 * number / len(plans), 0.4 + 0.2 * (number + 1) / len(plans)))
        for number, one in enumerate(plans) if is_graded(one.model)}
    write_table(pilot.table("grading"), GRADING_COLUMNS, [
        _row(model, zones.names[number], breaks) for model, found in graded.items()
        for number, breaks in found.items()])
    write_table(pilot.table("cross_check"), CHECK_COLUMNS, compare(pilot, plans, checks, feedback.part(0.6, 0.7)))
    outputs = [*published, write_not_assessed(pilot, FUNCTION, missing),
               write_methods(pilot, FUNCTION, [*plans, *checks], outside), "tables/grading.csv",
               "tables/cross_check.csv", *(f"functions/checks/{one.model.id}.tif" for one in checks)]
    if plans:
        outputs += publish_classes(pilot, plans, graded, zones, feedback.part(0.7, 1))
    return outputs


def cross_checks(pilot: Pilot, plans: Sequence[Plan]) -> list[Plan]:
    """Plans of the second methods of the functions assessed, where the data allow (methods.md §1.9)."""
    assessed = {one.model.id for one in plans}
    names = [id for id, model in of_kind(FUNCTION).items() if model.check_of in assessed and id not in assessed]
    return planned(pilot, FUNCTION, names)[0]


def compare(pilot: Pilot, plans: Sequence[Plan], checks: Sequence[Plan], feedback: Feedback) -> list[dict]:
    """How the second methods agree with the first, graded over the whole country."""
    rows = []
    country = GradingZones(None, {None: pilot.code})
    first = {one.model.id: one.model for one in plans if is_graded(one.model)}
    for number, one in enumerate(checks):
        if one.model.check_of in first:
            part = feedback.part(number / len(checks), (number + 1) / len(checks))
            paths = pilot.value(FUNCTION, one.model.check_of), pilot.check(one.model.id)
            breaks = tuple(breaks_of(pilot, path, country, part.part(0, 0.5))[None] for path in paths)
            found = agreement(*paths, breaks, pilot.grid, part.part(0.5, 1))
            rows.append({"function": one.model.check_of, "check": one.model.id, "cells": found.cells,
                         "spearman": _number(found.spearman), "jaccard": _number(found.jaccard)})
    return rows


def _number(value: float) -> object:
    return "" if np.isnan(value) else round(float(value), 4)


def publish_classes(pilot: Pilot, plans: Sequence[Plan], graded: Mapping[Model, BreaksByZone], zones: GradingZones,
                    feedback: Feedback) -> list[str]:
    """Classes of every function, their maximum, which are extreme as a mask of bits and how many, in one pass (§2.3).

    Cells outside all zones are not graded: they stay unknown. Sites that must be included are class 5 of biodiversity.
    Functions for information have classes but do not enter the maximum.
    """
    models = [one.model for one in plans]
    inputs = {model.id: pilot.value(FUNCTION, model.id) for model in models}
    inputs.update({f"{model.id}.domain": pilot.domain(FUNCTION, model.id) for model in models
                   if model.domain is not None})
    if zones.raster is not None:
        inputs["zones"] = zones.raster
    if MUST_INCLUDE in prepared(pilot):
        inputs[MUST_INCLUDE] = pilot.input(MUST_INCLUDE)
    outputs = {model.id: Output(pilot.classes(FUNCTION, model.id), "class", model.title, "class") for model in models}
    outputs["importance"] = Output(pilot.importance, "class", N_("integrated importance"), "class")
    folder = pilot.folder / "functions"
    outputs["mask"] = Output(folder / "extreme_functions.tif", "class", N_("functions in the highest class, as bits"),
                             "bits")
    outputs["count"] = Output(folder / "extreme_count.tif", "class", N_("number of functions in the highest class"),
                              "1")
    limits_of = {model: by_zone(found) for model, found in graded.items()}

    def classified(read, _window):
        place = read["zones"] if "zones" in read else 0
        made = {model.id: _classes(model, read, limits_of.get(model), place) for model in models}
        counted = [model for model in models if model.bit]
        shape = read[models[0].id].shape
        extreme: dict[int, np.ndarray] = {}  # by bit: two methods of one function are one function
        for model in counted:
            extreme[model.bit] = extreme.get(model.bit, np.zeros(shape, bool)) | (made[model.id] == EXTREME)
        made["importance"] = highest_class([made[model.id] for model in counted]) if counted else np.full(
            shape, UNKNOWN, np.uint8)
        made["mask"] = sum((cells * np.uint8(bit) for bit, cells in extreme.items()), np.zeros(shape, np.uint8))
        made["count"] = sum((cells.astype(np.uint8) for cells in extreme.values()), np.zeros(shape, np.uint8))
        return made

    stream(inputs, classified, outputs, pilot.grid, feedback)
    names = [f"functions/{path.name}" for model in models for path in (
        pilot.value(FUNCTION, model.id), pilot.classes(FUNCTION, model.id))]
    names += [f"functions/{pilot.domain(FUNCTION, model.id).name}" for model in models if model.domain is not None]
    return [*names, "functions/importance_class.tif", "functions/extreme_functions.tif", "functions/extreme_count.tif"]


def _classes(model: Model, read, limits, place) -> np.ndarray:
    """Classes of one function; cells of no zone are not graded."""
    value = read[model.id]
    if limits is not None and "zones" in read:
        value = np.where(place == 0, np.float32(np.nan), value)
    return classes_of(model, value, limits and tuple(limit[place] for limit in limits), read.get(f"{model.id}.domain"),
                      read.get(MUST_INCLUDE) if MUST_INCLUDE in model.optional else None)


def _row(model: Model, code: str, breaks: Breaks) -> dict:
    percent = [round(100 * share, 4) for share in (*breaks.area_shares, *breaks.value_shares)]
    return {"function": model.id, "unit": code, "extreme_break": breaks.extreme, "important_break": breaks.important,
            "value_unit": model.unit, "extreme_area_percent": percent[0], "important_area_percent": percent[1],
            "extreme_value_percent": percent[2], "important_value_percent": percent[3], "total": breaks.total}


def _files(pilot: Pilot) -> list[Path]:
    chosen = pilot.recipe["thresholds"]
    zones = [pilot.folder / chosen["zones"]] if chosen["grading_unit"] == "zone" else []
    return [*zones, *(pilot.folder / path for path in pilot.recipe["class_tables"].values())]


def _check(pilot: Pilot) -> None:
    """Loading the zones and the class tables tells what is wrong with them."""
    grading_zones(pilot)
    tables_of(pilot).check()


STEP = Step(
    id="functions", title=N_("Functions"), run=run, files=_files, check=_check, needs=("prepare",),
    recipe=("objectives.functions", "parameters", "class_tables", "thresholds.extreme_share",
            "thresholds.important_share", "thresholds.grading_unit", "thresholds.zones", "thresholds.mode",
            "thresholds.clip_high"),
    purpose=N_("Assess how much each place contributes to each ecosystem function and grade it."),
)
