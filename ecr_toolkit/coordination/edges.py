"""Edge matching between neighbouring units (methods.md §5.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

from osgeo import ogr

from ..feedback import Feedback
from ..pilot.layers import Feature, lines, singles
from .pieces import Pieces

PAIR_COLUMNS = ("first", "second", "border_km", "either_km", "both_km", "edge_match_percent", "target_percent",
                "reached", "mismatches", "mismatch_km", "first_km", "second_km")
_SHORTEST_M = 1.0


@dataclass
class Mismatch:
    """Redline of ``unit`` at the border with ``neighbour`` that has no counterpart near by."""

    line: ogr.Geometry
    unit: str
    neighbour: str

    @property
    def length_km(self) -> float:
        return round(self.line.Length() / 1000, 4)


def pair_rates(borders: Sequence[Feature], mismatches: Sequence[Mismatch], target: float) -> list[dict]:
    """One row (PAIR_COLUMNS) a pair of units: border length, frontage of each side (km of border that its redline
    reaches), redline on either and on both sides, and the ratio of these two, the edge-match rate.

    ``borders``: stretches with first, second, first_redline, second_redline, length_km; ``target``: the rate to be
    reached, 0-1. Where no side has redline at the border there is nothing to match: the rate is empty.
    """
    sums: dict[tuple[str, str], list[float]] = {}
    for stretch in borders:
        values = stretch.values
        row = sums.setdefault((values["first"], values["second"]), [0.0] * 5)
        first, second = bool(values["first_redline"]), bool(values["second_redline"])
        for place, counted in enumerate((True, first or second, first and second, first, second)):
            row[place] += values["length_km"] * counted
    own: dict[frozenset, list[Mismatch]] = {}
    for mismatch in mismatches:
        own.setdefault(frozenset((mismatch.unit, mismatch.neighbour)), []).append(mismatch)
    return [_pair_row(pair, row, own.get(frozenset(pair), []), target) for pair, row in sorted(sums.items())]


def _pair_row(pair: tuple[str, str], lengths: Sequence[float], own: Sequence[Mismatch], target: float) -> dict:
    border, either, both, first, second = lengths
    rate = both / either if either else None
    return {"first": pair[0], "second": pair[1], "border_km": round(border, 4), "either_km": round(either, 4),
            "both_km": round(both, 4), "edge_match_percent": None if rate is None else round(100 * rate, 4),
            "target_percent": round(100 * target, 4), "reached": None if rate is None else int(rate >= target),
            "mismatches": len(own), "mismatch_km": round(sum(mismatch.length_km for mismatch in own), 4),
            "first_km": round(first, 4), "second_km": round(second, 4)}


def find_mismatches(borders: Sequence[Feature], redline: Mapping[str, Pieces], within_m: float,
                    feedback: Optional[Feedback] = None) -> list[Mismatch]:
    """Stretches of border with redline on one side only and none within ``within_m`` on the other, by unit, neighbour
    and decreasing length.

    ``redline``: unit code → its redline. Raises Cancelled.
    """
    feedback = feedback or Feedback()
    found = []
    for number, stretch in enumerate(borders, 1):
        feedback.check()
        values = stretch.values
        if bool(values["first_redline"]) != bool(values["second_redline"]):
            unit, neighbour = values["first"], values["second"]
            if values["second_redline"]:
                unit, neighbour = neighbour, unit
            lonely = beyond(stretch.geometry, redline.get(neighbour, Pieces()), within_m)
            found.extend(Mismatch(line, unit, neighbour) for line in singles(lines(lonely, _SHORTEST_M)))
        feedback.progress(number / len(borders))
    return sorted(found, key=lambda mismatch: (mismatch.unit, mismatch.neighbour, -mismatch.length_km,
                                               mismatch.line.GetEnvelope()))


def beyond(line: ogr.Geometry, redline: Pieces, within_m: float) -> ogr.Geometry:
    """The parts of a line that lie farther than ``within_m`` from the redline."""
    nearest = min((piece.Distance(line) for piece in redline.near(line, within_m)), default=None)
    if nearest is None or nearest > within_m:
        return line
    if nearest + line.Length() <= within_m:  # no point of a line lies farther from its nearest one than its length
        return ogr.Geometry(ogr.wkbMultiLineString)
    near = redline.about(line, within_m)
    return line if near.IsEmpty() else line.Difference(near)
