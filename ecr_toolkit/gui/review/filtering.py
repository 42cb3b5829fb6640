"""Which items are listed: open or all, of a kind, of a unit, with words that are searched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .items import CONFLICT, Item, Key


@dataclass(frozen=True)
class Wanted:
    """``kind`` and ``unit``: empty for all of them; ``words``: all must be found."""

    only_open: bool = True
    kind: str = ""
    unit: str = ""
    words: str = ""


def listed(items: Sequence[Item], wanted: Wanted, places: Mapping[Key, str]) -> list[Item]:
    """Items that are wanted, in their order. ``places``: unit of each conflict object, needed where a unit is
    wanted."""
    found = [item for item in items if (item.is_open or not wanted.only_open)
             and (not wanted.kind or item.kind == wanted.kind)
             and (not wanted.unit or wanted.unit in item.units
                  or (item.kind == CONFLICT and places.get(item.key) == wanted.unit))]
    words = wanted.words.casefold().split()
    return [item for item in found if all(word in item.haystack for word in words)] if words else found
