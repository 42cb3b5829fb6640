"""Where an item lies, in two parts: its own side and the other, with the land along the border of a mismatch."""

from dataclasses import dataclass
from typing import Any, Optional

from osgeo import gdal, ogr

from ...coordination.proposals.across import strip_along
from ...coordination.proposals.making import EXTEND, TRIM
from ...errors import InputError
from ...languages.messages import _
from ...pilot.layers import polygons, union
from .items import CONFLICT, MISMATCH, Item

_AROUND = 4  # cells around an object in which the redline is shown


@dataclass(frozen=True, eq=False)
class Sight:
    """Geometries in the system ``crs`` (WKT), metres; None where there is none.

    ``first``: the redline on the side of the unit, what would be trimmed of it, the object, or the place; ``second``:
    what would be added, the neighbour's land, or the redline around the object. ``near``, ``beyond``: land of both
    units along a mismatch, a cell wide; of a conflict ``near`` is the object.
    """

    crs: str
    first: ogr.Geometry
    second: Optional[ogr.Geometry] = None
    near: Optional[ogr.Geometry] = None
    beyond: Optional[ogr.Geometry] = None

    def bounds(self) -> tuple[float, float, float, float]:
        """(left, bottom, right, top) of both parts."""
        boxes = [part.GetEnvelope() for part in (self.first, self.second) if part is not None and not part.IsEmpty()]
        return (min(box[0] for box in boxes), min(box[2] for box in boxes), max(box[1] for box in boxes),
                max(box[3] for box in boxes))


class Sights:
    """Sights of a pilot's items; where features lie in ecr.gpkg is looked up once. The file is not kept open, so that
    a run can replace it."""

    def __init__(self, pilot: Any) -> None:
        self._path = pilot.geopackage
        self._cell = float(pilot.recipe["grid"]["cell_m"])
        self._within = max(float(pilot.recipe["coordination"]["mismatch_m"]), self._cell)
        self._numbers: dict[str, dict[str, int]] = {}

    def of(self, item: Item) -> Optional[Sight]:
        """The sight of an item; None where its layers do not have it. Raises InputError for a damaged file."""
        if not self._path.exists():
            return None
        try:
            dataset = gdal.OpenEx(str(self._path), gdal.OF_VECTOR)
        except RuntimeError as fault:
            raise InputError([(_("This file is missing or damaged: {file}.").format(file=self._path.name), _(
                "Run the steps again: what they make is made anew; an input of your own must be put back."))]
            ) from fault
        if item.kind == MISMATCH:
            return self._mismatch(dataset, item)
        return self._conflict(dataset, item) if item.kind == CONFLICT else self._place(dataset, item)

    def _mismatch(self, dataset: gdal.Dataset, item: Item) -> Optional[Sight]:
        proposed = self._feature(dataset, "proposals", "id", item.id)
        line = self._feature(dataset, "mismatches", "proposal", item.id)
        if line is None:  # carried out: the mismatch is there no more
            return None if proposed is None else Sight(_crs(dataset, "proposals"), proposed)
        strip, around = strip_along(line, self._cell), line.Buffer(self._within)
        units = _near(dataset, "units", around, "code")
        own, other = (_common(units.get(item.row[name]), around) for name in ("unit", "neighbour"))
        near, beyond = (_common(units.get(item.row[name]), strip) for name in ("unit", "neighbour"))
        redline = _common(own, union(list(_near(dataset, "ecr", around, "ecr_code").values())))
        kind = item.row["kind"]
        first = proposed if kind == TRIM and proposed is not None else redline
        second = proposed if kind == EXTEND and proposed is not None else other
        seen = line if first is None or first.IsEmpty() else first
        return Sight(_crs(dataset, "mismatches"), seen, second, near, beyond)

    def _conflict(self, dataset: gdal.Dataset, item: Item) -> Optional[Sight]:
        layer = "conflict_lines" if item.row["length_km"] else "conflicts"
        own = self._feature(dataset, layer, "id", item.id)
        if own is None:
            return None
        left, right, bottom, top = own.GetEnvelope()
        wide = _AROUND * self._cell
        frame = ogr.CreateGeometryFromWkt(
            f"POLYGON(({left - wide} {bottom - wide},{right + wide} {bottom - wide},{right + wide} {top + wide},"
            f"{left - wide} {top + wide},{left - wide} {bottom - wide}))")
        redline = _common(frame, union(list(_near(dataset, "ecr", frame, "ecr_code").values())))
        return Sight(_crs(dataset, layer), own, redline, own if own.GetDimension() == 2 else None)

    def _place(self, dataset: gdal.Dataset, item: Item) -> Optional[Sight]:
        """The unit; of a county the unit that it lies in."""
        own = self._feature(dataset, "units", "code", item.units[0])
        return None if own is None else Sight(_crs(dataset, "units"), own)

    def _feature(self, dataset: gdal.Dataset, name: str, field: str, value: str) -> Optional[ogr.Geometry]:
        layer = dataset.GetLayerByName(name)
        if layer is None:
            return None
        if name not in self._numbers:
            others = [one.GetName() for one in layer.schema if one.GetName() != field]
            layer.SetIgnoredFields([*others, "OGR_GEOMETRY"])
            self._numbers[name] = {row.GetField(field): row.GetFID() for row in layer}
            layer.SetIgnoredFields([])
        number = self._numbers[name].get(value)
        row = None if number is None else layer.GetFeature(number)
        return None if row is None or row.GetGeometryRef() is None else row.GetGeometryRef().Clone()


def _near(dataset: gdal.Dataset, name: str, around: ogr.Geometry, field: str) -> dict[str, ogr.Geometry]:
    """Geometries of a layer near another, by a field."""
    layer = dataset.GetLayerByName(name)
    if layer is None:
        return {}
    layer.SetSpatialFilter(around)
    return {row.GetField(field): row.GetGeometryRef().Clone() for row in layer if row.GetGeometryRef() is not None}


def _common(one: Optional[ogr.Geometry], other: Optional[ogr.Geometry]) -> Optional[ogr.Geometry]:
    return None if one is None or other is None else polygons(one.Intersection(other))


def _crs(dataset: gdal.Dataset, name: str) -> str:
    text: str = dataset.GetLayerByName(name).GetSpatialRef().ExportToWkt()
    return text
