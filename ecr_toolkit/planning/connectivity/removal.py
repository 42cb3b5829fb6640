"""What the loss of every patch costs the others: the pairs whose shortest path went through it take a detour."""

from collections.abc import Iterator

import numpy as np

from ...feedback import Feedback
from .dispersal import Dispersal
from .network import Network
from .paths import Paths
from .trees import Trees, depths

_ENTRIES = 200_000  # of the trees that are mended at once: bounds memory to about 100 MB


def detour_losses(network: Network, sources: np.ndarray, paths: Paths, dispersal: Dispersal,
                  feedback: Feedback) -> np.ndarray:
    """Σ_s Σ_t a_s a_t (p*_st − p*_st without k) in km⁴ for every node k, s over the sources, s ≠ k ≠ t.

    ``paths`` are the shortest ones from the sources, up to the length at which p* is negligible.
    """
    lost = np.zeros(len(network.areas_km2))
    for rows in _parcels(paths):
        feedback.check()
        trees = Trees.of(paths.metres[rows], paths.before[rows])
        entry = np.flatnonzero(trees.ancestor != trees.place)
        if len(entry):
            place, gone = trees.place[entry], trees.node[trees.ancestor[entry]]
            detours = trees.detours(network, dispersal.limit_m, feedback)[entry]
            areas = network.areas_km2[sources[rows][trees.row[place]]] * network.areas_km2[trees.node[place]]
            losses = np.maximum(dispersal.at(trees.metres[place]) - dispersal.at(detours), 0)
            lost += np.bincount(gone, areas * losses, len(lost))
    return lost


def _parcels(paths: Paths) -> Iterator[slice]:
    """Rows that together have at most ``_ENTRIES`` entries, at least one row."""
    entries = depths(paths.before).sum(axis=1)
    begin = size = 0
    for row, more in enumerate(entries):
        if row > begin and size + more > _ENTRIES:
            yield slice(begin, row)
            begin, size = row, 0
        size += more
    yield slice(begin, len(entries))
