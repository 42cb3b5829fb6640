"""The ledger: a row an output with what made it, so that freshness can be told and work replayed (design.md)."""

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from ..atomic import publishing
from .layers import layer_hash

FILE = "ledger.csv"


@dataclass(frozen=True)
class Row:
    """One output: which step made it, from which inputs and parameters, with which version, how long, when (UTC)."""

    step: str
    file: str
    sha256: str
    inputs: str
    parameters: str
    version: str
    seconds: str
    finished: str


class Ledger:
    """``ledger.csv`` of a pilot: read whole, written whole and atomically."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def rows(self) -> list[Row]:
        """All rows; an unreadable ledger counts as empty, so that everything is simply run again."""
        if not self.path.exists():
            return []
        names = [field.name for field in fields(Row)]
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            return [Row(**{name: row[name] for name in names}) for row in csv.DictReader(file)
                    if all(row.get(name) is not None for name in names)]

    def of(self, step: str) -> list[Row]:
        return [row for row in self.rows() if row.step == step]

    def record(self, step: str, rows: Iterable[Row]) -> None:
        """Replace the rows of one step."""
        kept = [row for row in self.rows() if row.step != step]
        with publishing(self.path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, [field.name for field in fields(Row)], lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(asdict(row) for row in [*kept, *rows])


class Hashes:
    """sha256 of files and of data; a file is read again only when its size or time has changed."""

    def __init__(self) -> None:
        self._seen: dict[Any, str] = {}

    def file(self, path: Path, layer: str = "") -> str:
        """Hash of a file's bytes, or of what one of its layers holds; empty when there is no such file or layer."""
        try:
            state = path.stat()
        except FileNotFoundError:
            return ""
        key = (str(path), layer, state.st_size, state.st_mtime_ns)
        if key not in self._seen:
            self._seen[key] = layer_hash(path, layer) if layer else _file_hash(path)
        return self._seen[key]

    @staticmethod
    def data(value: Mapping[str, Any]) -> str:
        """Hash of plain data, independent of the order of keys."""
        text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _file_hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(1 << 20), b""):
            digest.update(chunk)
    return digest.hexdigest()
