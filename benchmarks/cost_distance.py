"""Measure cost distance beside scipy's Dijkstra and a heap, from one cell of square landscapes: prints markdown.

    cost_distance.py [--cells 500 1000 2000] [--rounds 1]

Every job runs in a process of its own, which tells the seconds of the work alone, the building of scipy's graph being
part of it; memory is the peak of the process. All costs are compared with those of the toolkit.
"""

import argparse
import heapq
import math
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from child import FOLDER, best
from table import Table

from ecr_toolkit.feedback import Feedback
from ecr_toolkit.planning.corridors.cost_distance import cost_distance

CELL_M = 250.0
HEAP_CELLS = 500  # a side of the largest landscape that the heap is given
_STEPS = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if down or right]


def landscape(kind: str, cells: int) -> tuple[np.ndarray, np.ndarray]:
    """Resistance of a square and its middle cell as the source. ``even``: 1 everywhere; ``noise``: any resistance in
    any cell; ``patches``: land cover in patches of 20 cells with rough edges and some barriers."""
    random = np.random.default_rng(cells)
    if kind == "even":
        found = np.ones((cells, cells))
    elif kind == "noise":
        found = random.choice([1.0, 10, 20, 30, 100, 500], (cells, cells))
    else:
        rough = np.kron(random.normal(size=(cells // 20 + 1,) * 2), np.ones((20, 20)))[:cells, :cells]
        rough += 0.2 * random.normal(size=rough.shape)
        found = np.array([1, 10, 30, 100, 500, np.nan])[np.searchsorted([0, 0.4, 0.8, 1.6, 2.2], rough)]
    source = np.zeros(found.shape, bool)
    source[cells // 2, cells // 2] = True
    found[source] = 1
    return found.astype(np.float32), source


def ours(resistance: np.ndarray, source: np.ndarray) -> np.ndarray:
    return cost_distance(resistance, source, CELL_M, Feedback())


def scipy_dijkstra(resistance: np.ndarray, source: np.ndarray) -> np.ndarray:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import dijkstra
    rows, cols = resistance.shape
    number = np.arange(rows * cols, dtype=np.int32).reshape(rows, cols)
    half = resistance.astype(np.float64) * (CELL_M / 2)
    first, second, cost = [], [], []
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        one = np.s_[:rows - down, max(0, -right):cols - max(0, right)]
        other = np.s_[down:, max(0, right):cols + min(0, right)]
        weight = (half[one] + half[other]) * (math.sqrt(2) if down and right else 1.0)
        there = np.isfinite(weight)
        first.append(number[one][there])
        second.append(number[other][there])
        cost.append(weight[there])
    graph = coo_matrix((np.concatenate(cost), (np.concatenate(first), np.concatenate(second))),
                       (rows * cols, rows * cols)).tocsr()
    return dijkstra(graph, directed=False, indices=int(np.flatnonzero(source)[0])).reshape(rows, cols)


def heap(resistance: np.ndarray, source: np.ndarray) -> np.ndarray:
    half = (resistance.astype(np.float64) * (CELL_M / 2)).tolist()
    rows, cols = resistance.shape
    cost = np.where(source, 0, np.inf).tolist()
    waiting = [(0.0, *place) for place in np.argwhere(source).tolist()]
    while waiting:
        known, row, col = heapq.heappop(waiting)
        if known > cost[row][col]:
            continue
        for down, right in _STEPS:
            y, x = row + down, col + right
            if 0 <= y < rows and 0 <= x < cols:
                total = known + (half[row][col] + half[y][x]) * (math.sqrt(2) if down and right else 1.0)
                if total < cost[y][x]:  # never where it is NaN
                    cost[y][x] = total
                    heapq.heappush(waiting, (total, y, x))
    return np.array(cost)


JOBS = {"ours": ours, "scipy": scipy_dijkstra, "heap": heap}
TITLES = {"ours": "**ECR Toolkit**", "scipy": "scipy.sparse.csgraph.dijkstra", "heap": "heapq, cell by cell"}


def job(name: str, kind: str, cells: int) -> str:
    """Seconds, and how far the costs are from the toolkit's at most."""
    resistance, source = landscape(kind, cells)
    started = time.perf_counter()
    found = JOBS[name](resistance, source)
    seconds = time.perf_counter() - started
    kept = FOLDER / f"cost_distance_{kind}_{cells}.npy"
    if name == "ours":
        np.save(kept, found)
        return f"{seconds} {np.isfinite(found).sum():,} cells reached"
    known = np.load(kept)
    same = np.array_equal(np.isfinite(found), np.isfinite(known))
    reached = np.isfinite(known) & (known > 0)
    apart = np.abs(found[reached] / known[reached] - 1).max()
    return f"{seconds} {'the same cells' if same else 'OTHER CELLS'}, costs differ by {apart:.0e} at most"


def run(name: str, kind: str, cells: int, rounds: int) -> tuple[float, float, str]:
    """Best seconds, MB and what the job says, of some rounds in processes of their own."""
    return best(rounds, __file__, "--job", name, kind, str(cells))


def compare(table: Table, cells: int, rounds: int) -> None:
    """The table of one size, shown line by line."""
    table.head(f"Cost distance from one cell of {cells:,} × {cells:,}",
               "landscape", "program", "seconds", "MB at most", "times ours", "")
    for kind in ("even", "noise", "patches"):
        own = 0.0
        for name, title in TITLES.items():
            if name == "heap" and cells > HEAP_CELLS:
                continue
            seconds, megabytes, note = run(name, kind, cells, rounds)
            own = own or seconds
            table.add(kind, title, f"{seconds:.2f}", f"{megabytes:.0f}", f"{seconds / own:.1f}", note)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", type=int, nargs="*", default=[500, 1000, 2000])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--job", nargs=3, help="do one job here and tell its seconds")
    chosen = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if chosen.job:
        name, kind, cells = chosen.job
        print(job(name, kind, int(cells)))
    else:
        table = Table()
        for cells in chosen.cells:
            compare(table, cells, chosen.rounds)
        table.write(FOLDER / "cost_distance.md")


if __name__ == "__main__":
    main()
