"""Tables of zones, streamed: km² of classes and sums of values within polygons, from exact coverage.

Sums are made row by row in float64 and the rows are added without rounding, so a table is the same to the last bit
for any window and any number of threads; and because coverage is exact, its areas are those of the polygons.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import numpy as np
from osgeo import ogr

from ..feedback import Feedback
from .blocks import Blocks, blocks
from .coverage import Edges
from .grid import Grid, Window

WINDOW_BYTES = 16 << 20  # only the part of a window under one zone is turned into shares at a time
CODES = 256  # class rasters hold bytes
_FRACTION = 2.0**32  # areas of rows are added as whole numbers of this part of a cell; up to 2·10⁹ cells a class


@dataclass
class ZoneTables:
    """What was tabulated. ``areas``: (zone, class layer) → km² of every code, (256,); ``sums``: (zone, value layer) →
    Σ value · share covered; ``known_km2``: (zone, value layer) → area where the value is known."""

    areas: dict[tuple[str, str], np.ndarray] = field(default_factory=dict)
    sums: dict[tuple[str, str], float] = field(default_factory=dict)
    known_km2: dict[tuple[str, str], float] = field(default_factory=dict)


class _Sums:
    """What the windows give, put together without rounding."""

    def __init__(self) -> None:
        self.codes: dict = defaultdict(lambda: np.zeros(CODES, np.int64))
        self.held: dict = defaultdict(list)
        self.known: dict = defaultdict(list)

    def add(self, zone: str, by_code: Mapping, by_value: Mapping) -> None:
        for layer, counted in by_code.items():
            self.codes[(zone, layer)] += counted
        for layer, (held, known) in by_value.items():
            self.held[(zone, layer)].extend(held)
            self.known[(zone, layer)].extend(known)

    def tables(self, zones: Iterable[str], classes: Iterable[str], values: Iterable[str],
               cell_km2: float) -> ZoneTables:
        coded, valued = list(product(zones, classes)), list(product(zones, values))
        return ZoneTables({key: self.codes[key] * (cell_km2 / _FRACTION) for key in coded},
                          {key: math.fsum(self.held[key]) for key in valued},
                          {key: cell_km2 * math.fsum(self.known[key]) for key in valued})


def tabulate(zones: Mapping[str, ogr.Geometry], classes: Mapping[str, Path], values: Mapping[str, Path], grid: Grid,
             feedback: Feedback, window_rows: int = 0, threads: int = 0) -> ZoneTables:
    """Tables of class layers (uint8, or float32 codes with NaN, which counts as 255) and value layers (float32) of
    the grid in (multi)polygons in grid CRS. Zones may overlap. Raises Cancelled."""
    edges = {name: Edges.of(zone, grid) for name, zone in zones.items()}

    def count(read: Blocks, window: Window):
        found = {}
        for name, zone in edges.items():
            touched = zone.covered(window.row, window.rows, grid.cols)
            if touched is not None:
                part, shares = touched
                cut = {layer: block[:, part.col:part.col + part.cols] for layer, block in read.items()}
                found[name] = ({layer: _count_codes(cut[layer], shares) for layer in classes},
                               {layer: _rows_of_values(cut[layer], shares) for layer in values})
        return found

    sums = _Sums()
    for _window, found in blocks({**classes, **values}, count, grid, feedback, window_rows=window_rows,
                                 threads=threads, window_bytes=WINDOW_BYTES):
        for name, (by_code, by_value) in found.items():
            sums.add(name, by_code, by_value)
    return sums.tables(zones, classes, values, grid.cell_km2)


def _count_codes(block: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Share-weighted count of every code, whole numbers of _FRACTION of a cell, (256,)."""
    codes = block if block.dtype == np.uint8 else np.where(np.isnan(block), 255, block)
    rows = len(block)
    keys = np.add(codes, CODES * np.arange(rows)[:, np.newaxis], dtype=np.int64, casting="unsafe")
    counted = np.bincount(keys.ravel(), weights=shares.ravel(), minlength=rows * CODES)
    return np.rint(counted * _FRACTION).astype(np.int64).reshape(rows, CODES).sum(axis=0)


def _rows_of_values(block: np.ndarray, shares: np.ndarray) -> tuple[list[float], list[float]]:
    """Σ value · share and Σ share over the known cells of every row."""
    known = np.where(np.isnan(block), 0.0, shares)
    return ((np.nan_to_num(block) * known).sum(axis=1).tolist(), known.sum(axis=1).tolist())

