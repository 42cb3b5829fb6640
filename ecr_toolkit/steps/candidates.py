"""Candidates: why each cell may come into the redline (methods.md §5.1, §5.2)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

import numpy as np
from osgeo import ogr

from ..feedback import Feedback
from ..languages.messages import N_
from ..pilot.layers import read_layer, union
from ..pilot.pilot import Pilot
from ..planning.crosswalk import BY_LEVEL, FORCED
from ..planning.thresholds import CUMULATIVE, Alternative, Ground
from ..raster.coverage import Edges
from ..raster.grading import EXTREME, IMPORTANT
from ..raster.stream import Output, stream
from ..raster.tabulate import tabulate
from .coverage import NATURAL
from .estate import AREAS, places_of

# Bits of candidates.tif
FUNCTION_EXTREME, SENSITIVITY_EXTREME, FORCED_AREA, AREA_BY_LEVEL, KEY_SITE = 1, 2, 4, 8, 16
RASTER = "candidates.tif"


def publish_candidates(pilot: Pilot, chosen: Alternative, ground: Ground, feedback: Feedback) -> None:
    """``candidates.tif``: bits that say why a cell is a candidate; 0 where it is none.

    By its functions a cell is one where it is extremely important, or where the ``chosen`` way to set thresholds takes
    it in.
    """
    areas = read_layer(pilot.geopackage, AREAS)
    forced, by_level = (_edges(pilot, [area.geometry for area in areas if area.values["treatment"] == treatment])
                        for treatment in (FORCED, BY_LEVEL))
    sites, natural_sites = key_sites(pilot, feedback.part(0, 0.3))
    optional = {"importance": pilot.importance, "sensitivity": pilot.sensitivity, "level": pilot.protection_level}
    inputs = {**ground.inputs, **{name: path for name, path in optional.items() if path.exists()}}

    def made(read, window):
        inside = read["units"] > 0
        reasons = np.zeros(inside.shape, np.uint8)
        if chosen.method != CUMULATIVE:
            reasons[ground.taken(chosen, read, window)] |= FUNCTION_EXTREME
        elif "importance" in read:
            reasons[read["importance"] == EXTREME] |= FUNCTION_EXTREME
        if "sensitivity" in read:
            reasons[read["sensitivity"] == EXTREME] |= SENSITIVITY_EXTREME
        reasons[(forced.coverage(window) >= 0.5) & inside] |= FORCED_AREA
        if "level" in read:
            high = (read["level"] == EXTREME) | (read["level"] == IMPORTANT)
            reasons[(by_level.coverage(window) >= 0.5) & high] |= AREA_BY_LEVEL
            reasons[(sites.coverage(window) >= 0.5) & high] |= KEY_SITE
        reasons[(natural_sites.coverage(window) >= 0.5) & inside] |= KEY_SITE
        return {"reasons": reasons}

    stream(inputs, made, {"reasons": Output(pilot.folder / RASTER, "class", N_("candidate area"), "bits")}, pilot.grid,
           feedback.part(0.3, 1))


def key_sites(pilot: Pilot, feedback: Feedback) -> tuple[Edges, Edges]:
    """Key sites that count where the level is 3 or 5, and those that count as a whole because most of them is natural
    (methods.md §5.2)."""
    planning = pilot.recipe["planning"]
    places = places_of(pilot, "sites") if planning["include_sites"] else {}
    natural = _mostly_natural(pilot, places, planning["natural_share"], feedback) if places else set()
    return (_edges(pilot, [place for name, place in places.items() if name not in natural]),
            _edges(pilot, [place for name, place in places.items() if name in natural]))


def _mostly_natural(pilot: Pilot, places: dict[str, ogr.Geometry], share: float, feedback: Feedback) -> set[str]:
    cover: Optional[Path] = pilot.input("land_cover")
    if not cover.exists():
        return set()
    tables = tabulate(places, {"land_cover": cover}, {}, pilot.grid, feedback)
    return {name for name, place in places.items()
            if tables.areas[(name, "land_cover")][list(NATURAL)].sum() >= share * place.GetArea() / 1e6}


def _edges(pilot: Pilot, geometries: Sequence[ogr.Geometry]) -> Edges:
    return Edges.of(union(geometries), pilot.grid)
