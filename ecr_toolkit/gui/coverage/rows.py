"""Rows of the coverage tables as the bars need them: with the redline where it is drawn, unknown values left out."""

from collections.abc import Mapping
from typing import Any

from ...documents.context import Context
from ...steps.coverage import PROTECTED as BEFORE
from ...steps.coverage import WITH_REDLINE
from .bars import REDLINE, TITLES

_KEYS = ("place", "unit", "theme", "subject", "class", "function", "group", "taxon", "category")
_ROUNDING = 0.05  # km² or per cent: more than the parts of a row can differ by their rounding


def rows_of(c: Context, table: str) -> list[dict[str, Any]]:
    """Rows of the gaps step; each with the columns of the redline where one was drawn since. A redline that was
    measured beside other protected areas or places is not put on top."""
    drawn = {_key(row): row for row in c.rows(WITH_REDLINE[table])}
    rows = []
    for row in c.rows(BEFORE[table]):
        later = drawn.get(_key(row))
        rows.append(later if later is not None and _same(row, later) else row)
    return rows


def _key(row: Mapping[str, Any]) -> tuple:
    return tuple(row.get(name) for name in _KEYS)


def _same(row: Mapping[str, Any], later: Mapping[str, Any]) -> bool:
    """Whether both tell the same of what is protected: areas where there are any, else shares."""
    ending = "_km2" if "area_km2" in row else "_percent"
    pairs = [(value, later.get(name)) for name, value in row.items() if name.endswith(ending)]
    return all(one == other or (number(one) is not None and number(other) is not None and abs(one - other) < _ROUNDING)
               for one, other in pairs)


def shares_of(c: Context, row: Mapping[str, Any], ending: str = "percent") -> dict[str, float]:
    """Set → per cent of a row. Where no protected areas were given nought would be wrong: only the redline is known."""
    return _known(row, ending, given(c))


def km2_of(c: Context, row: Mapping[str, Any]) -> dict[str, float]:
    """Set → km² of a row, as ``shares_of``."""
    return _known(row, "km2", given(c))


def given(c: Context) -> bool:
    """Whether the recipe names protected areas."""
    areas = c.recipe["protected_areas"]
    return bool(areas["source"] or areas["further"])


def number(value: Any) -> Any:
    """A number of a table, None for an empty cell or a text."""
    return value if isinstance(value, float) else None


def _known(row: Mapping[str, Any], ending: str, protected: bool) -> dict[str, float]:
    found = {name: number(row.get(f"{name}_{ending}")) for name in TITLES if protected or name == REDLINE}
    return {name: value for name, value in found.items() if value is not None}
