"""Assembly: objects of the land cover and of layers put together, with what was decided on them."""

from collections.abc import Mapping, Sequence
from typing import Optional

import numpy as np

from ...feedback import Feedback
from ...pilot.boxes import Pieces
from ...raster.grid import Grid
from . import land_cover, layers
from .decisions import Finder
from .land_cover import Ground
from .layers import Raw
from .model import Conflicts, Decision
from .rules import BUILT_UP, CODES, FAMILY_OF, FARMLAND, PLANTATION, Sizes
from .zones import Zones

FAMILIES = {FARMLAND: "farmland", BUILT_UP: "built_up", PLANTATION: "plantation"}  # as the recipe calls them


def conflicts_of(cover: Optional[np.ndarray], classes: Mapping[str, Sequence[int]], found: Sequence[Raw],
                 codes: Sequence[str], zones: Zones, candidates: np.ndarray, forced: np.ndarray, grid: Grid,
                 sizes: Sizes, decisions: Sequence[Decision], feedback: Feedback) -> Conflicts:
    """All conflicts of a pilot.

    ``cover``: land cover (float32 codes, NaN unknown; None where there is none); ``classes``: its codes by family;
    ``found``: objects of layers, ``codes``: what these layers are for; ``candidates``, ``forced``: boolean, which cells
    are candidates, and which of them because of a protected area. Raises Cancelled.
    """
    by_cell = zones.cells(grid, forced)
    chosen = {family: list(numbers) for family, numbers in classes.items() if len(numbers) and cover is not None}
    ground = Ground(np.full(grid.shape, np.nan, np.float32) if cover is None else cover, candidates, by_cell, grid)
    objects, cells, numbers = land_cover.objects_of(ground, chosen, sizes, feedback.part(0, 0.5))
    drawn, beyond = layers.objects_of(found, zones, candidates, grid, feedback.part(0.5, 1))
    every = [*land_cover.cut_by_protected(objects, cells, Pieces.of(zones.protected)), *drawn]
    gone = Finder(every, cells, grid).decide(decisions)
    order = sorted(range(len(every)), key=lambda place: (len(every[place].code), every[place].code, every[place].id))
    place = np.zeros(len(every) + 1, np.int32)
    place[np.array(order, int) + 1] = np.arange(1, len(every) + 1)
    unknown = float((np.isnan(cover) & candidates).sum()) if cover is not None else 0.0
    return Conflicts([every[index] for index in order], place[numbers], cells, by_cell, grid, beyond, gone,
                     [code for code in CODES if code in codes or FAMILY_OF[code] in chosen],
                     round(unknown * 100 * grid.cell_km2, 4))
