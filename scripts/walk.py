"""Walk a pilot of this repository: pilots/<name> into build/pilots/<name>, from data to documents.

    walk.py pakistan          (what `make demo` calls)
"""

import argparse
import os
import resource
import shutil
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ecr_toolkit import steps
from ecr_toolkit.errors import ToolkitError
from ecr_toolkit.feedback import Feedback


class Terminal(Feedback):
    """Lines on the terminal, with the share done before each."""

    def __init__(self) -> None:
        self.done = 0.0

    def progress(self, share: float) -> None:
        self.done = share

    def say(self, text: str) -> None:
        print(f"{self.done:4.0%}  {text}", flush=True)


def copy_recipe(name: str) -> Path:
    """Bring the recipe and tables of pilots/<name> to build/pilots/<name>; results there stay."""
    source, target = ROOT / "pilots" / name, ROOT / "build" / "pilots" / name
    if not source.is_dir():
        known = ", ".join(sorted(path.name for path in (ROOT / "pilots").iterdir() if path.is_dir()))
        raise SystemExit(f"There is no pilot “{name}”. Choose from: {known}.")
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.iterdir()):
        shutil.copyfile(path, target / path.name)
    return target


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pilot", help="folder below pilots/")
    folder = copy_recipe(parser.parse_args().pilot)
    from qgis.core import QgsApplication

    from ecr_toolkit.in_qgis import open_pilot

    application = QgsApplication([], True)
    application.initQgis()
    started = time.monotonic()
    try:
        steps.run(open_pilot(folder), Terminal())
    except ToolkitError as fault:
        print(fault, file=sys.stderr)
        return 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"Done in {time.monotonic() - started:.1f} s, {memory:.2f} GB of memory at most. "
          f"The result lies in {folder.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)  # QGIS may crash while Python takes it down
