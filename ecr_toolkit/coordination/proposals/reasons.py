"""Why a redline cannot be carried on across a border: codes and sentences."""

from collections.abc import Mapping

from ...languages.messages import N_

LEVEL_1, FARMLAND, BUILT_UP, CONFLICT, UNKNOWN, BY_HAND, TOO_SMALL = (
    "level_1", "farmland", "built_up", "conflict", "unknown", "by_hand", "too_small")
# In the order that decides between reasons that cover the same area
REASONS: Mapping[str, str] = {
    FARMLAND: N_("The land on the other side was taken out as farmland."),
    BUILT_UP: N_("The land on the other side was taken out as built-up land."),
    CONFLICT: N_("The land on the other side was taken out because of a conflict."),
    BY_HAND: N_("The land on the other side was taken out by a decision."),
    LEVEL_1: N_("The land on the other side is of level 1, generally important."),
    UNKNOWN: N_("The level of the land on the other side is not known."),
    TOO_SMALL: N_("The land on the other side that is of level 3 or 5 is too small to be drawn."),
}
_OF_CONFLICTS = {"C1": FARMLAND, "C2": FARMLAND, "C3": BUILT_UP, "C4": BUILT_UP}


def reason_of(conflict: str) -> str:
    """The reason for land that a conflict code (C1 to C10) took out."""
    return _OF_CONFLICTS.get(conflict, CONFLICT)


def largest(areas: Mapping[str, float]) -> str:
    """The reason with most area; UNKNOWN where there is no land at all."""
    order = list(REASONS)
    return min(areas, key=lambda code: (-areas[code], order.index(code))) if any(areas.values()) else UNKNOWN
