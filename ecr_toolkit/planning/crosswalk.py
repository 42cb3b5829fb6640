"""The crosswalk: how the redline treats each category of protected areas (methods.md §5.2)."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Optional

from ..errors import InputError
from ..languages.messages import _
from ..pilot.tables import read_table

FORCED, BY_LEVEL, LISTED, CHECK = "forced", "by_level", "listed", "check"
TREATMENTS = (FORCED, BY_LEVEL, LISTED, CHECK)
DEFAULT = Path(__file__).parent / "tables" / "crosswalk.csv"
_PATTERNS = ("designation", "iucn_category", "kind")


def load_crosswalk(path: Optional[Path] = None) -> list[dict[str, str]]:
    """Rows of a country's table, or of the international one. Columns: designation, iucn_category, treatment, and,
    where wanted, kind (pa, oecm) and min_km2. InputError for unknown treatments and numbers that cannot be read."""
    path = path or DEFAULT
    rows = read_table(path, ("designation", "iucn_category", "treatment"))
    wrong = sorted({row["treatment"] for row in rows} - set(TREATMENTS))
    if wrong:
        raise InputError([(_("The table {file} has unknown treatments: {values}.").format(
            file=path.name, values=", ".join(wrong)), _("Choose from: {names}.").format(names=", ".join(TREATMENTS)))])
    for number, row in enumerate(rows, 2):
        try:
            float(row.get("min_km2") or 0)
        except ValueError as fault:
            raise InputError([(_("Row {number} of {file} has a number that cannot be read.").format(
                number=number, file=path.name), _("Write min_km2 as a plain number with a point."))]) from fault
    return rows


def treatment_of(designation: str, iucn_category: str, kind: str, area_km2: float,
                 crosswalk: Sequence[Mapping[str, str]]) -> str:
    """How the redline treats an area: by the first row that matches; ``listed`` when none does, ``check`` when the row
    asks for a larger one. An empty cell matches all, * any characters; capitals do not matter."""
    values = dict(zip(_PATTERNS, (designation, iucn_category, kind)))
    for row in crosswalk:
        if all(_matches(row.get(name, ""), values[name]) for name in _PATTERNS):
            return CHECK if area_km2 < float(row.get("min_km2") or 0) else row["treatment"]
    return LISTED


def _matches(pattern: str, value: str) -> bool:
    return not pattern or fnmatch(value.lower(), pattern.lower())
