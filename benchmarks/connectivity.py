"""Measure connectivity beside the plain way, in a country of the size of Brazil: prints a table of markdown.

    connectivity.py [--patches 1000 5000] [--cutoff 500] [--rounds 1]

Every job runs in a process of its own, which tells the seconds of the work alone; memory is the peak of the process.
The plain ways (GEOS for every pair, scipy's Dijkstra over all links and again for every patch that is lost) run on a
sample and are extrapolated.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from child import FOLDER, best
from osgeo import ogr
from table import Table

from ecr_toolkit.feedback import Feedback
from ecr_toolkit.planning.connectivity.distances import Links, links
from ecr_toolkit.planning.connectivity.indices import REPORTED, connectivity
from ecr_toolkit.planning.connectivity.network import Network

LAND_KM2 = 8_472_342.0
SAMPLED_PAIRS, SAMPLED_SOURCES = 1000, 20


def country(patches: int) -> list[ogr.Geometry]:
    """Patches of 100–300 vertices, one in each cell of a square, of very different sizes, at any place of the cell."""
    random = np.random.default_rng(patches)
    cells = int(np.ceil(np.sqrt(patches)))
    cell, made = 1000 * np.sqrt(LAND_KM2) / cells, []
    for place in random.permutation(cells ** 2)[:patches]:
        vertices = int(random.integers(100, 301))
        rough = np.cumsum(random.normal(size=vertices))
        rough -= np.linspace(0, rough[-1], vertices)
        reach = min(0.48, 0.2 * random.lognormal(0, 0.6))
        radius = cell * reach * (0.75 + 0.25 * rough / np.abs(rough).max())
        angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
        x, y = (np.array([place % cells, place // cells]) + random.uniform(reach, 1 - reach, 2)) * cell
        corners = [f"{east} {north}" for east, north in zip(x + radius * np.cos(angle), y + radius * np.sin(angle))]
        made.append(ogr.CreateGeometryFromWkt(f"POLYGON (({', '.join([*corners, corners[0]])}))"))
    return made


def kept(patches: int, cutoff_m: float) -> Path:
    return FOLDER / f"connectivity_{patches}_{cutoff_m:.0f}.npz"


def stored(patches: int, cutoff_m: float) -> tuple[np.ndarray, Links]:
    """What the job of distances left: areas and links."""
    found = np.load(kept(patches, cutoff_m))
    return found["areas"], Links(found["first"], found["second"], found["metres"], cutoff_m)


def distances(patches: int, cutoff_m: float) -> tuple[float, str]:
    polygons = country(patches)
    started = time.perf_counter()
    found = links(polygons, cutoff_m, Feedback())
    seconds = time.perf_counter() - started
    np.savez(kept(patches, cutoff_m), areas=[polygon.GetArea() / 1e6 for polygon in polygons], first=found.first,
             second=found.second, metres=found.metres)
    return seconds, f"{len(found.first):,} links"


def plain_distances(patches: int, cutoff_m: float) -> tuple[float, str]:
    polygons, (_areas, found) = country(patches), stored(patches, cutoff_m)
    sample = np.random.default_rng(0).choice(len(found.first), min(len(found.first), SAMPLED_PAIRS), replace=False)
    started = time.perf_counter()
    metres = [polygons[found.first[pair]].Distance(polygons[found.second[pair]]) for pair in sample]
    seconds = time.perf_counter() - started
    difference = np.abs(metres - found.metres[sample]).max()
    return seconds / len(sample) * len(found.first), (f"extrapolated from {len(sample):,} pairs, which differ by "
                                                      f"{difference:.0e} m at most")


def indices(patches: int, cutoff_m: float) -> tuple[float, str]:
    areas, found = stored(patches, cutoff_m)
    started = time.perf_counter()
    network = Network.of(areas, found, Feedback())
    every = [connectivity(network, LAND_KM2, Feedback(), dispersal) for dispersal in REPORTED]
    seconds = time.perf_counter() - started
    return seconds, (f"{len(network.neighbours) // 2:,} links needed; ProtConn "
                     + ", ".join(f"{one.connected:.3f}" for one in every) + " %; ECA is at most "
                     + ", ".join(f"{one.eca_at_most_km2 / one.eca_km2 - 1:.1%}" for one in every) + " larger")


def importance(patches: int, cutoff_m: float, which: int = 0) -> tuple[float, str]:
    areas, found = stored(patches, cutoff_m)
    started = time.perf_counter()
    worth = connectivity(Network.of(areas, found, Feedback()), LAND_KM2, Feedback(), REPORTED[which], importance=True)
    return time.perf_counter() - started, f"dPC at most {worth.importance.total.max():.3f} %"


def importance_far(patches: int, cutoff_m: float) -> tuple[float, str]:
    return importance(patches, cutoff_m, 2)


def _plain_paths(patches: int, cutoff_m: float) -> float:
    """Seconds of scipy's Dijkstra from every patch over all links."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra
    areas, found = stored(patches, cutoff_m)
    graph = csr_matrix((found.metres, (found.first, found.second)), (len(areas), len(areas)))
    graph = (graph + graph.T).tocsr()
    started = time.perf_counter()
    metres = dijkstra(graph, indices=np.arange(SAMPLED_SOURCES))
    for dispersal in REPORTED:
        (dispersal.at(metres) @ areas).sum()
    return (time.perf_counter() - started) * patches / SAMPLED_SOURCES


