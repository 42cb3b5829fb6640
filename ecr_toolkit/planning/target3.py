"""Target 3 of the Kunming-Montreal framework: indicators I1 to I9, reported and potential (methods.md §6.3).

*Reported* counts protected areas and OECMs and nothing else; *potential* adds the redline as if it were recognised.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

from ..languages.messages import N_
from .places import NATIONAL_SHARE, representation
from .species import achievement

COLUMNS = ("indicator", "subject", "unit", "pa", "reported", "potential", "reason")
# Column of the table → set of the estate
COUNTED = {"pa": "pa", "reported": "protected", "potential": "either"}
INDICATORS = {
    "I1_land": N_("Coverage of land and inland water"), "I1_sea": N_("Coverage of the sea"),
    "I2": N_("Key sites: mean share covered"),
    "I3a": N_("Ecoregions: mean achievement of the target"),
    "I3b_17": N_("Ecoregions with 17 per cent covered or more"),
    "I3b_30": N_("Ecoregions with 30 per cent covered or more"),
    "I4a": N_("Ecosystem types: mean achievement of the target"),
    "I4b_17": N_("Ecosystem types with 17 per cent covered or more"),
    "I4b_30": N_("Ecosystem types with 30 per cent covered or more"),
    "I5": N_("Species: mean achievement of their targets"),
    "I6": N_("Protected and connected (ProtConn)"), "I7": N_("Connected share of what is protected"),
    "I8": N_("Protected area with an evaluation of its management"),
    "I9": N_("Extremely important area that is covered"),
}
NO_SEA = N_("not assessed: no layer of the country's sea")
NO_SITES = N_("not assessed: no layer of key sites")
NO_ECOREGIONS = N_("not assessed: no layer of ecoregions")
NO_ECOSYSTEMS = N_("not assessed: no land cover and no layer of ecosystem types")
NO_SPECIES = N_("not assessed: no species")
NO_EVALUATION = N_("not assessed: the list of protected areas does not tell of evaluations")
NOTHING_PROTECTED = N_("not assessed: no protected areas")
NO_FUNCTION = N_("not assessed: no function was graded")
PERCENT, INDEX = "%", "0-1"
_STEPS = (17, 30)


@dataclass(frozen=True)
class Evidence:
    """What the indicators are made of. Rows are those of the coverage tables; areas in km².

    ``land`` and ``sea``: row of all the country, with ``<set>_percent``; ``connectivity``: set → (ProtConn, Prot), per
    cent of the land; ``evaluated_percent``: of the protected area; None: the list does not say; ``extreme``: function
    → its row of class 5.
    """

    land: Mapping[str, Any]
    sea: Optional[Mapping[str, Any]] = None
    sites: Sequence[Mapping[str, Any]] = ()
    ecoregions: Sequence[Mapping[str, Any]] = ()
    ecosystems: Sequence[Mapping[str, Any]] = ()
    species: Sequence[Mapping[str, Any]] = ()
    connectivity: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    evaluated_percent: Optional[float] = None
    extreme: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    target: float = 0.3
    smallest_percent: float = NATIONAL_SHARE


def indicators(evidence: Evidence, sets: Sequence[str]) -> list[dict]:
    """Rows (COLUMNS) of every indicator; what cannot be told has no value and a reason."""
    counted = {column: name for column, name in COUNTED.items() if name in sets}
    rows = [_row("I1_land", PERCENT, {column: evidence.land[f"{name}_percent"] for column, name in counted.items()})]
    rows.append(_row("I1_sea", PERCENT, {column: evidence.sea[f"{name}_percent"] for column, name in counted.items()})
                if evidence.sea else _missing("I1_sea", PERCENT, NO_SEA))
    rows.append(_row("I2", PERCENT, {column: _mean([row[f"{name}_percent"] for row in evidence.sites])
                                     for column, name in counted.items()})
                if evidence.sites else _missing("I2", PERCENT, NO_SITES))
    rows += _represented("I3", evidence.ecoregions, NO_ECOREGIONS, evidence, counted)
    rows += _represented("I4", evidence.ecosystems, NO_ECOSYSTEMS, evidence, counted)
    rows.append(_row("I5", INDEX, {column: achievement(evidence.species, name) for column, name in counted.items()})
                if evidence.species else _missing("I5", INDEX, NO_SPECIES))
    rows += _connected(evidence, counted)
    rows.append(_missing("I8", PERCENT, NO_EVALUATION) if evidence.evaluated_percent is None else
                _row("I8", PERCENT, {"pa": evidence.evaluated_percent, "reported": evidence.evaluated_percent}))
    rows += [_row("I9", PERCENT, {column: row[f"{name}_percent"] for column, name in counted.items()}, function)
             for function, row in evidence.extreme.items()] or [_missing("I9", PERCENT, NO_FUNCTION)]
    return rows


def _represented(id: str, places: Sequence[Mapping[str, Any]], reason: str, evidence: Evidence,
                 counted: Mapping[str, str]) -> list[dict]:
    large = [row for row in places if row["national_percent"] >= evidence.smallest_percent]
    if not large:
        return [_missing(f"{id}{part}", unit, reason) for part, unit in (
            ("a", INDEX), ("b_17", PERCENT), ("b_30", PERCENT))]
    means = representation(large, list(counted.values()), evidence.target, evidence.smallest_percent)
    rows = [_row(f"{id}a", INDEX, {column: means[name] for column, name in counted.items()})]
    rows += [_row(f"{id}b_{step}", PERCENT, {
        column: 100 * sum(row[f"{name}_percent"] >= step for row in large) / len(large)
        for column, name in counted.items()}) for step in _STEPS]
    return rows


def _connected(evidence: Evidence, counted: Mapping[str, str]) -> list[dict]:
    """Where nothing is protected nothing is connected, and there is no share of nothing."""
    found = {column: evidence.connectivity.get(name, (0.0, 0.0)) for column, name in counted.items()}
    share = _row("I7", PERCENT, {column: 100 * connected / protected if protected else None
                                 for column, (connected, protected) in found.items()})
    if share["reported"] is None:
        share["reason"] = NOTHING_PROTECTED
    return [_row("I6", PERCENT, {column: connected for column, (connected, _all) in found.items()}), share]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _row(id: str, unit: str, values: Mapping[str, Optional[float]], subject: str = "") -> dict:
    return {"indicator": id, "subject": subject, "unit": unit, "reason": "",
            **{column: None if value is None else round(value, 4) for column, value in values.items()}}


def _missing(id: str, unit: str, reason: str) -> dict:
    return {"indicator": id, "subject": "", "unit": unit, "reason": reason}
