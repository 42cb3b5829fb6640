"""Edge matching between neighbouring units (methods.md §5.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from osgeo import ogr

from ..pilot.layers import Feature, parts

PAIR_COLUMNS = ("first", "second", "border_km", "either_km", "both_km", "edge_match_percent", "target_percent",
                "reached", "mismatches", "mismatch_km")


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
    """One row (PAIR_COLUMNS) a pair of units: border length, redline on either and on both sides, and their ratio.

    ``borders``: stretches with first, second, first_redline, second_redline, length_km. Where no side has redline at
    the border there is nothing to match: the rate is empty.
    """
    sums: dict[tuple[str, str], list[float]] = {}
    for stretch in borders:
        values = stretch.values
        row = sums.setdefault((values["first"], values["second"]), [0.0, 0.0, 0.0])
        row[0] += values["length_km"]
        row[1] += values["length_km"] * bool(values["first_redline"] or values["second_redline"])
        row[2] += values["length_km"] * bool(values["first_redline"] and values["second_redline"])
    return [_pair_row(pair, row, mismatches, target) for pair, row in sorted(sums.items())]


def _pair_row(pair: tuple[str, str], lengths: Sequence[float], mismatches: Sequence[Mismatch], target: float) -> dict:
    border, either, both = lengths
    own = [mismatch for mismatch in mismatches if {mismatch.unit, mismatch.neighbour} == set(pair)]
    rate = both / either if either else None
    return {"first": pair[0], "second": pair[1], "border_km": round(border, 4), "either_km": round(either, 4),
            "both_km": round(both, 4), "edge_match_percent": None if rate is None else round(100 * rate, 4),
            "target_percent": round(100 * target, 4), "reached": None if rate is None else int(rate >= target),
            "mismatches": len(own), "mismatch_km": round(sum(mismatch.length_km for mismatch in own), 4)}


def find_mismatches(borders: Sequence[Feature], redline: Mapping[str, ogr.Geometry], within_m: float
                    ) -> list[Mismatch]:
    """Stretches of border with redline on one side only and none within ``within_m`` on the other.

    ``redline``: unit code → its redline polygons.
    """
    found = []
    for stretch in borders:
        values = stretch.values
        if bool(values["first_redline"]) == bool(values["second_redline"]):
            continue
        unit, neighbour = values["first"], values["second"]
        if values["second_redline"]:
            unit, neighbour = neighbour, unit
        lonely = stretch.geometry
        if neighbour in redline:
            near = redline[neighbour].Intersection(stretch.geometry.Buffer(2 * within_m))
            lonely = lonely if near.IsEmpty() else lonely.Difference(near.Buffer(within_m))
        found.extend(Mismatch(part.Clone(), unit, neighbour) for part in parts(lonely) if part.Length() > 1.0)
    return sorted(found, key=lambda mismatch: (mismatch.unit, mismatch.neighbour, -mismatch.length_km,
                                               mismatch.line.GetEnvelope()))
