"""Where a variable comes from: starter data, files of the pilot, or a declared constant; brought to the grid."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from osgeo import gdal

from ..feedback import Feedback
from ..languages.messages import N_
from ..models.declaration import DISTANCE, SHARE, Variable
from ..pilot.pilot import Pilot
from ..pilot.recipe_shape import STARTER
from ..raster.align import CLASSES, CONTINUOUS, COUNTS, align, cell_metres, is_on, memory_dataset
from ..raster.grid import WGS84
from ..starter.readers import LAPSE_RATE
from ..starter.readers import read as read_starter
from .opening import Opened, open_source
from .points import interpolate, read_points
from .specification import PERCENT, Specification
from .vectors import is_vector, put_on_grid
from .vectors import read as read_vector

OWN = N_("data of the pilot")
OWN_LICENCE = N_("as the owner of the data says")
ASSUMPTION = N_("declared value, an assumption")
_LAPSED = N_("brought to the height of each cell by 6.5 °C per 1,000 m")
_POINTS = N_("interpolated from points by the inverse square of their distance; ± is the error of points that were "
             "left out")
_RULES = {"continuous": CONTINUOUS, "classes": CLASSES, "counts": COUNTS, SHARE: CONTINUOUS, DISTANCE: CONTINUOUS}
_COVERED = {SHARE: N_("exact share of each cell that the layer covers"),
            DISTANCE: N_("distance of each cell to the layer")}


@dataclass
class Origin:
    """Where an input comes from, for inputs.csv and the documents. ``kind``: ``starter``, ``file``, ``points``,
    ``vector``, ``constant`` or ``derived``; ``remark`` is marked for the catalogue, ``detail`` is data (a file name,
    the reason of an assumption)."""

    kind: str
    source: str
    licence: str = ""
    native_resolution: str = ""
    remark: str = ""
    detail: str = ""


@dataclass
class Aligned:
    """A variable on the grid, not yet cut to the country: ``path`` with stored values, or a ``constant``.

    The value of band i is ``scales[i] · stored + offsets[i]``; ``lapse`` times elevation (°C per m) is subtracted.
    """

    origin: Origin
    path: Optional[Path] = None
    constant: float = 0.0
    scales: list[float] = field(default_factory=lambda: [1.0])
    offsets: list[float] = field(default_factory=lambda: [0.0])
    lapse: float = 0.0
    percent: bool = False
    opened: Optional[Opened] = None
    bands: int = 1


@contextmanager
def aligned(pilot: Pilot, variable: Variable, scratch: Path, feedback: Feedback) -> Iterator[Optional[Aligned]]:
    """The variable that the recipe names, on the grid in a scratch file; None when the recipe does not name it."""
    source: Any = pilot.recipe["sources"].get(variable.id)
    specification = Specification.of(source)
    try:
        if source is None:
            yield None
        elif source == STARTER:
            yield _starter(pilot, variable, scratch, feedback)
        elif specification is None:
            yield Aligned(Origin("constant", ASSUMPTION, detail=source["reason"]), constant=float(source["constant"]))
        else:
            make = _interpolated if specification.is_points else _covered if is_vector(
                specification, variable) else _own
            yield make(pilot, variable, specification, scratch, feedback)
    finally:
        scratch.unlink(missing_ok=True)


def _own(pilot: Pilot, variable: Variable, specification: Specification, scratch: Path, feedback: Feedback) -> Aligned:
    opened = open_source(specification, variable, pilot.folder)
    size = cell_metres(opened.dataset)
    origin = Origin("file", OWN, OWN_LICENCE, f"{size:.4g} m", detail=specification.text)
    paths = specification.paths(pilot.folder)
    direct = len(paths) == 1 and paths[0].suffix.lower() in (".tif", ".tiff") and not specification.bands
    if direct and specification.nodata is None and is_on(opened.dataset, pilot.grid):
        place = paths[0]
    else:
        align(opened.dataset, pilot.grid, _RULES[variable.resampling], scratch, feedback)
        place = scratch
    return Aligned(origin, place, scales=opened.scales, offsets=opened.offsets, percent=specification.unit == PERCENT,
                   opened=opened, bands=opened.dataset.RasterCount)


def _interpolated(pilot: Pilot, variable: Variable, specification: Specification, scratch: Path,
                  feedback: Feedback) -> Aligned:
    """Points interpolated to the grid; what is known of the error is told with the source."""
    points = read_points(specification, pilot.folder, pilot.crs)
    found = interpolate(points, specification, pilot.grid, scratch, feedback)
    detail = (f"{specification.text}; n = {found.points}; ± {found.error:.3g} {variable.unit}; "
              f"R² = {max(0.0, found.explained):.2f}")
    return Aligned(Origin("points", OWN, OWN_LICENCE, remark=_POINTS, detail=detail), scratch)


def _covered(pilot: Pilot, variable: Variable, specification: Specification, scratch: Path,
             feedback: Feedback) -> Aligned:
    """A vector layer on the grid."""
    put_on_grid(read_vector(specification, variable, pilot), variable, pilot, scratch, feedback)
    return Aligned(Origin("vector", OWN, OWN_LICENCE, remark=_COVERED[variable.resampling],
                          detail=specification.text), scratch)


def _starter(pilot: Pilot, variable: Variable, scratch: Path, feedback: Feedback) -> Aligned:
    """Starter data; temperature comes at sea level, to be brought to the height of the grid's cells."""
    lapsed = variable.id == "temperature"
    name = "temperature_sea_level" if lapsed else variable.id
    layer = read_starter(name, pilot.starter, pilot.geographic_bounds())
    source = memory_dataset(layer.array, layer.geotransform, WGS84)
    align(source, pilot.grid, _RULES[variable.resampling], scratch, feedback)
    bands = source.RasterCount
    origin = Origin("starter", layer.source, layer.licence, layer.native_resolution, _LAPSED if lapsed else "")
    return Aligned(origin, scratch, scales=[1.0] * bands, offsets=[0.0] * bands, lapse=LAPSE_RATE if lapsed else 0.0,
                   bands=bands)


def native_elevation(pilot: Pilot, variable: Variable) -> Optional[Opened]:
    """The elevation model at its own resolution; None when the recipe names none or only a constant."""
    source = pilot.recipe["sources"].get(variable.id)
    specification = Specification.of(source)
    if specification is not None:
        return open_source(specification, variable, pilot.folder)
    if source == STARTER:
        layer = read_starter(variable.id, pilot.starter, pilot.geographic_bounds())
        dataset: gdal.Dataset = memory_dataset(layer.array, layer.geotransform, WGS84)
        return Opened(dataset, Specification(()))
    return None
