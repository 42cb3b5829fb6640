"""Corridors between the cores of the redline: an offer beside it, never part of it (methods.md §8.1 to §8.4, §8.6)."""

from collections.abc import Sequence
from typing import Any, Optional

import numpy as np
from osgeo import ogr

from ..feedback import Feedback
from ..languages.messages import N_, _
from ..models.class_tables import codes_of
from ..models.land_cover import Group, group_of
from ..pilot.layers import Feature, open_layer, polygons, read_layer, union, write_layers
from ..pilot.pilot import GEOPACKAGE, Pilot
from ..pilot.tables import write_table
from ..planning.corridors.cores import Cores, cores_of
from ..planning.corridors.cost_distance import cost_distance
from ..planning.corridors.links import Links, links
from ..planning.corridors.measures import FIELDS, PATH_FIELDS, Land, measured
from ..planning.corridors.network import (
    COLUMNS,
    CORES,
    CORRIDORS,
    STONES,
    graph_indices,
    linked,
    network_rows,
    with_corridors,
)
from ..planning.corridors.pattern import spatial_pattern
from ..planning.corridors.reach import Ground
from ..planning.corridors.resistance import by_class, resistance
from ..planning.corridors.stepping_stones import FIELDS as STONE_FIELDS
from ..planning.corridors.stepping_stones import Sizes, Stones, stepping_stones
from ..planning.corridors.surface import corridors
from ..planning.corridors.touched import touched
from ..raster import files
from ..raster.files import UNKNOWN
from .connections import dispersals_of
from .estate import FLAT, land_km2

RESISTANCE, COST_DISTANCE = "corridors/resistance.tif", "corridors/cost_distance.tif"
LAYERS = ("corridors", "corridor_paths", "stepping_stones")
OUTPUTS = (*(f"{GEOPACKAGE}#{name}" for name in LAYERS), "tables/corridors.csv", "tables/corridor_network.csv")
NO_LAND_COVER = N_("not assessed: no land cover")
NO_CORES = N_("not assessed: the redline has fewer than two cores")
_NATURAL_LEVEL = 3  # of protection, from which natural land can be a stepping stone


def publish_corridors(pilot: Pilot, feedback: Feedback) -> list[str]:
    """Layers of corridors, their paths and stepping stones, rasters of resistance and cost distance, and two tables;
    gives what was published. Nothing where the recipe does not ask for corridors. Raises Cancelled."""
    chosen = pilot.recipe["corridors"]
    if not chosen["offer"]:
        feedback.say(_("Corridors are not offered: the recipe does not ask for them."))
        return []
    if not pilot.input("land_cover").exists():
        return _nothing(pilot, NO_LAND_COVER)
    land_cover = codes_of(files.read(pilot.input("land_cover")))
    hardness = _resistance(pilot, land_cover)
    cores = cores_of(read_layer(pilot.geopackage, "ecr"), chosen["core_km2"], pilot.grid, feedback)
    rasters = _publish_rasters(pilot, hardness, cores, feedback.part(0, 0.2))
    if len(cores.polygons) < 2:
        return [*rasters, *_nothing(pilot, NO_CORES)]
    ground = Ground(hardness, cores.cells, pilot.grid.cell)
    found = links(ground, len(cores.polygons), chosen["neighbours"], feedback.part(0.2, 0.4))
    made = list(corridors(ground, found.kept, chosen["cost_share"], chosen["width_m"], feedback.part(0.4, 0.6)))
    land, natural = _land(pilot, land_cover)
    areas, paths = measured(made, ground, cores, land, pilot.grid, feedback.part(0.6, 0.75))
    sizes = Sizes(chosen["stepping_stone_km2"], chosen["core_km2"], dispersals_of(pilot)[0].median_m)
    stones = stepping_stones(natural, land.pattern, cores, sizes, pilot.grid, feedback.part(0.75, 0.8))
    rows = _network_rows(pilot, ground, cores, found, areas, stones, feedback.part(0.8, 1))
    return [*rasters, *_publish(pilot, areas, paths, stones.features, rows)]


def _nothing(pilot: Pilot, reason: str) -> list[str]:
    """Empty layers and tables, so that nothing of an earlier run stays, and why."""
    return _publish(pilot, [], [], [], [{"set": CORES, "reason": reason}])


