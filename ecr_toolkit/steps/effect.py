"""Effect: what the redline covers, what of Target 3 is reached, how connected it is, and how other choices compare
(methods.md §6, §7.3, §8.5, §8.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
from osgeo import ogr

from ..feedback import Feedback
from ..languages.messages import N_
from ..models.declaration import FUNCTION, SENSITIVITY
from ..pilot.layers import parts, read_layer
from ..pilot.pilot import Pilot
from ..pilot.tables import read_table, write_table
from ..planning.capture import COLUMNS as CAPTURE_COLUMNS
from ..planning.capture import capture
from ..planning.coverage import coverage
from ..planning.estate import Estate, areas_of
from ..planning.places import OVERLAP_COLUMNS, overlap, place_coverage, representation
from ..planning.species import achievement, habitat_sums, species_coverage
from ..planning.target3 import COLUMNS as TARGET_COLUMNS
from ..planning.target3 import Evidence, indicators
from ..preparation.species import HABITAT
from ..raster.grading import EXTREME
from ..raster.tabulate import tabulate
from .assessment import prepared
from .connections import Sets, measure, publish_connectivity
from .coverage import (
    CLASSES,
    ECOSYSTEM,
    SERVICES,
    SPECIES,
    WITH_REDLINE,
    Places,
    listed_species,
    load_all_places,
    natural_classes,
    publish_coverage,
    services,
    subjects,
    table_names,
)
from .estate import country_of, estate_of, evaluated_percent, land_km2
from .scenarios import LAYER, SCENARIOS

EXISTING, GUIDE, WHOLE = "existing", "guide", "whole"
TITLES = {EXISTING: N_("what is protected now"), GUIDE: N_("redline by the guide"),
          **{name: title for name, (_objective, title) in SCENARIOS.items()}}
COMPARISON_COLUMNS = ("scenario", "title", "area_km2", "area_percent", "added_km2", "covered_percent", "cost_percent",
                      "services_percent", "least_service_percent", "extreme_percent", "ecoregions", "ecosystems",
                      "species", "connected_percent")


@dataclass(frozen=True, eq=False)
class Drawn:
    """What the boundary step drew: the redline, the small patches it removed, boolean raster of what it took out."""

    redline: ogr.Geometry
    small: ogr.Geometry
    conflicts: np.ndarray


def publish_effect(pilot: Pilot, drawn: Drawn, feedback: Feedback) -> list[str]:
    """Every table of the effect; gives what was published. Raises Cancelled."""
    estate, places = estate_of(pilot, drawn.redline), load_all_places(pilot)
    found = publish_coverage(pilot, estate, places, WITH_REDLINE, feedback.part(0, 0.4))
    write_table(pilot.table("overlap"), OVERLAP_COLUMNS, overlap(land_km2(pilot), estate,
                                                                 [unit.geometry for unit in pilot.units]))
    write_table(pilot.table("capture"), CAPTURE_COLUMNS, _capture(pilot, drawn, found, feedback.part(0.4, 0.5)))
    sets = publish_connectivity(pilot, estate, feedback.part(0.5, 0.7))
    write_table(pilot.table("target3"), TARGET_COLUMNS, indicators(
        _evidence(pilot, estate, found, sets), estate.sets))
    rows = _comparison(pilot, estate, places, found, sets, feedback.part(0.7, 1))
    write_table(pilot.table("comparison"), COMPARISON_COLUMNS, rows)
    return [*table_names(WITH_REDLINE, found), "tables/overlap.csv", "tables/capture.csv", "tables/connectivity.csv",
            "tables/connectivity_patches.csv", "tables/target3.csv", "tables/comparison.csv"]


def _extreme(rows: Sequence[Mapping[str, Any]], country: str, themes: Sequence[str]) -> list[Mapping[str, Any]]:
    """Rows of class 5 of single models, for the country."""
    return [row for row in rows if row["unit"] == country and row["class"] == EXTREME and row["theme"] in themes
            and row["subject"] != "integrated"]


def _capture(pilot: Pilot, drawn: Drawn, found: Mapping[str, list[dict]], feedback: Feedback) -> list[dict]:
    rows = _extreme(found[CLASSES], pilot.code, (FUNCTION, SENSITIVITY))
    classes = {(row["theme"], row["subject"]): pilot.classes(row["theme"], row["subject"]) for row in rows}
    if not classes:
        return []
    return capture(rows, classes, country_of(pilot), drawn.redline, drawn.small, drawn.conflicts, pilot.grid, feedback)


def _ecosystems(pilot: Pilot, found: Mapping[str, list[dict]]) -> Sequence[dict]:
    """Places of ecosystem types, or natural land-cover classes in their stead."""
    return found.get("ecosystems") or natural_classes(found[CLASSES], pilot.code, land_km2(pilot))


def _evidence(pilot: Pilot, estate: Estate, found: Mapping[str, list[dict]], sets: Sets) -> Evidence:
    planning = pilot.recipe["planning"]
    land = _of_all(estate, land_km2(pilot))
    sea = None
    if planning["sea"]:
        row = read_table(pilot.table("sea"))[0]
        sea = {name: float(value) for name, value in row.items() if value}
        sea["either_percent"] = sea["protected_percent"]  # the redline of this toolkit lies on land
    return Evidence(
        land, sea, found.get("sites", ()), found.get("ecoregions", ()), _ecosystems(pilot, found),
        found.get(SPECIES, ()), {name: (one.connected, one.protected) for name, one in sets.items()},
        evaluated_percent(pilot),
        {row["subject"]: row for row in _extreme(found[CLASSES], pilot.code, (FUNCTION,))}, planning["area_target"])


def _of_all(estate: Estate, land: float) -> dict[str, Any]:
    """Area of the land in every set: km² and per cent."""
    return areas_of(land, {name: part.GetArea() / 1e6 for name, part in estate.parts.items()}, estate.sets)


def _comparison(pilot: Pilot, estate: Estate, places: Places, found: Mapping[str, list[dict]], sets: Sets,
                feedback: Feedback) -> list[dict]:
    """A row a scenario, each together with what is protected already, by the same indicators."""
    costs = _costs(pilot, estate, feedback.part(0, 0.2))
    connected = {name: one.connected for name, one in sets.items()}
    rows = [_figures(pilot, estate, EXISTING, found, costs.get(EXISTING), connected.get("protected")),
            _figures(pilot, estate, GUIDE, found, costs.get(GUIDE), connected.get("either"))]
    layers = read_layer(pilot.geopackage, LAYER)
    for number, layer in enumerate(layers):
        part = feedback.part(0.2 + 0.8 * number / len(layers), 0.2 + 0.8 * (number + 1) / len(layers))
        name = layer.values["scenario"]
        other = Estate(estate.pa, estate.oecm, layer.geometry)
        held = _measured(pilot, other, places, part.part(0, 0.6))
        network = measure(pilot, [*parts(layer.geometry), estate.pa, estate.oecm], part.part(0.6, 1))
        rows.append(_figures(pilot, other, name, held, costs.get(name), network.connected if network else None))
    return rows


def _measured(pilot: Pilot, estate: Estate, places: Places, feedback: Feedback) -> dict[str, list[dict]]:
    """The rows that a comparison needs, without publishing them."""
    wanted = [subject for subject in subjects(pilot) if subject.theme in (FUNCTION, ECOSYSTEM)]
    found: dict[str, list[dict]] = {}
    found[CLASSES], found[SERVICES] = coverage([(WHOLE, country_of(pilot))], estate, pilot.code, pilot.grid, wanted,
                                               services(pilot), feedback.part(0, 0.5))
    planning = pilot.recipe["planning"]
    for kind in ("ecoregions", "ecosystems"):
        if kind in places:
            found[kind] = place_coverage(places[kind], estate, land_km2(pilot), planning["area_target"],
                                         feedback.part(0.5, 0.8))
    if HABITAT in prepared(pilot):
        sums = habitat_sums(pilot.input(HABITAT), estate.parts, pilot.grid, feedback.part(0.8, 1))
        found[SPECIES] = species_coverage(listed_species(pilot), sums, estate, planning["species_target"],
                                          planning["fixed_species_target"])
    return found


def _figures(pilot: Pilot, estate: Estate, name: str, found: Mapping[str, list[dict]], cost_percent: Optional[float],
             connected: Optional[float]) -> dict:
    """A row of the comparison: areas of the scenario itself, all else together with what is protected already."""
    own, counted = ("protected", "protected") if name == EXISTING else ("redline", "either")
    target, of_all = pilot.recipe["planning"]["area_target"], _of_all(estate, land_km2(pilot))
    held = [row[f"{counted}_percent"] for row in found[SERVICES] if row[f"{counted}_percent"] is not None]
    extreme = [row[f"{counted}_percent"] for row in _extreme(found[CLASSES], pilot.code, (FUNCTION,))
               if row[f"{counted}_percent"] is not None]
    figures = {
        "area_percent": of_all[f"{own}_percent"], "covered_percent": of_all[f"{counted}_percent"],
        "cost_percent": cost_percent, "services_percent": _mean(held),
        "least_service_percent": min(held) if held else None, "extreme_percent": _mean(extreme),
        "ecoregions": representation(found.get("ecoregions", ()), [counted], target)[counted],
        "ecosystems": representation(_ecosystems(pilot, found), [counted], target)[counted],
        "species": achievement(found.get(SPECIES, ()), counted), "connected_percent": connected,
    }
    return {"scenario": name, "title": TITLES[name], "area_km2": of_all[f"{own}_km2"],
            "added_km2": 0.0 if name == EXISTING else of_all["redline_only_km2"],
            **{key: None if value is None else round(value, 4) for key, value in figures.items()}}


def _mean(values: Sequence[float]) -> Optional[float]:
    return sum(values) / len(values) if values else None


def _costs(pilot: Pilot, estate: Estate, feedback: Feedback) -> dict[str, float]:
    """Share of the country's cost, per cent, that each scenario with what is protected holds; none without costs."""
    if "cost" not in prepared(pilot):
        return {}
    protected = estate.protected
    zones = {"": country_of(pilot), EXISTING: protected}
    zones[GUIDE] = protected.Union(estate.redline)
    zones.update({layer.values["scenario"]: protected.Union(layer.geometry)
                  for layer in read_layer(pilot.geopackage, LAYER)})
    tables = tabulate(zones, {}, {"cost": pilot.input("cost")}, pilot.grid, feedback)
    whole = tables.sums[("", "cost")]
    return {name: 100 * tables.sums[(name, "cost")] / whole for name in zones if name} if whole else {}
