"""Assembly: arcs put together to polygons in grid CRS. What two polygons share is the same numbers, not equal ones."""

import struct

import numpy as np
from osgeo import ogr

from ...raster.grid import Grid
from .model import Arcs

_POLYGON, _MULTIPOLYGON = struct.pack("<BI", 1, 3), struct.pack("<BI", 1, 6)


def polygons_of(arcs: Arcs, grid: Grid) -> dict[int, ogr.Geometry]:
    """The multipolygon of every label, in grid CRS; together they fill the frame."""
    rings, places = arcs.rings, _places(arcs, grid)
    bounds = np.flatnonzero(np.diff(rings.label)) + 1
    firsts, lasts = np.concatenate([[0], bounds]), np.concatenate([bounds, [len(rings.label)]])
    return {int(rings.label[first]): _multipolygon(arcs, places, int(first), int(last))
            for first, last in zip(firsts, lasts)}


def _places(arcs: Arcs, grid: Grid) -> np.ndarray:
    """Vertices in metres, (n, 2)."""
    step = grid.cell / arcs.scale
    return np.stack([grid.left + arcs.x * step, grid.top - arcs.y * step], 1).astype("<f8")


def _multipolygon(arcs: Arcs, places: np.ndarray, first: int, last: int) -> ogr.Geometry:
    """The rings ``first`` to ``last``, all of one label, as well-known binary."""
    start, shell = arcs.rings.start[first:last + 1], arcs.rings.shell[first:last]
    points, ends = _vertices(arcs, arcs.rings.halves[start[0]:start[-1]], start - start[0])
    whole = places[points]
    is_shell = shell == np.arange(first, last)
    rings_in = np.diff(np.concatenate([np.flatnonzero(is_shell), [len(shell)]])).tolist()
    pieces, polygon = [_MULTIPOLYGON, struct.pack("<I", len(rings_in))], 0
    for begins_polygon, begin, end in zip(is_shell.tolist(), ends[:-1].tolist(), ends[1:].tolist()):
        if begins_polygon:
            pieces += _POLYGON, struct.pack("<I", rings_in[polygon])
            polygon += 1
        pieces += struct.pack("<I", end - begin), whole[begin:end].data
    return ogr.CreateGeometryFromWkb(b"".join(pieces))


def _vertices(arcs: Arcs, halves: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The vertices of rings of half arcs, each ring closed, and where each ring begins and ends among them."""
    arc, backwards = halves >> 1, (halves & 1).astype(bool)
    long = arcs.counts[arc]
    long[start[1:] - 1] += 1  # the last of a ring goes on to its end, which closes the ring
    long -= 1
    offset = np.cumsum(long) - long
    begin = np.where(backwards, arcs.start[arc + 1] - 1, arcs.start[arc])
    step = np.where(backwards, -1, 1)
    vertex = np.repeat(begin - step * offset, long) + np.repeat(step, long) * np.arange(int(long.sum()))
    return vertex, np.concatenate([offset[start[:-1]], [len(vertex)]])
