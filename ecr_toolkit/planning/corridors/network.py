"""The network of cores: its indices, and what stepping stones and corridors add to connectivity (methods.md §8.4,
§8.6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from ...feedback import Feedback
from ..connectivity.dispersal import Dispersal
from ..connectivity.distances import Links as Distances
from ..connectivity.indices import Connectivity, connectivity, gain
from ..connectivity.network import Network
from .links import Link

COLUMNS = ("set", "nodes", "links", "alpha", "beta", "gamma", "median_km", "area_km2", "eca_km2", "eca_gain_percent",
           "area_gain_percent", "well_placed", "too_far", "through", "reason")
CORES, STONES, CORRIDORS = "cores", "stepping_stones", "corridors"


def graph_indices(nodes: int, links: int) -> dict[str, Optional[float]]:
    """α (loops), β (links a node) and γ (share of the links that a plane graph can have) of a network; None below
    three nodes (methods.md §8.4)."""
    if nodes < 3:
        return {"alpha": None, "beta": None, "gamma": None}
    return {"alpha": round((links - nodes + 1) / (2 * nodes - 5), 6), "beta": round(links / nodes, 6),
            "gamma": round(links / (3 * (nodes - 2)), 6)}


@dataclass(frozen=True)
class Nodes:
    """Areas (km², n) and the known distances between their places (from 0): pairs → metres."""

    areas_km2: Sequence[float]
    metres: dict[tuple[int, int], float]

    def network(self, feedback: Feedback) -> Network:
        pairs = sorted(self.metres)
        first, second = (np.array([pair[end] for pair in pairs], np.int32) for end in (0, 1))
        return Network.of(np.array(self.areas_km2, np.float64),
                          Distances(first, second, np.array([self.metres[pair] for pair in pairs])), feedback)


def linked(areas_km2: Sequence[float], links: Iterable[Link], least_resistance: float) -> Nodes:
    """Nodes whose distances are effective: the cost of a link over the least resistance (methods.md §8.5)."""
    metres: dict[tuple[int, int], float] = {}
    for link in links:
        pair = link.first - 1, link.second - 1
        metres[pair] = min(link.cost / least_resistance, metres.get(pair, np.inf))
    return Nodes(areas_km2, metres)


def with_corridors(cores_km2: Sequence[float], links: Sequence[Link], corridors_km2: Sequence[float],
                   cell_m: float) -> Nodes:
    """The cores and, half-way on each path, its corridor as a node: as if all corridors were kept or restored, so that
    their paths are as easy as the easiest ground and count by their length."""
    metres = {}
    for place, link in enumerate(links, len(cores_km2)):
        half = link.length_m(cell_m) / 2
        metres[link.first - 1, place] = metres[link.second - 1, place] = half
    return Nodes([*cores_km2, *corridors_km2], metres)


def network_rows(sets: dict[str, tuple[Nodes, dict[str, Any]]], land_km2: float, dispersals: Sequence[Dispersal],
                 feedback: Feedback) -> list[dict[str, Any]]:
    """Rows (COLUMNS) of every set at every dispersal distance: areas and ECA in km², gains over the first set in per
    cent. ``sets``: name → nodes and what else its rows say. Raises Cancelled."""
    rows, before = [], {}
    for name, (nodes, facts) in sets.items():
        here = len(rows) / (len(sets) * len(dispersals))
        network = nodes.network(feedback)
        for dispersal in dispersals:
            found = connectivity(network, land_km2, feedback.part(here, here), dispersal)
            rows.append({"set": name, "nodes": len(nodes.areas_km2), "links": len(nodes.metres), **facts,
                         "median_km": dispersal.median_m / 1000, "area_km2": round(found.area_km2, 4),
                         "eca_km2": round(found.eca_km2, 4), **_gained(before.get(dispersal), found)})
            before.setdefault(dispersal, found)
        feedback.progress(len(rows) / (len(sets) * len(dispersals)))
    return rows


def _gained(before: Optional[Connectivity], after: Connectivity) -> dict[str, Any]:
    """Growth of ECA and of area in per cent; well placed where ECA grows more (methods.md §8.6)."""
    if before is None:
        return {}
    added = gain(before, after)
    return {"eca_gain_percent": None if added.eca_share is None else round(100 * added.eca_share, 4),
            "area_gain_percent": None if added.area_share is None else round(100 * added.area_share, 4),
            "well_placed": None if added.well_placed is None else int(added.well_placed)}
