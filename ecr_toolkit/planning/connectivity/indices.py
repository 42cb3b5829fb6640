"""PC, ECA, ProtConn with its fractions, and the importance of every patch (methods.md §8.5, §8.6)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Optional

import numpy as np

from ...feedback import Feedback
from .dispersal import Dispersal
from .network import Network
from .paths import shortest
from .removal import detour_losses

DEFAULT = Dispersal(10_000.0)
REPORTED = (DEFAULT, Dispersal(1_000.0), Dispersal(30_000.0), Dispersal(100_000.0))
_IN_FULL = 1_000  # patches up to which all pairs are measured
_HALF_LIVES = 5  # longer direct links, with p < 0.031, are left out in larger networks
_CELLS = 400_000  # of the matrix sources × nodes that is held at once


def cutoff_m(patches: int, dispersals: Sequence[Dispersal] = REPORTED) -> float:
    """Up to which distance to measure links: all of them up to 1,000 patches, else 5 × the largest median distance."""
    return math.inf if patches <= _IN_FULL else _HALF_LIVES * max(dispersal.median_m for dispersal in dispersals)


class Importance(NamedTuple):
    """dPC in % of PCnum per node, those abroad last, and what it is made of (Saura & Rubio 2010).

    ``intra``: the area of the patch; ``flux``: its links to the others; ``connector``: paths of others through it.
    """

    total: np.ndarray
    intra: np.ndarray
    flux: np.ndarray
    connector: np.ndarray


@dataclass(frozen=True)
class Connectivity:
    """The figures of §8.5 at one dispersal distance.

    Areas in km². ``protected`` (Prot), ``connected`` (ProtConn) and ``unconnected`` in % of the land, ``relative``
    (RelConn) in % of Prot, the parts in % of ProtConn; None where they have no value (no patch; no single areas given).
    ``eca_at_most_km2``: what ECA could be at most, had all links been measured and no path been left as negligible.
    """

    dispersal: Dispersal
    land_km2: float
    patches: int
    area_km2: float
    pcnum_km4: float
    eca_km2: float
    eca_at_most_km2: float
    probability_of_connectivity: float
    protected: float
    connected: float
    unconnected: float
    relative: Optional[float]
    from_protected: Optional[float]
    from_transboundary: Optional[float]
    from_unprotected: Optional[float]
    within: Optional[float]
    contiguous: Optional[float]
    importance: Optional[Importance]


def connectivity(network: Network, land_km2: float, feedback: Feedback, dispersal: Dispersal = DEFAULT,
                 single_km2: Optional[Sequence[float]] = None, importance: bool = False) -> Connectivity:
    """All figures at one dispersal distance. ``land_km2``: area of the country or zone (A_L), above 0.

    ``single_km2``: areas of the single, undissolved protected areas, for the parts within and contiguous.
    ``importance``: also what every patch is worth.
    """
    abroad = network.domestic
    flows = _flows(network, dispersal, importance, feedback.part(0, 0.7 if abroad else 1))
    eca, area = math.sqrt(flows.pcnum), math.fsum(network.areas_km2)
    protected, connected = 100 * area / land_km2, 100 * eca / land_km2
    inland = math.sqrt(_flows(abroad, dispersal, False, feedback.part(0.7, 1)).pcnum) if abroad else eca
    from_protected = from_transboundary = from_unprotected = within = None
    if connected:
        from_protected = 100 * math.sqrt(math.fsum(network.areas_km2 ** 2)) / eca
        from_transboundary = 100 * max(0.0, eca - inland) / eca
        from_unprotected = max(0.0, 100 - from_protected - from_transboundary)
        if single_km2 is not None and math.fsum(single_km2):
            single = np.asarray(single_km2, np.float64)
            within = min(100.0, 100 * math.sqrt(math.fsum(single ** 2) * area / math.fsum(single)) / eca)
    return Connectivity(
        dispersal, land_km2, len(network.areas_km2) - network.transboundary, area, flows.pcnum, eca,
        math.sqrt(flows.pcnum + flows.missing), flows.pcnum / land_km2 ** 2, protected, connected,
        protected - connected, 100 * connected / protected if protected else None, from_protected, from_transboundary,
        from_unprotected, within, None if within is None else max(0.0, 100 - within),
        _importance(network, flows) if importance else None)


class _Flows(NamedTuple):
    """PCnum, what it can lack at most, and per node its flux a_k Σ a_j p*_kj and the losses of others, all in km⁴."""

    pcnum: float
    missing: float
    flux: np.ndarray
    detours: np.ndarray


def _flows(network: Network, dispersal: Dispersal, importance: bool, feedback: Feedback) -> _Flows:
    areas = network.areas_km2
    flux, detours, missing = np.zeros(len(areas)), np.zeros(len(areas)), []
    # a path over a link that was not measured is less probable than that link, one that was left is negligible
    unseen = max(dispersal.negligible, float(dispersal.at(np.float64(network.measured_m))))
    sources = np.flatnonzero(areas > 0)
    rows = max(1, _CELLS // max(1, len(areas)))
    for begin in range(0, len(sources), rows):
        feedback.check()
        some = sources[begin:begin + rows]
        paths = shortest(network, some, dispersal.limit_m, feedback)
        chance = dispersal.at(paths.metres)
        chance[np.arange(len(some)), some] = 0
        flux[some] = areas[some] * (chance * areas).sum(axis=1)
        chance[np.arange(len(some)), some] = 1
        missing.append(float((areas[some] * (np.maximum(unseen - chance, 0) * areas).sum(axis=1)).sum()))
        if importance:
            detours += detour_losses(network, some, paths, dispersal, feedback)
        feedback.progress((begin + len(some)) / len(sources))
    return _Flows(math.fsum(areas ** 2) + math.fsum(flux), math.fsum(missing), flux, detours)


def _importance(network: Network, flows: _Flows) -> Importance:
    share = 100 / flows.pcnum if flows.pcnum else 0.0
    intra, flux, connector = share * network.areas_km2 ** 2, share * 2 * flows.flux, share * flows.detours
    return Importance(intra + flux + connector, intra, flux, connector)


@dataclass(frozen=True)
class Gain:
    """What additions bring: growth of ECA, ProtConn (percentage points) and area; None where nothing was before."""

    eca_km2: float
    connected: float
    eca_share: Optional[float]
    area_share: Optional[float]

    @property
    def well_placed(self) -> Optional[bool]:
        """Whether connectivity grows more than area; None where one of them is not known or nothing was added."""
        if self.eca_share is None or not self.area_share:
            return None
        return self.eca_share > self.area_share


def gain(before: Connectivity, after: Connectivity) -> Gain:
    """ΔECA of PA → PA ∪ L (methods.md §8.6). Both at one dispersal distance and for the same land."""
    if (before.dispersal, before.land_km2) != (after.dispersal, after.land_km2):
        raise ValueError("two dispersal distances or two lands cannot be compared")
    eca, area = after.eca_km2 - before.eca_km2, after.area_km2 - before.area_km2
    return Gain(eca, after.connected - before.connected, eca / before.eca_km2 if before.eca_km2 else None,
                area / before.area_km2 if before.area_km2 else None)
