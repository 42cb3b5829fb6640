"""Grades: values as classes 5 (best) to 1, classes moved down and up, two of them combined by a matrix.

Classes are uint8, 255 unknown. Every number stands in a table beside this file, with its source.
"""

import csv
from functools import cache
from pathlib import Path

import numpy as np

from ...raster.files import UNKNOWN

FOLDER = Path(__file__).with_name("tables")
BEST, LOWEST = 5, 1
CLASSES = tuple(range(BEST, LOWEST - 1, -1))
TO_LOWEST = 9  # more than any class can fall


def suitable(classes: np.ndarray) -> np.ndarray:
    """Where classes are 5 or 4."""
    return (classes <= BEST) & (classes >= BEST - 1)


def unsuitable(classes: np.ndarray) -> np.ndarray:
    """Where classes are 2 or 1."""
    return classes <= LOWEST + 1


def graded(values: np.ndarray, element: str) -> np.ndarray:
    """Classes of values by the row ``element`` of breaks.csv; 255 where NaN (methods.md §4.1, §4.2).

    A value on a break belongs to the better class.
    """
    row, = (row for row in _rows("breaks") if row["element"] == element)
    classes = np.full(values.shape, LOWEST, np.uint8)
    for better in CLASSES[:-1]:
        limit = float(row[f"class_{better}"])
        classes += values <= limit if row["best"] == "low" else values >= limit
    return np.where(np.isnan(values), np.uint8(UNKNOWN), classes)


def corrected(classes: np.ndarray, values: np.ndarray, element: str) -> np.ndarray:
    """Classes moved down where values lie beyond the limits of ``element`` in corrections.csv; 255 where NaN.

    Whether a limit itself counts as beyond stands in the table (methods.md §4.1, §4.2).
    """
    down = np.zeros(values.shape, np.uint8)
    for row in _rows("corrections"):
        if row["element"] == element:
            limit = float(row["limit"])
            beyond = values >= limit if row["limit_counts"] == "yes" else values > limit
            down[beyond] = int(row["down"])
    return np.where(np.isnan(values), np.uint8(UNKNOWN), lowered(classes, down))


def lowered(classes: np.ndarray, down: np.ndarray) -> np.ndarray:
    """Classes moved ``down`` by so many, never below 1; a negative number moves them up, never above 5."""
    moved = np.clip(classes.astype(np.int16) - down, LOWEST, BEST)
    return np.where(classes == UNKNOWN, UNKNOWN, moved).astype(np.uint8)


def combined(rows: np.ndarray, columns: np.ndarray, matrix: str) -> np.ndarray:
    """Classes that a matrix gives for the classes of its rows and columns; 255 where one is unknown."""
    return _matrix(matrix)[rows, columns]


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _matrix(name: str) -> np.ndarray:
    """(256, 256) by the class of the row and that of the column."""
    found = np.full((UNKNOWN + 1, UNKNOWN + 1), UNKNOWN, np.uint8)
    for row in _rows(name):
        own, *columns = row  # the first column, those of the classes, the source
        for column in columns[:-1]:
            found[int(row[own]), int(column.rpartition("_")[2])] = int(row[column])
    return found
