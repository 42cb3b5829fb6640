"""Names of redline polygons: the natural place, then the dominant function (methods.md §5.7)."""

from collections.abc import Sequence
from typing import Callable, Optional

from osgeo import ogr

from ..languages.messages import N_
from ..pilot.boxes import Boxes
from ..pilot.layers import Feature, polygons

NAME = N_("{place}: {function}, Ecological Conservation Redline")
Translate = Callable[[str], str]


class Places:
    """Geographic features with a name: polygons, lines or points in grid CRS, metres."""

    def __init__(self, features: Sequence[Feature], reach_m: float) -> None:
        self._named = [(str(one.values.get("name") or "").strip(), one.geometry) for one in features]
        self._named = [(name, geometry) for name, geometry in self._named if name]
        self._boxes = Boxes(geometry for _name, geometry in self._named)
        self._reach = reach_m

    def name_of(self, polygon: ogr.Geometry) -> Optional[str]:
        """The feature that shares most area with a polygon; else the one with the longest line in it; else the nearest
        within reach; None when there is none. Of equal ones the first by name."""
        ranked = []
        for number in self._boxes.near(polygon, self._reach):
            name, geometry = self._named[number]
            distance = polygon.Distance(geometry)
            if distance <= self._reach:
                area, length = _shared(polygon, geometry) if distance == 0 else (0.0, 0.0)
                ranked.append((-area, -length, distance, name))
        return min(ranked)[3] if ranked else None


def _shared(polygon: ogr.Geometry, feature: ogr.Geometry) -> tuple[float, float]:
    """Area (m²) of an areal feature in a polygon, and length (m) of a line in it."""
    dimension = feature.GetDimension()
    common = polygon.Intersection(feature) if dimension else None
    return (polygons(common).GetArea() if dimension == 2 else 0.0, common.Length() if dimension == 1 else 0.0)


def names_of(places: Sequence[str], functions: Sequence[str], codes: Sequence[str], text: Translate) -> list[str]:
    """The name of every polygon from its place and its function (both translated). Where several would have one name
    their places are numbered in the order of codes: the same name never stands twice in a register."""
    plain = list(zip(places, functions))
    groups: dict[tuple[str, str], list[int]] = {}
    for number in sorted(range(len(codes)), key=lambda number: codes[number]):
        groups.setdefault(plain[number], []).append(number)
    names = [""] * len(codes)
    for (place, function), members in groups.items():
        for serial, number in enumerate(members, 1):
            numbered = place if len(members) == 1 else f"{place} {serial}"
            names[number] = text(NAME).format(place=numbered, function=function)
    return names
