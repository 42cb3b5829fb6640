"""Areas that add up: the classes of a place to the place, its places to the country (methods.md §6.1)."""

from collections.abc import Mapping, Sequence
from typing import Optional


def shared_out(counted: Mapping[int, float], whole_km2: float, rest: int) -> dict[int, float]:
    """km² of every class, to 0.0001, that add up to ``whole_km2``: what is left goes to the class ``rest``, and where
    rounding gave too much the largest class gives it back."""
    found = {code: round(float(km2), 4) for code, km2 in counted.items()}
    left = round(whole_km2 - sum(found.values()), 4)
    if left < 0:
        largest = max(found, key=lambda code: found[code])
        found[largest] = round(found[largest] + left, 4)
    found[rest] = round(found.get(rest, 0.0) + max(0.0, left), 4)
    return found


def added_up(places: Sequence[Mapping[int, float]]) -> dict[int, float]:
    """Class → km² of all places together, in the order of the first place."""
    return {code: round(sum(place[code] for place in places), 4) for code in places[0]}


def percent(part: float, whole: float) -> Optional[float]:
    """Per cent of a whole, to 0.0001; none of nothing."""
    return round(100 * part / whole, 4) if whole else None
