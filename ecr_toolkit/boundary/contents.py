"""What lies in a redline polygon: classes, land cover, carbon and species, from the cells that it covers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np

from ..models.declaration import Model
from ..raster import files
from ..raster.grid import Grid
from ..raster.zones import Zone

_HUMAN = (12, 13, 14)  # IGBP: cropland, built-up, mosaic


@dataclass(frozen=True)
class Layers:
    """What the register reads of the grid: classes of each model, integrated levels, land cover; 255 unknown.
    ``carbon``: tC/ha, NaN unknown; ``habitats``: the stack of species, and ``threatened`` its bands (from 0) of
    vulnerable, endangered and critically endangered ones. None where there are no data."""

    models: Mapping[Model, np.ndarray]
    importance: Optional[np.ndarray]
    sensitivity: Optional[np.ndarray]
    land_cover: Optional[np.ndarray]
    carbon: Optional[np.ndarray] = None
    habitats: Optional[Path] = None
    threatened: Sequence[int] = ()


@dataclass(frozen=True)
class Contents:
    """Of one polygon: km² of class 5 by model, share of each land-cover class (per cent), highest classes, tC, number
    of threatened species; None where there are no data."""

    extreme_km2: Mapping[Model, float]
    cover: Mapping[int, float]
    importance: Optional[int]
    sensitivity: Optional[int]
    carbon_t: Optional[float]
    threatened: Optional[int]

    @property
    def human(self) -> dict[int, float]:
        """Shares of the land-cover classes that people made."""
        return {code: share for code, share in self.cover.items() if code in _HUMAN}


def contents_of(zone: Zone, layers: Layers, grid: Grid) -> Contents:
    """Read a polygon's cells."""
    extreme = {model: zone.area_by_class(classes, (5,), grid.cell_km2)[5] for model, classes in layers.models.items()}
    return Contents(extreme, _land_cover(zone, layers.land_cover, grid), _highest(zone, layers.importance),
                    _highest(zone, layers.sensitivity), _carbon(zone, layers.carbon, grid), _threatened(zone, layers))


def composition(shares: Mapping[int, float], names: Mapping[int, str]) -> str:
    """The four largest classes with their shares, as a text."""
    largest = sorted(shares.items(), key=lambda pair: -pair[1])[:4]
    return "; ".join(f"{names.get(code, code)} {share:.0f} %" for code, share in largest if share >= 0.5)


def _land_cover(zone: Zone, land_cover: Optional[np.ndarray], grid: Grid) -> dict[int, float]:
    """Share (percent) of each land-cover class in the zone."""
    if land_cover is None or not zone.shares.sum():
        return {}
    areas = zone.area_by_class(land_cover, range(18), grid.cell_km2)
    whole = zone.shares.sum() * grid.cell_km2
    return {code: 100 * km2 / whole for code, km2 in areas.items() if km2 > 0}


def _carbon(zone: Zone, carbon: Optional[np.ndarray], grid: Grid) -> Optional[float]:
    """Carbon stock of the cells of the zone where it is known, t; None where it is known nowhere."""
    if carbon is None:
        return None
    per_cell = zone.cut(carbon).astype(np.float64) * (100 * grid.cell_km2)  # 100 ha in a km²
    known = ~np.isnan(per_cell) & (zone.shares > 0)
    return round(float((per_cell[known] * zone.shares[known]).sum()), 1) if known.any() else None


def _threatened(zone: Zone, layers: Layers) -> Optional[int]:
    """How many threatened species have habitat in the zone; None where no species were given."""
    if layers.habitats is None:
        return None
    stack = files.read(layers.habitats, zone.window)
    stack = stack if stack.ndim == 3 else stack[np.newaxis]
    return sum(bool((np.nan_to_num(stack[band]) * zone.shares > 0).any()) for band in layers.threatened)


def _highest(zone: Zone, classes: Optional[np.ndarray]) -> Optional[int]:
    """The highest class that covers any part of the zone; none when unknown."""
    if classes is None:
        return None
    block = zone.cut(classes)[zone.shares > 0]
    known = block[(block > 0) & (block < 255)]
    return int(known.max()) if known.size else None
