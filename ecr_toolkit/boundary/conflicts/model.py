"""What the other files hand to each other: decisions, objects, and all conflicts of a pilot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Optional

import numpy as np
from osgeo import ogr

from ...pilot.boxes import Pieces
from ...raster.grid import Grid
from .rules import CORE, DEDUCT, OUTSIDE, WHOLE_IN, ZONES, Rule, flag_of, rule_of

OPEN, DECIDED = "open", "decided"


@dataclass(frozen=True)
class Decision:
    """What somebody decided on an object: its id, its code and a place in it (degrees) as they were then."""

    id: str
    code: str
    longitude: float
    latitude: float
    decision: str
    reason: str
    decided_by: str
    decided_on: str


@dataclass
class ConflictObject:
    """The part of an object that lies in one zone.

    ``geometry``: what of it is candidate area, polygons or lines in grid CRS, with its area (ha; None for lines) or
    length (km; None for polygons); ``place``: longitude and latitude of a place in the object; ``label``: its number in
    the cells of its family, 0 for those of a layer;
    ``whole``: of those of a layer, the part cut by nothing but its zone; ``cut``: it is no longer what its cells are,
    because the outline of a protected area cuts some of them.
    """

    id: str
    family: str
    zone: int
    rule: Rule
    place: tuple[float, float]
    source: str
    name: str
    kind: str
    geometry: ogr.Geometry
    area_ha: Optional[float]
    length_km: Optional[float] = None
    label: int = 0
    whole: Optional[ogr.Geometry] = None
    cut: bool = False
    decided: Optional[Decision] = None

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def decision(self) -> str:
        """What stands: what was decided, else the rule."""
        return self.decided.decision if self.decided else self.rule.decision

    @property
    def status(self) -> str:
        return DECIDED if self.decided else OPEN

    @property
    def flag(self) -> str:
        return flag_of(self.family, self.zone)

    @property
    def in_protected(self) -> bool:
        """Whether it lies in a protected area that is in the redline as a whole."""
        return self.zone in WHOLE_IN

    @property
    def in_core(self) -> bool:
        return self.zone == CORE


@dataclass(frozen=True, eq=False)
class FamilyCells:
    """Objects of one family in the land cover. ``labels``: number of the object (uint32, from 1) of each cell, 0 none;
    ``large``: whether the object with a number is large for its family, (numbers,)."""

    family: str
    labels: np.ndarray
    large: np.ndarray

    def rule(self, label: int, zone: int) -> Rule:
        """The rule for the part of an object in a zone."""
        return rule_of(self.family, zone, bool(self.large[label]))

    @property
    def codes(self) -> np.ndarray:
        """Conflict code by number."""
        small, large = (rule_of(self.family, OUTSIDE, size).code for size in (False, True))
        return np.where(self.large, large, small)

    @property
    def deducted(self) -> np.ndarray:
        """Whether the rule takes out what lies in a zone, (numbers, zones); not what is no object."""
        rules = np.array([[rule_of(self.family, zone, size).decision == DEDUCT for zone in ZONES]
                          for size in (False, True)])
        found = rules[self.large.astype(int)]
        found[0] = False
        return found


@dataclass(frozen=True, eq=False)
class Conflicts:
    """All conflict objects of a pilot, by code and id.

    ``objects``: those in the candidate area; ``numbers``: of each candidate cell the place in ``objects`` plus one
    (int32), 0 none; ``cells`` and ``zones``: land cover, also beyond the candidates; ``beyond``: (code, polygons) of
    layers that the rules take out, but which are no candidates; ``gone``: decisions whose object is no longer there;
    ``assessed``: codes that were looked for; ``unknown_ha``: candidate area of which the land cover is not known.
    """

    objects: Sequence[ConflictObject]
    numbers: np.ndarray
    cells: Sequence[FamilyCells]
    zones: np.ndarray
    grid: Grid
    beyond: Sequence[tuple[str, ogr.Geometry]] = ()
    gone: Sequence[Decision] = ()
    assessed: Sequence[str] = ()
    unknown_ha: float = 0.0

    def of_layers(self) -> Iterator[tuple[int, ConflictObject]]:
        """Objects that come from layers, with their place in ``objects``."""
        return ((index, one) for index, one in enumerate(self.objects) if not one.label)

    @cached_property
    def pieces(self) -> tuple[Sequence[int], Pieces]:
        """Places in ``objects``, and geometries, of those that are no whole cells."""
        found = [(index, one) for index, one in enumerate(self.objects) if one.cut or not one.label]
        return [index for index, _one in found], Pieces([one.geometry for _index, one in found])
