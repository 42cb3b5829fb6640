"""Class tables: values by class, read from CSV with a source column; a country can put its own in their place."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..languages.messages import N_, _

FOLDER = Path(__file__).with_name("tables")
TITLES = {
    "carbon_density": N_("carbon density by land cover"),
    "cover_factor": N_("cover factor by class and vegetation cover"),
    "crop_coefficient": N_("crop coefficient by land cover"),
    "curve_number": N_("curve number"),
    "habitat": N_("habitat suitability by land cover"),
    "practice_factor": N_("support practice by land cover"),
    "runoff": N_("runoff coefficient"),
    "texture": N_("Scores of soil texture"),
    "wind_cover": N_("vegetation factor of wind erosion by land cover"),
    "zhang": N_("Zhang and others 2001"),
}
NAMES = tuple(TITLES)


class Tables:
    """The class tables of a pilot: its own where ``own`` (name → file) says so, else those of the methods."""

    def __init__(self, own: Mapping[str, Path] = {}) -> None:
        self._own = dict(own)

    def column(self, name: str, column: str) -> np.ndarray:
        """A column as a look-up of 256 codes, float32, NaN for codes without a value."""
        return _column(self._own.get(name, FOLDER / f"{name}.csv"), column)

    def look_up(self, classes: np.ndarray, name: str, column: str) -> np.ndarray:
        """Value of each cell's class, float32; NaN for nodata and classes without a value."""
        return self.column(name, column)[codes_of(classes)]

    def check(self) -> None:
        """Read every table of the country; InputError tells what is wrong in them."""
        for name, path in self._own.items():
            with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                wanted = list(csv.DictReader(file).fieldnames or ())
            key = wanted[0]
            rows = _rows(path)
            lacking = [column for column in wanted if rows and column not in rows[0]]
            if not rows or lacking:
                raise InputError([(_("The class table {file} lacks columns: {names}.").format(
                    file=path.name, names=", ".join(lacking or wanted)),
                    _("Copy the toolkit's table of that name and change its numbers."))])
            for row in rows:
                for column in wanted:
                    if column == key or _number(row[column]) is not None:
                        _code_of(row, key, path)


def codes_of(classes: np.ndarray) -> np.ndarray:
    """Class codes as uint8; 255 for nodata and what is no code."""
    if classes.dtype == np.uint8:
        return classes
    known = (classes >= 0) & (classes < 255)
    return np.where(known, classes, 255).astype(np.uint8)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _column(path: Path, column: str) -> np.ndarray:
    values = np.full(256, np.nan, np.float32)
    for row in _rows(path):
        number = _number(row[column])
        if number is not None:
            values[_code_of(row, next(iter(row)), path)] = number
    values[255] = np.nan
    return values


def _number(text: str):
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def _code_of(row: Mapping[str, str], key: str, path: Path) -> int:
    number = _number(row[key])
    if number is None or number != int(number) or not 0 <= number <= 254:
        raise InputError([(_("The class table {file} has a code that is no class: {value}.").format(
            file=path.name, value=row[key]), _("Write whole numbers from 0 to 254."))])
    return int(number)
