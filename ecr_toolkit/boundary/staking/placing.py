"""Placing: the stakes of each line of the network, before they have numbers (methods.md §5.9)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from .ground import Ground
from .network import Chain, Network, Ring
from .spacing import Spacing, between, places
from .turning_points import NEAREST_M, TURN_DEGREES, turning_points

TURNING, SPACING, JUNCTION = "turning", "spacing", "junction"
_NEAR = 0.001  # metres by which rounding may move a stake along a ring


@dataclass(frozen=True)
class Rules:
    """Angle (degrees) above which a line turns, metres below which corners are one, and metres between stakes."""

    turn: float = TURN_DEGREES
    nearest: float = NEAREST_M
    spacing: Spacing = field(default_factory=Spacing)


@dataclass(frozen=True)
class Place:
    """Where a stake stands, metres in the grid's system, and why."""

    x: float
    y: float
    kind: str


class Placed:
    """The places of all stakes of a network, each once, whichever rings pass it."""

    def __init__(self, network: Network, rules: Rules, ground: Ground) -> None:
        self._network = network
        self.places: list[Place] = []
        self._junctions: dict[int, int] = {}
        self._on_chains: list[list[tuple[float, int]]] = []  # metres along the chain, place
        for chain in network.chains:
            self._on_chains.append(self._place(chain, rules, ground))

    def _place(self, chain: Chain, rules: Rules, ground: Ground) -> list[tuple[float, int]]:
        along = chain.along
        stakes = [(float(along[vertex]), Place(*chain.points[vertex].tolist(), TURNING))
                  for vertex in turning_points(chain.points, along, chain.closed, rules.turn, rules.nearest)]
        if chain.closed and not stakes:
            stakes = [(float(along[0]), Place(*chain.points[0].tolist(), SPACING))]
        fixed = [distance for distance, _place in stakes]
        ends = [*fixed, fixed[0] + along[-1]] if chain.closed else [0.0, *fixed, float(along[-1])]
        for start, end in zip(ends, ends[1:]):
            distances = between(chain.points, along, start, end, rules.spacing, ground.accessible)
            stakes.extend((float(distance % along[-1]), Place(*point.tolist(), SPACING)) for distance, point in
                          zip(distances, places(chain.points, along, distances)))
        first = len(self.places)
        self.places.extend(place for _distance, place in stakes)
        return [(distance, first + index) for index, (distance, _place) in enumerate(stakes)]

    def _junction(self, vertex: int) -> int:
        if vertex not in self._junctions:
            self._junctions[vertex] = len(self.places)
            self.places.append(Place(*self._network.points[vertex].tolist(), JUNCTION))
        return self._junctions[vertex]

    def around(self, ring: Ring) -> list[int]:
        """The places that a ring passes, clockwise from its northernmost point."""
        met = sorted(((distance - ring.origin + _NEAR) % ring.length, place) for distance, place in self._met(ring))
        return [place for _distance, place in met]

    def _met(self, ring: Ring) -> Iterator[tuple[float, int]]:
        for passage in ring.passages:
            chain = self._network.chains[passage.chain]
            length = float(chain.along[-1])
            if not chain.closed:
                yield passage.start, self._junction(int(chain.vertices[0 if passage.forward else -1]))
            for distance, place in self._on_chains[passage.chain]:
                yield passage.start + (distance if passage.forward else length - distance), place


def latitudes_of(transformation):
    """A function of points (n, 2) that gives their latitudes (n,), from a transformation into degrees."""
    def north(points: np.ndarray) -> np.ndarray:
        return np.array(transformation.TransformPoints(points.tolist()))[:, 1]

    return north
