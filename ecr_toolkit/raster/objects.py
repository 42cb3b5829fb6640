"""Objects: cells that touch each other, corners too, counted as one."""

import numpy as np


def connected(mask: np.ndarray) -> np.ndarray:
    """Number (uint32, from 1) of the object that each true cell of a boolean raster (rows, cols) belongs to; 0
    elsewhere. Objects are numbered in the order of their first cells. Holds the whole raster."""
    rows, cols = mask.shape
    padded = np.zeros((rows, cols + 2), np.int8)
    padded[:, 1:-1] = mask
    change = np.diff(padded, axis=1)
    row, start = np.nonzero(change == 1)
    end = np.nonzero(change == -1)[1]
    first = _joined(row, start, end, cols)
    names = np.unique(first, return_inverse=True)[1] + 1
    labels = np.zeros(rows * cols + 1, np.int64)
    np.add.at(labels, row * cols + start, names)
    np.subtract.at(labels, row * cols + end, names)
    return np.cumsum(labels)[:-1].reshape(rows, cols).astype(np.uint32)


def _joined(row: np.ndarray, start: np.ndarray, end: np.ndarray, cols: int) -> np.ndarray:
    """For runs of cells (row, first, one past the last), sorted: the lowest number of a run of the same object."""
    width = cols + 2  # so that no run reaches into the next row
    below = (row + 1) * width
    low = np.searchsorted(row * width + end, below + start, side="left")
    high = np.searchsorted(row * width + start, below + end, side="right")
    count = np.maximum(high - low, 0)
    one = np.repeat(np.arange(len(row)), count)
    other = np.repeat(low, count) + np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
    name = np.arange(len(row))
    while True:
        least = np.minimum(name[one], name[other])
        joined = name.copy()
        np.minimum.at(joined, name[one], least)
        np.minimum.at(joined, name[other], least)
        joined = joined[joined]
        if np.array_equal(joined, name):
            return name
        name = joined
