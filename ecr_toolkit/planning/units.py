"""Planning units: blocks of cells, with what each holds of every feature (methods.md §7.2)."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np

from ..feedback import Feedback
from ..raster.blocks import Blocks, blocks
from ..raster.grid import Grid, Window


@dataclass(frozen=True)
class BlockUnits:
    """Blocks of ``side`` × ``side`` cells that hold land. ``number`` (rows, cols of the blocks): the unit of each
    block, from 0; −1 where there is no land. ``land_cells`` (units,)."""

    side: int
    number: np.ndarray
    land_cells: np.ndarray

    @property
    def count(self) -> int:
        return len(self.land_cells)

    def of_blocks(self, sums: np.ndarray) -> np.ndarray:
        """Sums by block (rows, cols) → by unit (units,)."""
        return sums[self.number >= 0]

    def cells(self, chosen: np.ndarray, grid: Grid) -> np.ndarray:
        """Boolean (rows, cols of the grid): the cells of the chosen units (units,) bool."""
        by_block = np.zeros(self.number.shape, bool)
        by_block[self.number >= 0] = chosen
        whole = np.repeat(np.repeat(by_block, self.side, axis=0), self.side, axis=1)
        return whole[:grid.rows, :grid.cols]


def block_units(units: Path, grid: Grid, most_units: int, feedback: Feedback) -> BlockUnits:
    """The smallest blocks of which at most ``most_units`` hold land. ``units``: raster above 0 in the country."""
    land = sum(int(found) for _window, found in blocks(
        {"units": units}, lambda read, _window: np.count_nonzero(read["units"] > 0), grid, feedback.part(0, 0.5)))
    side = max(1, math.isqrt(max(1, land // most_units)))
    while True:
        cells = block_sums({"units": units}, lambda read, _window: iter([(0, read["units"] > 0)]), 1, side, grid,
                           feedback.part(0.5, 1))[0]
        inside = cells > 0
        if np.count_nonzero(inside) <= most_units:
            number = np.full(cells.shape, -1, np.int64)
            number[inside] = np.arange(np.count_nonzero(inside))
            return BlockUnits(side, number, cells[inside])
        side += 1


def known_cost(cost: np.ndarray, inside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of a window, the two layers that ``unit_costs`` needs: the cost where it is known, and where that is."""
    known = inside & ~np.isnan(cost)
    return np.where(known, cost, 0), known


def unit_costs(sums: np.ndarray, known_cells: np.ndarray, land_cells: np.ndarray) -> tuple[np.ndarray, int]:
    """Cost of every unit over all its land (units,), in cost per km² × cells, and how many units have no known cost.

    ``sums``: of the cells whose cost is known. A unit costs the mean of its known cells all over; one without any costs
    the mean of all known cells, so that what is not known is never free.
    """
    whole = float(known_cells.sum())
    mean = float(sums.sum()) / whole if whole else 1.0
    per_cell = np.divide(sums, known_cells, out=np.full(len(sums), mean), where=known_cells > 0)
    return per_cell * land_cells, int(np.count_nonzero(known_cells == 0))


def block_sums(inputs: Mapping[str, Path], layers: Callable[[Blocks, Window], Iterator[tuple[int, np.ndarray]]],
               count: int, side: int, grid: Grid, feedback: Feedback) -> np.ndarray:
    """Sums over blocks of cells, (count, block rows, block cols), float64.

    ``layers`` gives (number of the layer, its values in the window) one after the other, so that hundreds need no more
    memory than one. Raises Cancelled.
    """
    rows = side * max(1, 256 // side)
    shape = (count, -(-grid.rows // side), -(-grid.cols // side))
    sums = np.zeros(shape)

    def reduced(read: Blocks, window: Window) -> list[tuple[int, np.ndarray]]:
        across = np.arange(0, grid.cols, side)
        down = np.arange(0, window.rows, side)
        return [(number, np.add.reduceat(np.add.reduceat(values, across, axis=1, dtype=np.float64), down, axis=0))
                for number, values in layers(read, window)]

    for window, found in blocks(inputs, reduced, grid, feedback, window_rows=rows):
        first = window.row // side
        for number, part in found:
            sums[number, first:first + len(part)] += part
    return sums
