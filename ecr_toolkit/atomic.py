"""Publishing: a file appears under its real name only when it is whole."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

PART = ".part"


@contextlib.contextmanager
def publishing(path: Path) -> Iterator[Path]:
    """Give a temporary name beside ``path``; rename it to ``path`` when the block ends well, delete it when not.

    The temporary name keeps the suffix (GDAL chooses drivers by it) and carries the process number, so that two
    programs never write the same file. os.replace is atomic within a folder on every system.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.stem}.{os.getpid()}{PART}{path.suffix}")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        _remove(temporary)
        for sidecar in ("-journal", "-wal", "-shm", ".aux.xml"):
            _remove(temporary.with_name(temporary.name + sidecar))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()


def sweep(folder: Path) -> None:
    """Remove what a killed run left under temporary names below ``folder``."""
    for left in folder.rglob(f".*{PART}*"):
        _remove(left)
