"""One proposal for each mismatch: carry the redline on, trim it to the border, or note why not (methods.md §5.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
from osgeo import ogr

from ...boundary.rules import SLIVER_KM2
from ...feedback import Feedback
from ...pilot.layers import parts, polygons, union
from ...raster.zones import Zone
from ..edges import Mismatch
from ..edits import ADD, REMOVE
from ..pieces import Pieces
from .across import Across, across
from .ground import CORNER_M, EXTREME, IMPORTANT, Ground, frontage

EXTEND, TRIM, NOTE = "extend", "trim", "note"
KINDS = (EXTEND, TRIM, NOTE)
ACTION = {EXTEND: ADD, TRIM: REMOVE}


@dataclass(frozen=True, eq=False)
class Proposal:
    """What can be done about a mismatch. ``geometry``: the land to add or to take away, None for a note."""

    mismatch: Mismatch
    kind: str
    across: Across
    geometry: Optional[ogr.Geometry] = None

    @property
    def acts_on(self) -> str:
        """The unit whose redline it would change; empty for a note."""
        return {EXTEND: self.mismatch.neighbour, TRIM: self.mismatch.unit}.get(self.kind, "")

    @property
    def area_km2(self) -> Optional[float]:
        return None if self.geometry is None else round(self.geometry.GetArea() / 1e6, 4)

    @property
    def why(self) -> str:
        """For a note, the code of the reason why the redline is not carried on; empty else."""
        return self.across.reason if self.kind == NOTE else ""


def propose(mismatches: Sequence[Mismatch], ground: Ground, within_m: float, feedback: Feedback) -> list[Proposal]:
    """The proposals of mismatches, one each, in their order. Raises Cancelled.

    ``extend`` is tried first: land of the neighbour within ``within_m`` of the stretch, of level 5 or 3, that no
    conflict and no edit took out and that is no redline yet, as far as it hangs together with the stretch and is larger
    than a hectare. Then ``trim``: the redline on this side within ``within_m`` that meets the stretch, if all of it
    came in by smoothing: no cell of it is a candidate or of level 5 (cells count from half of their area), none of it
    is a forced protected area or was added by an edit. Where neither is found, it is a ``note``.
    """
    found = []
    for number, mismatch in enumerate(mismatches, 1):
        feedback.check()
        found.append(_proposal(mismatch, ground, within_m))
        feedback.progress(number / len(mismatches))
    return found


def _proposal(mismatch: Mismatch, ground: Ground, within_m: float) -> Proposal:
    beyond = across(mismatch, ground)
    for kind, made in ((EXTEND, extension), (TRIM, trimming)):
        geometry = made(mismatch, ground, within_m)
        if not geometry.IsEmpty():
            return Proposal(mismatch, kind, beyond, geometry)
    return Proposal(mismatch, NOTE, beyond)


def extension(mismatch: Mismatch, ground: Ground, within_m: float) -> ogr.Geometry:
    """The neighbour's land that would carry the redline on, as ``propose`` says; empty where there is none."""
    unit = mismatch.neighbour
    near = ground.units[unit].inside(mismatch.line.Buffer(within_m))
    zone = Zone.of(near, ground.grid)
    levels, taken = ground.cells(zone)
    high = np.isin(levels, (EXTREME, IMPORTANT)) & ~taken & (zone.shares > 0)
    if not high.any():
        return _nothing()
    land = polygons(union([ground.outline_of(high, zone.window)]).Intersection(near))
    for out in (ground.redline.get(unit), ground.removed.get(unit)):
        if out is not None and not land.IsEmpty():
            land = polygons(land.Difference(out.inside(land)))
    return _fronting(land, mismatch.line, SLIVER_KM2 * 1e6)


def trimming(mismatch: Mismatch, ground: Ground, within_m: float) -> ogr.Geometry:
    """The redline on this side that may go, as ``propose`` says; empty where there is none."""
    unit = mismatch.unit
    land = _fronting(ground.redline[unit].inside(mismatch.line.Buffer(within_m)), mismatch.line, 0.0)
    zone = Zone.of(land, ground.grid)
    stays = (zone.cut(ground.candidate) | (zone.cut(ground.level) == EXTREME)) & (zone.shares >= 0.5)
    kept = sum(pieces.area_inside(land) for pieces in (ground.forced, ground.added.get(unit, Pieces())))
    return _nothing() if stays.any() or kept > 1.0 else land


def _fronting(land: ogr.Geometry, line: ogr.Geometry, smallest_m2: float) -> ogr.Geometry:
    """The parts of some land, larger than ``smallest_m2``, that meet a line on more than a corner."""
    return union([part for part in parts(land) if part.GetArea() > smallest_m2 and frontage(line, part) > CORNER_M])


def _nothing() -> ogr.Geometry:
    return ogr.Geometry(ogr.wkbMultiPolygon)
