"""A bar of coverage as plain data: shares, areas and target of one place, service, class, group or indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Optional

from ...documents.wording import NOT_ASSESSED
from ...languages.formats import Formats
from ...languages.messages import N_

# Sets of planning/estate.py
PA, OECM, PROTECTED, REDLINE, ADDED, BOTH = "pa", "oecm", "protected", "redline", "redline_only", "either"
TITLES: Mapping[str, str] = {
    PA: N_("Protected areas"), OECM: N_("OECMs"), PROTECTED: N_("Protected share"), REDLINE: N_("In the redline"),
    ADDED: N_("Added by the redline"), BOTH: N_("In one or both"),
}
BANDS = (PA, OECM, ADDED)
BY_GAP, BY_NAME = "gap", "name"


@dataclass(frozen=True)
class Bar:
    """``shares``: set → per cent, ``km2``: set → km²; a set that is not known is not there. ``whole_km2``: what the
    shares are of; ``target``: per cent, None where none is set. ``missing``: what is said in place of the protected
    share (marked text), and ``reason`` why (marked text). ``index``: the shares are hundredths of an index from 0 to
    1. ``titles``: set → what it is called here."""

    id: str
    label: str
    shares: Mapping[str, float]
    km2: Mapping[str, float] = field(default_factory=dict)
    whole_km2: Optional[float] = None
    target: Optional[float] = None
    missing: str = NOT_ASSESSED
    reason: str = ""
    index: bool = False
    titles: Mapping[str, str] = field(default_factory=lambda: TITLES)

    @property
    def protected(self) -> Optional[float]:
        return self.shares.get(PROTECTED)

    @property
    def ends(self) -> dict[str, float]:
        """Where each band ends, per cent of the bar, in the order of BANDS; none where nothing is known. A band is
        never shorter than nothing, so an indicator that OECMs lower has no band of them."""
        covered = self.shares.get(BOTH, self.shares.get(REDLINE))
        protected = self.protected
        if protected is None and covered is None:
            return {}
        known = protected or 0.0
        ends = (min(self.shares.get(PA, 0.0), known), known, known if covered is None else max(covered, known))
        return dict(zip(BANDS, (min(max(end, 0.0), 100.0) for end in ends)))


def in_order(bars: Sequence[Bar], order: str, formats: Formats) -> list[Bar]:
    """By name, or by gap: first those that are farthest below their target, then those without a target from the least
    protected on, then those that are not assessed."""
    named = formats.alphabetical(bars, lambda bar: bar.label)
    return named if order == BY_NAME else sorted(named, key=_by_gap)


def _by_gap(bar: Bar) -> tuple[bool, bool, float]:
    return (bar.protected is None, bar.target is None, (bar.protected or 0.0) - (bar.target or 0.0))
