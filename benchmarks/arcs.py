"""Measure shared arcs beside polygons simplified one by one: prints a table of markdown.

    arcs.py [--cells 6400] [--tolerance 1] [--rounds 1]

The labels are a noise field cut into six classes; 6,400 cells a side give ten million arc vertices. The plain way is
gdal.Polygonize and OGR's SimplifyPreserveTopology for each polygon; the area that its polygons leave empty or cover
twice is told as a share of the frame, from their exact cover of each cell of a part of it. Every job runs in a process
of its own, which tells the seconds of the work alone; memory is the peak of the process.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from child import FOLDER, best
from osgeo import gdal, ogr
from table import Table

from ecr_toolkit.boundary.arcs.assembly import polygons_of
from ecr_toolkit.boundary.arcs.simplifying import simplify
from ecr_toolkit.boundary.arcs.tracing import trace
from ecr_toolkit.raster.align import memory_dataset
from ecr_toolkit.raster.coverage import coverage
from ecr_toolkit.raster.grid import Grid, Window

CLASSES, BLUR, PASSES, PART = 6, 9, 3, 400


def noise(cells: int) -> np.ndarray:
    """Labels 0-5, uint8, (cells, cells): random values averaged over windows, cut into six classes of equal area."""
    size = cells + (PASSES + 1) * BLUR
    field = np.random.default_rng(5).random((size, size), np.float32)
    for axis in (0, 1) * PASSES:
        field = np.cumsum(field, axis, dtype=np.float64)
        far, near = (np.take(field, np.arange(begin, field.shape[axis] - BLUR + begin), axis) for begin in (BLUR, 0))
        field = ((far - near) / BLUR).astype(np.float32)
    field = field[:cells, :cells]
    limits = np.quantile(field[::7, ::7], np.linspace(0, 1, CLASSES + 1)[1:-1])
    return np.digitize(field, limits).astype(np.uint8)


def stored(cells: int) -> Path:
    """Where the labels are, made once in a process of their own, so that what making them takes counts nowhere."""
    return FOLDER / f"arcs_{cells}.npy"


def labels(cells: int, _tolerance: float) -> tuple[float, str]:
    started = time.perf_counter()
    np.save(stored(cells), noise(cells))
    return time.perf_counter() - started, "labels made"


def grid_of(cells: int) -> Grid:
    return Grid("EPSG:6933", 100.0, 0.0, 100.0 * cells, cells, cells)


def shared(cells: int, tolerance: float) -> tuple[float, str]:
    raster = np.load(stored(cells))
    times = [time.perf_counter()]
    traced = trace(raster)
    times.append(time.perf_counter())
    thinned = simplify(traced, tolerance)
    times.append(time.perf_counter())
    polygons = polygons_of(thinned, grid_of(cells))
    times.append(time.perf_counter())
    error = sum(polygon.GetArea() for polygon in polygons.values()) / (100.0 * cells) ** 2 - 1
    trace_s, simplify_s, assemble_s = np.diff(times)
    return times[-1] - times[0], (
        f"trace {trace_s:.1f} s, simplify {simplify_s:.1f} s, assemble {assemble_s:.1f} s; {len(traced.left):,} arcs, "
        f"{len(traced.x):,} vertices, {len(thinned.x):,} left; areas add up to the frame's within {abs(error):.0e}")


def plain(cells: int, tolerance: float) -> tuple[float, str]:
    raster, grid = np.load(stored(cells)), grid_of(cells)
    started = time.perf_counter()
    dataset = memory_dataset(raster, grid.geotransform, grid.crs)
    target = ogr.GetDriverByName("Memory").CreateDataSource("outlines")
    layer = target.CreateLayer("outlines", None, ogr.wkbPolygon)
    gdal.Polygonize(dataset.GetRasterBand(1), None, layer, -1, [])
    polygons = [feature.GetGeometryRef().SimplifyPreserveTopology(tolerance * grid.cell) for feature in layer]
    seconds = time.perf_counter() - started
    empty, twice = _faults(polygons, grid)
    return seconds, (f"{len(polygons):,} polygons; at least {empty:.2%} of the frame is in none of them, {twice:.2%} "
                     f"in two or more")


def _faults(polygons: list[ogr.Geometry], grid: Grid) -> tuple[float, float]:
    """Shares of a part of the frame that no polygon and that several cover, or more: in a cell the two offset."""
    size = min(PART, grid.cols)
    window = Window(0, 0, size, size)
    cover = np.zeros((size, size))
    for polygon in polygons:
        left, _right, _bottom, top = polygon.GetEnvelope()
        if left < size * grid.cell and top > grid.top - size * grid.cell:
            cover += coverage(polygon, grid, window)
    return float(np.maximum(1 - cover, 0).mean()), float(np.maximum(cover - 1, 0).mean())


JOBS = {"ECR Toolkit": shared, "Polygonize, then each polygon": plain}


def run(job, cells: int, tolerance: float, rounds: int) -> tuple[float, float, str]:
    """Best seconds, MB and what the job says, of some rounds in processes of their own."""
    return best(rounds, __file__, "--job", job.__name__, "--cells", str(cells), "--tolerance", str(tolerance))


def compare(table: Table, cells: int, tolerance: float, rounds: int) -> None:
    """The table, shown line by line."""
    table.head(f"Boundaries of six classes on {cells:,} × {cells:,} cells, tolerance {tolerance:g} cells",
               "program", "seconds", "MB at most", "times ours", "")
    own = None
    for name, job in JOBS.items():
        seconds, megabytes, note = run(job, cells, tolerance, rounds)
        own = own or seconds
        table.add(name, f"{seconds:.1f}", f"{megabytes:,.0f}", f"{seconds / own:.1f}", note)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", type=int, default=6_400, help="cells a side")
    parser.add_argument("--tolerance", type=float, default=1.0, help="cells by which a line may move")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--job", choices=[job.__name__ for job in (labels, *JOBS.values())],
                        help="do one job here and tell its seconds")
    chosen = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if chosen.job:
        print(*globals()[chosen.job](chosen.cells, chosen.tolerance))
    else:
        run(labels, chosen.cells, chosen.tolerance, 1)
        table = Table()
        compare(table, chosen.cells, chosen.tolerance, chosen.rounds)
        table.write(FOLDER / "arcs.md")


if __name__ == "__main__":
    main()
