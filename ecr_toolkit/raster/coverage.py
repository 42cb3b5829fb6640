"""Exact coverage: what share of each cell a polygon covers.

Every edge of a polygon is cut where it crosses grid lines; each piece then lies in one cell and adds the signed area
between itself and the right side of that cell, and its height to all cells farther right. A cumulative sum along the
rows turns this into covered area. Nothing is sampled: the shares of all cells add up to the polygon's area to
rounding, so a table made from cells and a table made from polygons show the same number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Optional

import numpy as np
from osgeo import ogr

from .grid import Grid, Window

_ROWS = 256  # rows at a time, so that memory does not grow with the country


def window_of(geometry: ogr.Geometry, grid: Grid) -> Optional[Window]:
    """The smallest window of the grid that holds the geometry's envelope; None where they do not meet."""
    left, right, bottom, top = geometry.GetEnvelope()
    col = max(0, int(np.floor((left - grid.left) / grid.cell)))
    row = max(0, int(np.floor((grid.top - top) / grid.cell)))
    col_end = min(grid.cols, int(np.floor((right - grid.left) / grid.cell)) + 1)
    row_end = min(grid.rows, int(np.floor((grid.top - bottom) / grid.cell)) + 1)
    if geometry.IsEmpty() or col >= col_end or row >= row_end:
        return None
    return Window(row, col, row_end - row, col_end - col)


def coverage(geometry: ogr.Geometry, grid: Grid, window: Window) -> np.ndarray:
    """Share (0-1, float64, (rows, cols) of the window) of each cell that a valid (multi)polygon in grid CRS covers.

    The rows of a window are the same to the last bit whatever other rows are asked for with them.
    """
    return Edges.of(geometry, grid).coverage(window)


@dataclass(frozen=True)
class Edges:
    """The edges of a (multi)polygon in cells of a grid, columns and rows from its upper left corner, shells and holes
    turned so that covered area counts positive."""

    x0: np.ndarray
    y0: np.ndarray
    x1: np.ndarray
    y1: np.ndarray

    @classmethod
    def of(cls, geometry: ogr.Geometry, grid: Grid) -> "Edges":
        pieces = []
        for ring, hole in rings(geometry):
            x, y = (ring[:, 0] - grid.left) / grid.cell, (grid.top - ring[:, 1]) / grid.cell
            if (signed_area(x, y) > 0) != hole:
                x, y = x[::-1], y[::-1]
            pieces.append((x[:-1], y[:-1], x[1:], y[1:]))
        return cls(*(np.concatenate(part) for part in zip(*pieces))) if pieces else cls(*[np.zeros(0)] * 4)

    @cached_property
    def top(self) -> float:
        """Uppermost row that is touched."""
        return float(min(self.y0.min(), self.y1.min()))

    @cached_property
    def bottom(self) -> float:
        """End of the lowest row that is touched."""
        return float(max(self.y0.max(), self.y1.max()))

    def coverage(self, window: Window) -> np.ndarray:
        """Shares of the cells of a window, (rows, cols)."""
        return _shares(self._pieces(window.row, window.row + window.rows), window)

    def covered(self, row: int, rows: int, cols: int) -> Optional[tuple[Window, np.ndarray]]:
        """The part of some rows of a grid of ``cols`` columns that the polygon touches, and the shares of its cells;
        None when it touches none."""
        if not len(self.y0) or self.top >= row + rows or self.bottom <= row:
            return None
        pieces = self._pieces(row, row + rows)
        if not len(pieces.row):
            return None
        left = max(0, int(np.floor(min(pieces.x0.min(), pieces.x1.min()))))
        right = min(cols, int(np.ceil(max(pieces.x0.max(), pieces.x1.max()))))
        if left >= right:
            return None
        window = Window(row, left, rows, right - left)
        return window, _shares(pieces, window)

    def _pieces(self, top: int, bottom: int) -> "_Pieces":
        """The edges in the rows from ``top`` to ``bottom``, cut so that each piece lies in one cell."""
        keep = (self.y0 != self.y1) & (np.minimum(self.y0, self.y1) < bottom) & (np.maximum(self.y0, self.y1) > top)
        x0, y0, x1, y1, _edge = _cut(self.x0[keep], self.y0[keep], self.x1[keep], self.y1[keep])
        row = np.floor((y0 + y1) / 2).astype(np.int64)
        inside = (row >= top) & (row < bottom)
        y0, x0, y1, x1, piece = _cut(y0[inside], x0[inside], y1[inside], x1[inside])
        # the row is that from before the second cut, whose rounding could move a piece over a row's edge
        return _Pieces(x0, y0, x1, y1, row[inside][piece])


