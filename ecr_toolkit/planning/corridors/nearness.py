"""Metres to the nearest of some cells, exactly."""

import math

import numpy as np


def metres_to(cells: np.ndarray, cell_m: float, reach_m: float = math.inf) -> np.ndarray:
    """Distance (float32, (rows, cols)) from the middle of each cell to that of the nearest true one; infinite where
    there is none within ``reach_m``.

    First the distance within the column, then over the columns beside it as far as they can still be nearer.
    """
    along = np.minimum(_down(cells), _down(cells[::-1])[::-1])
    along = np.where(along * cell_m <= reach_m, along, np.inf) ** 2
    nearest = along.copy()
    for across in range(1, cells.shape[1]):
        if across * cell_m > reach_m or across ** 2 >= nearest.max():
            break
        squared = np.float32(across ** 2)
        np.minimum(nearest[:, across:], along[:, :-across] + squared, out=nearest[:, across:])
        np.minimum(nearest[:, :-across], along[:, across:] + squared, out=nearest[:, :-across])
    metres = np.sqrt(nearest) * np.float32(cell_m)
    return np.where(metres <= reach_m, metres, np.float32(np.inf))


def _down(cells: np.ndarray) -> np.ndarray:
    """Rows down from the last true cell of the column (float32), infinite above the first."""
    row = np.arange(len(cells), dtype=np.float32)[:, np.newaxis]
    return row - np.maximum.accumulate(np.where(cells, row, np.float32(-np.inf)), axis=0)
