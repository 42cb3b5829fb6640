"""Measure the raster floor and the models side by side with other programs, in one run: writes build/bench/bench.md.

    bench.py [--size 10000] [--align-size 5000] [--growth 2500 5000 10000 20000] [--rounds 2]
             [--models-size 5000] [--direct-size 4000] [--only-models]
"""

import argparse
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))

import data
from child import Child, run
from table import Table

HERE = Path(__file__).resolve().parent
TARGET = data.FOLDER / "bench.md"


class Job(NamedTuple):
    """What ours.py or peers.py is told to do."""

    script: str
    name: str


def measure(jobs: Iterable[Job], size: int, compression: str, rounds: int) -> dict[Job, Child]:
    """The best of the rounds of every job. The jobs take turns, so that a slow minute of the machine meets them all."""
    costs = [(job, _run(job, size, compression)) for _round in range(rounds) for job in jobs]
    return {job: min(cost for one, cost in costs if one == job) for job in jobs}


def _run(job: Job, size: int, compression: str) -> Child:
    """Every run begins alike: no output of an earlier one to replace, nothing of it left to write to the disk."""
    data.remove_outputs()
    os.sync()
    return run(str(HERE / job.script), job.name, str(size), compression, quiet=True)


def make(size: int, *kinds: str) -> None:
    """Make the rasters in a process of its own: a child's peak memory counts its parent's at the time it was born."""
    run(str(HERE / "data.py"), str(size), *kinds)


def compare(table: Table, title: str, ours: str, peers: dict[str, tuple[str, str]], floor: str, size: int,
            compression: str, rounds: int) -> None:
    """``peers``: name → (its job, our job that does the same as it)."""
    table.head(f"{title}, {size:,} × {size:,}, {compression}", "program", "seconds", "MB at most", "times ours",
               "share of the floor")
    own = [Job("ours.py", name) for name in dict.fromkeys([ours, *(mine for _job, mine in peers.values())])]
    others = {name: Job("peers.py", job) for name, (job, _mine) in peers.items() if available(job)}
    bottom = Job("peers.py", floor)
    costs = measure([bottom, *own, *others.values()], size, compression, rounds)

    def add(name: str, job: Job, against: Job) -> None:
        cost = costs[job]
        table.add(name, f"{cost.seconds:.2f}", f"{cost.megabytes:.0f}", f"{cost.seconds / costs[against].seconds:.1f}",
                  f"{costs[bottom].seconds / cost.seconds:.0%}")

    for job in own:
        add("**ECR Toolkit**" if job.name == ours else "**ECR Toolkit**, writing uncompressed", job, job)
    for name, (_job, mine) in peers.items():
        if name in others:
            add(name, others[name], Job("ours.py", mine))
        else:
            table.add(name, "not installed", "", "", "")


def available(job: str) -> bool:
    """Whether the program that a job needs is there."""
    if job.startswith("pygeoprocessing"):
        return importlib.util.find_spec("pygeoprocessing") is not None
    if job.startswith("gdal_calc"):
        return shutil.which("gdal_calc.py") is not None
    return True


def models(table: Table, size: int, direct_size: int, rounds: int) -> None:
    """Cells a second of the models; beside them direct numpy in memory, on a smaller country that it can hold."""
    table.head(f"Models, {size:,} × {size:,}, months in twelve bands", "models", "seconds", "million cells a second",
               "MB at most")
    make(size, "models")
    jobs = {Job("ours.py", "rusle"): "soil conservation (RUSLE)", Job("ours.py", "rweq"): "sand fixation (RWEQ)",
            Job("ours.py", "full"): "five functions and four sensitivities in one pass"}
    for job, cost in measure(jobs, size, "NONE", rounds).items():
        table.add(jobs[job], f"{cost.seconds:.1f}", f"{size**2 / 1e6 / cost.seconds:.2f}", f"{cost.megabytes:.0f}")
    table.head(f"Models against numpy in memory, {direct_size:,} × {direct_size:,}", "program", "seconds", "MB at most",
               "times ours")
    make(direct_size, "models")
    for ours, direct in (("rusle", "direct_rusle"), ("rweq", "direct_rweq")):
        own, other = Job("ours.py", ours), Job("peers.py", direct)
        costs = measure([own, other], direct_size, "NONE", rounds)
        for name, job in ((f"**ECR Toolkit**, {ours.upper()}", own), (f"numpy, {ours.upper()}", other)):
            table.add(name, f"{costs[job].seconds:.2f}", f"{costs[job].megabytes:.0f}",
                      f"{costs[job].seconds / costs[own].seconds:.1f}")


def growth(table: Table, sizes: list[int], rounds: int) -> None:
    table.head("How cost grows (uncompressed)", "cells", "formula of three, s", "MB", "ns a cell", "grading, s", "MB",
               "ns a cell")
    for size in sizes:
        make(size, "NONE")
        costs = measure([Job("ours.py", name) for name in ("formula3", "grading")], size, "NONE", rounds)
        cells = []
        for cost in costs.values():
            cells += [f"{cost.seconds:.2f}", f"{cost.megabytes:.0f}", f"{cost.seconds / size**2 * 1e9:.1f}"]
        table.add(f"{size:,}²", *cells)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--growth", type=int, nargs="*", default=[2_500, 5_000, 10_000, 20_000])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--align-size", type=int, default=5_000, help="alignment is slow in every program")
    parser.add_argument("--models-size", type=int, default=5_000, help="10,000 takes 26 GB of disk")
    parser.add_argument("--direct-size", type=int, default=4_000, help="numpy in memory needs 60 bytes a cell and more")
    parser.add_argument("--only-models", action="store_true")
    chosen = parser.parse_args()
    rounds, table = chosen.rounds, Table()
    table.say(f"# Benchmarks\n\n{os.cpu_count()} cores; the best of {rounds} rounds; files in the "
              "page cache. The floor is a copy of the inputs to /dev/null.")
    if not chosen.only_models:
        raster_floor(table, chosen)
    models(table, chosen.models_size, chosen.direct_size, rounds)
    table.write(TARGET)


def raster_floor(table: Table, chosen: argparse.Namespace) -> None:
    """Everything that does not know any ecology."""
    size, rounds = chosen.size, chosen.rounds
    make(size, "NONE", "DEFLATE")
    make(chosen.align_size, "NONE")
    for compression in ("NONE", "DEFLATE"):
        for count in (3, 5):
            same, plain = f"formula{count}", f"formula{count}" if compression == "NONE" else f"plain{count}"
            compare(table, f"A formula of {count} rasters", same, {
                "gdal_calc.py": (f"gdal_calc{count}", same), "QGIS raster calculator": (f"qgis{count}", plain),
                "pygeoprocessing": (f"pygeoprocessing{count}", same)}, f"read{count}", size, compression, rounds)
    compare(table, "Alignment of three rasters, 30 m to 45 m, bilinear", "align", {
        "gdalwarp": ("warp", "align"), "gdalwarp -multi -wo NUM_THREADS=ALL_CPUS": ("warp_threads", "align")},
        "read3", chosen.align_size, "NONE", rounds)
    compare(table, "Exact cumulative grading", "grading", {"numpy, full sort in memory": ("sort", "grading")},
            "read1", size, "NONE", rounds)
    compare(table, "Zones (24 polygons) × classes", "zones", {"QGIS zonal histogram": ("histogram", "zones")},
            "read1", size, "NONE", rounds)
    growth(table, chosen.growth, rounds)


if __name__ == "__main__":
    main()