def half_covered(geometry: ogr.Geometry, grid: Grid) -> np.ndarray:
    """The cells of which a (multi)polygon in grid CRS covers at least half, boolean (rows, cols)."""
    covered = np.zeros(grid.shape, bool)
    edges = Edges.of(geometry, grid)
    for row in range(0, grid.rows, _ROWS):
        touched = edges.covered(row, min(_ROWS, grid.rows - row), grid.cols)
        if touched is not None:
            window, shares = touched
            covered[row:row + window.rows, window.col:window.col + window.cols] = shares >= 0.5
    return covered


class _Pieces(NamedTuple):
    """Edges cut into cells, and the row of each."""

    x0: np.ndarray
    y0: np.ndarray
    x1: np.ndarray
    y1: np.ndarray
    row: np.ndarray


def _shares(pieces: _Pieces, window: Window) -> np.ndarray:
    """Covered area of the cells of a window, from the pieces in its rows."""
    rise, middle = pieces.y1 - pieces.y0, (pieces.x0 + pieces.x1) / 2
    col = np.floor(middle).astype(np.int64)
    left_of = col < window.col
    reaching = col < window.col + window.cols  # what lies right of the window covers nothing in it
    place = (pieces.row[reaching] - window.row, np.maximum(col - window.col, 0)[reaching])
    # left of the window an edge covers whole cells, inside it what lies between it and the right side of its cell
    share = np.where(left_of, 1.0, col + 1 - middle)[reaching]
    shares, cover = np.zeros((window.rows, window.cols)), np.zeros((window.rows, window.cols))
    np.add.at(shares, place, rise[reaching] * share)
    np.add.at(cover, place, rise[reaching])
    np.cumsum(cover, axis=1, out=cover)  # height of the edges in the row so far: covers all cells farther right
    shares[:, 1:] += cover[:, :-1]
    return np.clip(shares, 0.0, 1.0, out=shares)


def _cut(a0, b0, a1, b1):
    """Cut edges at whole values of their second coordinate: (a0, b0, a1, b1) of the pieces, and the edge of each."""
    low, high = np.minimum(b0, b1), np.maximum(b0, b1)
    first = np.floor(low).astype(np.int64) + 1
    pieces = np.maximum(0, np.ceil(high).astype(np.int64) - first) + 1
    edge = np.repeat(np.arange(len(b0)), pieces)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    start = np.where(step == 0, low[edge], (first[edge] + step - 1).astype(np.float64))
    end = np.where(step == pieces[edge] - 1, high[edge], (first[edge] + step).astype(np.float64))
    upward = (b1 >= b0)[edge]
    start, end = np.where(upward, start, end), np.where(upward, end, start)
    flat = b1 == b0
    slope = np.where(flat, 0.0, (a1 - a0) / np.where(flat, 1.0, b1 - b0))[edge]
    from_a = a0[edge] + (start - b0[edge]) * slope
    to_a = np.where(flat[edge], a1[edge], a0[edge] + (end - b0[edge]) * slope)
    return from_a, start, to_a, end, edge


def rings(geometry: ogr.Geometry) -> Iterator[tuple[np.ndarray, bool]]:
    """All rings of a polygon, multipolygon or collection as (points (n, 2), is a hole)."""
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbPolygon:
        for index in range(geometry.GetGeometryCount()):
            yield np.array(geometry.GetGeometryRef(index).GetPoints(), np.float64)[:, :2], index > 0
        return
    for index in range(geometry.GetGeometryCount()):
        yield from rings(geometry.GetGeometryRef(index))


def signed_area(x: np.ndarray, y: np.ndarray) -> float:
    """Shoelace area of a closed ring."""
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)
