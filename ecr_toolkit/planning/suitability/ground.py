"""The ground that suitability rests on: the parts that there are, and the classes that follow from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Optional

import numpy as np

from ...feedback import Feedback
from ...models.suitability.contiguity import bites, without_small_patches
from ...models.suitability.declaration import Part, Suitability
from ...raster import files
from ...raster.blocks import Blocks, blocks
from ...raster.grid import Grid, Window
from ...raster.stream import Output, stream
from .graded_polygons import GradedPolygons

UNITS, WATER_MODULUS = "units", "water_modulus"


@dataclass(frozen=True, eq=False)
class Ground:
    """Parts of suitability on one grid: ``rasters`` and ``polygons`` by the id of the part. ``moduli``: water resources
    (10⁴ m³/km²) by the number of a unit in the raster ``units``, NaN where unknown; index 0 is outside."""

    rasters: Mapping[str, Path]
    polygons: Mapping[str, GradedPolygons] = field(default_factory=dict)
    units: Optional[Path] = None
    moduli: Optional[np.ndarray] = None

    def parts(self) -> set[str]:
        """Ids of the parts that there are."""
        given = {*self.rasters, *self.polygons}
        return given if self.moduli is None else {*given, WATER_MODULUS}

    def lacks(self, subject: Suitability) -> list[Part]:
        """Parts without which the subject cannot be assessed."""
        return [part for part in subject.parts if part.required and part.id not in self.parts()]

    def rasters_of(self, subject: Suitability) -> dict[str, Path]:
        """What is read for a subject."""
        wanted = {part.id: self.rasters[part.id] for part in subject.parts if part.id in self.rasters}
        if self.moduli is not None and any(part.id == WATER_MODULUS for part in subject.parts):
            wanted[UNITS] = self.units
        return wanted

    def values(self, subject: Suitability, read: Blocks, window: Window) -> Blocks:
        """Blocks of the parts of a subject in a window."""
        found = {name: block for name, block in read.items() if name != UNITS}
        found.update({part.id: self.polygons[part.id].cells(window) for part in subject.parts
                      if part.id in self.polygons})
        if UNITS in read:
            found[WATER_MODULUS] = self.moduli[read[UNITS]]
        return found


def publish_classes(subject: Suitability, ground: Ground, settings: Mapping[str, Any], smallest_ha: float,
                    output: Output, grid: Grid, feedback: Feedback) -> None:
    """Publish the classes of a subject (class raster, 5 best to 1, 255 unknown), those of patches of suitable land
    below ``smallest_ha`` one lower. Holds the whole raster where a cell is smaller than that. Raises Cancelled."""
    def classes(read: Blocks, window: Window) -> Blocks:
        return {subject.id: subject.compute(ground.values(subject, read, window), settings)}

    small = bites(smallest_ha, grid.cell_km2)
    scratch = output.path.with_name(f".{output.path.stem}.whole.part.tif")
    first = replace(output, path=scratch) if small else output
    try:
        stream(ground.rasters_of(subject), classes, {subject.id: first}, grid, feedback)
        if small:
            files.write(output.path, grid, without_small_patches(files.read(scratch), smallest_ha, grid.cell_km2),
                        output.kind, output.title, output.unit, dict(output.metadata))
    finally:
        scratch.unlink(missing_ok=True)


def known_percent(rasters: Mapping[str, Path], country: Path, grid: Grid, feedback: Feedback) -> dict[str, float]:
    """Share of the cells above 0 in the raster ``country`` where each raster is known in all bands, per cent. Raises
    Cancelled."""
    def count(read: Blocks, _window: Window) -> np.ndarray:
        inside = read[UNITS] > 0
        return np.array([inside.sum(), *((_is_known(read[name]) & inside).sum() for name in rasters)])

    passed = blocks({**rasters, UNITS: country}, count, grid, feedback, narrow=True)
    cells, *known = np.sum([found for _window, found in passed], axis=0).tolist()
    return {name: round(100 * one / cells, 4) if cells else 0.0 for name, one in zip(rasters, known)}


def _is_known(block: np.ndarray) -> np.ndarray:
    there = block != files.UNKNOWN if block.dtype == np.uint8 else ~np.isnan(block)
    return there.all(axis=0) if there.ndim == 3 else there
