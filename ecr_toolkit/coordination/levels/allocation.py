"""A national figure shared out to provinces and on to counties by their candidate area, and what each has of it."""

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from ...errors import ToolkitError
from ...languages.messages import _
from .counting import PER_KM2, apportioned, km2
from .places import COUNTY, NATIONAL, PROVINCE, Place
from .rollup import RollUp

LEVEL_COLUMNS = ("level", "code", "name", "parent", "area_km2", "ecr_km2", "ecr_percent", "candidate_km2",
                 "allocated_km2", "difference_km2", "difference_percent")
UNASSIGNED = ""  # code of the row for what lies in no county, or in no province


def level_rows(country: tuple[str, str], places: Sequence[Place], present: RollUp, candidates: Mapping[str, float],
               figure_km2: Optional[float] = None) -> list[dict[str, Any]]:
    """Rows (LEVEL_COLUMNS): the country, its provinces, and after each province its counties.

    ``country``: code and name; ``candidates``: km² of candidate area by code of every place; ``figure_km2``: the area
    to be shared out, None takes the present redline. In every column of areas a row is the sum of those below it, to
    0.0001 km²; what lies in no county, and polygons of no province, have rows of their own without a code where there
    is any. ToolkitError when no province has candidates to share by.
    """
    by_parent: dict[str, list[Place]] = {}
    for place in places:
        by_parent.setdefault(place.parent, []).append(place)
    top = by_parent.get("", [])
    have = sum(present.areas[place.code] for place in top) + present.elsewhere
    total = have if figure_km2 is None else round(figure_km2 * PER_KM2)
    wanted = {place.code: round(candidates[place.code] * PER_KM2) for place in places}
    allocated = _shared(total, [wanted[place.code] for place in top])
    rows = [_row((NATIONAL, *country, ""), sum(round(place.area_km2 * PER_KM2) for place in top), have,
                 sum(wanted[place.code] for place in top), total)]
    for place, share in zip(top, allocated):
        land = round(place.area_km2 * PER_KM2)
        rows.append(_row((PROVINCE, place.code, place.name, country[0]), land, present.areas[place.code],
                         wanted[place.code], share))
        rows += _county_rows(place, by_parent.get(place.code, []), present, wanted, share)
    if present.elsewhere:
        rows.append(_row((PROVINCE, UNASSIGNED, "", country[0]), None, present.elsewhere, None, 0))
    return rows


def _county_rows(province: Place, counties: Sequence[Place], present: RollUp, wanted: Mapping[str, int], share: int
                 ) -> list[dict[str, Any]]:
    if not counties:
        return []
    candidates = _within(wanted[province.code], [wanted[county.code] for county in counties])
    land = _within(round(province.area_km2 * PER_KM2), [round(county.area_km2 * PER_KM2) for county in counties])
    areas = [*(present.areas[county.code] for county in counties), present.unassigned[province.code]]
    names = [*((county.code, county.name) for county in counties), (UNASSIGNED, "")]
    figures = list(zip(names, land, areas, candidates, _shared(share, candidates)))
    return [_row((COUNTY, *name, province.code), *own) for name, *own in figures if name[0] or any(own)]


def _within(whole: int, counts: Sequence[int]) -> list[int]:
    """Numbers of the counties and the rest that add up to that of the province; they are shared out where rounding
    made them a little more than it."""
    rest = whole - sum(counts)
    return [*counts, rest] if rest >= 0 else [*apportioned(whole, counts), 0]


def _shared(total: int, weights: Sequence[int]) -> list[int]:
    try:
        return apportioned(total, weights)
    except ValueError as fault:
        raise ToolkitError(_("The national figure cannot be shared out: no unit has candidate area."),
                           _("Check the thresholds and the protected areas of the pilot.")) from fault


def _row(place: tuple[str, str, str, str], land: Optional[int], present: int, candidates: Optional[int], share: int
         ) -> dict[str, Any]:
    return {**dict(zip(LEVEL_COLUMNS, place)), "area_km2": None if land is None else km2(land),
            "ecr_km2": km2(present), "ecr_percent": round(100 * present / land, 4) if land else None,
            "candidate_km2": None if candidates is None else km2(candidates), "allocated_km2": km2(share),
            "difference_km2": km2(present - share),
            "difference_percent": round(100 * (present - share) / share, 4) if share else None}
