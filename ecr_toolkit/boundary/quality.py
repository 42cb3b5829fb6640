"""Quality checks of the published polygons (methods.md §5.10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from osgeo import ogr

from ..pilot.boxes import Boxes
from ..pilot.layers import Feature, polygons, union
from .borders import Stretch
from .holding import Holds
from .patches import Patch

COLUMNS = ("check", "passed", "value", "limit", "features")
INSIDE_PERCENT, SAME_PERCENT, LOG_KM2, SHARED_KM2 = 99.5, 0.01, 0.001, 1e-6
_NAMED = 20  # features that fail are named, so many at most
_MAY_BE_EMPTY = {"elem_code", "pa_name", "pa_level", "pa_target", "in_conflict", "conflict_code", "human_act",
                 "lvl_func", "lvl_sens", "carbon_t", "hab_spp_n", "src_date", "author", "checked_by"}


@dataclass(frozen=True, eq=False)
class Published:
    """What is checked: patches with their rows of the register, forced areas, what was taken out, borders between
    units, the area of the log less that of the redline (km²), and km² of the redline and of the country by ``land``
    and ``water`` (None without land cover)."""

    patches: Sequence[Patch]
    rows: Sequence[Mapping[str, Any]]
    forced: Sequence[Feature]
    taken_out: ogr.Geometry
    borders: Sequence[Stretch]
    log_difference_km2: float
    cover: Optional[Mapping[str, tuple[float, float]]]


def quality(made: Published, smallest_km2: float, edge_match_target: float) -> list[dict]:
    """Rows (COLUMNS) of Q1 to Q10: ``passed`` 1 or 0, None where it is not assessed or tells only; ``features``: what
    fails, by code or name."""
    whole = union([patch.polygon for patch in made.patches])
    codes = [row["ecr_code"] for row in made.rows]
    area, total = whole.GetArea() / 1e6, sum(patch.area_km2 for patch in made.patches)
    overlap = max(0.0, sum(patch.polygon.GetArea() for patch in made.patches) / 1e6 - area)
    invalid = [code for code, patch in zip(codes, made.patches) if not patch.polygon.IsValid()]
    small = [code for code, patch in zip(codes, made.patches)
             if patch.area_km2 < smallest_km2 and patch.forced_km2 == 0]
    incomplete = _incomplete(made.rows)
    holds = Holds(made.taken_out)
    taken_out = [code for code, patch in zip(codes, made.patches) if holds(patch.polygon)]
    least, outside = _forced(made.forced, whole)
    difference = 100 * abs(total - area) / area if area else 0.0
    rate = _edge_match(made.borders)
    return [
        _row("Q1", overlap <= SHARED_KM2, round(overlap, 6), SHARED_KM2,
             _overlapping(made.patches, codes) if overlap > SHARED_KM2 else ()),
        _row("Q2", not invalid, len(invalid), 0, invalid),
        _row("Q3", None, len(small), None, small),
        _row("Q4", not outside, round(least, 4), INSIDE_PERCENT, outside),
        _row("Q5", not incomplete, len(incomplete), 0, incomplete),
        _row("Q6", difference <= SAME_PERCENT, round(difference, 6), SAME_PERCENT),
        _row("Q7", not taken_out, len(taken_out), 0, taken_out),
        *_shares(made.cover),
        _row("Q9", None if rate is None else rate >= edge_match_target, None if rate is None else round(100 * rate, 4),
             100 * edge_match_target),
        _row("Q10", abs(made.log_difference_km2) <= LOG_KM2 + area * 1e-6, round(made.log_difference_km2, 6), LOG_KM2),
    ]


def _row(check: str, passed: Optional[bool], value, limit, features: Sequence[str] = ()) -> dict:
    named = "; ".join(features[:_NAMED]) + (" …" if len(features) > _NAMED else "")
    return {"check": check, "passed": None if passed is None else int(passed), "value": value, "limit": limit,
            "features": named}


def _incomplete(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Codes given twice, names given twice, and rows of the register with an empty field that must not be empty."""
    found = []
    for column in ("ecr_code", "ecr_name"):
        seen: set[str] = set()
        for row in rows:
            if row[column] in seen:
                found.append(row["ecr_code"])
            seen.add(row[column])
    found += [row["ecr_code"] for row in rows
              if any(value in (None, "") for name, value in row.items() if name not in _MAY_BE_EMPTY)]
    return sorted({*found})


def _overlapping(patches: Sequence[Patch], codes: Sequence[str]) -> list[str]:
    """Codes of patches that share area with another."""
    found = set()
    boxes = Boxes(patch.polygon for patch in patches)
    for one, patch in enumerate(patches):
        for other in boxes.near(patch.polygon):
            if other > one and polygons(patch.polygon.Intersection(patches[other].polygon)).GetArea() > 1:
                found |= {codes[one], codes[other]}
    return sorted(found)


def _forced(areas: Sequence[Feature], whole: ogr.Geometry) -> tuple[float, list[str]]:
    """The least share of a forced area inside the redline, per cent, and the names of those with too little."""
    shares = [(100 * polygons(area.geometry.Intersection(whole)).GetArea() / area.geometry.GetArea(),
               str(area.values["name"])) for area in areas if area.geometry.GetArea() > 0]
    return min((share for share, _name in shares), default=100.0), sorted(
        name for share, name in shares if share < INSIDE_PERCENT)


def _shares(cover: Optional[Mapping[str, tuple[float, float]]]) -> list[dict]:
    """Q8: shares of land, of inland water and of both that the redline holds, per cent; they are told, not judged."""
    if cover is None:
        return [_row("Q8", None, None, None)]
    whole = {"all": tuple(map(sum, zip(*cover.values()))), **cover}
    return [_row("Q8" if kind == "all" else f"Q8_{kind}", None, round(100 * redline / country, 4) if country else None,
                 None) for kind, (redline, country) in whole.items()]


def _edge_match(borders: Sequence[Stretch]) -> Optional[float]:
    """Length with redline on both sides over length with redline on at least one; None where there is none."""
    both = sum(one.line.Length() for one in borders if one.first_redline and one.second_redline)
    either = sum(one.line.Length() for one in borders if one.first_redline or one.second_redline)
    return both / either if either else None
