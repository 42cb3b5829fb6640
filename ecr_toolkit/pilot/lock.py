"""One run at a time on a pilot: a lock that the operating system takes back when a run is killed."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from ..errors import ToolkitError, unwritable
from ..languages.messages import _

FILE = ".lock"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the pilot's lock; ToolkitError when another program (or the dock) is running it."""
    try:
        file = (folder / FILE).open("a+b")
    except OSError as fault:
        raise unwritable(fault) from fault
    with file:
        try:
            _take(file)
        except OSError as fault:
            raise ToolkitError(_("Another run is working on the pilot in “{folder}”.").format(folder=folder.name),
                               _("Wait until it ends, or stop it.")) from fault
        yield  # closing the file gives the lock back


if os.name == "nt":
    import msvcrt

    def _take(file) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
