"""Streaming: blocks in, blocks out, window by window on threads, with memory bounded by the window.

A computation is ``{name: raster in} → function of blocks → {name: raster out}``. numpy and GDAL release the
interpreter lock, so windows run on threads; they are written in their order, so results do not depend on threads.
"""

import os
import threading
from collections import deque
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import numpy as np
from osgeo import gdal

from ..atomic import publishing
from ..feedback import Feedback
from .files import create, describe, read_open
from .grid import Grid, Window

Blocks = dict[str, np.ndarray]
WINDOW_CELLS = 1 << 20


@dataclass(frozen=True)
class Output:
    """A raster to publish: where, what kind (``continuous``, ``class``, ``zone``), and what it says of itself."""

    path: Path
    kind: str
    title: str = ""
    unit: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


def stream(inputs: Mapping[str, Path], function: Callable[[Blocks], Blocks], outputs: Mapping[str, Output],
           grid: Grid, feedback: Feedback, cells: int = WINDOW_CELLS, threads: int = 0) -> None:
    """Run ``function`` over all windows of the grid and publish every output whole, or none of them.

    Blocks are (rows, cols) or (bands, rows, cols); continuous ones float32 with NaN for nodata. ``function`` must
    treat cells independently, so that the result is the same for any window size. Raises Cancelled.
    """
    workers = threads or min(4, os.cpu_count() or 1)
    windows = list(grid.windows(cells))
    local = threading.local()

    def work(window: Window) -> Blocks:
        if not hasattr(local, "open"):
            local.open = {name: gdal.Open(str(path)) for name, path in inputs.items()}
        return function({name: read_open(dataset, window) for name, dataset in local.open.items()})

    with ExitStack() as stack:
        targets = {}
        for name, output in outputs.items():
            temporary = stack.enter_context(publishing(output.path))
            targets[name] = create(temporary, grid, output.kind)
            describe(targets[name], output.title, output.unit, dict(output.metadata))
        pool = stack.enter_context(ThreadPoolExecutor(workers))
        pending: deque = deque()
        waiting = iter(windows)
        try:
            for done, window in enumerate(windows, 1):
                while len(pending) < workers + 1:
                    following = next(waiting, None)
                    if following is None:
                        break
                    pending.append(pool.submit(work, following))
                feedback.check()
                for name, block in pending.popleft().result().items():
                    targets[name].GetRasterBand(1).WriteArray(block, window.col, window.row)
                feedback.progress(done / len(windows))
            for target in targets.values():
                target.FlushCache()
        finally:
            for future in pending:
                future.cancel()
            targets.clear()
