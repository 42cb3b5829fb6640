"""Following: raster lines give way to rivers, ridges, legal lines, parcels and roads nearby (methods.md §5.5).

Such lines are cut where they leave the neighbourhood of a raster line and tied to it there. So the strips between both
are faces, and a strip changes sides where the boundary then runs along better lines. No vertex of any line moves.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Callable

import numpy as np
from osgeo import ogr

from ..raster.coverage import rings
from .faces import OUTSIDE, Edges, Face
from .segments import SegmentIndex, densified, line_parts, lines_of, segments_of, thinned, together

NATURAL, LEGAL, PARCEL, ADMINISTRATIVE, LINEAR, RASTER = 1, 2, 3, 4, 5, 6
TIE = 7  # while lines are chosen; it counts as a raster line afterwards
# What a metre of boundary costs by type, in the order of preference of the guide: a boundary may become twice as long
# where it then follows natural lines, and less for others
COST = {NATURAL: 0.40, LEGAL: 0.45, PARCEL: 0.50, ADMINISTRATIVE: 0.55, LINEAR: 0.60, RASTER: 1.0, TIE: 0.7}
_WIDTHS = 100  # a strip as wide as the tolerance costs a hundredth of its length: of equal lines the nearer one wins
_ON_LINE_M = 0.001

Lines = Mapping[int, ogr.Geometry]


def lines_nearby(lines: Lines, outlines: Sequence[ogr.Geometry], tolerance_m: float) -> Lines:
    """What of the lines (type → geometry) lies within the tolerance of raster outlines; with type TIE the ties from
    where such a line ends or leaves to the nearest place on an outline."""
    outline = segments_of(together(outlines))
    if tolerance_m <= 0 or not len(outline):
        return {}
    index = SegmentIndex(outline, 1.01 * tolerance_m)
    near = {kind: _within(geometry, index, tolerance_m) for kind, geometry in lines.items()}
    near = {kind: geometry for kind, geometry in near.items() if not geometry.IsEmpty()}
    if near:
        near[TIE] = _ties(near.values(), index)
    return near


def _within(geometry: ogr.Geometry, index: SegmentIndex, tolerance_m: float) -> ogr.Geometry:
    """The stretches of lines that lie within the tolerance, to a quarter of it; every vertex in them is kept."""
    collected = ogr.Geometry(ogr.wkbMultiLineString)
    lines = [densified(np.array(line.GetPoints())[:, :2], tolerance_m / 4) for line in line_parts(lines_of(geometry))]
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
                    collected.AddGeometry(_line(points[start:end]))
    return collected


def _runs(flags: np.ndarray) -> Iterator[tuple[int, int]]:
    """First and one past the last of every run of true flags."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return zip(edges[::2].tolist(), edges[1::2].tolist())


def _line(points: np.ndarray) -> ogr.Geometry:
    line = ogr.Geometry(ogr.wkbLineString)
    for x, y in points:
        line.AddPoint_2D(x, y)
    return line


def _ties(pieces, index: SegmentIndex) -> ogr.Geometry:
    """Straight lines from the loose ends of pieces to the nearest outline."""
    ends = np.array([point[:2] for geometry in pieces for line in line_parts(geometry)
                     for point in (line.GetPoint(0), line.GetPoint(line.GetPointCount() - 1))]).reshape(-1, 2)
    loose, times = np.unique(ends, axis=0, return_counts=True)
    loose = loose[times == 1]
    distance, place, _owner = index.nearest(loose)
    ties = ogr.Geometry(ogr.wkbMultiLineString)
    for start, end in zip(loose[(distance > 0) & np.isfinite(distance)], place[(distance > 0) & np.isfinite(distance)]):
        ties.AddGeometry(_line(np.array([start, end])))
    return ties


def kinds_of(edges: Edges, faces: Sequence[Face], lines: Lines) -> np.ndarray:
    """The boundary type of every edge, (n,): that of the first type of line that it lies on; legal between forced and
    other land, administrative between units; TIE on ties."""
    kinds = np.full(len(edges.ends), RASTER, np.int8)
    unit = np.array([face.unit for face in faces] + [OUTSIDE])
    forced = np.array([face.forced for face in faces] + [False])
    between = unit[edges.left] != unit[edges.right]
    kinds[between] = ADMINISTRATIVE
    kinds[~between & (forced[edges.left] != forced[edges.right])] = LEGAL
    for kind in sorted(lines, reverse=True):
        on = np.flatnonzero(kinds > kind if kind != TIE else kinds == RASTER)
        on = on[_lie_on(edges.ends[on], lines[kind])]
        kinds[on] = kind
    return kinds


