"""Objects of the land cover: cells of a family that touch each other, split by zone, cut to the candidates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from osgeo import gdal, ogr

from ...feedback import Feedback
from ...languages.messages import N_
from ...pilot.boxes import Pieces
from ...pilot.layers import parts, valid
from ...raster.align import memory_dataset
from ...raster.grid import Grid
from ...raster.objects import connected
from .identity import base_id, id_of, middle_cells, to_degrees
from .model import ConflictObject, FamilyCells
from .pieces import common, measure, merged, without
from .rules import BUILT_UP, FARMLAND, PLANTATION, PROTECTED, WHOLE_IN, ZONES, Sizes
from .zones import SMALLEST

SOURCE = N_("land cover")
KINDS = {FARMLAND: N_("farmland"), BUILT_UP: N_("built-up land"), PLANTATION: N_("plantation")}


@dataclass(frozen=True, eq=False)
class Ground:
    """Rasters (rows, cols): land cover (float32 codes, NaN unknown), which cells are candidates (boolean), the zone of
    each (uint8)."""

    land_cover: np.ndarray
    candidates: np.ndarray
    zones: np.ndarray
    grid: Grid


def objects_of(ground: Ground, classes: Mapping[str, Sequence[int]], sizes: Sizes, feedback: Feedback
               ) -> tuple[list[ConflictObject], list[FamilyCells], np.ndarray]:
    """Objects in the candidates, the cells of every family, and the place of each cell's object in the list plus one.

    ``classes``: land-cover codes by family; a class that two families name belongs to the first. Size is that of the
    whole object. Raises Cancelled.
    """
    objects: list[ConflictObject] = []
    numbers = np.zeros(ground.grid.shape, np.int32)
    taken = np.zeros(ground.grid.shape, bool)
    families = []
    for family, codes in classes.items():
        feedback.check()
        mask = np.isin(ground.land_cover, list(codes)) & ~taken
        taken |= mask
        families.append(_family(family, connected(mask), sizes, ground.grid))
        objects += _in_candidates(families[-1], ground, numbers, len(objects))
    feedback.check()
    for one, outline in zip(objects, outlines_of(numbers, len(objects), ground.grid)):
        one.geometry = outline
    return objects, families, numbers


def _family(family: str, labels: np.ndarray, sizes: Sizes, grid: Grid) -> FamilyCells:
    hectares = np.bincount(labels.ravel()) * (100 * grid.cell_km2)
    return FamilyCells(family, labels, sizes.is_large(family, hectares))


def _in_candidates(family: FamilyCells, ground: Ground, numbers: np.ndarray, known: int) -> list[ConflictObject]:
    """The parts of objects in the candidates, whose cells get their numbers after those ``known``."""
    cells = np.flatnonzero(family.labels)
    labels = family.labels.ravel()[cells].astype(np.int64)
    keys = len(ZONES) * labels + ground.zones.ravel()[cells]
    inside = ground.candidates.ravel()[cells]
    counts = np.bincount(keys[inside], minlength=len(ZONES) * len(family.large))
    found = np.flatnonzero(counts)
    number = np.zeros(len(counts), np.int32)
    number[found] = known + 1 + np.arange(len(found))
    numbers.ravel()[cells[inside]] = number[keys[inside]]
    places = _places(cells, labels, np.unique(found // len(ZONES)), len(family.large), ground.grid)
    made = []
    for key in found.tolist():
        label, zone = divmod(key, len(ZONES))
        made.append(ConflictObject(
            id_of(base_id(family.family, *places[label]), zone), family.family, zone, family.rule(label, zone),
            places[label], SOURCE, "", KINDS[family.family], ogr.Geometry(ogr.wkbMultiPolygon),
            round(counts[key] * 100 * ground.grid.cell_km2, 4), label=label))
    return made


def _places(cells: np.ndarray, labels: np.ndarray, wanted: np.ndarray, count: int, grid: Grid
            ) -> dict[int, tuple[float, float]]:
    """Longitude and latitude of the middle cell of every wanted object; it belongs to the whole object, so that it
    stays when the candidates change."""
    order = np.full(count, -1)
    order[wanted] = np.arange(len(wanted))
    chosen = order[labels] >= 0
    row, col = np.divmod(middle_cells(order[labels[chosen]], cells[chosen], grid.cols), grid.cols)
    points = np.column_stack([grid.left + (col + 0.5) * grid.cell, grid.top - (row + 0.5) * grid.cell])
    return dict(zip(wanted.tolist(), to_degrees(points, grid.crs)))


def cut_by_protected(objects: Sequence[ConflictObject], families: Sequence[FamilyCells], protected: Pieces
                     ) -> list[ConflictObject]:
    """The parts with what of their cells lies in protected areas that stay whole given to the part inside, which is
    made, after all others, where there was none: so nothing of what is taken out lies in such an area."""
    family_of = {family.family: family for family in families}
    found = list(objects)
    inside = {(one.family, one.label): one for one in sorted(objects, key=lambda one: -one.zone)
              if one.zone in WHOLE_IN}
    for one in objects:
        piece = common(one.geometry, protected.around(one.geometry)) if one.zone not in WHOLE_IN else None
        if piece is None or measure(piece) <= SMALLEST:
            continue
        one.geometry = without(one.geometry, piece)
        key = one.family, one.label
        if key not in inside:
            inside[key] = replace(
                one, id=id_of(base_id(one.family, *one.place), PROTECTED), zone=PROTECTED,
                rule=family_of[one.family].rule(one.label, PROTECTED), geometry=ogr.Geometry(ogr.wkbMultiPolygon))
            found.append(inside[key])
        inside[key].geometry = merged([*parts(inside[key].geometry), *parts(piece)])
        for changed in (one, inside[key]):
            changed.area_ha, changed.cut = round(changed.geometry.GetArea() / 1e4, 4), True
    return found


def outlines_of(numbers: np.ndarray, count: int, grid: Grid) -> list[ogr.Geometry]:
    """The multipolygon of every number from 1 to ``count``, traced in one go."""
    found = [ogr.Geometry(ogr.wkbMultiPolygon) for _number in range(count)]
    if not count:
        return found
    dataset = gdal.GetDriverByName("MEM").Create("", grid.cols, grid.rows, 1, gdal.GDT_Int32)
    dataset.SetGeoTransform(grid.geotransform)
    dataset.GetRasterBand(1).WriteArray(numbers)
    mask = memory_dataset((numbers > 0).astype(np.uint8), grid.geotransform, grid.crs)
    target = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = target.CreateLayer("", None, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("number", ogr.OFTInteger))
    gdal.Polygonize(dataset.GetRasterBand(1), mask.GetRasterBand(1), layer, 0, [])
    for feature in layer:
        found[feature.GetField(0) - 1].AddGeometry(feature.GetGeometryRef())
    return [valid(outline) for outline in found]
