"""Outlines of polygons as segments under a pyramid of boxes: what searches for nearest points descend."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from ...raster.coverage import rings


@dataclass(frozen=True)
class Outlines:
    """Segments of the rings (holes too) of many polygons, and boxes over 1, 2, 4, 8 … of them in a row.

    ``segments`` (n, 4): x0, y0, x1, y1 in metres. ``start`` (polygons + 1): where the segments of a polygon begin.
    ``boxes``: per level (m, 4) left, bottom, right, top; ``starts``: per level (polygons + 1) where a polygon's boxes
    begin. Level l holds a box for every 2^l segments of a polygon; on the last level every polygon has one.
    """

    segments: np.ndarray
    start: np.ndarray
    boxes: list[np.ndarray]
    starts: list[np.ndarray]

    @classmethod
    def of(cls, polygons: Sequence[ogr.Geometry]) -> "Outlines":
        outlines = [_segments(polygon) for polygon in polygons]
        segments = np.concatenate(outlines) if outlines else np.zeros((0, 4))
        counts = np.array([len(outline) for outline in outlines], np.int64)
        begin, end = segments[:, :2], segments[:, 2:]
        boxes = [np.hstack([np.minimum(begin, end), np.maximum(begin, end)])]
        starts = [_offsets(counts)]
        while counts.max(initial=1) > 1:
            below, counts = starts[-1], (counts + 1) // 2
            starts.append(_offsets(counts))
            first = np.repeat(below[:-1] - 2 * starts[-1][:-1], counts) + 2 * np.arange(starts[-1][-1])
            boxes.append(np.hstack([np.minimum.reduceat(boxes[-1][:, :2], first),
                                    np.maximum.reduceat(boxes[-1][:, 2:], first)]))
        return cls(segments, starts[0], boxes, starts)

    @property
    def envelopes(self) -> np.ndarray:
        """Box of every polygon, (polygons, 4): left, bottom, right, top."""
        return self.boxes[-1]

    def inside(self, polygon: int, x: float, y: float) -> bool:
        """Whether a point lies in a polygon (and not in one of its holes): a ray to the east crosses it odd times."""
        x0, y0, x1, y1 = self.segments[self.start[polygon]:self.start[polygon + 1]].T
        crossed = (y0 > y) != (y1 > y)
        x0, y0, x1, y1 = x0[crossed], y0[crossed], x1[crossed], y1[crossed]
        return bool(np.count_nonzero(x0 + (y - y0) / (y1 - y0) * (x1 - x0) > x) % 2)


def _segments(polygon: ogr.Geometry) -> np.ndarray:
    return np.concatenate([np.hstack([ring[:-1], ring[1:]]) for ring, _hole in rings(polygon)])


def _offsets(counts: np.ndarray) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(counts)])


def ranges(first: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """The whole numbers first[0], first[0] + 1, … (counts[0] of them), then those from first[1], and so on."""
    begin = np.cumsum(counts) - counts
    return np.arange(counts.sum()) + np.repeat(first - begin, counts)
