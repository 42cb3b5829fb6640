"""Both sides of an item in words: what stands on the one and on the other."""

from dataclasses import dataclass, field
from typing import Any, Optional

from ...boundary.conflicts.land_cover import SOURCE
from ...boundary.conflicts.rules import CODES, DECISIONS
from ...coordination.levels.places import LEVELS as PLACES
from ...coordination.proposals.reasons import REASONS
from ...languages.formats import Formats
from ...languages.messages import _, interface, worded
from ...models.land_cover import NAMES
from ...pilot.tables import unguarded
from ..wording import ltr
from .items import (
    BETWEEN,
    CONFLICT,
    MISMATCH,
    PROPOSALS,
    STATES,
    Item,
    length_text,
    number_of,
    quantity,
    size_text,
)
from .land import LEVELS, Land, land_of
from .sight import Sight

_COVERS = 3  # classes of land cover that are named
_LEAST = 0.5  # per cent that are told


@dataclass
class Side:
    """A heading and lines of a label and what it says."""

    title: str
    lines: list[tuple[str, str]] = field(default_factory=list)

    def add(self, label: str, text: str) -> None:
        """A line, where there is something to say."""
        if text:
            self.lines.append((label, text))

    def text(self, formats: Formats) -> str:
        return "\n".join(f"{label}{formats.colon}{text}" if label else text for label, text in self.lines)


def sides_of(pilot: Any, item: Item, sight: Optional[Sight], formats: Formats) -> tuple[Side, Side]:
    """The two sides of an item, as its tables and the rasters know them."""
    if item.kind == MISMATCH:
        return _unit(pilot, item, sight, formats), _neighbour(pilot, item, sight, formats)
    if item.kind == CONFLICT:
        return _object(pilot, item, sight, formats), _redline(item, formats)
    return _signed(item), Side(_(STATES[item.status]), [("", _("Open a new round with the line as it is now."))])


def stands(item: Item, formats: Formats) -> str:
    """What was decided, why, by whom and when; empty where nobody decided."""
    row = item.row
    if not row.get("decided_by"):
        return ""
    what = worded(DECISIONS, row["decision"]) if item.kind == CONFLICT else _(STATES[item.status])
    return BETWEEN.join(part for part in (what, row["reason"], row["decided_by"], row["decided_on"]) if part)


def _unit(pilot: Any, item: Item, sight: Optional[Sight], formats: Formats) -> Side:
    side = Side(_named(pilot, item.row["unit"]), [("", _("Unit with redline"))])
    side.add(_("Length"), length_text(item.row, formats))
    _add_land(side, land_of(pilot, sight.near if sight else None), formats)
    return side


def _neighbour(pilot: Any, item: Item, sight: Optional[Sight], formats: Formats) -> Side:
    row = item.row
    side = Side(_named(pilot, row["neighbour"]), [("", _("Neighbour without"))])
    seen = land_of(pilot, sight.beyond if sight else None)
    told = {level: number_of(row, f"level_{level}_percent") for level in LEVELS} if "level_5_percent" in row else {}
    _add_land(side, Land(told, seen.cover), formats)
    for label, name in ((_("taken out there as a conflict"), "deducted_percent"),
                        (_("Protected areas"), "protected_percent")):
        if number_of(row, name):
            side.add(label, formats.percent(number_of(row, name), 0))
    side.add(_("Proposal"), worded(PROPOSALS, row["kind"]))
    if row["area_km2"]:
        side.add(_("Its area"), quantity(number_of(row, "area_km2"), "km²", formats))
    side.add(_("Reason"), worded(REASONS, row["why"]) if row["why"] in REASONS else "")
    return side


def _object(pilot: Any, item: Item, sight: Optional[Sight], formats: Formats) -> Side:
    row = item.row
    side = Side(f"{row['code']} {worded(CODES, row['code'])}")
    side.add(_("Name"), unguarded(row["name"]))
    kind = row["kind"]
    side.add(_("Kind"), _(kind) if row["source"] == SOURCE else unguarded(kind))
    side.add(_("Size"), size_text(row, formats))
    if row["in_protected"] == "1":
        side.add("", _("core zone") if row["in_core"] == "1" else _("protected area"))
    side.add("", row["flag"])
    _add_land(side, land_of(pilot, sight.near if sight else None), formats)
    return side


def _redline(item: Item, formats: Formats) -> Side:
    row = item.row
    side = Side(_("Redline there"), [("", row["ecr_codes"] or _("no redline"))])
    inside = {"area_ha": row["redline_ha"], "length_km": row["redline_km"]}
    if row["ecr_codes"]:
        side.add(_("Area or length inside"), size_text(inside, formats))
    side.add(_("Decision by the rule"), worded(DECISIONS, row["default_decision"]))
    rule = row["rule"]
    side.add(_("Rule"), _(rule))
    return side


def _signed(item: Item) -> Side:
    row = item.row
    side = Side(item.title, [("", worded(PLACES, row["level"]))])
    for label, name in ((_("Round"), "round"), (_("On"), "day"), (_("Sign-off"), "who")):
        side.add(label, row[name])
    return side


def _add_land(side: Side, land: Land, formats: Formats) -> None:
    def told(share: float) -> str:
        return ltr(formats.percent(share, 0), formats)

    side.add(_("Protection level"), formats.enumeration(
        f"{level} ({told(share)})" for level, share in land.levels.items() if share >= _LEAST))
    side.add(_("Land cover"), formats.enumeration(
        f"{_(NAMES[code])} ({told(share)})" for code, share in list(land.cover.items())[:_COVERS] if share >= _LEAST))


def _named(pilot: Any, code: str) -> str:
    """A unit with its name."""
    name = next((unit.name(interface.language) for unit in pilot.units if unit.code == code), "")
    return f"{code} {name}".strip()
