"""A folder of deliverables: replaced whole or not at all; what others put there stays."""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from ...atomic import PART
from ...errors import unwritable
from ...pilot.tables import read_table, write_table

CONTENTS, COLUMNS = "contents.csv", ("file", "sha256")


@contextlib.contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Give a new folder beside ``folder`` to write into, and put it in its place when the block ends well.

    A list of what was written, with checksums, is added; files that the list of the older delivery does not name,
    such as photos, are carried over unless a new file has their name. ToolkitError when the older folder cannot be
    moved away, for instance because a file in it is open in another program; it then stays as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = folder.with_name(f".{folder.name}.{os.getpid()}{PART}")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    try:
        yield new
        written = _files(new)
        write_table(new / CONTENTS, COLUMNS, (
            {"file": name, "sha256": hashlib.sha256((new / name).read_bytes()).hexdigest()} for name in written))
        _carry_over(folder, new)
        _swap(folder, new)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _carry_over(folder: Path, new: Path) -> None:
    listed = folder / CONTENTS
    own = {row["file"] for row in read_table(listed, COLUMNS)} if listed.exists() else set()
    for name in _files(folder) if folder.exists() else ():
        target = new / name
        if name not in own and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, target)


def _swap(folder: Path, new: Path) -> None:
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    try:
        if folder.exists():
            os.replace(folder, old)
        try:
            os.replace(new, folder)
        except OSError:
            if old.exists():
                os.replace(old, folder)
            raise
    except OSError as fault:
        raise unwritable(fault, folder) from fault
    shutil.rmtree(old, ignore_errors=True)
