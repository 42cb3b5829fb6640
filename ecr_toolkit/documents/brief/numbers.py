"""The numbers of the policy brief: five that are set large, and counts that its sentences quote. What was not assessed
is None, never nought."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from ...boundary.conflicts.inside import NOT_ASSESSED
from ...boundary.conflicts.tables import ALL
from ...boundary.staking.stakes import PHYSICAL
from ...coordination.levels.signatures import SIGNED
from ...languages.messages import N_
from ...planning.species import COVERED
from ..context import Context
from ..decision_tables import conflict_counts
from ..effect_tables import threatened_species

SHARE, SPAN, OF = "share", "span", "of"  # per cent; from least to most, per cent; so many of so many
_TRADITIONAL = "C10"


@dataclass(frozen=True)
class Number:
    """One of the five. ``kind`` says what ``values`` are (none: not assessed); ``label``: a marked text; ``quoted``:
    what the sentence below it quotes, which the template has by ``id``; none: no sentence."""

    id: str
    label: str
    kind: str
    values: tuple[float, ...] = ()
    quoted: Mapping[str, Any] = field(default_factory=dict)


def five(c: Context) -> tuple[Number, ...]:
    """Redline, services, threatened species, protection by 2030, conflicts."""
    return (_redline(c), _services(c), _species(c), _protected(c), _conflicts(c))


def _redline(c: Context) -> Number:
    return Number("redline", N_("Share of the country inside the redline"), SHARE, (c.whole["ecr_percent"],),
                  {"area": c.whole["ecr_km2"]})


def _services(c: Context) -> Number:
    """The least and the most of the services that the redline holds."""
    titles = {model.id: model.title for model in c.functions}
    held = sorted((row["redline_percent"], titles[row["function"]]) for row in c.rows("coverage_services")
                  if row["function"] in titles and row["redline_percent"] is not None)
    label = N_("Share of each ecosystem function inside the redline, from the least to the most")
    if not held:
        return Number("services", label, SPAN)
    (low, least), (high, most) = held[0], held[-1]
    return Number("services", label, SPAN, (low, high), {"least": least, "most": most})


def _species(c: Context) -> Number:
    """Threatened species that reach their target, with the redline and by protected areas alone."""
    rows = threatened_species(c)
    label = N_("Threatened species that reach their target with protected areas and redline")
    if not rows:
        return Number("species", label, OF)
    now, later = (sum(row[name] == COVERED for row in rows) for name in ("gap_class", "gap_class_with_redline"))
    return Number("species", label, OF, (later, len(rows)), {"now": now})


def _protected(c: Context) -> Number:
    """Reported share of the land for Target 3; the redline counts only where it is recognised."""
    row = next((row for row in c.rows("target3") if row["indicator"] == "I1_land"), None)
    label = N_("Share of the land that is protected today; the world asks for 30 per cent by 2030")
    if row is None:
        return Number("protected", label, SHARE)
    reported = (row["reported"],) if c.recipe["protected_areas"]["source"] and row["reported"] is not None else ()
    potential = row["potential"]
    return Number("protected", label, SHARE, reported, {} if potential is None else {"potential": potential})


def _conflicts(c: Context) -> Number:
    """Objects in conflict on which nobody has decided; how many kinds of conflict had no data."""
    counts = conflict_counts(c)
    label = N_("Conflicts with other uses on which people still have to decide")
    if counts is None:
        return Number("conflicts", label, OF)
    missing = sum(row["decision"] == NOT_ASSESSED for row in c.rows("conflict_summary") if row["code"] not in ("", ALL))
    decided, open_ = counts
    return Number("conflicts", label, OF, (open_, decided + open_), {"missing": missing} if missing else {})


def work(c: Context) -> dict[str, Any]:
    """Mismatches at borders, units that have signed and all units that may, stakes to be set in the ground (None: none
    were placed), redline on indigenous or traditional land (km²; None: not assessed)."""
    signatures = [row["state"] for row in c.rows("signatures")]
    stakes = [row["role"] for row in c.rows("stakes")]
    return {"mismatches": len(c.rows("mismatches")), "signed": signatures.count(SIGNED), "units": len(signatures),
            "stakes": stakes.count(PHYSICAL) if stakes else None, "traditional_km2": _traditional(c)}


def _traditional(c: Context) -> Optional[float]:
    rows = [row for row in c.rows("conflict_summary") if row["code"] == _TRADITIONAL]
    known = [row["redline_km2"] for row in rows if row["decision"] != NOT_ASSESSED and row["redline_km2"] is not None]
    return sum(known) if known else None
