"""What the redline gained and lost as a whole, with the ecological level of each piece, for the swap rule
(methods.md §9.1)."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Optional

import numpy as np

from ...feedback import Feedback
from ...raster.files import UNKNOWN
from ...raster.grid import Grid
from ...raster.tabulate import tabulate
from .changes import Comparison
from .overlay import GAINED, LOST, Piece, Polygon
from .swap import Trade

# Share of a piece whose level must be known for the rest of it, such as half cells at the coast, to count alike
_KNOWN = 0.5


def trades(comparison: Comparison) -> tuple[list[Trade], list[Trade]]:
    """(gains, losses), at the type and level of the polygon that has or had them."""
    return tuple([Trade(polygon.unit, polygon.type_code, piece.km2, polygon.level)
                  for piece, polygon in _outside(comparison, change)] for change in (GAINED, LOST))


def trades_by_cells(comparison: Comparison, before: Path, after: Path, grid: Grid, feedback: Feedback
                    ) -> tuple[list[Trade], list[Trade]]:
    """(gains, losses), each piece divided by the level (classes 5/3/1) of its cells: what was lost by the raster
    ``before``, what was gained by that of ``after``. What has no level counts like the rest of its piece, or as unknown
    where it is more than half of it. Raises Cancelled."""
    return tuple(list(_by_level(list(_outside(comparison, change)), levels, grid, part)) for change, levels, part in (
        (GAINED, after, feedback.part(0, 0.5)), (LOST, before, feedback.part(0.5, 1))))


def _outside(comparison: Comparison, change: str) -> Iterator[tuple[Piece, Polygon]]:
    """Pieces that came from outside of the redline or left it, with their polygons."""
    line: Mapping = comparison.after if change == GAINED else comparison.before
    for piece in comparison.pieces:
        if piece.change == change and piece.other is None:
            yield piece, line[piece.key]


def _by_level(pieces: Sequence[tuple[Piece, Polygon]], levels: Path, grid: Grid, feedback: Feedback
              ) -> Iterator[Trade]:
    names = [str(number) for number in range(len(pieces))]
    tables = tabulate({name: piece.geometry for name, (piece, _polygon) in zip(names, pieces)}, {"level": levels}, {},
                      grid, feedback)
    for name, (piece, polygon) in zip(names, pieces):
        for level, km2 in _divided(tables.areas[(name, "level")], piece.km2):
            yield Trade(polygon.unit, polygon.type_code, km2, level)


def _divided(areas: np.ndarray, whole: float) -> list[tuple[Optional[float], float]]:
    """(level, km²) of a piece of ``whole`` km² from the km² of each class, (256,)."""
    known = areas[:UNKNOWN].sum()
    if known <= 0 or known < _KNOWN * whole:
        return [(None, whole)]
    return [(float(level), float(areas[level] * whole / known)) for level in np.flatnonzero(areas[:UNKNOWN])]
