"""What the folder of a version holds: its lines (GeoPackage), its signature (one row), and the checksum of all; the
state of the land is in ``state.py``."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from osgeo import ogr

from ...boundary.register import FIELDS
from ...errors import InputError
from ...languages.messages import _
from ...pilot.layers import Feature, layer_hash, read_layer, write_layers
from ...pilot.tables import guarded, read_table, unguarded

LINES, SIGNATURE = "redline.gpkg", "version.csv"
REDLINE, UNITS = "ecr", "units"


@dataclass(frozen=True)
class Version:
    """Who approved what, when (ISO day) and why; ``area_km2`` is the sum of the polygons, ``crs`` theirs."""

    number: str
    day: str
    approved_by: str
    reason: str
    area_km2: float
    polygons: int
    crs: str
    sha256: str


def write_lines(path: Path, crs: str, redline: Sequence[Feature], units: Sequence[Feature]) -> None:
    """The redline with its register, in the order of the register's fields, and the units."""
    own = _fields(redline)
    register = {name: kind for name, kind in FIELDS.items() if name in own}
    write_layers(path, crs, {REDLINE: (ogr.wkbMultiPolygon, {**register, **{
        name: kind for name, kind in own.items() if name not in register}}, redline),
        UNITS: (ogr.wkbMultiPolygon, _fields(units), units)})


def _fields(features: Sequence[Feature]) -> dict[str, type]:
    """Type of every attribute: a whole number only where all values are, a text where they are mixed or missing."""
    kinds: dict[str, set[type]] = {}
    for feature in features:
        for name, value in feature.values.items():
            kinds.setdefault(name, set()).update([] if value is None else [_kind(value)])
    return {name: next(iter(found)) if len(found) == 1 else float if found == {int, float} else str
            for name, found in kinds.items()}


def _kind(value: Any) -> type:
    return int if isinstance(value, int) else float if isinstance(value, float) else str


def read_lines(path: Path) -> tuple[list[Feature], list[Feature]]:
    """(redline, units)."""
    return read_layer(path, REDLINE), read_layer(path, UNITS)


def checksum(lines: Path, version: Version, changes: Sequence[Mapping[str, str]],
             state: Sequence[Mapping[str, str]]) -> str:
    """sha256 of the lines as geometries and attributes, of the signature but its checksum, of the change set, and of
    the rows of the state where one was kept; these hold the checksums of its rasters.

    Content, not bytes: programs that only look at a GeoPackage write into it.
    """
    signature = [guarded(getattr(version, field.name)) for field in fields(Version) if field.name != "sha256"]
    parts = [layer_hash(lines, REDLINE), layer_hash(lines, UNITS), repr(signature), _text(changes)]
    parts += [_text(state)] if state else []
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _text(rows: Sequence[Mapping[str, str]]) -> str:
    return repr([sorted(row.items()) for row in rows])


def read_signature(path: Path) -> Version:
    """InputError or ValueError when it cannot be read."""
    rows = read_table(path, [field.name for field in fields(Version)])
    if len(rows) != 1:
        raise InputError([(_("This table cannot be read: {file}.").format(file=path.name), "")])
    row = {field.name: unguarded(rows[0][field.name]) for field in fields(Version)}
    return Version(**{**row, "area_km2": float(row["area_km2"]), "polygons": int(row["polygons"])})
