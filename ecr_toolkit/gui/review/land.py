"""What the rasters say of a piece of land: its protection levels and its land cover."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

import numpy as np
from osgeo import ogr

from ...models.land_cover import NAMES
from ...raster import files
from ...raster.grid import Frame, Grid
from ...raster.zones import Zone

LEVELS = (5, 3, 1)
_MOST_CELLS = 500_000  # a larger piece would keep the dock waiting


@dataclass(frozen=True)
class Land:
    """Shares in per cent of the land. ``levels``: by level 5, 3, 1; ``cover``: by class of land cover, the largest
    first. Empty where nothing is known; what lacks to 100 is unknown."""

    levels: dict[int, float] = field(default_factory=dict)
    cover: dict[int, float] = field(default_factory=dict)


def land_of(pilot: Any, place: Optional[ogr.Geometry]) -> Land:
    """The land of polygons in the pilot's system."""
    levels = _shares(pilot.protection_level, place)
    cover = _shares(pilot.input("land_cover"), place)
    return Land({code: levels.get(code, 0.0) for code in LEVELS} if levels else {},
                {code: cover[code] for code in sorted(cover, key=lambda code: (-cover[code], code)) if code in NAMES})


def _shares(path: Path, place: Optional[ogr.Geometry]) -> dict[int, float]:
    """Class → per cent of a place; cells without a value are left out."""
    if place is None or place.IsEmpty() or not path.exists():
        return {}
    raster = files.open_published(path)
    frame = Frame.of(raster)
    left, _bottom, _right, top = frame.bounds
    left_, right_, bottom_, top_ = place.GetEnvelope()
    if (right_ - left_) * (top_ - bottom_) > _MOST_CELLS * frame.cell ** 2:
        return {}
    zone = Zone.of(place, Grid(frame.wkt, frame.cell, left, top, frame.cols, frame.rows))
    if not zone.shares.size:
        return {}
    values = files.read_open(raster, zone.window).astype(float)
    known = np.isfinite(values) & (values != files.UNKNOWN) & (zone.shares > 0)
    codes, places = np.unique(values[known].astype(int), return_inverse=True)
    areas = np.bincount(places, weights=zone.shares[known], minlength=len(codes))
    return {code: 100 * area / float(zone.shares.sum()) for code, area in zip(codes.tolist(), areas.tolist())}
