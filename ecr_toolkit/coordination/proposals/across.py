"""What lies on the other side of a mismatch: levels, conflicts, protection, and why nothing can be added there."""

from dataclasses import dataclass
from typing import Optional

import numpy as np
from osgeo import ogr

from ...pilot.layers import polygons
from ...pilot.shapes import polygon_of
from ...raster.zones import Zone
from ..edges import Mismatch
from . import reasons
from .ground import EXTREME, GENERAL, IMPORTANT, Ground

LEVELS = (EXTREME, IMPORTANT, GENERAL)


@dataclass(frozen=True)
class Across:
    """The strip of one cell's width along a mismatch on the neighbour's side.

    ``shares``: level 5, 3, 1 → share (0-1) of the strip; the rest is unknown. ``level``: the one that prevails, the
    higher of two equal ones, None where the unknown prevails. ``deducted``, ``protected``: shares that conflicts took
    out and that lie in a protected area. ``reason``: why the redline cannot be carried on there, if it cannot.
    """

    shares: dict[int, float]
    level: Optional[int]
    deducted: float
    protected: float
    reason: str

    @property
    def unknown(self) -> float:
        return max(0.0, 1.0 - sum(self.shares.values()))


def across(mismatch: Mismatch, ground: Ground) -> Across:
    """What lies beyond the border of a mismatch."""
    strip = ground.units[mismatch.neighbour].inside(strip_along(mismatch.line, ground.grid.cell))
    zone = Zone.of(strip, ground.grid)
    levels = ground.cells(zone)[0]
    whole = float(zone.shares.sum())
    shares = {level: float(zone.shares[levels == level].sum()) / whole if whole else 0.0 for level in LEVELS}
    areas = _reasons(strip, mismatch.neighbour, ground)
    area = sum(areas.values())
    taken = sum(areas.get(code, 0.0) for code in (reasons.FARMLAND, reasons.BUILT_UP, reasons.CONFLICT))
    highest = max(LEVELS, key=lambda level: (shares[level], level))
    return Across(shares, highest if shares[highest] > 0 and shares[highest] >= 1 - sum(shares.values()) else None,
                  taken / area if area else 0.0,
                  min(1.0, ground.protected.area_inside(strip) / strip.GetArea()) if area else 0.0,
                  reasons.largest(areas))


def strip_along(line: ogr.Geometry, width_m: float) -> ogr.Geometry:
    """All places within ``width_m`` of a line, but not beyond its ends."""
    strip, points = line.Buffer(width_m), list(dict.fromkeys(point[:2] for point in line.GetPoints()))
    if not line.IsRing():
        for end, inner in ((points[0], points[1]), (points[-1], points[-2])):
            strip = polygons(strip.Difference(_behind(np.array(end), np.array(inner), 1.01 * width_m)))
    return strip


def _behind(end: np.ndarray, inner: np.ndarray, width_m: float) -> ogr.Geometry:
    """The rectangle that begins at the end of a line and lies away from its inner points."""
    away = (end - inner) / np.hypot(*(end - inner)) * width_m
    aside = np.array([-away[1], away[0]])
    return polygon_of((end - aside, end - aside + away, end + aside + away, end + aside, end - aside))


def _reasons(strip: ogr.Geometry, unit: str, ground: Ground) -> dict[str, float]:
    """m² of a strip by the reason that keeps the redline out; each place counts once, for the first that holds."""
    areas: dict[str, float] = {}
    if unit in ground.removed:
        inside = ground.removed[unit].inside(strip)
        if not inside.IsEmpty():
            areas[reasons.BY_HAND] = inside.GetArea()
            strip = polygons(strip.Difference(inside))
    zone = Zone.of(strip, ground.grid)
    left = zone.shares * ground.grid.cell ** 2
    masks = [(reasons.reason_of(code), zone.cut(mask)) for code, mask in sorted(ground.deducted.items())]
    levels = ground.cells(zone)[0]
    masks += [(reasons.LEVEL_1, levels == GENERAL), (reasons.TOO_SMALL, np.isin(levels, (EXTREME, IMPORTANT))),
              (reasons.UNKNOWN, np.ones(levels.shape, bool))]
    for reason, mask in masks:
        areas[reason] = areas.get(reason, 0.0) + float(left[mask].sum())
        left = np.where(mask, 0.0, left)
    return areas