def _publish(pilot: Pilot, areas: Sequence[Feature], paths: Sequence[Feature], stones: Sequence[Feature],
             rows: Sequence[dict[str, Any]]) -> list[str]:
    write_layers(pilot.geopackage, pilot.crs, dict(zip(LAYERS, (
        (ogr.wkbMultiPolygon, FIELDS, areas), (ogr.wkbLineString, PATH_FIELDS, paths),
        (ogr.wkbMultiPolygon, STONE_FIELDS, stones)))))
    write_table(pilot.table("corridors"), tuple(FIELDS), [area.values for area in areas])
    write_table(pilot.table("corridor_network"), COLUMNS, rows)
    return list(OUTPUTS)


def _resistance(pilot: Pilot, land_cover: np.ndarray) -> np.ndarray:
    """Resistance of every cell, by the recipe's table, slope where it is known, roads and settlements where given."""
    chosen = pilot.recipe["corridors"]
    table = by_class(pilot.folder / chosen["resistance"] if chosen["resistance"] else None)
    slope = files.read(pilot.input("slope")) if pilot.input("slope").exists() else None
    return resistance(land_cover, table, pilot.grid.cell, slope, chosen["slope_weight"],
                      _cells_of(pilot, "roads"), _cells_of(pilot, "settlements"))


def _cells_of(pilot: Pilot, field: str) -> Optional[np.ndarray]:
    """Cells that a layer of the recipe touches; None where it names none."""
    name = pilot.recipe["corridors"][field]
    if not name:
        return None
    return touched([feature.geometry for feature in open_layer(pilot.folder / name, pilot.crs)], pilot.grid)


def _publish_rasters(pilot: Pilot, hardness: np.ndarray, cores: Cores, feedback: Feedback) -> list[str]:
    """Resistance, and the cost of the way to the nearest core."""
    cost = cost_distance(hardness, cores.cells > 0, pilot.grid.cell, feedback).astype(np.float32)
    cost[np.isinf(cost)] = np.nan
    files.write(pilot.folder / RESISTANCE, pilot.grid, hardness, "continuous", N_("resistance"), "1")
    files.write(pilot.folder / COST_DISTANCE, pilot.grid, cost, "continuous", N_("cost distance to the nearest core"),
                "m")
    return [RESISTANCE, COST_DISTANCE]


def _land(pilot: Pilot, land_cover: np.ndarray) -> tuple[Land, np.ndarray]:
    """What corridors are measured against, and the natural land that can be a stepping stone: that of level 3 or 5
    where the level is known."""
    group = group_of(land_cover)
    natural = (group >= 0) & ~np.isin(group, (Group.CROP, Group.URBAN))
    built_up = group == Group.URBAN
    settlements = _cells_of(pilot, "settlements")
    kept = [feature.geometry for name in (FLAT, "ecr") for feature in read_layer(pilot.geopackage, name)]
    land = Land(natural, built_up if settlements is None else built_up | settlements, spatial_pattern(natural), kept)
    if not pilot.protection_level.exists():
        return land, natural
    level = files.read(pilot.protection_level)
    return land, natural & (level >= _NATURAL_LEVEL) & (level != UNKNOWN)


def _network_rows(pilot: Pilot, ground: Ground, cores: Cores, found: Links, areas: Sequence[Feature], stones: Stones,
                  feedback: Feedback) -> list[dict[str, Any]]:
    """The network of cores alone, with stepping stones, and with corridors."""
    count, least = len(cores.polygons), float(np.nanmin(ground.resistance))
    stepped = np.where(stones.cells > 0, stones.cells + count, ground.cores)
    more = links(Ground(ground.resistance, stepped, ground.cell_m), count + len(stones.features),
                 pilot.recipe["corridors"]["neighbours"], feedback.part(0, 0.7))
    stones_km2 = [stone.geometry.GetArea() / 1e6 for stone in stones.features]
    indices = {**graph_indices(count, len(found.kept)), "too_far": found.too_far, "through": found.through}
    return network_rows({
        CORES: (linked(cores.areas_km2, found.kept, least), indices),
        STONES: (linked([*cores.areas_km2, *stones_km2], [*found.kept, *more.kept], least), {}),
        CORRIDORS: (with_corridors(cores.areas_km2, found.kept, _added_km2(areas), ground.cell_m), {}),
    }, land_km2(pilot), dispersals_of(pilot), feedback.part(0.7, 1))


def _added_km2(areas: Sequence[Feature]) -> list[float]:
    """Area of each corridor, what it shares with an earlier one left out."""
    added, before = [], union([])
    for area in areas:
        added.append(polygons(area.geometry.Difference(before)).GetArea() / 1e6)
        before = union([before, area.geometry])
    return added
