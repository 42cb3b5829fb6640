"""Layers of the maps of a pilot, each made once: in memory, because QGIS would open the GeoPackage for writing."""

from collections.abc import Iterable, Mapping, Sequence

from osgeo import gdal, ogr
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsRectangle,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
)

from ..pilot.layers import Feature, read_layer, to_crs, union, valid
from ..pilot.pilot import Pilot
from ..pilot.recipe_shape import WORLD_MAP
from ..raster.grid import WGS84
from .symbols import SOURCES, SYMBOLS, Symbol

_MARGIN = 0.03  # of the country's extent, on every side
_NEAR_M = 50_000  # disputed lines farther from the country are no matter of this map
_TOUCHING_M = 1_000
_LAND, _PAPER = "#ececec", "#ffffff"


class MapLayers:
    """What the maps of a pilot are made of. ``labels``: the label of every unit, by code."""

    def __init__(self, pilot: Pilot, labels: Mapping[str, str]) -> None:
        self._pilot = pilot
        self.crs = QgsCoordinateReferenceSystem.fromWkt(pilot.grid.wkt)
        self.redline = read_layer(pilot.geopackage, "ecr")
        self.country = Feature(union([unit.geometry for unit in pilot.units]), {})
        self._areas = read_layer(pilot.geopackage, "protected_areas")
        self._units = [Feature(unit.geometry, {"label": labels[unit.code]}) for unit in pilot.units]
        self._made: dict[str, QgsVectorLayer] = {}

    @property
    def extent(self) -> QgsRectangle:
        """The country with a margin."""
        west, east, south, north = self.country.geometry.GetEnvelope()
        box = QgsRectangle(west, south, east, north)
        return box.buffered(_MARGIN * max(box.width(), box.height()))

    def overlay(self, name: str) -> QgsVectorLayer:
        """A layer with the look of its symbol, by the symbol's name."""
        if name not in self._made:
            self._made[name] = self._overlay(name)
            self._made[name].setRenderer(QgsSingleSymbolRenderer(symbol_of(SYMBOLS[name])))
        return self._made[name]

    def types(self, colours: Mapping[str, str]) -> QgsVectorLayer:
        """The redline coloured by type code."""
        layer = self.vector(self.redline, "MultiPolygon", "type_code")
        layer.setRenderer(QgsCategorizedSymbolRenderer("type_code", [
            QgsRendererCategory(code, flat(colour, "#3c3c3c"), "") for code, colour in colours.items()]))
        return layer

    def ground(self) -> list[QgsVectorLayer]:
        """The country as white paper, on the land around it."""
        for name, colour in (("paper", _PAPER), ("land", _LAND)):
            if name not in self._made:
                features = [self.country] if name == "paper" else self._world("countries")
                self._made[name] = self.vector(features, "MultiPolygon")
                self._made[name].setRenderer(QgsSingleSymbolRenderer(flat(colour, colour)))
        return [self._made["paper"], self._made["land"]]

    def _overlay(self, name: str) -> QgsVectorLayer:
        if name == "redline":
            return self.vector(self.redline, "MultiPolygon")
        if name == "units":
            return self.vector(self._units, "MultiPolygon", "label")
        if name == "country":
            return self.vector([self.country], "MultiPolygon")
        if name == "disputed":
            near = self.country.geometry.Simplify(5_000).Buffer(_NEAR_M)
            return self.vector(_chained(self._world("disputed_borders"), near), "MultiLineString")
        if name in SOURCES:
            source = SOURCES[name]
            found = read_layer(self._pilot.geopackage, source.layer)
            return self.vector([one for one in found if source.decision in ("", one.values.get("decision"))],
                               source.kind)
        forced = name == "protected_forced"
        return self.vector([area for area in self._areas if (area.values["treatment"] == "forced") == forced],
                           "MultiPolygon")

    def vector(self, features: Iterable[Feature], kind: str, attribute: str = "") -> QgsVectorLayer:
        """A layer in memory of features in the grid's system, with one attribute or none."""
        layer = QgsVectorLayer(kind + (f"?field={attribute}:string" if attribute else ""), attribute, "memory")
        layer.setCrs(self.crs)
        fill_layer(layer, features, attribute)
        layer.dataProvider().createSpatialIndex()
        return layer

    def _world(self, name: str) -> Sequence[Feature]:
        """What the world map has around the country, in the grid's system; nothing for a country of its own layer."""
        path = self._pilot.world_map
        if path is None or not path.exists() or self._pilot.recipe["units"]["source"] != WORLD_MAP:
            return []
        west, south, east, north = self._pilot.geographic_bounds()
        box = ogr.CreateGeometryFromWkt(QgsRectangle(max(west - 8, -180), max(south - 8, -90), min(east + 8, 180),
                                                     min(north + 8, 90)).asWktPolygon())
        dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY)
        layer = dataset.GetLayerByName(name)
        if layer is None:
            return []
        layer.SetSpatialFilter(box)
        cut = [valid(row.GetGeometryRef().Clone()).Intersection(box) for row in layer]
        return [Feature(to_crs(part, WGS84, self._pilot.crs), {}) for part in cut if not part.IsEmpty()]


def fill_layer(layer: QgsVectorLayer, features: Iterable[Feature], attribute: str = "") -> None:
    """Put features into a layer in memory, in place of those that it has."""
    rows = []
    for feature in features:
        row = QgsFeature(layer.fields())
        geometry = QgsGeometry()
        geometry.fromWkb(bytes(feature.geometry.ExportToWkb()))
        row.setGeometry(geometry)
        if attribute:
            row.setAttribute(0, feature.values[attribute])
        rows.append(row)
    layer.dataProvider().truncate()
    layer.dataProvider().addFeatures(rows)
    layer.updateExtents()


def _chained(lines: Sequence[Feature], near: ogr.Geometry) -> list[Feature]:
    """The lines that come near the country, and those that continue them."""
    chosen: list[Feature] = []
    added = [line for line in lines if line.geometry.Intersects(near)]
    while added:
        chosen += added
        added = [line for line in lines if line not in chosen
                 and any(line.geometry.Distance(other.geometry) < _TOUCHING_M for other in chosen)]
    return chosen


def flat(colour: str, outline: str = "#6e6e6e") -> QgsSymbol:
    """One colour with a thin outline."""
    return QgsFillSymbol.createSimple({"color": colour, "outline_color": outline, "outline_width": "0.1"})


def symbol_of(symbol: Symbol) -> QgsSymbol:
    """A symbol as QGIS draws it."""
    if symbol.kind == "line":
        return QgsLineSymbol.createSimple({"line_color": symbol.outline, "line_width": str(symbol.width),
                                           "capstyle": "flat", **_dash(symbol)})
    style = {"color": symbol.fill} if symbol.fill else {"style": "no"}
    drawn = QgsFillSymbol.createSimple({**style, "outline_color": symbol.outline, "joinstyle": "round",
                                        "outline_width": str(symbol.width)})
    if symbol.kind == "hatch":
        hatch = QgsLinePatternFillSymbolLayer()
        hatch.setLineAngle(symbol.angle)
        hatch.setDistance(symbol.hatch)
        hatch.setSubSymbol(QgsLineSymbol.createSimple({"line_color": symbol.outline, "line_width": "0.15"}))
        drawn.appendSymbolLayer(hatch)
    return drawn


def _dash(symbol: Symbol) -> dict:
    return {"use_custom_dash": "1", "customdash": symbol.dash} if symbol.dash else {}
