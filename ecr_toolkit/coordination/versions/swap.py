"""The swap rule: what the redline loses must be made up for in the same unit, by the same type, at the same or a higher
ecological level, with at least the same area (methods.md §9.1).

The rule's two readings are both asked. Level by level: for every level that was lost, the gains at that level or above
must reach the losses at that level or above. This is stricter than Σ gain·level ≥ Σ loss·level, which 10 km² of level 3
for 5 km² of level 5 would pass, and holds it as a consequence; both sums stand in the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from ...languages.messages import N_
from .limits import LIMITS, Limits
from .results import FAIL, NOT_ASSESSED, PASS

SWAP_COLUMNS = ("unit", "type_code", "lost_km2", "gained_km2", "lost_level_km2", "gained_level_km2", "result", "reason")
SMALLER = N_("the gains of this type in the unit are smaller than the losses")
LOWER = N_("the gains are of a lower ecological level than the losses")
NO_LEVEL = N_("not assessed: the ecological level is not known")


@dataclass(frozen=True)
class Trade:
    """Area that came into the redline or left it: unit, type code of the register, km², ecological level (1 to 5; None
    unknown; a mean over the area is allowed)."""

    unit: str
    type_code: str
    km2: float
    level: Optional[float]


def swap(gains: Sequence[Trade], losses: Sequence[Trade], limits: Limits = LIMITS) -> list[dict]:
    """A row (SWAP_COLUMNS) a unit and type that lost area. Losses up to ``limits.area_km2`` are noise."""
    groups = sorted({(loss.unit, loss.type_code) for loss in losses})
    return [_row(*group, *([trade for trade in trades if (trade.unit, trade.type_code) == group]
                           for trades in (gains, losses)), limits.area_km2) for group in groups]


def _row(unit: str, type_code: str, gains: Sequence[Trade], losses: Sequence[Trade], noise_km2: float) -> dict:
    result, reason = _judged(gains, losses, noise_km2)
    return {"unit": unit, "type_code": type_code, "lost_km2": round(_km2(losses), 4),
            "gained_km2": round(_km2(gains), 4), "lost_level_km2": _weighted(losses, noise_km2),
            "gained_level_km2": _weighted(gains, noise_km2), "result": result, "reason": reason}


def _judged(gains: Sequence[Trade], losses: Sequence[Trade], noise_km2: float) -> tuple[str, str]:
    if _km2(losses) <= noise_km2:
        return PASS, ""
    if _km2(gains) + noise_km2 < _km2(losses):
        return FAIL, SMALLER
    if not all(_are_known(trades, noise_km2) for trades in (gains, losses)):
        return NOT_ASSESSED, NO_LEVEL
    for level in {loss.level for loss in losses if loss.level is not None}:
        if _km2(gains, level) + noise_km2 < _km2(losses, level):
            return FAIL, LOWER
    return PASS, ""


def _km2(trades: Sequence[Trade], lowest: Optional[float] = None) -> float:
    """Area of trades, of those at a level or above when one is given."""
    return sum(trade.km2 for trade in trades if lowest is None or (trade.level or 0) >= lowest)


def _are_known(trades: Sequence[Trade], noise_km2: float) -> bool:
    """Whether the level is known of all but noise."""
    return sum(trade.km2 for trade in trades if trade.level is None) <= noise_km2


def _weighted(trades: Sequence[Trade], noise_km2: float) -> Optional[float]:
    """Σ area · level; None when levels are not known."""
    if not _are_known(trades, noise_km2):
        return None
    return round(sum(trade.km2 * (trade.level or 0) for trade in trades), 4)
