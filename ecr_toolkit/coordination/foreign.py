"""Redlines of neighbouring countries beside ours at the outer border: compared only, nothing is proposed or altered
(methods.md §5.6)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from osgeo import ogr

from ..feedback import Feedback
from ..languages.messages import N_
from ..pilot.boxes import Boxes
from ..pilot.layers import Feature, lines, parts, singles
from ..pilot.shapes import line_of
from .edges import beyond
from .pieces import Pieces, length

COLUMNS = ("country", "polygons", "border_km", "our_km", "their_km", "matched_km", "matched_percent", "result")
POLYGON_COLUMNS = ("ecr_code", "unit", "frontage_km", "matched_km", "countries", "counterpart")
COMPARED, NOT_ASSESSED, ALL = "compared_only", "not_assessed", ""
RESULTS = {COMPARED: N_("compared only"), NOT_ASSESSED: N_("not assessed")}
UNNAMED = "—"
_NAMES = ("country", "code", "name")
_TOUCH_M = 0.5
_POINTS = 64


@dataclass(frozen=True, eq=False)
class Front:
    """The stretches of the outer border that a redline polygon of ours reaches."""

    code: str
    unit: str
    lines: Sequence[ogr.Geometry]


def by_country(features: Iterable[Feature]) -> dict[str, list[ogr.Geometry]]:
    """Foreign redline polygons by the first of their fields country, code and name that is filled; UNNAMED else."""
    found: dict[str, list[ogr.Geometry]] = {}
    for feature in features:
        values = {key.lower(): value for key, value in feature.values.items()}
        name = next((str(values[key]) for key in _NAMES if values.get(key)), UNNAMED)
        found.setdefault(name, []).append(feature.geometry)
    return {name: found[name] for name in sorted(found)}


def land_border(country: ogr.Geometry, sea: Optional[ogr.Geometry], coast_m: float) -> list[ogr.Geometry]:
    """The outer border in short lines; without those nearer than ``coast_m`` to the sea, where a sea is known."""
    stretches = [short for line in parts(country.Boundary()) for short in _short(line)]
    if sea is None:
        return stretches
    water = Pieces([sea])
    return [dry for line in stretches for dry in singles(lines(beyond(line, water, coast_m)))]


def fronts_of(border: Sequence[ogr.Geometry], redline: Iterable[Feature], feedback: Feedback) -> Iterator[Front]:
    """Our polygons (ecr_code, adm_code) at the ``border`` (``land_border``). Raises Cancelled."""
    boxes = Boxes(border)
    for feature in redline:
        feedback.check()
        near = [border[index] for index in boxes.near(feature.geometry)]
        own = Pieces([feature.geometry] if near else ())
        touched = [line.Intersection(own.about(line, _TOUCH_M)) for line in near]
        fronts = [line for one in touched for line in singles(lines(one, _TOUCH_M))]
        if fronts:
            yield Front(feature.values["ecr_code"], feature.values["adm_code"], fronts)


def compare(border: Sequence[ogr.Geometry], fronts: Sequence[Front], foreign: Mapping[str, Sequence[ogr.Geometry]],
            within_m: float, feedback: Feedback) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows (COLUMNS) of every foreign country and, under the name ALL, of all together; and rows (POLYGON_COLUMNS) of
    our polygons at the border, those without a counterpart first.

    ``our_km``: border that our redline reaches; ``their_km``: border with theirs within ``within_m``; ``matched_km``:
    border with both; ``matched_percent``: of the border with at least one. Which part of the border belongs to which
    country is not known, so ``border_km``, ``our_km`` and the rate are told for all together only. Raises Cancelled.
    """
    pieces = {name: Pieces(polygons) for name, polygons in foreign.items()}
    pieces[ALL] = Pieces([polygon for polygons in foreign.values() for polygon in polygons])
    matched, polygon_rows = dict.fromkeys(pieces, 0.0), []
    for number, front in enumerate(fronts, 1):
        feedback.check()
        own = {name: _within(front.lines, one, within_m) for name, one in pieces.items()}
        for name, metres in own.items():
            matched[name] += metres
        polygon_rows.append({
            "ecr_code": front.code, "unit": front.unit, "frontage_km": _km(_length(front.lines)),
            "matched_km": _km(own[ALL]), "counterpart": int(own[ALL] > 0),
            "countries": "; ".join(name for name, metres in own.items() if metres > 0 and name != ALL)})
        feedback.progress(number / len(fronts))
    theirs = {name: _within(border, one, within_m) for name, one in pieces.items()}
    rows = [{"country": name, "polygons": len(foreign[name]), "their_km": _km(theirs[name]),
             "matched_km": _km(matched[name]), "result": COMPARED} for name in foreign]
    ours = sum(_length(front.lines) for front in fronts)
    either = ours + theirs[ALL] - matched[ALL]
    rows.append({"country": ALL, "polygons": sum(row["polygons"] for row in rows), "border_km": _km(_length(border)),
                 "our_km": _km(ours), "their_km": _km(theirs[ALL]), "matched_km": _km(matched[ALL]),
                 "matched_percent": round(100 * matched[ALL] / either, 4) if either > 0 else None,
                 "result": COMPARED})
    return rows, sorted(polygon_rows, key=lambda row: (row["counterpart"], -row["frontage_km"], row["ecr_code"]))


def not_assessed() -> list[dict[str, Any]]:
    """The one row (COLUMNS) where no foreign redline is given."""
    return [{"country": ALL, "result": NOT_ASSESSED}]


def _short(line: ogr.Geometry) -> Iterator[ogr.Geometry]:
    """A line in stretches of few points, so that boxes tell them apart."""
    points = line.GetPoints()
    for start in range(0, len(points) - 1, _POINTS):
        yield line_of(point[:2] for point in points[start:start + _POINTS + 1])


def _within(lines: Iterable[ogr.Geometry], redline: Pieces, within_m: float) -> float:
    """Metres of lines that lie within ``within_m`` of a redline."""
    return sum(line.Length() - length(beyond(line, redline, within_m)) for line in lines)


def _length(lines: Iterable[ogr.Geometry]) -> float:
    return sum(line.Length() for line in lines)


def _km(metres: float) -> float:
    return round(max(metres, 0.0) / 1000, 4)
