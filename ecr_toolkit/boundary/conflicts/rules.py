"""Rules: which code an object has and what becomes of it where nobody decided otherwise (methods.md §4.5)."""

import re
from dataclasses import dataclass

from ...languages.messages import N_

KEEP, EXIT, DEDUCT = "keep", "exit", "deduct"
DECISIONS = {KEEP: N_("keep inside"), EXIT: N_("exit plan"), DEDUCT: N_("take out")}
FPIC = "FPIC"

# Families: objects of one family can be each other's successors. The letter begins their ids.
FARMLAND, BUILT_UP, MINE, LINE, PLANTATION, RESERVOIR, OPERATING_AREA, PLAN, TRADITIONAL = "FBMLPROAT"
FAMILY_OF = {"C1": FARMLAND, "C2": FARMLAND, "C3": BUILT_UP, "C4": BUILT_UP, "C5": MINE, "C6": LINE,
             "C7": PLANTATION, "C8": RESERVOIR, "C9": PLAN, "C10": TRADITIONAL}
BY_SIZE = (FARMLAND, BUILT_UP, PLANTATION)  # the area that hangs together decides
OF_LINES = (LINE, PLAN)  # a planned road is a line too
CODES = {
    "C1": N_("permanent farmland"), "C2": N_("scattered farmland"), "C3": N_("town, city or industrial park"),
    "C4": N_("village"), "C5": N_("mine"), "C6": N_("linear infrastructure"), "C7": N_("plantation or orchard"),
    "C8": N_("reservoir or hydropower"), "C9": N_("approved plan, not built"),
    "C10": N_("indigenous or traditional land"),
}

# Where a part of an object lies; in the core and in other protected areas that are in as a whole nothing is taken out
OUTSIDE, CONSENT, PROTECTED, CORE = ZONES = range(4)
WHOLE_IN = (PROTECTED, CORE)

INDUSTRIAL, OPERATING = "industrial", "operating area"  # words in a kind
STRATEGIC = {"strategic", "oil", "gas", "uranium"}
VALID_RIGHT = {"valid", "active", "granted"}

_EXIT = N_("The protected area stays in the redline as a whole; plan the exit.")
_CONSENT = N_("On indigenous or traditional land nothing is taken out without a decision.")


@dataclass(frozen=True)
class Sizes:
    """From how many hectares farmland, built-up land and plantations follow the rule for large ones."""

    farmland: float = 20.0
    built_up: float = 10.0
    plantation: float = 100.0

    def is_large(self, family: str, hectares: float) -> bool:
        """Whether what hangs together is large for its family."""
        return hectares >= {FARMLAND: self.farmland, BUILT_UP: self.built_up, PLANTATION: self.plantation}[family]


@dataclass(frozen=True)
class Rule:
    """What becomes of an object: its code, one of DECISIONS, and why."""

    code: str
    decision: str
    sentence: str


def rule_of(family: str, zone: int, large: bool = False, kind: str = "", status: str = "") -> Rule:
    """The rule for a part of an object in a zone. ``large``: as ``Sizes`` says; ``kind`` and ``status``: as its layer
    calls them. methods.md §4.5."""
    if family == FARMLAND:
        return (_taken_out("C1", zone, N_("Permanent farmland is taken out.")) if large else
                Rule("C2", KEEP, N_("Existing use stays, no expansion.")))
    if family == BUILT_UP:
        return _built_up(zone, large or INDUSTRIAL in kind.lower())
    if family == MINE:
        if is_strategic(kind) and status.strip().lower() in VALID_RIGHT:
            return Rule("C5", KEEP, N_("The right to a strategic resource stays; keep a case note."))
        return _taken_out("C5", zone, N_("Mines outside protected areas are taken out."))
    if family == PLANTATION:
        if not large or zone in WHOLE_IN:
            return Rule("C7", KEEP, N_("Small plantations, and those in protected areas, stay."))
        return _taken_out("C7", zone, N_("Large plantations outside protected areas are taken out."))
    if family == OPERATING_AREA:
        return _taken_out("C8", zone, N_("The operating area of a reservoir is taken out."))
    return _STAYING[family]


_STAYING = {
    LINE: Rule("C6", KEEP, N_("Lines stay inside and do not cut the polygon; their length is recorded.")),
    RESERVOIR: Rule("C8", KEEP, N_("Reservoirs stay inside.")),
    PLAN: Rule("C9", KEEP, N_("Plans that are not built stay inside and are reported to the coordination.")),
    TRADITIONAL: Rule("C10", KEEP, N_("Never taken out automatically; review with free, prior and informed consent.")),
}


def _built_up(zone: int, large: bool) -> Rule:
    if large:
        return _taken_out("C3", zone, N_("Towns, cities and industrial parks are taken out."))
    return Rule("C4", KEEP, N_("Relocate voluntarily from the core zone; no new expansion.") if zone == CORE else
                N_("Villages stay, no new expansion."))


def _taken_out(code: str, zone: int, sentence: str) -> Rule:
    """Taken out, unless the zone keeps it in."""
    if zone in WHOLE_IN:
        return Rule(code, EXIT, _EXIT)
    return Rule(code, KEEP, _CONSENT) if zone == CONSENT else Rule(code, DEDUCT, sentence)


def family_of(code: str, kind: str) -> str:
    """The family of a feature of the layer that the recipe gives for a code."""
    if FAMILY_OF[code] == RESERVOIR and OPERATING in kind.lower().replace("_", " "):
        return OPERATING_AREA
    return FAMILY_OF[code]


def is_strategic(kind: str) -> bool:
    """Whether a mine is of a strategic resource: one of the words STRATEGIC stands in its kind."""
    return not STRATEGIC.isdisjoint(re.findall(r"[a-z]+", kind.lower()))


def flag_of(family: str, zone: int) -> str:
    """FPIC where indigenous or traditional land is concerned, else empty."""
    return FPIC if family == TRADITIONAL or zone == CONSENT else ""


def allowed(family: str, zone: int) -> tuple[str, ...]:
    """What people may decide. Lines never cut a polygon, what is in as a whole stays so, and on the land of indigenous
    and traditional peoples as such no table decides: it stays, and what was agreed is the reason."""
    if family == TRADITIONAL:
        return (KEEP,)
    return (KEEP, EXIT) if family == LINE or zone in WHOLE_IN else (KEEP, EXIT, DEDUCT)
