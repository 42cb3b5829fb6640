"""Demarcation: from candidate cells to labelled faces by the rules B0 to B8, every step in the area log (methods.md
§5.4, §5.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from osgeo import ogr

from ..boundary.conflicts.deduction import Deduction
from ..boundary.faces import Edges, Face, cut_into_faces, edges_of
from ..boundary.following import LEGAL, RASTER, Lines, follow, kinds_of
from ..boundary.holding import Holds
from ..boundary.nearby import lines_nearby
from ..boundary.outlines import Drawing, TakenOut, outlines
from ..boundary.rules import (
    AreaLog,
    fill_holes,
    redline,
    remove_slivers,
    remove_small_patches,
    remove_taken_out,
)
from ..coordination.edits import apply_edits
from ..feedback import Feedback
from ..pilot.layers import open_layer, polygons, read_layer, union
from ..pilot.pilot import Pilot
from ..planning.crosswalk import FORCED
from ..raster import files
from ..raster.zones import Zone
from .candidates import AREA_BY_LEVEL, FORCED_AREA, FUNCTION_EXTREME, KEY_SITE, SENSITIVITY_EXTREME
from .candidates import RASTER as CANDIDATES
from .estate import AREAS, country_of


@dataclass(frozen=True, eq=False)
class Demarcation:
    """The faces of the country with their edges and the boundary type of each; the union of forced areas; what was
    removed because it is small; what conflicts took out; what the toolkit had drawn in units that brought drafts, by
    index; the area log."""

    faces: list[Face]
    edges: Edges
    kinds: np.ndarray
    forced: ogr.Geometry
    small: ogr.Geometry
    taken_out: ogr.Geometry
    replaced: Mapping[int, ogr.Geometry]
    log: AreaLog

    @cached_property
    def redline(self) -> ogr.Geometry:
        """The union of all that is redline."""
        return redline(self.faces)


Edits = Sequence[tuple[int, str, ogr.Geometry]]


def demarcate(pilot: Pilot, deduction: Deduction, drafts: Mapping[int, ogr.Geometry], edits: Edits,
              feedback: Feedback) -> Demarcation:
    """Draw the line: of a unit with a draft of its own from the draft, else from candidates; then follow better lines
    nearby, fill holes, remove small patches, do what ``edits`` say (index of unit, action, polygon), remove slivers."""
    chosen, log = pilot.recipe["boundary"], AreaLog()
    units = [unit.geometry for unit in pilot.units]
    forced = union([area.geometry for area in read_layer(pilot.geopackage, AREAS)
                    if area.values["treatment"] == FORCED])
    candidates, taken_out = _candidates(pilot, forced, deduction, log, feedback.part(0, 0.3))
    replaced = {number: polygons(union([forced, candidates[number]]).Intersection(units[number])) for number in drafts}
    if drafts:
        candidates = _with_drafts(candidates, drafts, units, forced, log)
    feedback.check()
    tolerance = chosen["snap_cells"] * pilot.grid.cell
    near = lines_nearby(_lines(pilot), candidates, tolerance)
    by_hand = [area for _unit, _action, area in edits] + ([taken_out] if drafts or edits else [])
    feedback.check()
    faces = cut_into_faces(units, forced, candidates, [*near.values(), *by_hand])
    feedback.progress(0.5)
    feedback.check()
    edges = edges_of(faces)
    feedback.check()
    kinds = kinds_of(edges, faces, near)
    feedback.progress(0.7)
    feedback.check()
    holds = Holds(taken_out)
    if near:
        gained, lost = follow(faces, edges, kinds, near, tolerance, holds)
        log.change("following", gained, lost)
    feedback.check()
    log.change("B5", gained_km2=fill_holes(faces, chosen["min_hole_km2"], holds))
    small = remove_small_patches(faces, chosen["min_patch_km2"], _KeySites(pilot))
    feedback.check()
    log.change("B6", lost_km2=sum(face.polygon.GetArea() for face in small) / 1e6)
    if edits:
        log.change("edits", *apply_edits(faces, edits))
    again = remove_taken_out(faces, taken_out) if by_hand else 0.0
    log.change("B8", lost_km2=again + remove_slivers(faces, len(units)))
    feedback.progress(1)
    return Demarcation(faces, edges, np.minimum(kinds, RASTER), forced,
                       union([face.polygon for face in small if not face.redline]), taken_out, replaced, log)


def _candidates(pilot: Pilot, forced: ogr.Geometry, deduction: Deduction, log: AreaLog,
                feedback: Feedback) -> tuple[list[ogr.Geometry], ogr.Geometry]:
    """For each unit the outlines that count within it: one for all, or its own when units are graded each by itself;
    and what was taken out. Notes candidates, conflicts and the rules B1 to B4 in the log."""
    chosen = pilot.recipe["boundary"]
    reasons, units = files.read(pilot.folder / CANDIDATES), files.read(pilot.input("units"))
    candidate = (reasons & (FUNCTION_EXTREME | SENSITIVITY_EXTREME | AREA_BY_LEVEL | KEY_SITE)) > 0
    locked = ((reasons & FORCED_AREA) > 0) | deduction.cells
    by_unit = pilot.recipe["thresholds"]["grading_unit"] == "unit"
    zones = [units == number for number in range(1, len(pilot.units) + 1)] if by_unit else [units > 0]
    borders = [unit.geometry for unit in pilot.units] if by_unit else [country_of(pilot)]
    drawing = Drawing(chosen["aggregation_m"], chosen["simplify_cells"], chosen["smooth_rounds"])
    made = []
    for zone in zones:
        feedback.check()
        made.append(outlines(candidate, TakenOut(deduction.masks, deduction.outlines), zone, locked, pilot.grid,
                             drawing))
        feedback.progress(0.6 * len(made) / len(zones))
    before = ogr.Geometry(ogr.wkbMultiPolygon)
    for rule in (name for name in made[0] if name != "taken_out"):
        feedback.check()
        after = union([forced, *(found[rule].Intersection(border) for found, border in zip(made, borders))])
        log.compare(rule, before, after)
        before = after
    feedback.progress(0.9)
    feedback.check()
    taken_out = polygons(union([found["taken_out"].Intersection(border) for found, border in zip(made, borders)])
                         .Difference(forced))
    lines = [found["B4"] for found in made]
    return (lines if by_unit else lines * len(pilot.units)), taken_out


def _with_drafts(candidates: Sequence[ogr.Geometry], drafts: Mapping[int, ogr.Geometry], units: Sequence[ogr.Geometry],
                 forced: ogr.Geometry, log: AreaLog) -> list[ogr.Geometry]:
    """The drafts of units in place of the candidates there."""
    chosen = [drafts.get(number, candidate) for number, candidate in enumerate(candidates)]
    before, after = (union([forced, *(line.Intersection(unit) for line, unit in zip(lines, units))])
                     for lines in (candidates, chosen))
    log.compare("drafts", before, after)
    return chosen


def _lines(pilot: Pilot) -> Lines:
    """The lines that the boundary should follow, by type: those of the recipe, and the outlines of protected areas that
    need not be in as a whole, where they are official."""
    found: dict[int, list[ogr.Geometry]] = {}
    for name, kind in sorted(pilot.recipe["boundary"]["lines"].items()):
        found.setdefault(kind, []).extend(one.geometry for one in open_layer(pilot.folder / name, pilot.crs))
    if not pilot.recipe["protected_areas"]["indicative"]:
        found.setdefault(LEGAL, []).extend(area.geometry for area in read_layer(pilot.geopackage, AREAS)
                                           if area.values["treatment"] != FORCED)
    return {kind: _collected(geometries) for kind, geometries in found.items() if geometries}


def _collected(geometries: Sequence[ogr.Geometry]) -> ogr.Geometry:
    collected = ogr.Geometry(ogr.wkbGeometryCollection)
    for geometry in geometries:
        collected.AddGeometry(geometry)
    return collected


class _KeySites:
    """Whether most of a cell of a key site lies in a patch."""

    def __init__(self, pilot: Pilot) -> None:
        self._grid = pilot.grid
        self._sites = (files.read(pilot.folder / CANDIDATES) & KEY_SITE) > 0

    def __call__(self, patch: ogr.Geometry) -> bool:
        zone = Zone.of(patch, self._grid)
        return bool((zone.cut(self._sites) & (zone.shares >= 0.5)).any())
