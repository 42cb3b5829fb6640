"""Drafts of units put together: each cut to its own unit and, where it was drawn short, filled up to the border.

The outline of the unit decides. What a draft holds beyond it is never kept, so that drafts of neighbours cannot
overlap; strips that a draft leaves along the border are filled by the rule of ``strips``; wider gaps stay.
"""

from collections.abc import Iterator, Mapping, Sequence

from osgeo import ogr

from ...feedback import Feedback
from ...pilot.boxes import Boxes, meet
from ...pilot.layers import Feature, parts, polygons, union, valid
from ...pilot.units import Unit
from .differences import BEYOND_BORDER, GAP_FILLED, MENDED, SELF_OVERLAP, Difference
from .strips import SLIVER_M2, strips

Merged = dict[int, ogr.Geometry]


def merged_drafts(units: Sequence[Unit], drafts: Mapping[str, Sequence[Feature]], gap_m: float, feedback: Feedback
                  ) -> tuple[Merged, list[Difference]]:
    """(index of a unit → its line as a multipolygon, differences by unit); only units with a draft are in it.

    ``drafts``: code of a unit → polygons as they came, in the units' equal-area system in metres; ``gap_m``: a draft
    that runs along the border within this distance is meant to reach it. Of every unit, the draft without its own
    overlaps is what was kept and what lies beyond the border, and the line is what was kept and the gaps that were
    filled; pieces below 1 m² are left out. Raises Cancelled.
    """
    merged: Merged = {}
    differences: list[Difference] = []
    for index, unit in enumerate(units):
        feedback.check()
        if unit.code in drafts:
            merged[index], found = _merged(units, index, drafts[unit.code], gap_m, feedback)
            differences += found
        feedback.progress((index + 1) / len(units))
    return merged, differences


def dissolved(draft: Sequence[Feature]) -> ogr.Geometry:
    """The polygons of a draft made valid, each place once."""
    return union([valid(feature.geometry) for feature in draft])


def _merged(units: Sequence[Unit], index: int, draft: Sequence[Feature], gap_m: float, feedback: Feedback
            ) -> tuple[ogr.Geometry, list[Difference]]:
    unit, whole = units[index], dissolved(draft)
    kept = polygons(whole.Intersection(unit.geometry))
    filled = strips(kept, unit.geometry, gap_m, feedback)
    found = [(kind, "", places) for kind, places in ((MENDED, _mended(draft)), (SELF_OVERLAP, _overlaps(draft)))]
    found += [(BEYOND_BORDER, code, place) for code, place in _beyond(units, index, whole)]
    found += [(GAP_FILLED, _across(units, index, strip), strip) for strip in filled]
    return _without_slivers(union([kept, *filled])), [
        Difference(unit.code, kind, neighbour, ogr.ForceToMultiPolygon(place.Clone()))
        for kind, neighbour, place in found if place.GetArea() >= SLIVER_M2]


def _mended(draft: Sequence[Feature]) -> ogr.Geometry:
    """The polygons whose outlines were not valid as they came."""
    return union([valid(feature.geometry) for feature in draft if feature.mended])


def _overlaps(draft: Sequence[Feature]) -> ogr.Geometry:
    """What more than one polygon of a draft covers."""
    outlines = [outline for outline in (polygons(valid(feature.geometry)) for feature in draft)
                if not outline.IsEmpty()]
    boxes = Boxes(outlines)
    return union([polygons(one.Intersection(outlines[other])) for number, one in enumerate(outlines)
                  for other in boxes.near(one) if other < number])


def _beyond(units: Sequence[Unit], index: int, draft: ogr.Geometry) -> Iterator[tuple[str, ogr.Geometry]]:
    """(code of a neighbour, what the draft holds of it), last what it holds outside of the country."""
    rest = polygons(draft.Difference(units[index].geometry))
    for number, neighbour in enumerate(units):
        if number != index and meet(rest, neighbour.geometry):
            yield neighbour.code, polygons(rest.Intersection(neighbour.geometry))
            rest = polygons(rest.Difference(neighbour.geometry))
    yield "", rest


def _across(units: Sequence[Unit], index: int, strip: ogr.Geometry) -> str:
    """Code of the unit that lies along most of a strip, empty where none does."""
    around = strip.Buffer(SLIVER_M2, 1)
    shared = {neighbour.code: polygons(around.Intersection(neighbour.geometry)).GetArea()
              for number, neighbour in enumerate(units) if number != index and meet(around, neighbour.geometry)}
    return max(sorted(shared), key=lambda code: shared[code]) if any(shared.values()) else ""


def _without_slivers(line: ogr.Geometry) -> ogr.Geometry:
    """The polygons from 1 m², without their holes below it."""
    cleaned = ogr.Geometry(ogr.wkbMultiPolygon)
    for part in parts(line):
        if part.GetArea() < SLIVER_M2:
            continue
        polygon = ogr.Geometry(ogr.wkbPolygon)
        for number in range(part.GetGeometryCount()):
            if number == 0 or part.GetGeometryRef(number).GetArea() >= SLIVER_M2:
                polygon.AddGeometry(part.GetGeometryRef(number))
        cleaned.AddGeometry(polygon)
    return cleaned
