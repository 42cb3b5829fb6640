"""First check: the area is not reduced (methods.md §9.1), with the swap rule, and no lower national share (§9.6)."""

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from ...languages.messages import N_
from .changes import Comparison
from .limits import LIMITS, Limits
from .overlay import LOST, Key, Polygon
from .results import AREA, COUNTRY, FAIL, NOT_ASSESSED, PASS, POLYGON, TYPE, UNIT, Finding, Place, row
from .swap import swap
from .trades import trades
from .triggers import REASONS_OF_LOSS

REDUCED = N_("the area is smaller")
UNEXPLAINED = N_("area was lost without a recorded reason that allows it")
NOT_BALANCED = N_("the loss has a reason, but is not made up for in the unit")
NOT_TOLD = N_("not assessed: whether the loss is made up for is not known")
BALANCED = N_("the loss has a reason and is made up for in the unit")
LOWER_SHARE = N_("the national area is smaller")
EMPTY = N_("not assessed: no redline in either version")
KM2 = "km²"


def area_check(comparison: Comparison, reasons: Mapping[str, str], country: str, limits: Limits = LIMITS,
               swapped: Optional[Sequence[Mapping[str, Any]]] = None) -> list[dict]:
    """Rows (CHECK_COLUMNS, km²) of every polygon, unit, type and the country.

    A polygon passes when its change is not below −tolerance and every lost piece as large as the tolerance has a
    reason of REASONS_OF_LOSS (``reasons``: code → reason); a larger loss passes when it has such a reason and the swap
    rule holds for its unit and type. What polygons exchange with each other has not left the redline and is not counted
    as their loss, so ``change`` leaves it out. ``swapped``: rows of the swap rule where levels are known by cells;
    without them the polygons' own levels count. Units and types pass by the same tolerance of their own area; the
    country's area may not be lower by more than the noise ``limits.area_km2``.
    """
    if not comparison.areas:
        return [row(AREA, Place(COUNTRY, country, "", ()), Finding(NOT_ASSESSED, reason=EMPTY), -limits.area_km2, KM2)]
    rule = swap(*trades(comparison), limits) if swapped is None else swapped
    balanced = {(found["unit"], found["type_code"]): found["result"] for found in rule}
    rows = [_polygon(key, comparison, reasons, balanced, limits) for key in comparison.areas]
    for scope, group in ((UNIT, lambda polygon: polygon.unit), (TYPE, lambda polygon: polygon.type_code)):
        found = {group(polygon) for line in (comparison.before, comparison.after) for polygon in line.values()}
        rows += [_sum(Place(scope, name, name if scope == UNIT else "", ()), *(
            _km2(line, [key for key, polygon in line.items() if group(polygon) == name], comparison)
            for line in (comparison.before, comparison.after)), limits) for name in sorted(found)]
    whole = [_km2(line, list(line), comparison) for line in (comparison.before, comparison.after)]
    return [*rows, _sum(Place(COUNTRY, country, "", ()), *whole, limits)]


def _polygon(key: Key, comparison: Comparison, reasons: Mapping[str, str], balanced: Mapping[tuple[str, str], str],
             limits: Limits) -> dict:
    areas = comparison.areas[key]
    noise = limits.tolerance_km2(areas.before)
    change = round(areas.from_outside - areas.to_outside, 4)
    result, reason = _judged(key, change < -noise, comparison, reasons, balanced, limits)
    return row(AREA, Place(POLYGON, key[1], key[0], ()), Finding(result, areas.before, areas.after, change, reason),
               -noise, KM2)


def _judged(key: Key, reduced: bool, comparison: Comparison, reasons: Mapping[str, str],
            balanced: Mapping[tuple[str, str], str], limits: Limits) -> tuple[str, str]:
    if _is_loss(key, comparison, limits) and reasons.get(key[1], "") not in REASONS_OF_LOSS:
        return FAIL, UNEXPLAINED
    if not reduced:
        return PASS, ""
    polygon = comparison.before[key]
    return {PASS: (PASS, BALANCED), FAIL: (FAIL, NOT_BALANCED), NOT_ASSESSED: (NOT_ASSESSED, NOT_TOLD)}[
        balanced.get((polygon.unit, polygon.type_code), PASS)]


def _is_loss(key: Key, comparison: Comparison, limits: Limits) -> bool:
    """Whether a polygon became smaller or lost a piece to the outside, beyond the noise of digitising."""
    areas = comparison.areas[key]
    noise = limits.tolerance_km2(areas.before)
    return round(areas.from_outside - areas.to_outside, 4) < -noise or any(
        piece.largest_km2 >= noise for piece in comparison.own[key] if piece.change == LOST and piece.other is None)


def unexplained(comparison: Comparison, reasons: Mapping[str, str], limits: Limits = LIMITS) -> list[Key]:
    """Polygons that lost area beyond the noise of digitising without a reason of REASONS_OF_LOSS (``reasons``: code →
    reason)."""
    return [key for key in comparison.areas
            if _is_loss(key, comparison, limits) and reasons.get(key[1], "") not in REASONS_OF_LOSS]


def _km2(line: Mapping[Key, Polygon], keys: Sequence[Key], comparison: Comparison) -> float:
    name = "before" if line is comparison.before else "after"
    return round(sum(getattr(comparison.areas[key], name) for key in keys), 4)


def _sum(place: Place, before: float, after: float, limits: Limits) -> dict:
    noise = limits.area_km2 if place.scope == COUNTRY else limits.tolerance_km2(before)
    change = round(after - before, 4)
    reason = "" if change >= -noise else LOWER_SHARE if place.scope == COUNTRY else REDUCED
    return row(AREA, place, Finding(FAIL if reason else PASS, before, after, change, reason), -noise, KM2)
