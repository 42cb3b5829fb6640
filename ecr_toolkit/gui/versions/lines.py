"""Which lines of a pilot can be compared; free of widgets."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from osgeo import gdal

from ...coordination.versions.archive import FOLDER, LIST, versions
from ...languages.formats import Formats, parsed_date
from ...languages.messages import _, interface
from ...steps.approval import LAYER, OPEN_CHANGES

WORKING = ""  # in place of the number of a version: the line as it is now


@dataclass(frozen=True)
class Line:
    """A line to choose: number of a version, or WORKING, and its title for people."""

    number: str
    title: str


def lines_of(pilot: Any) -> list[Line]:
    """The approved versions, oldest first, then the line as it is now where it was drawn. ToolkitError for versions
    that are gone or cannot be read."""
    formats = Formats(interface.language)
    found = []
    for version in versions(pilot.folder):
        day = parsed_date(version.day)
        found.append(Line(version.number, f"{version.number} – {formats.date(day)}" if day else version.number))
    return found + ([Line(WORKING, _("The line as it is now"))] if _is_drawn(pilot.geopackage) else [])


def _is_drawn(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    except RuntimeError:  # a file that is no GeoPackage holds no line
        return False
    return dataset.GetLayerByName(LAYER) is not None


def stamp(pilot: Any) -> tuple[Optional[tuple[int, int]], ...]:
    """Changes when lines of the pilot, their rasters or their reasons may have changed."""
    paths = (pilot.folder / "ledger.csv", pilot.folder / FOLDER / LIST, pilot.table(OPEN_CHANGES), pilot.geopackage)
    states = [path.stat() if path.is_file() else None for path in paths]
    return tuple(state and (state.st_mtime_ns, state.st_size) for state in states)
