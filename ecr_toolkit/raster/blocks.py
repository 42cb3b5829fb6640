"""Blocks: a function of windows over all inputs at once, on threads, results in order, memory bounded.

numpy and GDAL release the interpreter lock, so windows are read and computed on threads; results come back in the
order of the windows, so nothing depends on the number of threads.
"""

import contextlib
import os
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import Callable, TypeVar

import numpy as np
from osgeo import gdal

from ..feedback import Feedback
from .files import TILE, UNKNOWN, open_published, read_open
from .grid import AnyGrid, Window

Blocks = dict[str, np.ndarray]
Result = TypeVar("Result")
WINDOW_BYTES = 8 << 20  # what one window of all inputs may take
COUNTING_BYTES = 4 << 20  # the same where every cell is turned into several whole numbers of eight bytes
CACHE_BYTES = 160 << 20  # the most that GDAL's cache of tiles may take while blocks are read


def threads_of(wanted: int = 0) -> int:
    """How many windows are worked on at once: as asked for, else as many as the machine has cores, at most eight."""
    return wanted or max(1, min(8, os.cpu_count() or 1))


@contextlib.contextmanager
def gdal_cache(limit: int) -> Iterator[None]:
    """Bound GDAL's cache of tiles (bytes) for a while; a smaller bound that was set before stays."""
    before = gdal.GetCacheMax()
    gdal.SetCacheMax(min(limit, before))
    try:
        yield
    finally:
        gdal.SetCacheMax(before)


def blocks(inputs: Mapping[str, Path], function: Callable[[Blocks, Window], Result], grid: AnyGrid, feedback: Feedback,
           halo: int = 0, window_rows: int = 0, threads: int = 0, window_bytes: int = WINDOW_BYTES,
           narrow: bool = False) -> Iterator[tuple[Window, Result]]:
    """Give (window, ``function(its blocks, the window)``) for all windows of the grid, from the top.

    A window is a band of whole rows; where ``narrow`` ones are allowed and a row of tiles of all inputs is larger than
    a window may be (many months), it is a few tiles of it. Blocks are (rows, cols) or (bands, rows, cols); continuous
    ones float32 with NaN for nodata. With a ``halo`` they hold that many cells more on every side, NaN (255 in class
    rasters) beyond the frame. Memory: (threads + 1) × ``window_bytes`` (a tile of every band at least) × (1 + what the
    function makes of it), and GDAL's cache, which holds the tiles of each thread, at most CACHE_BYTES; a function that
    makes much of its blocks asks for smaller windows. Raises Cancelled.
    """
    workers = threads_of(threads)
    opened = {name: open_published(path) for name, path in inputs.items()}
    bands = sum(dataset.RasterCount for dataset in opened.values())
    rows = window_rows or _rows_of_a_window(grid, bands, window_bytes)
    del opened
    cols = grid.cols
    if narrow and rows < TILE and not halo and not window_rows:
        rows, cols = TILE, max(1, window_bytes // (4 * max(1, bands) * TILE * TILE)) * TILE
    windows = list(_windows(grid, rows, cols))
    local = threading.local()

    def work(group: list[Window]) -> list[Result]:
        if not hasattr(local, "open"):
            local.open = {name: open_published(path) for name, path in inputs.items()}
        return [function({name: _read(dataset, window, grid, halo) for name, dataset in local.open.items()}, window)
                for window in group]

    cache = min(CACHE_BYTES, (workers + 1) * 4 * bands * cols * max(rows, TILE) + (32 << 20))
    with gdal_cache(cache), ThreadPoolExecutor(workers) as pool:
        pending: deque = deque()
        waiting = iter(_groups(windows))
        done = 0
        try:
            while True:
                while len(pending) <= workers:
                    group = next(waiting, None)
                    if group is None:
                        break
                    pending.append((group, pool.submit(work, group)))
                if not pending:
                    return
                group, future = pending.popleft()
                for window, result in zip(group, future.result()):
                    feedback.check()
                    yield window, result
                    done += 1
                    feedback.progress(done / len(windows))
        finally:
            for _group, future in pending:
                future.cancel()


def _windows(grid: AnyGrid, rows: int, cols: int) -> Iterator[Window]:
    """Windows of at most so many rows and columns, row by row."""
    for row in range(0, grid.rows, rows):
        for col in range(0, grid.cols, cols):
            yield Window(row, col, min(rows, grid.rows - row), min(cols, grid.cols - col))


def _groups(windows: list[Window]) -> Iterator[list[Window]]:
    """Windows in the same tiles go to the same thread, so that no tile is read twice."""
    return (list(group) for _tile, group in groupby(windows, key=lambda window: (window.row // TILE, window.col)))


def _rows_of_a_window(grid: AnyGrid, bands: int, window_bytes: int) -> int:
    """Rows whose inputs fill ``window_bytes``: whole tiles, or a whole part of a tile."""
    rows = window_bytes // (4 * max(1, bands) * grid.cols)
    if rows >= TILE:
        return rows // TILE * TILE
    return 1 << max(0, rows.bit_length() - 1) if rows else 1


def _read(dataset: gdal.Dataset, window: Window, grid: AnyGrid, halo: int) -> np.ndarray:
    """The block of a window, with its halo."""
    if not halo:
        return read_open(dataset, window)
    top, bottom = max(0, window.row - halo), min(grid.rows, window.row + window.rows + halo)
    block = read_open(dataset, Window(top, 0, bottom - top, grid.cols))
    missing = np.nan if block.dtype == np.float32 else UNKNOWN
    rows = (top - (window.row - halo), (window.row + window.rows + halo) - bottom)
    around = [(0, 0)] * (block.ndim - 2) + [rows, (halo, halo)]
    return np.pad(block, around, constant_values=missing)
