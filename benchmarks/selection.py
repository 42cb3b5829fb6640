"""Measure the selection of planning units side by side with scipy's own solvers, in one run: a table in markdown.

    selection.py [--units 100000 600000] [--features 72] [--peer-seconds 900] [--objective minimum_set] [--only-ours]
"""

import argparse
import json
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import data
import numpy as np
from child import run

from ecr_toolkit.feedback import Feedback
from ecr_toolkit.planning.selection.amounts import Amounts
from ecr_toolkit.planning.selection.problem import MINIMUM_SET, OBJECTIVES, Problem
from ecr_toolkit.planning.selection.programme import programme_of
from ecr_toolkit.planning.selection.solve import AUTOMATIC, GREEDY, solve

BUDGET = 0.1  # share of the cost of all units
PROGRAMS = {"ours": "**ECR Toolkit**", "greedy": "**ECR Toolkit**, greedy (without scipy)",
            "linprog": "scipy linprog (HiGHS), shares of units", "milp": "scipy milp (HiGHS), gap 1 %"}


def instance(units: int, features: int) -> Path:
    """Smooth random fields cut off at 5-60 % of the land, smooth costs, targets of 10-50 %; made once."""
    path = data.FOLDER / f"selection_{units}_{features}.npz"
    if not path.exists():
        random = np.random.default_rng(units)
        side = int(np.ceil(units**0.5))
        amounts = Amounts.from_layers(_feature(random, side, units) for _number in range(features))
        data.FOLDER.mkdir(parents=True, exist_ok=True)
        np.savez(path, starts=amounts.starts, features=amounts.features, values=amounts.values,
                 cost=np.exp(0.7 * _field(random, side, 5.0)[:units]),
                 targets=amounts.totals() * random.uniform(0.1, 0.5, features))
    return path


def _field(random: np.random.Generator, side: int, range_cells: float) -> np.ndarray:
    """A field (side²,) of mean 0 and deviation 1, smoothed over so many cells."""
    steps = np.fft.fftfreq(side)
    smooth = np.exp(-2 * (np.pi * range_cells) ** 2 * (steps[:, np.newaxis] ** 2 + steps ** 2))
    field = np.fft.ifft2(np.fft.fft2(random.standard_normal((side, side))) * smooth).real.ravel()
    return (field - field.mean()) / field.std()


def _feature(random: np.random.Generator, side: int, units: int) -> np.ndarray:
    field = _field(random, side, random.uniform(2, side / 12))[:units]
    edge = np.quantile(field, 1 - random.uniform(0.05, 0.6))
    return np.where(field > edge, field - edge + 0.05, 0)


def problem_of(path: Path, objective: str) -> Problem:
    read = np.load(path)
    cost = read["cost"]
    return Problem(Amounts(read["starts"], read["features"], read["values"], len(read["targets"])), cost,
                   read["targets"], objective, budget=None if objective == MINIMUM_SET else BUDGET * cost.sum())


def work(program: str, path: Path, objective: str, most_seconds: float) -> None:
    """Solve with one program; what came of it goes to standard output."""
    problem = problem_of(path, objective)
    started = time.monotonic()
    if program in ("ours", "greedy"):
        solution = solve(problem, Feedback(), seconds=most_seconds, method=GREEDY if program == "greedy" else AUTOMATIC)
        value, gap = solution.objective, solution.gap
    else:
        value, gap = _peer(program, programme_of(problem), most_seconds)
    print(json.dumps({"seconds": time.monotonic() - started, "value": value, "gap": gap}))


def _peer(program: str, programme, most_seconds: float) -> tuple:
    """Value and gap by scipy as its manual says, the whole programme at once; None where time ran out."""
    from scipy.optimize import Bounds, LinearConstraint, linprog, milp

    if program == "linprog":
        found = linprog(programme.price, A_ub=-programme.matrix, b_ub=-programme.floor, method="highs",
                        bounds=np.stack([programme.low, programme.high], 1), options={"time_limit": most_seconds})
        gap = None
    else:
        whole = np.arange(len(programme.price)) < programme.units
        found = milp(programme.price, integrality=whole, bounds=Bounds(programme.low, programme.high),
                     constraints=LinearConstraint(programme.matrix, programme.floor, np.inf),
                     options={"time_limit": most_seconds, "mip_rel_gap": 0.01})
        gap = found.mip_gap
    return (None, None) if found.x is None else (abs(found.fun) * programme.scale, gap)


def measure(program: str, path: Path, objective: str, most_seconds: float) -> dict:
    """What a program made of an instance, in a process of its own, with its peak memory (MB)."""
    child = run(str(HERE / "selection.py"), "--work", program, str(path), objective, str(most_seconds), quiet=True)
    return {**json.loads(child.told), "megabytes": child.megabytes}


def compare(units: int, features: int, objective: str, programs: list[str], most_seconds: float) -> list[str]:
    """Lines of a table: every program on the same instance, ours first."""
    # in a process of its own: a child's peak memory counts its parent's at the time it was born
    run(str(HERE / "selection.py"), "--make", str(units), str(features))
    path = instance(units, features)
    lines = [f"\n## {units:,} units × {features} features, {objective}\n",
             "| program | seconds | MB at most | objective | gap | times ours |",
             "| --- | --- | --- | --- | --- | --- |"]
    ours = 0.0
    for program in programs:
        found = measure(program, path, objective, most_seconds)
        ours = ours or found["seconds"]
        value = "none in time" if found["value"] is None else f"{found['value']:.2f}"
        gap = "" if found["gap"] is None else f"{found['gap']:.4%}"
        lines.append(f"| {PROGRAMS[program]} | {found['seconds']:.1f} | {found['megabytes']:.0f} | {value} | {gap} | "
                     f"{found['seconds'] / ours:.1f} |")
        print("\n".join(lines if program == programs[0] else lines[-1:]), flush=True)
    return lines


def main() -> list[str]:
    """Measure what the command line asks for; the lines of the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, nargs="*", default=[100_000, 600_000])
    parser.add_argument("--features", type=int, default=72)
    parser.add_argument("--objective", choices=OBJECTIVES, default=MINIMUM_SET)
    parser.add_argument("--peer-seconds", type=float, default=900.0, help="after which a peer is stopped")
    parser.add_argument("--only-ours", action="store_true")
    parser.add_argument("--make", nargs=2, type=int, metavar=("UNITS", "FEATURES"), help=argparse.SUPPRESS)
    parser.add_argument("--work", nargs=4, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.make:
        instance(*chosen.make)
        return []
    if chosen.work:
        program, path, objective, most_seconds = chosen.work
        work(program, Path(path), objective, float(most_seconds))
        return []
    programs = ["ours"] if chosen.only_ours else list(PROGRAMS)
    return [line for units in chosen.units
            for line in compare(units, chosen.features, chosen.objective, programs, chosen.peer_seconds)]


if __name__ == "__main__":
    told = main()
    if told:
        (data.FOLDER / "selection.md").write_text("\n".join(told) + "\n", encoding="utf-8")
