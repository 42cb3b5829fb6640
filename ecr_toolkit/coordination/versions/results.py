"""Rows that the three checks share: result and numbers of every polygon, unit and the country."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Optional, Protocol

from ...languages.messages import N_

PASS, WARNING, FAIL, NOT_ASSESSED = "pass", "warning", "fail", "not_assessed"
RESULTS = {PASS: N_("passed"), WARNING: N_("warning"), FAIL: N_("failed"), NOT_ASSESSED: N_("not assessed")}
AREA, NATURE, FUNCTION = "area", "nature", "function"
CHECKS = {AREA: N_("The area is not reduced"), NATURE: N_("The nature is not changed"),
          FUNCTION: N_("The function does not decline")}
TOO_SOON = N_("not assessed: less than a year lies between the two")
NOT_RENEWED = N_("not assessed: the land was not observed anew, both are made of the same data")
OTHER_GRID = N_("not assessed: the two are not on the same grid")
OTHER_CELLS = N_("not assessed: the two are not known in the same places")
POLYGON, UNIT, TYPE, COUNTRY = "polygon", "unit", "type", "country"
CHECK_COLUMNS = ("check", "scope", "place", "unit", "subject", "before", "after", "change", "limit", "value_unit",
                 "result", "reason")


@dataclass(frozen=True)
class Place:
    """A polygon, unit or country, and the codes of its polygons."""

    scope: str
    name: str
    unit: str
    codes: Sequence[str]


def places(polygons: Mapping[str, str], country: str) -> Iterator[Place]:
    """Every polygon, every unit, and the country. ``polygons``: code → unit."""
    for code, unit in sorted(polygons.items()):
        yield Place(POLYGON, code, unit, (code,))
    for unit in sorted({*polygons.values()}):
        yield Place(UNIT, unit, unit, [code for code in sorted(polygons) if polygons[code] == unit])
    yield Place(COUNTRY, country, "", sorted(polygons))


class Observed(Protocol):
    """What was observed inside the line: its ``year``; ``held``: what must be the same in both years, each by the
    reason that is told when it is not; ``data``: hash of what must be observed anew, empty where that is unknown."""

    year: int
    data: str

    @property
    def held(self) -> Mapping[str, str]: ...


def refused(before: Optional[Observed], after: Optional[Observed], no_first: str, no_second: str) -> str:
    """Why two observations cannot be compared; empty when they can. They must be a year apart, by the calendar, because
    land cover and vegetation come year by year (methods.md §9)."""
    if before is None or after is None:
        return no_first if before is None else no_second
    different = [reason for reason, text in before.held.items() if after.held[reason] != text]
    if different:
        return different[0]
    if after.year < before.year + 1:
        return TOO_SOON
    return NOT_RENEWED if before.data and before.data == after.data else ""


@dataclass(frozen=True)
class Finding:
    """Numbers and verdict of a check at one place; None where a number cannot be told."""

    result: str
    before: Optional[float] = None
    after: Optional[float] = None
    change: Optional[float] = None
    reason: str = ""


def row(check: str, place: Place, finding: Finding, limit: float, value_unit: str, subject: str = "") -> dict:
    """A row (CHECK_COLUMNS); ``limit``: the change below which the check does not pass, in the unit of the change."""
    numbers = {"before": finding.before, "after": finding.after, "change": finding.change, "limit": limit}
    return {"check": check, "scope": place.scope, "place": place.name, "unit": place.unit, "subject": subject,
            **{name: None if number is None else round(number, 4) for name, number in numbers.items()},
            "value_unit": value_unit, "result": finding.result, "reason": finding.reason}