def _lie_on(ends: np.ndarray, lines: ogr.Geometry) -> np.ndarray:
    """Whether edges lie on lines: three places of each do."""
    segments = segments_of(lines)
    if not len(segments) or not len(ends):
        return np.zeros(len(ends), bool)
    reach = max(float(np.median(np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]))), 1.0)
    index = SegmentIndex(segments, reach)
    on = np.ones(len(ends), bool)
    for share in (0.25, 0.5, 0.75):
        places = ends[on, :2] + share * (ends[on, 2:] - ends[on, :2])
        on[on] = index.nearest(places)[0] <= _ON_LINE_M
    return on


def follow(faces: Sequence[Face], edges: Edges, kinds: np.ndarray, lines: Lines, tolerance_m: float,
           stays_out: Callable[[ogr.Geometry], bool]) -> tuple[float, float]:
    """Change the side of strips where the boundary becomes cheaper by COST; gives what was gained and lost, km².

    Only strips that lie within the tolerance of a line that is followed may change: so no boundary moves farther. The
    strip that saves most goes first, until none saves anything. Forced faces stay in; ``stays_out`` says of a face
    outside whether something taken out lies in it.
    """
    strips = _strips(faces, edges, kinds, lines, tolerance_m)
    links = _links(faces, edges, kinds, strips)
    waiting = [(_saving(faces, face, links[face], tolerance_m), face) for face in sorted(strips)]
    waiting = [(-saving, face) for saving, face in waiting if saving > 0]
    heapq.heapify(waiting)
    gained = lost = 0.0
    while waiting:
        noted, face = heapq.heappop(waiting)
        saving = _saving(faces, face, links[face], tolerance_m)
        if saving <= 1e-9 or -noted != saving:
            if saving > 1e-9:
                heapq.heappush(waiting, (-saving, face))
            continue
        if not faces[face].redline and stays_out(faces[face].polygon):
            continue
        faces[face].redline = not faces[face].redline
        km2 = faces[face].polygon.GetArea() / 1e6
        gained, lost = (gained + km2, lost) if faces[face].redline else (gained, lost + km2)
        for other in links[face]:
            if other in strips:
                heapq.heappush(waiting, (-_saving(faces, other, links[other], tolerance_m), other))
    return gained, lost


def _strips(faces: Sequence[Face], edges: Edges, kinds: np.ndarray, lines: Lines, tolerance_m: float) -> set[int]:
    """Faces beside a line that is followed, whose outline lies within the tolerance of such lines and which are no
    wider than twice that."""
    followed = [geometry for kind, geometry in sorted(lines.items()) if kind != TIE]
    if not followed:
        return set()
    beside = [int(face) for face in np.unique(np.concatenate([side[kinds < RASTER] for side in (
        edges.left, edges.right)])) if face != OUTSIDE and not faces[face].forced]
    narrow = [face for face in beside if faces[face].polygon.GetArea()
              <= tolerance_m * faces[face].polygon.Boundary().Length() / 2]
    index = SegmentIndex(np.vstack([_thin_segments(line, tolerance_m) for geometry in followed
                                    for line in line_parts(geometry)]), 1.01 * tolerance_m)
    outlines = [np.vstack([_sampled(points, tolerance_m) for points, _hole in rings(faces[face].polygon)])
                for face in narrow]
    if not outlines:
        return set()
    near = np.isfinite(index.nearest(np.vstack(outlines))[0])
    ends = np.cumsum([len(outline) for outline in outlines])
    return {face for face, end, outline in zip(narrow, ends, outlines) if near[end - len(outline):end].all()}


def _sampled(points: np.ndarray, tolerance_m: float) -> np.ndarray:
    """Places along a line, an eighth to three eighths of the tolerance apart."""
    dense = densified(points, tolerance_m / 4)
    return dense[thinned(dense, tolerance_m / 8)]


def _thin_segments(line: ogr.Geometry, tolerance_m: float) -> np.ndarray:
    points = _sampled(np.array(line.GetPoints())[:, :2], tolerance_m)
    return np.hstack([points[:-1], points[1:]])


def _links(faces: Sequence[Face], edges: Edges, kinds: np.ndarray, strips: set[int]) -> dict[int, dict[int, float]]:
    """Strip → neighbouring face of its unit → cost of the line between them."""
    cost = np.array([COST.get(kind, 0.0) for kind in range(TIE + 1)])[kinds] * edges.lengths
    links: dict[int, dict[int, float]] = {face: defaultdict(float) for face in strips}
    for one, other in ((edges.left, edges.right), (edges.right, edges.left)):
        concerned = np.flatnonzero(np.isin(one, list(strips)) & (other != OUTSIDE))
        for edge in concerned:
            if faces[one[edge]].unit == faces[other[edge]].unit:
                links[int(one[edge])][int(other[edge])] += float(cost[edge])
    return links


def _saving(faces: Sequence[Face], face: int, links: Mapping[int, float], tolerance_m: float) -> float:
    """What the boundary costs less when the face changes sides."""
    saved = sum(cost if faces[other].redline != faces[face].redline else -cost for other, cost in links.items())
    return saved - faces[face].polygon.GetArea() / (_WIDTHS * tolerance_m)
