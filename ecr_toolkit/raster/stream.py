"""Streaming: ``{name: raster in} → function of blocks → {name: raster out}``, several outputs in one pass."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import numpy as np
from osgeo import gdal

from ..atomic import publishing
from ..feedback import Feedback
from .blocks import Blocks, blocks
from .files import DEFLATE, create, describe, writing
from .grid import AnyGrid, Window
from .statistics import Moments, moments_of


@dataclass(frozen=True)
class Output:
    """A raster to publish: where, what kind (``continuous``, ``class``, ``zone``), and what it says of itself."""

    path: Path
    kind: str
    title: str = ""
    unit: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    bands: int = 1
    overviews: bool = False
    compression: str = DEFLATE
    statistics: bool = True


def stream(inputs: Mapping[str, Path], function: Callable[[Blocks, Window], Blocks], outputs: Mapping[str, Output],
           grid: AnyGrid, feedback: Feedback, halo: int = 0, window_rows: int = 0, threads: int = 0) -> None:
    """Run ``function`` over all windows of the grid and publish every output whole, or none of them.

    ``function`` gets blocks as ``raster.blocks.blocks`` says and gives blocks of the same rows and columns; what it
    gives for the ``halo`` is cut off. A result must depend on no cell farther away than the halo, so that it is the
    same for any window. Statistics go into the metadata of continuous outputs that ask for them. Raises Cancelled;
    then, and when anything fails, nothing is left.
    """
    def work(read: Blocks, window: Window):
        made = {name: _core(block, halo) for name, block in function(read, window).items()}
        return made, {name: moments_of(block) for name, block in made.items()
                      if outputs[name].statistics and outputs[name].kind == "continuous"}

    with ExitStack() as stack:
        temporaries = {name: stack.enter_context(publishing(output.path)) for name, output in outputs.items()}
        targets: dict[str, gdal.Dataset] = {}
        stack.callback(targets.clear)  # closed before the files are renamed or removed
        found: dict[str, list[Moments]] = {name: [] for name in outputs}
        for name, output in outputs.items():
            with writing(output.path):
                targets[name] = create(temporaries[name], grid, output.kind, output.bands, output.compression)
                describe(targets[name], output.title, output.unit, dict(output.metadata))
        passed = blocks(inputs, work, grid, feedback, halo, window_rows, threads, narrow=True)
        for window, (made, moments) in passed:
            for name, block in made.items():
                with writing(outputs[name].path):
                    targets[name].WriteArray(block, window.col, window.row)
                if name in moments:
                    found[name].append(moments[name])
        for name, output in outputs.items():
            with writing(output.path):
                _finish(targets[name], found[name], output.overviews and output.kind)
        targets.clear()


def _core(block: np.ndarray, halo: int) -> np.ndarray:
    """A block without its halo."""
    return block[..., halo:block.shape[-2] - halo, halo:block.shape[-1] - halo] if halo else block


def _finish(target: gdal.Dataset, moments: list[Moments], overviews: str) -> None:
    whole = Moments.together(moments)
    if whole.count and target.RasterCount == 1:
        target.GetRasterBand(1).SetStatistics(whole.minimum, whole.maximum, whole.mean, whole.deviation)
    target.FlushCache()
    if overviews:
        target.BuildOverviews("AVERAGE" if overviews == "continuous" else "MODE", [2, 4, 8, 16, 32])
