"""Zones: where parts of objects follow rules of their own (methods.md §4.5): core zones, other protected areas that are
in the redline as a whole, and land of indigenous and traditional peoples."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from osgeo import ogr

from ...pilot.boxes import Pieces
from ...pilot.layers import Feature, union
from ...planning.crosswalk import FORCED
from ...raster.coverage import half_covered
from ...raster.grid import Grid
from .pieces import common, measure, without
from .rules import CONSENT, CORE, OUTSIDE, PROTECTED, TRADITIONAL

SMALLEST = 1.0  # m² or m: less of an object is a slip of lines


@dataclass(frozen=True)
class Zones:
    """Multipolygons in grid CRS: core zones, protected areas that are in as a whole (core zones too), and indigenous
    and traditional land."""

    core: ogr.Geometry
    protected: ogr.Geometry
    consent: ogr.Geometry

    @classmethod
    def of(cls, areas: Sequence[Feature], core_categories: Sequence[str],
           traditional: Sequence[ogr.Geometry] = ()) -> "Zones":
        """Zones from features of protected areas (``treatment``, ``iucn_category``). Core zones are the areas of some
        IUCN categories among those that are in as a whole."""
        forced = [area for area in areas if area.values["treatment"] == FORCED]
        core = [area.geometry for area in forced if area.values["iucn_category"] in core_categories]
        return cls(union(core), union([area.geometry for area in forced]), union(traditional))

    def cells(self, grid: Grid, forced: np.ndarray) -> np.ndarray:
        """Zone of each cell (uint8): the first that holds half of it. ``forced``: boolean, the cells that are in the
        redline because of a protected area."""
        zones = np.zeros(grid.shape, np.uint8)
        zones[half_covered(self.consent, grid)] = CONSENT
        zones[forced] = PROTECTED
        zones[half_covered(self.core, grid) & forced] = CORE
        return zones

    def split(self, geometry: ogr.Geometry, family: str) -> Iterator[tuple[int, ogr.Geometry]]:
        """(zone, what of polygons or lines lies in it), without slips; the parts add up to the whole."""
        core, protected, consent = (pieces.around(geometry) for pieces in self._pieces)
        free = without(geometry, protected)
        within = common(geometry, protected)
        found = [(OUTSIDE, free), (PROTECTED, without(within, core)), (CORE, common(within, core))]
        if family != TRADITIONAL and not consent.IsEmpty():
            found[:1] = [(OUTSIDE, without(free, consent)), (CONSENT, common(free, consent))]
        return ((zone, part) for zone, part in found if measure(part) > SMALLEST)

    @cached_property
    def _pieces(self) -> tuple[Pieces, Pieces, Pieces]:
        return Pieces.of(self.core), Pieces.of(self.protected), Pieces.of(self.consent)
