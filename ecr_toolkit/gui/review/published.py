"""Published tables, read once as long as they stay as they are: decisions change much more often."""

from pathlib import Path
from typing import Any, Optional

from ...pilot.tables import read_table


class Published:
    """Rows of tables by their path."""

    def __init__(self) -> None:
        self._tables: dict[Path, tuple[Any, list[dict[str, str]]]] = {}

    def rows(self, path: Path) -> list[dict[str, str]]:
        """Rows of a table, none where it is not there. InputError when it cannot be read."""
        state = state_of(path)
        if state is None:
            return []
        if path not in self._tables or self._tables[path][0] != state:
            self._tables[path] = state, read_table(path)
        return self._tables[path][1]


def state_of(path: Path) -> Optional[tuple[int, int, int]]:
    """Another one when a file was written anew; None where there is no file."""
    if not path.exists():
        return None
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino
