"""Scripts in processes of their own: what they told, their seconds and their peak memory."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parents[1] / "build" / "bench"


class Child(NamedTuple):
    """Wall seconds and peak memory (MB) of a process, or of the largest of its children, and what it printed."""

    seconds: float
    megabytes: float
    told: str


def run(script: str, *arguments: str, quiet: bool = False) -> Child:
    """Run a script of Python to its end; SystemExit where it fails. ``quiet``: its faults are not shown."""
    started = time.monotonic()
    with subprocess.Popen([sys.executable, script, *arguments], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL if quiet else None, text=True) as process:
        told = process.stdout.read()
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{Path(script).name} {' '.join(arguments)} failed")
    return Child(time.monotonic() - started, usage.ru_maxrss / 1024, told)


def best(rounds: int, script: str, *arguments: str) -> tuple[float, float, str]:
    """Least seconds, with MB and note, of some rounds of a job that prints the seconds of its work alone and a note."""
    costs = []
    for _round in range(rounds):
        child = run(script, *arguments)
        seconds, note = child.told.strip().split(" ", 1)
        costs.append((float(seconds), child.megabytes, note))
    return min(costs)
