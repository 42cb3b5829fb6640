"""Two lines laid over each other: the pieces that every polygon gained and lost, and where they came from or went."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

from osgeo import ogr

from ...feedback import Feedback
from ...pilot.boxes import Boxes
from ...pilot.layers import Feature, parts, polygons, union, valid

Key = tuple[str, str]  # unit, code: a polygon that changes its unit counts as gone in one and new in the other
GAINED, LOST = "gained", "lost"


@dataclass(frozen=True, eq=False)
class Polygon:
    """A redline polygon: type code of the register, ecological level 1, 3 or 5 (None: unknown), outline in the
    equal-area system."""

    unit: str
    code: str
    type_code: str
    level: Optional[int]
    geometry: ogr.Geometry


@dataclass(frozen=True, eq=False)
class Piece:
    """What polygon ``key`` gained or lost; ``other``: the polygon that it came from or went to, None: the outside."""

    key: Key
    change: str
    other: Optional[Key]
    geometry: ogr.Geometry

    @property
    def km2(self) -> float:
        return self.geometry.GetArea() / 1e6

    @property
    def largest_km2(self) -> float:
        """Area of its largest part that hangs together."""
        return max((part.GetArea() / 1e6 for part in parts(self.geometry)), default=0.0)


def polygons_of(redline: Sequence[Feature]) -> dict[Key, Polygon]:
    """Polygons by unit and code, sorted; outlines with one code are one polygon."""
    grouped: dict[Key, list[Feature]] = {}
    for feature in redline:
        key = (str(feature.values.get("adm_code") or ""), str(feature.values.get("ecr_code") or ""))
        grouped.setdefault(key, []).append(feature)
    return {key: _polygon(key, grouped[key]) for key in sorted(grouped)}


def _polygon(key: Key, features: Sequence[Feature]) -> Polygon:
    outlines = [polygons(valid(feature.geometry)) for feature in features]
    levels = [feature.values.get(name) for feature in features for name in ("lvl_func", "lvl_sens")]
    return Polygon(*key, str(features[0].values.get("type_code") or ""),
                   max((level for level in levels if level is not None), default=None),
                   outlines[0] if len(outlines) == 1 else union(outlines))


class _Neighbours:
    """Polygons found by their boxes."""

    def __init__(self, lines: Mapping[Key, Polygon]) -> None:
        self._lines = list(lines.items())
        self._boxes = Boxes(polygon.geometry for _key, polygon in self._lines)

    def near(self, geometry: ogr.Geometry) -> Iterator[tuple[Key, Polygon]]:
        return (self._lines[index] for index in self._boxes.near(geometry))


def pieces(before: Mapping[Key, Polygon], after: Mapping[Key, Polygon], feedback: Feedback
           ) -> dict[Key, list[Piece]]:
    """Polygon of either line, sorted → the pieces that differ, gains first. A polygon's gains less its losses are the
    difference of its areas, whatever the lines; a piece that one polygon gave another is told of both. Raises
    Cancelled."""
    old, new = _Neighbours(before), _Neighbours(after)
    found: dict[Key, list[Piece]] = {}
    keys = sorted({*before, *after})
    for number, key in enumerate(keys, 1):
        feedback.check()
        found[key] = [*_pieces(key, GAINED, _less(after.get(key), before.get(key)), old),
                      *_pieces(key, LOST, _less(before.get(key), after.get(key)), new)]
        feedback.progress(number / len(keys))
    return found


def _less(one: Optional[Polygon], other: Optional[Polygon]) -> ogr.Geometry:
    """What of one outline is not in the other."""
    if one is None or (other is not None and one.geometry.ExportToWkb() == other.geometry.ExportToWkb()):
        return ogr.Geometry(ogr.wkbMultiPolygon)
    return one.geometry if other is None else polygons(one.geometry.Difference(other.geometry))


def _pieces(key: Key, change: str, rest: ogr.Geometry, others: _Neighbours) -> Iterator[Piece]:
    if rest.IsEmpty():
        return
    for other, polygon in others.near(rest):
        common = polygons(rest.Intersection(polygon.geometry)) if other != key else None
        if common is not None and not common.IsEmpty():
            yield Piece(key, change, other, common)
            rest = polygons(rest.Difference(polygon.geometry))
    if not rest.IsEmpty():
        yield Piece(key, change, None, rest)