def plain_indices(patches: int, cutoff_m: float) -> tuple[float, str]:
    return _plain_paths(patches, cutoff_m), f"extrapolated from {SAMPLED_SOURCES} patches"


def plain_importance(patches: int, cutoff_m: float) -> tuple[float, str]:
    return _plain_paths(patches, cutoff_m) * patches, "extrapolated: all paths again for every patch"


JOBS = {"distances": (distances, plain_distances), "ProtConn at 10, 1, 30 and 100 km": (indices, plain_indices),
        "dPC at 10 km": (importance, plain_importance), "dPC at 30 km": (importance_far, plain_importance)}


def run(job, patches: int, cutoff_m: float, rounds: int) -> tuple[float, float, str]:
    """Best seconds, MB and what the job says, of some rounds in processes of their own."""
    return best(rounds, __file__, "--job", job.__name__, "--patches", str(patches), "--cutoff", str(cutoff_m / 1000))


def compare(table: Table, patches: int, cutoff_m: float, rounds: int) -> None:
    """The table of one size, shown line by line."""
    table.head(f"Connectivity of {patches:,} patches, links up to {cutoff_m / 1000:.0f} km",
               "what", "program", "seconds", "MB at most", "times ours", "")
    for name, (ours, plain) in JOBS.items():
        own, other = run(ours, patches, cutoff_m, rounds), run(plain, patches, cutoff_m, rounds)
        table.add(name, "**ECR Toolkit**", f"{own[0]:.2f}", f"{own[1]:.0f}", 1, own[2])
        table.add(name, "plain", f"{other[0]:,.1f}", f"{other[1]:.0f}", f"{other[0] / own[0]:,.1f}", other[2])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--patches", type=int, nargs="*", default=[1000, 5000])
    parser.add_argument("--cutoff", type=float, default=500, help="km up to which links are measured")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--job", choices=[job.__name__ for pair in JOBS.values() for job in pair],
                        help="do one job here and tell its seconds")
    chosen = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if chosen.job:
        seconds, note = globals()[chosen.job](chosen.patches[0], chosen.cutoff * 1000)
        print(seconds, note)
    else:
        table = Table()
        for patches in chosen.patches:
            compare(table, patches, chosen.cutoff * 1000, chosen.rounds)
        table.write(FOLDER / "connectivity.md")


if __name__ == "__main__":
    main()
