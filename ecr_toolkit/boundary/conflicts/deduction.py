"""Deduction: what conflicts take out of the redline, as cells and as outlines (methods.md §5.3, §5.4 B0, B4, B5)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from osgeo import ogr

from ...raster.grid import Grid
from .model import Conflicts, FamilyCells
from .pieces import merged
from .rules import DEDUCT, OUTSIDE, rule_of


@dataclass(frozen=True, eq=False)
class Deduction:
    """By conflict code boolean rasters (rows, cols) of what is taken out of the land cover, and multipolygons in grid
    CRS of what is taken out of layers. Whole objects, not only what of them is candidate: the line does not close over
    the rest."""

    masks: Mapping[str, np.ndarray]
    outlines: Mapping[str, ogr.Geometry]
    grid: Grid

    @classmethod
    def of(cls, conflicts: Conflicts, grid: Grid) -> "Deduction":
        """What is taken out by rule or by decision."""
        masks: dict[str, np.ndarray] = {}
        for family in conflicts.cells:
            for code, mask in _masks(family, conflicts):
                masks[code] = masks[code] | mask if code in masks else mask
        taken = [*conflicts.beyond, *((one.code, one.whole) for _place, one in conflicts.of_layers()
                                      if one.decision == DEDUCT)]
        outlines = {code: merged([outline for other, outline in taken if other == code])
                    for code in sorted({code for code, _outline in taken})}
        return cls({code: masks[code] for code in sorted(masks)},
                   {code: outline for code, outline in outlines.items() if not outline.IsEmpty()}, grid)

    @cached_property
    def cells(self) -> np.ndarray:
        """All cells that are taken out."""
        return np.logical_or.reduce([np.zeros(self.grid.shape, bool), *self.masks.values()])


def _masks(family: FamilyCells, conflicts: Conflicts) -> Iterator[tuple[str, np.ndarray]]:
    """(code, cells) of a family: what the rule takes out, and what was decided on single objects. The code that the
    rule takes out is always there, another one where somebody decided so."""
    deducted = family.deducted
    for one in conflicts.objects:
        if one.label and one.family == family.family:
            deducted[one.label, one.zone] = one.decision == DEDUCT
    taken = deducted[family.labels, conflicts.zones]
    codes = family.codes
    by_rule = rule_of(family.family, OUTSIDE, True).code
    for code in sorted({by_rule, *codes.tolist()}):
        mask = taken & (codes == code)[family.labels]
        if code == by_rule or mask.any():
            yield code, mask
