"""The network of redline lines: chains between junctions, each one once, whichever polygons it bounds.

Polygons share a line where they share its vertices, as those of ``boundary.patches`` do. Sides are found by equal
vertices, never by distance.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from osgeo import ogr

from ...pilot.layers import parts
from ...raster.coverage import rings, signed_area


@dataclass
class Chain:
    """A line between two junctions, or a ring without any (``closed``).

    ``vertices`` (n,) are numbers of points in the network, the first one again at the end of a ring; ``points``
    (n, 2) their metres. The direction and the start depend on the coordinates alone, not on who asks.
    """

    vertices: np.ndarray
    points: np.ndarray
    closed: bool

    @cached_property
    def along(self) -> np.ndarray:
        """Metres from the start to each vertex, (n,)."""
        return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(self.points, axis=0).T))])


@dataclass(frozen=True)
class Passage:
    """A chain as a ring passes it: ``forward`` in the chain's own direction, ``start`` metres along the ring."""

    chain: int
    forward: bool
    start: float


@dataclass
class Ring:
    """A ring of the polygon number ``owner``, clockwise, by the chains that it passes; ``origin`` is how many metres
    along it its northernmost point lies (of several the westernmost)."""

    owner: int
    passages: list[Passage]
    length: float
    origin: float


@dataclass
class Network:
    """Points (n, 2) in metres, how many lines meet at each (n,), the chains, and the rings in order of numbering:
    by polygon, then by part (largest first), the shell before its holes, holes from north to south."""

    points: np.ndarray
    degree: np.ndarray
    chains: list[Chain]
    rings: list[Ring]


def network_of(polygons: Sequence[ogr.Geometry], north) -> Network:
    """The network of polygons, ``north`` gives how far north points (n, 2) lie, as latitudes (n,)."""
    outlines = [(owner, points) for owner, polygon in enumerate(polygons)
                for points in _outlines(polygon, north)]
    if not outlines:
        return Network(np.zeros((0, 2)), np.zeros(0, int), [], [])
    points, which = np.unique(np.vstack([points for _owner, points in outlines]) + 0.0, axis=0, return_inverse=True)
    which = which.ravel()
    latitude = np.round(north(points), 8)  # a millimetre: a straight northern edge is one line, and its west end wins
    ends = np.cumsum([len(points) for _owner, points in outlines])
    numbers = [_without_repeats(ring) for ring in np.split(which, ends[:-1])]
    links = np.vstack([np.column_stack([ring[:-1], ring[1:]]) for ring in numbers])
    links = np.unique(np.sort(links, axis=1), axis=0)
    network = Network(points, np.bincount(links.ravel(), minlength=len(points)), [], [])
    known: dict[bytes, int] = {}
    for (owner, _points), ring in zip(outlines, numbers):
        network.rings.append(_traced(network, known, owner, ring, latitude))
    return network


def _outlines(polygon: ogr.Geometry, north) -> Iterator[np.ndarray]:
    """Rings of a (multi)polygon in order of numbering, all clockwise, (n, 2)."""
    shapes = [part for part in parts(polygon) if not part.IsEmpty()]
    for shape in sorted(shapes, key=lambda part: (-round(part.GetArea(), 2), part.GetEnvelope())):
        shell, *holes = [points if signed_area(points[:, 0], points[:, 1]) < 0 else points[::-1]
                         for points, _hole in rings(shape)]
        yield shell
        yield from sorted(holes, key=lambda hole: (-round(float(north(hole).max()), 8), hole[:, 0].min()))


def _without_repeats(ring: np.ndarray) -> np.ndarray:
    return ring[np.concatenate([[True], ring[1:] != ring[:-1]])]


def _traced(network: Network, known: dict[bytes, int], owner: int, ring: np.ndarray, latitude: np.ndarray) -> Ring:
    """The ring (vertices, closed) as passages of chains; chains that are new are added to the network."""
    inner = ring[:-1]
    meeting = np.flatnonzero(network.degree[inner] != 2)
    first = int(meeting[0]) if len(meeting) else int(np.argmin(inner))
    inner = np.roll(inner, -first)
    ring = np.append(inner, inner[0])
    cuts = [0, *(np.flatnonzero(network.degree[inner[1:]] != 2) + 1), len(inner)]
    passages, start = [], 0.0
    for begin, end in zip(cuts, cuts[1:]):
        stretch = ring[begin:end + 1]
        forward = _is_forward(stretch)
        vertices = stretch if forward else stretch[::-1]
        key = vertices.tobytes()
        if key not in known:
            known[key] = len(network.chains)
            network.chains.append(Chain(vertices, network.points[vertices], not len(meeting)))
        passages.append(Passage(known[key], forward, start))
        start += float(network.chains[known[key]].along[-1])
    northern = np.flatnonzero(latitude[inner] == latitude[inner].max())
    origin = int(northern[np.argmin(network.points[inner[northern], 0])])
    to_origin = float(np.hypot(*np.diff(network.points[ring[:origin + 1]], axis=0).T).sum())
    return Ring(owner, passages, start, to_origin)


def _is_forward(stretch: np.ndarray) -> bool:
    """Whether a chain is met in its own direction: from the lower numbered end, a loop by its lower neighbour."""
    if stretch[0] != stretch[-1]:
        return bool(stretch[0] < stretch[-1])
    return bool(stretch[1] < stretch[-2])
