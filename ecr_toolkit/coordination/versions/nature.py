"""Second check: the nature is not changed (methods.md §9.2): the share of natural land cover inside the line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np

from ...languages.messages import N_
from ...models.land_cover import Group, group_of
from .limits import LIMITS, Limits
from .results import (
    FAIL,
    NATURE,
    NOT_ASSESSED,
    OTHER_CELLS,
    OTHER_GRID,
    PASS,
    Finding,
    Place,
    places,
    refused,
    row,
)

ARTIFICIAL = (Group.CROP, Group.URBAN)
NO_SECOND = N_("not assessed: no second land cover")
NO_FIRST = N_("not assessed: no land cover of the first version")
OTHER_PRODUCT = N_("not assessed: the two land covers are not of the same product and method")
NOT_KNOWN = N_("not assessed: the land cover is not known here")
CHANGED = N_("the natural share is smaller")
CONFIRM = N_("A second year or another source must confirm a change of land cover before it counts.")


@dataclass(frozen=True)
class Cover:
    """Land cover inside the line: ``year``; ``product`` with its version, because products of different methods cannot
    be compared (WorldCover 2020 and 2021); ``km2``: code of the polygon → IGBP class → km² (255 unknown); ``data``:
    hash of the raster, ``grid``: the name of its grid."""

    year: int
    product: str
    km2: Mapping[str, Mapping[int, float]]
    data: str = ""
    grid: str = ""

    @property
    def held(self) -> dict[str, str]:
        return {OTHER_PRODUCT: self.product, OTHER_GRID: self.grid}


def nature_check(polygons: Mapping[str, str], before: Optional[Cover], after: Optional[Cover], country: str,
                 limits: Limits = LIMITS) -> list[dict]:
    """Rows (CHECK_COLUMNS) of every polygon, unit and the country: natural share, % of the area with known land cover,
    and its change in percentage points.

    ``polygons``: code → unit. Both covers are taken inside the same line, that of the earlier version, so that a moved
    line does not look like changed land.
    """
    reason = refused(before, after, NO_FIRST, NO_SECOND)
    return [row(NATURE, place, Finding(NOT_ASSESSED, reason=reason) if reason or before is None or after is None
                else _finding(place, before, after, limits), -limits.natural_points, "%")
            for place in places(polygons, country)]


def _finding(place: Place, before: Cover, after: Cover, limits: Limits) -> Finding:
    first, second = _share(before, place.codes), _share(after, place.codes)
    if first.percent is None or second.percent is None:
        return Finding(NOT_ASSESSED, first.percent, second.percent, reason=NOT_KNOWN)
    if abs(second.known_km2 - first.known_km2) > limits.tolerance_km2(first.known_km2):
        return Finding(NOT_ASSESSED, first.percent, second.percent, reason=OTHER_CELLS)
    change = second.percent - first.percent
    failed = round(change, 9) < -limits.natural_points
    return Finding(FAIL if failed else PASS, first.percent, second.percent, change, CHANGED if failed else "")


@dataclass(frozen=True)
class _Share:
    """Natural area, and area where the land cover is known, km²."""

    natural_km2: float
    known_km2: float

    @property
    def percent(self) -> Optional[float]:
        return 100 * self.natural_km2 / self.known_km2 if self.known_km2 > 0 else None


def _share(cover: Cover, codes: Sequence[str]) -> _Share:
    """All but cropland and built-up land is natural; nothing is known of polygons if the table lacks one of them."""
    if any(code not in cover.km2 for code in codes):
        return _Share(0.0, 0.0)
    areas = [(int(group_of(np.array([number]))[0]), km2) for code in codes for number, km2 in cover.km2[code].items()]
    return _Share(sum(km2 for group, km2 in areas if group >= 0 and group not in ARTIFICIAL),
                  sum(km2 for group, km2 in areas if group >= 0))
