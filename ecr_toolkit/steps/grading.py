"""Within what functions are graded: the whole country, each unit, or each zone of a layer such as ecoregions (§2.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np
from osgeo import ogr

from ..errors import InputError
from ..feedback import Feedback
from ..languages.messages import N_, _
from ..pilot.layers import open_layer, union
from ..pilot.pilot import Pilot
from ..raster import files
from ..raster.grading import NOTHING, Breaks, streamed_breaks, streamed_limits
from ..raster.guide_grading import streamed_guide_breaks, streamed_guide_limits
from ..raster.zones import Zone, labels

GUIDE_EXACT = "guide_exact"
RASTER = "functions/grading_zones.tif"


BreaksByZone = Mapping[Optional[int], Breaks]  # by number of the zone; None: the whole country


@dataclass(frozen=True)
class GradingZones:
    """``raster``: the zone of each cell, 0 for none; ``names``: number → name. Without a raster the country is one."""

    raster: Optional[Path]
    names: dict[Optional[int], str]


def grading_zones(pilot: Pilot) -> GradingZones:
    """What the recipe asks for. A layer of zones lies on the grid as ``functions/grading_zones.tif`` once
    ``publish_zones`` has made it."""
    chosen = pilot.recipe["thresholds"]["grading_unit"]
    if chosen == "unit":
        return GradingZones(pilot.input("units"), {number: unit.code for number, unit in enumerate(pilot.units, 1)})
    if chosen == "zone":
        return GradingZones(pilot.folder / RASTER, dict(enumerate(sorted(_layer_of(pilot)), 1)))
    return GradingZones(None, {None: pilot.code})


def publish_zones(pilot: Pilot) -> list[str]:
    """Publish the recipe's layer of zones on the grid, if it asks for one; gives what was published."""
    if pilot.recipe["thresholds"]["grading_unit"] != "zone":
        return []
    found = _layer_of(pilot)
    frame = union([unit.geometry for unit in pilot.units]).Buffer(2 * pilot.grid.cell)
    zones = [Zone.of(found[name].Intersection(frame), pilot.grid) for name in sorted(found)]
    files.write(pilot.folder / RASTER, pilot.grid, labels(zones, pilot.grid), "zone", N_("zones of grading"))
    return [RASTER]


def _layer_of(pilot: Pilot) -> dict[str, ogr.Geometry]:
    """Zones by name, in grid CRS; polygons with one name are one zone."""
    path = pilot.folder / pilot.recipe["thresholds"]["zones"]
    found: dict[str, list[ogr.Geometry]] = {}
    for feature in open_layer(path, pilot.crs):
        values = {key.lower(): value for key, value in feature.values.items()}
        if not values.get("name"):
            raise InputError([(_("The layer of zones {file} lacks the field “name”, or has an empty one.").format(
                file=path.name), _("Add it: cells of zones with the same name are graded together."))])
        found.setdefault(str(values["name"]), []).append(feature.geometry)
    return {name: union(geometries) for name, geometries in found.items()}


def breaks_of(pilot: Pilot, values: Path, zones: GradingZones, feedback: Feedback) -> BreaksByZone:
    """The breaks of a raster of values, over the country or within each zone, in the mode of the recipe."""
    chosen = pilot.recipe["thresholds"]
    shares = (chosen["extreme_share"], chosen["important_share"])
    if chosen["mode"] == GUIDE_EXACT:
        return streamed_guide_breaks(values, pilot.grid, feedback, zones.raster, list(zones.names), shares,
                                     chosen["clip_high"])
    return streamed_breaks(values, pilot.grid, feedback, zones.raster, list(zones.names), shares)


def limits_of(pilot: Pilot, values: Path, zones: GradingZones, shares: Sequence[float],
              feedback: Feedback) -> Mapping[Optional[int], list[float]]:
    """The lower limits of any number of shares, by number of the zone, in the mode of the recipe."""
    chosen = pilot.recipe["thresholds"]
    if chosen["mode"] == GUIDE_EXACT:
        return streamed_guide_limits(values, pilot.grid, feedback, zones.raster, list(zones.names), shares,
                                     chosen["clip_high"])
    return streamed_limits(values, pilot.grid, feedback, zones.raster, list(zones.names), shares)


def by_zone(found: BreaksByZone) -> tuple[np.ndarray, np.ndarray]:
    """Lower limits of class 5 and of class 3 by number of the zone; the country as a whole stands at 0."""
    of_zone = [found[None]] if None in found else [NOTHING, *(found[number] for number in sorted(found))]
    return tuple(np.array([getattr(one, name) for one in of_zone]) for name in ("extreme", "important"))
