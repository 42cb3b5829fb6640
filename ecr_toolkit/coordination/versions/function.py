"""Third check: the function does not decline (methods.md §9.3): what it gives inside the line, before and after, with
the climate held constant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

from ...languages.messages import N_
from .limits import LIMITS, Limits
from .results import (
    FAIL,
    FUNCTION,
    NOT_ASSESSED,
    OTHER_CELLS,
    OTHER_GRID,
    PASS,
    WARNING,
    Finding,
    Place,
    places,
    refused,
    row,
)

IMPROVED, STABLE, SLIGHT, DECLINED = (N_("improved"), N_("stable"), N_("slight decline"), N_("decline"))
NO_SECOND = N_("not assessed: no second values")
NO_FIRST = N_("not assessed: no values of the first version")
OTHER_CLIMATE = N_("not assessed: the climate data differ")
OTHER_CONSTANTS = N_("not assessed: data of soil, terrain or species differ")
OTHER_METHOD = N_("not assessed: the method or its parameters differ")
NO_VALUE = N_("not assessed: the function has no value here")


@dataclass(frozen=True)
class Total:
    """What a function gives in a polygon: Σ value · km², and the area where its value is known, km²."""

    amount: float
    known_km2: float


@dataclass(frozen=True)
class Values:
    """Functions inside the line: ``year`` of land cover and vegetation; ``climate``, ``constants`` (soil, terrain) and
    ``method``: names or hashes of what they were computed with; ``totals``: function → code of the polygon → total;
    ``data``: hash of land cover and vegetation, ``grid``: the name of its grid."""

    year: int
    climate: str
    totals: Mapping[str, Mapping[str, Total]]
    constants: str = ""
    method: str = ""
    data: str = ""
    grid: str = ""

    @property
    def held(self) -> dict[str, str]:
        return {OTHER_CLIMATE: self.climate, OTHER_CONSTANTS: self.constants, OTHER_METHOD: self.method,
                OTHER_GRID: self.grid}


def function_check(polygons: Mapping[str, str], before: Optional[Values], after: Optional[Values], country: str,
                   limits: Limits = LIMITS) -> list[dict]:
    """Rows (CHECK_COLUMNS, subject: function) of every function at every polygon, unit and the country: total before
    and after, change in %.

    ``polygons``: code → unit. Both are taken inside the same line, that of the earlier version. Improved and stable
    pass, a slight decline warns, a decline fails; ``reason`` names the class.
    """
    reason = refused(before, after, NO_FIRST, NO_SECOND)
    functions = sorted({name for values in (before, after) if values is not None for name in values.totals}) or [""]
    return [row(FUNCTION, place, Finding(NOT_ASSESSED, reason=reason) if reason or before is None or after is None
                else _finding(place, name, before, after, limits), -limits.decline_percent, "%", name)
            for name in functions for place in places(polygons, country)]


def _finding(place: Place, name: str, before: Values, after: Values, limits: Limits) -> Finding:
    first, second = _total(before, name, place.codes), _total(after, name, place.codes)
    if first is None or second is None:
        missing = NO_FIRST if first is None else NO_SECOND
        return Finding(NOT_ASSESSED, None if first is None else first.amount, None if second is None else second.amount,
                       reason=missing)
    if first.amount <= 0:
        return Finding(NOT_ASSESSED, first.amount, second.amount, reason=NO_VALUE)
    if abs(second.known_km2 - first.known_km2) > limits.tolerance_km2(first.known_km2):
        return Finding(NOT_ASSESSED, first.amount, second.amount, reason=OTHER_CELLS)
    change = 100 * (second.amount - first.amount) / first.amount
    result, grade = _graded(round(change, 9), limits)
    return Finding(result, first.amount, second.amount, change, grade)


def _total(values: Values, name: str, codes: Sequence[str]) -> Optional[Total]:
    own = values.totals.get(name, {})
    if not codes or any(code not in own for code in codes):
        return None
    return Total(sum(own[code].amount for code in codes), sum(own[code].known_km2 for code in codes))


def _graded(change: float, limits: Limits) -> tuple[str, str]:
    """(result, class) of a change in %."""
    if change >= limits.stable_percent:
        return PASS, IMPROVED
    if change >= -limits.stable_percent:
        return PASS, STABLE
    return (WARNING, SLIGHT) if change >= -limits.decline_percent else (FAIL, DECLINED)
