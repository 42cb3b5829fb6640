"""The state of the land that a version was approved with: rasters and what they were made of, kept with the version."""

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...feedback import Feedback
from ...pilot.ledger import Hashes
from ...pilot.tables import read_table, write_table
from ...raster.files import open_published
from .sources import SOURCE_COLUMNS

FOLDER, RASTERS, SOURCES = "state", "rasters.csv", "sources.csv"
RASTER_COLUMNS = ("name", "sha256")
LAND_COVER, LEVEL = "land_cover", "protection_level"  # all other rasters are functions, by the ids of their models
_NAME = re.compile(r"[a-z0-9_]+")


@dataclass(frozen=True)
class State:
    """``rasters``: LAND_COVER (IGBP classes), LEVEL (5/3/1) and the physical value of each function; ``sources``: rows
    (SOURCE_COLUMNS) of what they were made of."""

    rasters: Mapping[str, Path] = field(default_factory=dict)
    sources: Sequence[Mapping[str, str]] = ()

    @property
    def functions(self) -> dict[str, Path]:
        return {name: path for name, path in self.rasters.items() if name not in (LAND_COVER, LEVEL)}


NOTHING_KEPT = State()


def keep(folder: Path, state: State, feedback: Feedback) -> None:
    """Copy the state, compressed as the pilot's rasters are, below the folder of a version; nothing for an empty state.
    Raises Cancelled, InputError for a raster that cannot be read, OSError for one that cannot be written."""
    if state == NOTHING_KEPT:
        return
    place = folder / FOLDER
    place.mkdir()
    rows = []
    for number, (name, path) in enumerate(sorted(state.rasters.items()), 1):
        feedback.check()
        copy = _raster(place, name)
        open_published(path)
        shutil.copyfile(path, copy)
        rows.append({"name": name, "sha256": Hashes().file(copy)})
        feedback.progress(number / len(state.rasters))
    write_table(place / RASTERS, RASTER_COLUMNS, rows)
    write_table(place / SOURCES, SOURCE_COLUMNS, map(dict, state.sources))


def rows_of(folder: Path) -> list[dict[str, str]]:
    """What the state of a version says of itself, for the checksum of the version; nothing where none was kept.
    InputError for a table that cannot be read."""
    place = folder / FOLDER
    if not place.exists():
        return []
    return [*read_table(place / RASTERS, RASTER_COLUMNS), *read_table(place / SOURCES, SOURCE_COLUMNS)]


def read(folder: Path) -> State:
    """The state of a version. InputError for a table that cannot be read, ValueError for a raster that is not as it was
    kept."""
    place = folder / FOLDER
    if not place.exists():
        return NOTHING_KEPT
    rasters = {}
    for row in read_table(place / RASTERS, RASTER_COLUMNS):
        if not _NAME.fullmatch(row["name"]) or Hashes().file(_raster(place, row["name"])) != row["sha256"]:
            raise ValueError(row["name"])
        rasters[row["name"]] = _raster(place, row["name"])
    return State(rasters, read_table(place / SOURCES, SOURCE_COLUMNS))


def _raster(place: Path, name: str) -> Path:
    return place / f"{name}.tif"
