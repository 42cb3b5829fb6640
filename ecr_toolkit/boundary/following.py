"""Following: raster lines give way to rivers, ridges, legal lines, parcels and roads nearby (methods.md §5.5).

Such lines are cut where they leave the neighbourhood of a raster line and tied to it there. So the strips between both
are faces, and a strip changes sides where the boundary then runs along better lines. No vertex of any line moves.
"""

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Callable

import numpy as np
from osgeo import ogr

from ..pilot.layers import lines as lines_in
from ..pilot.layers import parts
from ..raster.coverage import rings
from .faces import OUTSIDE, Edges, Face
from .segments import SegmentIndex, densified, segments_of, thinned

NATURAL, LEGAL, PARCEL, ADMINISTRATIVE, LINEAR, RASTER = 1, 2, 3, 4, 5, 6
TIE = 7  # while lines are chosen; it counts as a raster line afterwards
# What a metre of boundary costs by type, in the order of preference of the guide: a boundary may become twice as long
# where it then follows natural lines, and less for others
COST = {NATURAL: 0.40, LEGAL: 0.45, PARCEL: 0.50, ADMINISTRATIVE: 0.55, LINEAR: 0.60, RASTER: 1.0, TIE: 0.7}
_WIDTHS = 100  # a strip as wide as the tolerance costs a hundredth of its length: of equal lines the nearer one wins
_IN_PLACE = 0.5  # metres of a followed line that must come in place of a metre of raster line
_ON_LINE_M = 0.001

Lines = Mapping[int, ogr.Geometry]


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

    Only strips may change whose outline lies within the tolerance of a line that is followed and of the boundary as it
    was, and in which no circle of that radius fits: so no boundary moves farther. The strip that saves most goes first,
    until none saves anything. Forced faces stay in; ``stays_out`` says of a face outside whether something taken out
    lies in it.
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
        if not faces[face].polygon.Buffer(-tolerance_m, 4).IsEmpty():
            continue
        faces[face].redline = not faces[face].redline
        km2 = faces[face].polygon.GetArea() / 1e6
        gained, lost = (gained + km2, lost) if faces[face].redline else (gained, lost + km2)
        for other in links[face]:
            if other in strips:
                heapq.heappush(waiting, (-_saving(faces, other, links[other], tolerance_m), other))
    return gained, lost


def _boundary(faces: Sequence[Face], edges: Edges) -> np.ndarray:
    """Segments between what is redline and what is not, (n, 4)."""
    red = np.array([face.redline for face in faces] + [False])
    return edges.ends[red[edges.left] != red[edges.right]]


def _strips(faces: Sequence[Face], edges: Edges, kinds: np.ndarray, lines: Lines, tolerance_m: float) -> set[int]:
    """Faces beside a line that is followed, whose outline lies within the tolerance of such lines and of the boundary
    as it is now, and which are no wider than twice that."""
    followed = [_thin_segments(line, tolerance_m) for kind, geometry in sorted(lines.items()) if kind != TIE
                for line in parts(lines_in(geometry))]
    boundary = _boundary(faces, edges)
    if not followed or not len(boundary):
        return set()
    beside = [int(face) for face in np.unique(np.concatenate([side[kinds < RASTER] for side in (
        edges.left, edges.right)])) if face != OUTSIDE and not faces[face].forced]
    found = [face for face in beside if faces[face].polygon.GetArea()
             <= tolerance_m * faces[face].polygon.Boundary().Length() / 2]
    for segments in (np.vstack(followed), boundary):
        found = _all_within(faces, found, SegmentIndex(segments, tolerance_m))
    return set(found)


def _all_within(faces: Sequence[Face], numbers: Sequence[int], index: SegmentIndex) -> list[int]:
    """The faces whose whole outline is within reach of segments."""
    outlines = [np.vstack([_sampled(points, index.reach) for points, _hole in rings(faces[face].polygon)])
                for face in numbers]
    if not outlines:
        return []
    near = np.isfinite(index.nearest(np.vstack(outlines))[0])
    ends = np.cumsum([len(outline) for outline in outlines])
    return [face for face, end, outline in zip(numbers, ends, outlines) if near[end - len(outline):end].all()]


def _sampled(points: np.ndarray, tolerance_m: float) -> np.ndarray:
    """Places along a line, an eighth to three eighths of the tolerance apart."""
    dense = densified(points, tolerance_m / 4)
    return dense[thinned(dense, tolerance_m / 8)]


def _thin_segments(line: ogr.Geometry, tolerance_m: float) -> np.ndarray:
    points = _sampled(np.array(line.GetPoints())[:, :2], tolerance_m)
    return np.hstack([points[:-1], points[1:]])


@dataclass
class _Shared:
    """What a strip shares with a neighbour: cost, and metres on lines that are followed and on raster lines."""

    cost: float = 0.0
    followed: float = 0.0
    raster: float = 0.0


def _links(faces: Sequence[Face], edges: Edges, kinds: np.ndarray, strips: set[int]) -> dict[int, dict[int, _Shared]]:
    """Strip → neighbouring face of its unit → what they share."""
    lengths = edges.lengths
    cost = np.array([COST.get(kind, 0.0) for kind in range(TIE + 1)])[kinds] * lengths
    links: dict[int, dict[int, _Shared]] = {face: defaultdict(_Shared) for face in strips}
    for one, other in ((edges.left, edges.right), (edges.right, edges.left)):
        concerned = np.flatnonzero(np.isin(one, list(strips)) & (other != OUTSIDE))
        for edge in concerned:
            if faces[one[edge]].unit == faces[other[edge]].unit:
                shared = links[int(one[edge])][int(other[edge])]
                shared.cost += float(cost[edge])
                shared.followed += float(lengths[edge]) if kinds[edge] < RASTER else 0.0
                shared.raster += float(lengths[edge]) if kinds[edge] == RASTER else 0.0
    return links


def _saving(faces: Sequence[Face], face: int, links: Mapping[int, _Shared], tolerance_m: float) -> float:
    """What the boundary costs less when the face changes sides; nothing where raster lines would go without a line that
    is followed in their place, which would make patches vanish."""
    state = faces[face].redline
    gone = [shared for other, shared in links.items() if faces[other].redline != state]
    new = [shared for other, shared in links.items() if faces[other].redline == state]
    if sum(shared.followed for shared in new) < _IN_PLACE * sum(shared.raster for shared in gone):
        return 0.0
    saved = sum(shared.cost for shared in gone) - sum(shared.cost for shared in new)
    return saved - faces[face].polygon.GetArea() / (_WIDTHS * tolerance_m)
