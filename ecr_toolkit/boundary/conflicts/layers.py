"""Objects of layers: what the country's own data say of farmland, settlements, mines, lines, plans, land of others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from osgeo import ogr

from ...errors import InputError
from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.boxes import Pieces
from ...pilot.layers import Feature, lines, open_layer, polygons, singles, union, valid
from ...pilot.recipe_shape import CONFLICT_FIELDS
from ...raster.coverage import window_of
from ...raster.grid import Grid
from ...raster.polygonised import polygonised
from .identity import base_id, id_of, place_in, to_degrees
from .model import ConflictObject
from .pieces import common, measure
from .rules import BY_SIZE, DEDUCT, OF_LINES, TRADITIONAL, Sizes, family_of, rule_of
from .zones import SMALLEST, Zones


@dataclass
class Raw:
    """A feature as a conflict object, before it is split by zone; ``large``: as Sizes says of what hangs together."""

    family: str
    geometry: ogr.Geometry
    source: str
    name: str
    kind: str
    status: str
    large: bool = False


def read(paths: Mapping[str, Path], fields: Mapping[str, str], crs: str, sizes: Sizes, feedback: Feedback
         ) -> list[Raw]:
    """Features of the layers (conflict code → file), in ``crs``. ``fields``: what a layer calls its name, kind and
    status; a layer without such a field may have one with the plain name. InputError for layers of points, and of lines
    where areas are needed. Raises Cancelled."""
    found: list[Raw] = []
    for code, path in paths.items():
        feedback.check()
        for feature in open_layer(path, crs):
            found += _raw(code, path, feature, fields)
    for family in BY_SIZE:
        _measure_blocks([one for one in found if one.family == family], sizes)
    return found


def traditional_land(found: Sequence[Raw]) -> list[ogr.Geometry]:
    """Outlines of indigenous and traditional land."""
    return [one.geometry for one in found if one.family == TRADITIONAL]


def _raw(code: str, path: Path, feature: Feature, fields: Mapping[str, str]) -> Iterator[Raw]:
    values = {key.lower(): value for key, value in feature.values.items()}
    name, kind, status = (_value(values, fields.get(field, field), field) for field in CONFLICT_FIELDS)
    family = family_of(code, kind)
    dimension = feature.geometry.GetDimension()
    if dimension == 0 or (dimension == 1 and family not in OF_LINES):
        raise InputError([(_("The layer {file} for conflicts {code} holds points or lines where areas are needed."
                             ).format(file=path.name, code=code),
                           _("Give their outlines, or buffer them in QGIS by the width that they have."))])
    # of what is judged by size every part that hangs together is an object
    whole = singles(feature.geometry) if family in BY_SIZE else [feature.geometry]
    for geometry in whole:
        if not geometry.IsEmpty():
            yield Raw(family, polygons(geometry) if dimension == 2 else lines(geometry), path.name, name, kind, status)


def _value(values: Mapping[str, Any], called: str, field: str) -> str:
    value = values.get(called.lower(), values.get(field))
    return "" if value is None else str(value).strip()


def _measure_blocks(found: Sequence[Raw], sizes: Sizes) -> None:
    """Polygons that touch are one block, as parcels are, and its area says whether they are large."""
    for block in Pieces([one.geometry for one in found]).blocks():
        hectares = union([found[index].geometry for index in block]).GetArea() / 1e4
        for index in block:
            found[index].large = sizes.is_large(found[index].family, hectares)


def objects_of(found: Sequence[Raw], zones: Zones, candidates: np.ndarray, grid: Grid, feedback: Feedback
               ) -> tuple[list[ConflictObject], list[tuple[str, ogr.Geometry]]]:
    """Objects in the candidates (boolean, rows and cols), and (code, polygons) of what the rules take out but is no
    candidate, so that the line does not close over it. Raises Cancelled."""
    objects: list[ConflictObject] = []
    beyond: list[tuple[str, ogr.Geometry]] = []
    near = [one for one in found if window_of(one.geometry, grid) is not None]
    for number, (identity, place, one) in enumerate(_identified(near, grid.crs), 1):
        feedback.check()
        for zone, whole in zones.split(one.geometry, one.family):
            rule = rule_of(one.family, zone, one.large, one.kind, one.status)
            part = in_cells(whole, candidates, grid)
            if measure(part) > SMALLEST:
                area, length = ((round(part.GetArea() / 1e4, 4), None) if part.GetDimension() == 2 else
                                (None, round(part.Length() / 1e3, 4)))
                objects.append(ConflictObject(id_of(identity, zone), one.family, zone, rule, place, one.source,
                                              one.name, one.kind, part, area, length, whole=whole))
            elif rule.decision == DEDUCT:
                beyond.append((rule.code, whole))
        feedback.progress(number / len(near))
    return objects, beyond


def _identified(found: Sequence[Raw], crs: str) -> list[tuple[str, tuple[float, float], Raw]]:
    """(id, longitude and latitude, object), sorted; objects of one family at one place are told apart by a number."""
    places = to_degrees(np.array([place_in(one.geometry) for one in found]), crs)
    named = sorted(((base_id(one.family, *place), place, one) for place, one in zip(places, found)),
                   key=lambda row: (row[0], -measure(row[2].geometry), row[2].source, row[2].name,
                                    bytes(row[2].geometry.ExportToWkb())))
    counted: dict[str, int] = {}
    made = []
    for identity, place, one in named:
        counted[identity] = counted.get(identity, 0) + 1
        made.append((identity if counted[identity] == 1 else f"{identity}~{counted[identity]}", place, one))
    return made


def in_cells(geometry: ogr.Geometry, cells: np.ndarray, grid: Grid) -> ogr.Geometry:
    """What of polygons or lines lies in true cells of a boolean raster (rows, cols)."""
    window = window_of(geometry, grid)
    empty = ogr.Geometry(ogr.wkbMultiPolygon if geometry.GetDimension() == 2 else ogr.wkbMultiLineString)
    if window is None:
        return empty
    block = cells[window.row:window.row + window.rows, window.col:window.col + window.cols]
    if not block.any():
        return empty
    part = Grid(grid.crs, grid.cell, grid.left + window.col * grid.cell, grid.top - window.row * grid.cell,
                window.cols, window.rows)
    if block.all() and _holds(part.bounds, geometry):
        return geometry
    return common(geometry, valid(polygonised(block, part)))


def _holds(bounds: tuple[float, float, float, float], geometry: ogr.Geometry) -> bool:
    """Whether a frame (left, bottom, right, top) holds a whole geometry."""
    west, east, south, north = geometry.GetEnvelope()
    left, bottom, right, top = bounds
    return left <= west and east <= right and bottom <= south and north <= top
