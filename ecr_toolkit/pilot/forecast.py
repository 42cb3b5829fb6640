"""What a run will ask of the machine: cells, memory and time, told before a pilot is made."""

from collections.abc import Sequence
from dataclasses import dataclass

from osgeo import ogr

from ..raster.grid import WGS84, Grid, equal_area_crs
from .layers import polygons, to_crs
from .units import Unit, bounds, centre_of

# Sizes of cells on offer, metres
SIZES = (30, 50, 100, 250, 500, 1000, 2000, 5000, 10_000)
STARTER_M = 5000  # the starter data have cells of about this size
_MOST_CELLS, _FEWEST_CELLS = 4_000_000, 2_000  # of the land, for the recommended size
_MANY_CELLS, _FEW_CELLS = 40_000_000, 200  # and for those on offer
_FINEST_WITH_STARTER_M = 1000  # for the smallest countries: below, the starter data show nothing


@dataclass(frozen=True)
class Extent:
    """Of a country on its grid: km², and bounds in metres of the system ``crs``."""

    area_km2: float
    bounds: tuple[float, float, float, float]
    crs: str

    def land_cells(self, cell_m: float) -> float:
        return self.area_km2 * 1e6 / cell_m**2


@dataclass(frozen=True)
class Forecast:
    """``cells``: of the whole grid; ``memory_mb`` at most; ``seconds`` of all steps, documents included."""

    cells: int
    memory_mb: float
    seconds: float


def extent_of(outline: ogr.Geometry, clip: Sequence[float] = ()) -> Extent:
    """The extent of polygons in degrees, of their part in ``clip`` (west, south, east, north) where that is given."""
    if clip:
        west, south, east, north = clip
        outline = polygons(outline.Intersection(ogr.CreateGeometryFromWkt(
            f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))")))
    centre = [round(degrees, 1) for degrees in centre_of([Unit("", {}, outline)])]
    crs = equal_area_crs(*centre)
    unit = Unit("", {}, polygons(to_crs(outline, WGS84, crs)))
    return Extent(unit.area_km2, bounds([unit]), crs)


def forecast(extent: Extent, cell_m: float, functions: Sequence[str], sensitivities: Sequence[str],
             languages: int = 1) -> Forecast:
    """What all steps will take, to about half and double.

    Measured on two cores that had other work. The steps before the documents, of Laos at 5, 2, 1 and 0.5 km and of
    Pakistan at 5, 2 and 1 km on the starter data (32 thousand to 3.1 million cells, 7 and 11 models), took 15 to 102 s:
    15 s to begin with, 30 s for a million cells and 0.3 s more for each model; the worst of the seven took 1.6 times
    as long. The four documents of a language took 22 s (Laos) and 33 s (Pakistan). Memory at most was 389 to 664 MB:
    rasters are streamed by windows, so that it grows slowly. Data much finer than the grid take longer to read. So do
    countries with very many patches: measuring their connectivity took more than a minute in Egypt at 5 km.
    """
    grid = Grid.around(extent.bounds, extent.crs, cell_m)
    cells = grid.cols * grid.rows
    models = len(functions) + len(sensitivities)
    seconds = 15 + cells * (30e-6 + 0.3e-6 * models) + 28 * languages
    return Forecast(cells, 400 + 80e-6 * cells, seconds)


def recommended_cell(extent: Extent, starter: bool) -> float:
    """The finest of SIZES that keeps the land within four million cells. With the starter data it is not finer than
    they are, except in a country so small that two thousand cells would not come together."""
    finest = next((size for size in SIZES if extent.land_cells(size) <= _MOST_CELLS), SIZES[-1])
    if not starter:
        return finest
    fitting = [size for size in SIZES if max(finest, _FINEST_WITH_STARTER_M) <= size <= STARTER_M] or [finest]
    return next((size for size in reversed(fitting) if extent.land_cells(size) >= _FEWEST_CELLS), fitting[0])


def sizes_on_offer(extent: Extent, starter: bool) -> list[int]:
    """Sizes of cells that make sense: neither a grid that takes days nor one of a few cells; with the starter data
    none finer than those show anything. The recommended one is always among them."""
    finest = _FINEST_WITH_STARTER_M if starter else SIZES[0]
    recommended = recommended_cell(extent, starter)
    return [size for size in SIZES if size == recommended or (
        size >= finest and _FEW_CELLS <= extent.land_cells(size) <= _MANY_CELLS)]

