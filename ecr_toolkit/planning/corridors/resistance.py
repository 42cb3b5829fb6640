"""Resistance: how hard a cell is to cross, 1 to 500 (methods.md §8.2).

Land cover and slope are a weighted mean, the weights brought to a sum of 1 over what is known of the cell. Roads and
settlements are taken by the max rule: near to them a cell is at least as hard to cross as they make it, whatever grows
there. Beyond 1 km they change nothing: the paper's value of 10 there is for a weighted sum, and would lift forests far
from any road.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

import numpy as np

from ...errors import InputError
from ...languages.messages import N_, _
from ...models.class_tables import codes_of
from ...models.land_cover import NAMES
from ...pilot.tables import read_table
from .nearness import metres_to

TABLE = Path(__file__).with_name("resistance.csv")
TERRESTRIAL, AQUATIC, OWN = "terrestrial", "aquatic", "resistance"  # columns of the tables
NETWORKS = {TERRESTRIAL: N_("animals of the land"), AQUATIC: N_("animals of the water")}
LEAST, MOST = 1.0, 500.0
NEAR_M = 1000.0
# Up to which metres, and the resistance there; the papers of the default table (verified: S22)
_ROADS = ((50, 500), (200, 300), (500, 200), (1000, 100))
_SETTLEMENTS = ((100, 500), (500, 300), (1000, 100))
_SLOPES = ((5, 1), (10, 100), (15, 200), (20, 300))  # degrees
_STEEP = 500

Steps = Sequence[tuple[float, float]]


def by_class(path: Optional[Path] = None, network: str = TERRESTRIAL) -> np.ndarray:
    """Resistance of each land-cover class (float32, 256 codes, NaN without a value): of the toolkit's table for a
    network, or of a country's own with the columns class and resistance.

    InputError tells what is wrong in a table: a class that is missing or given twice, a value that is not 1 to 500.
    """
    column, source = (OWN, path) if path else (network, TABLE)
    found, faults = np.full(256, np.nan, np.float32), []
    for row in read_table(source, ("class", column)):
        code, value = _whole(row["class"]), _number(row[column])
        if code is None or not 0 <= code < 255 or not np.isnan(found[code]):
            faults.append((_("The table {file} has a class that cannot be used: {value}.").format(
                file=source.name, value=row["class"]),
                _("Write each land-cover class once, as a whole number from 0 to 254.")))
        elif value is None or not LEAST <= value <= MOST:
            faults.append((_("The table {file} has a resistance that cannot be used, of class {code}: {value}.").format(
                file=source.name, code=code, value=row[column]), _("Write a number from 1 to 500.")))
        else:
            found[code] = value
    missing = [str(code) for code in NAMES if np.isnan(found[code])]
    if missing and not faults:
        faults.append((_("The table {file} lacks the land-cover classes: {codes}.").format(
            file=source.name, codes=", ".join(missing)), _("Add a row for each of them.")))
    if faults:
        raise InputError(faults)
    return found


def _number(text: str) -> Optional[float]:
    try:
        return float(text)
    except ValueError:
        return None


def _whole(text: str) -> Optional[int]:
    number = _number(text)
    return int(number) if number is not None and np.isfinite(number) and number == int(number) else None


def resistance(land_cover: np.ndarray, table: np.ndarray, cell_m: float, slope: Optional[np.ndarray] = None,
               slope_weight: float = 0.1, roads: Optional[np.ndarray] = None,
               settlements: Optional[np.ndarray] = None) -> np.ndarray:
    """Resistance (float32, (rows, cols), 1 to 500) of cells; NaN, a barrier, where the land cover is not known.

    ``land_cover``: classes; ``table`` as ``by_class`` gives it; ``slope``: degrees, NaN where unknown (then the land
    cover counts alone); ``slope_weight``: 0 to 1; ``roads`` and ``settlements``: boolean, the cells that they touch.
    Distances are from the middle of a cell to that of the nearest such cell.
    """
    found = table[codes_of(land_cover)]
    if slope is not None:
        steep = _stepped(slope, _SLOPES, _STEEP)
        weight = np.where(np.isnan(steep), 0, slope_weight).astype(np.float32)
        found = (1 - weight) * found + weight * np.where(np.isnan(steep), 0, steep)
    for there, steps in ((roads, _ROADS), (settlements, _SETTLEMENTS)):
        if there is not None:
            found = np.maximum(found, _stepped(metres_to(there, cell_m, NEAR_M), steps, LEAST))  # NaN stays
    return np.clip(found, LEAST, MOST).astype(np.float32)  # a mean can be rounded beyond its parts


def _stepped(values: np.ndarray, steps: Steps, beyond: float) -> np.ndarray:
    """The value of the first step whose limit is above each number, ``beyond`` after the last; NaN stays."""
    limits, results = zip(*steps)
    place = np.searchsorted(np.array(limits, np.float32), values, side="right")
    return np.where(np.isnan(values), np.nan, np.array([*results, beyond], np.float32)[place]).astype(np.float32)
