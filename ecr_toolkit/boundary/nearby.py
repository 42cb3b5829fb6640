"""Lines nearby: what of rivers, roads and legal lines runs beside raster outlines, and ties between both (methods.md
§5.5)."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from osgeo import ogr

from ..pilot.layers import lines as lines_in
from ..pilot.layers import parts
from ..pilot.shapes import line_of
from .following import TIE, Lines
from .segments import SegmentIndex, densified, segments_of, thinned, together


def lines_nearby(lines: Lines, outlines: Sequence[ogr.Geometry], tolerance_m: float) -> Lines:
    """What of the lines (type → geometry) lies within the tolerance of raster outlines; with type TIE the ties from
    where such a line ends or leaves to the nearest place on an outline."""
    outline = segments_of(together(outlines))
    if tolerance_m <= 0 or not len(outline):
        return {}
    index = SegmentIndex(outline, tolerance_m)
    near = {kind: _within(geometry, index, tolerance_m) for kind, geometry in lines.items()}
    near = {kind: geometry for kind, geometry in near.items() if not geometry.IsEmpty()}
    if near:
        near[TIE] = _ties(near.values(), index)
    return near


def _within(geometry: ogr.Geometry, index: SegmentIndex, tolerance_m: float) -> ogr.Geometry:
    """The stretches of lines that lie within the tolerance, to a quarter of it; every vertex in them is kept."""
    collected = ogr.Geometry(ogr.wkbMultiLineString)
    lines = [densified(np.array(line.GetPoints())[:, :2], tolerance_m / 4)
             for line in parts(lines_in(together([geometry])))]
    samples = [thinned(points, tolerance_m / 8) for points in lines]
    if not lines:
        return collected
    found = np.isfinite(index.nearest(np.vstack([points[sample] for points, sample in zip(lines, samples)]))[0])
    for points, sample, near in zip(lines, samples, np.split(found, np.cumsum([len(one) for one in samples])[:-1])):
        if near.any():
            places = np.arange(len(points))
            after = np.searchsorted(sample, places)
            before = np.searchsorted(sample, places, side="right") - 1
            for start, end in _runs(near[before] & near[after]):
                if end - start > 1:
                    collected.AddGeometry(line_of(points[start:end]))
    return collected


def _runs(flags: np.ndarray) -> Iterator[tuple[int, int]]:
    """First and one past the last of every run of true flags."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return zip(edges[::2].tolist(), edges[1::2].tolist())


def _ties(pieces: Iterable[ogr.Geometry], index: SegmentIndex) -> ogr.Geometry:
    """Straight lines from the loose ends of pieces to the nearest outline."""
    ends = np.array([point[:2] for geometry in pieces for line in parts(lines_in(geometry))
                     for point in (line.GetPoint(0), line.GetPoint(line.GetPointCount() - 1))]).reshape(-1, 2)
    loose, times = np.unique(ends, axis=0, return_counts=True)
    loose = loose[times == 1]
    distance, place, _owner = index.nearest(loose)
    ties = ogr.Geometry(ogr.wkbMultiLineString)
    for start, end in zip(loose[(distance > 0) & np.isfinite(distance)], place[(distance > 0) & np.isfinite(distance)]):
        ties.AddGeometry(line_of((start, end)))
    return ties
