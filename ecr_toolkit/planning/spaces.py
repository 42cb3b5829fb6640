"""The table of spaces: what is for conservation, for fields and for development (methods.md §4.4).

The first condition that holds decides. Cells say which space lies beyond the redline; the redline itself enters the
tables with the area of its polygons, so that it has the same number everywhere.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..languages.messages import N_
from ..models.suitability.grades import suitable
from ..raster.files import UNKNOWN
from ..raster.grading import EXTREME, IMPORTANT
from .shares import added_up, percent, shared_out

REDLINE, SPECIAL, RESTRICTED, AGRICULTURAL, DEVELOPMENT, GENERAL = range(1, 7)
SPACES = {
    REDLINE: N_("conservation space: the redline"), SPECIAL: N_("level 5, not in the redline"),
    RESTRICTED: N_("general ecological space, restricted"), AGRICULTURAL: N_("agricultural space"),
    DEVELOPMENT: N_("development space"), GENERAL: N_("general ecological space"), UNKNOWN: N_("not assessed"),
}
SPACE_COLUMNS = ("unit", "space", "title", "area_km2", "percent")
REASON_COLUMNS = ("unit", "reason", "area_km2", "percent")
OTHER = "other"  # the reason of what no rule took out


@dataclass(frozen=True)
class LandUse:
    """The land-cover classes (IGBP) that are cropland and built-up."""

    cropland: Sequence[int]
    built_up: Sequence[int]


def beyond_redline(level: np.ndarray, cover: np.ndarray, agriculture: np.ndarray, urban: np.ndarray, near: np.ndarray,
                   use: LandUse) -> np.ndarray:
    """Space of each cell where the redline is not (uint8, codes of SPACES), all arrays (rows, cols): ``level`` 5, 3, 1
    or 0; ``cover`` IGBP classes; ``agriculture`` and ``urban`` suitability, 255 where not assessed; ``near`` built-up
    land (methods.md §4.4, rows 2 to 6).

    Where the level is unknown nothing is decided; where the land cover is unknown nothing beyond agricultural
    suitability is. Suitability that was not assessed makes no space: land cover decides alone.
    """
    return np.select(
        [level == UNKNOWN, level == EXTREME, level == IMPORTANT,
         np.isin(cover, list(use.cropland)) | suitable(agriculture), cover == UNKNOWN,
         np.isin(cover, list(use.built_up)) | (suitable(urban) & near)],
        [UNKNOWN, SPECIAL, RESTRICTED, AGRICULTURAL, UNKNOWN, DEVELOPMENT], GENERAL).astype(np.uint8)


def reasons_of(beyond: np.ndarray, excluded: Sequence[np.ndarray]) -> np.ndarray:
    """Why cells of level 5 are not in the redline (uint8): the number, from 1, of the first of ``excluded`` (boolean,
    rows, cols) that holds; one more than there are for other reasons; 0 where the space is another."""
    numbers = [np.uint8(number) for number in range(1, len(excluded) + 1)]
    why = np.select(excluded, numbers, len(excluded) + 1) if excluded else np.ones(beyond.shape)
    return np.where(beyond == SPECIAL, why, 0).astype(np.uint8)


def near(mask: np.ndarray, reach: float) -> np.ndarray:
    """Whether a true cell of a boolean raster (rows, cols) lies within ``reach`` cells of each cell, from middle to
    middle. Exact, which GDAL's proximity is not."""
    found = mask.copy()
    if not mask.any():
        return found
    rows, cols = mask.shape
    whole = int(reach)
    counted = np.cumsum(np.pad(mask, ((0, 0), (whole + 1, whole))), axis=1, dtype=np.int32)
    for down in range(min(whole, rows - 1) + 1):
        width = int(math.sqrt(reach * reach - down * down))
        first, last = whole - width, whole + 1 + width
        beside = counted[:, last:last + cols] != counted[:, first:first + cols]
        found[down:] |= beside[:rows - down]
        found[:rows - down] |= beside[down:]
    return found


@dataclass(frozen=True)
class Place:
    """A unit, its area, that of its redline, and the cells beyond the redline: space → km², number of the reason →
    km²."""

    unit: str
    area_km2: float
    redline_km2: float
    beyond: Mapping[int, float]
    reasons: Mapping[int, float]


def space_rows(places: Sequence[Place], country: str) -> list[dict]:
    """Rows (SPACE_COLUMNS) of every unit, then the country; the spaces add up to the area of each."""
    found = {place.unit: _spaces(place) for place in places}
    found[country] = added_up(list(found.values()))
    return [{"unit": unit, "space": space, "title": title, "area_km2": areas[space],
             "percent": percent(areas[space], sum(areas.values()))}
            for unit, areas in found.items() for space, title in SPACES.items()]


def reason_rows(places: Sequence[Place], country: str, reasons: Sequence[str]) -> list[dict]:
    """Rows (REASON_COLUMNS) of every unit, then the country: land of level 5 that is not in the redline, by reason; it
    adds up to that space. ``reasons``: their names by number, from 1."""
    other = len(reasons) + 1
    found = {place.unit: shared_out({number: place.reasons[number] for number in range(1, other)},
                                    _spaces(place)[SPECIAL], other) for place in places}
    found[country] = added_up(list(found.values()))
    return [{"unit": unit, "reason": reason, "area_km2": areas[number],
             "percent": percent(areas[number], sum(areas.values()))}
            for unit, areas in found.items() for number, reason in enumerate([*reasons, OTHER], 1)]


def _spaces(place: Place) -> dict[int, float]:
    """Space → km², adding up to the unit."""
    beyond = shared_out({space: place.beyond[space] for space in SPACES if space not in (REDLINE, UNKNOWN)},
                        max(0.0, place.area_km2 - place.redline_km2), UNKNOWN)
    return {REDLINE: place.redline_km2, **beyond}
