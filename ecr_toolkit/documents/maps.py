"""Maps by QgsPrintLayout as PNG pictures. The one file, with map_page.py, that draws maps with qgis.

Painting runs on the main thread and needs a QgsApplication with fonts; layers are loaded once a report.
"""

from collections.abc import Iterable, Sequence

from osgeo import gdal, ogr
from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMapLayer,
    QgsPalettedRasterRenderer,
    QgsRasterLayer,
    QgsRectangle,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor, QGuiApplication

from ..errors import ToolkitError
from ..languages.messages import N_, _
from ..pilot.layers import Feature, read_layer, to_crs, union, valid
from ..pilot.pilot import Pilot
from ..pilot.recipe_shape import WORLD_MAP
from ..raster.grid import WGS84
from .context import Context
from .document import Picture
from .figures import Figure
from .map_page import Entry, MapPage, label_units
from .symbols import SOURCES, SYMBOLS, Symbol

MANY_UNITS = 12  # from here on labels are codes: names would cover the map
_LONG_NAME = 6
_MARGIN = 0.03  # of the country's extent, on every side
_NEAR_M = 50_000  # disputed lines farther from the country are no matter of this map
_TOUCHING_M = 1_000
_LAND, _PAPER = "#ececec", "#ffffff"


def check_application() -> None:
    """Raise a ToolkitError when there is no QGIS to draw with, instead of crashing."""
    if not isinstance(QGuiApplication.instance(), QGuiApplication):
        raise ToolkitError(_("Maps and documents need a running QGIS application."),
                           _("Run the step from QGIS, from qgis_process, or with “make demo”."))


def qgis_version() -> str:
    return Qgis.QGIS_VERSION


class Maps:
    """Draws the figures of one report. ``translate`` gives a text in the document's language."""

    def __init__(self, pilot: Pilot, c: Context, rtl: bool, translate) -> None:
        check_application()
        self._pilot, self._context, self._translate, self._rtl = pilot, c, translate, rtl
        self._crs = QgsCoordinateReferenceSystem.fromWkt(pilot.grid.wkt)
        self._page = MapPage(self._crs, c.language, rtl)
        self._extent = _extent(pilot)
        self._units = self._vector([Feature(unit.geometry, {"label": self._label(unit)}) for unit in pilot.units],
                                   "MultiPolygon", "label")
        self._country = self._vector([Feature(union([unit.geometry for unit in pilot.units]), {})], "MultiPolygon")
        self._ecr = self._vector(read_layer(pilot.geopackage, "ecr"), "MultiPolygon", "type_code")
        self._areas = read_layer(pilot.geopackage, "protected_areas")
        self._around = self._vector(self._world("countries"), "MultiPolygon")
        near = union([unit.geometry for unit in pilot.units]).Simplify(5_000).Buffer(_NEAR_M)
        self._disputed = self._vector(_chained(self._world("disputed_borders"), near), "MultiLineString")

    def draw(self, figure: Figure) -> Picture:
        """One figure as a picture; map and scale bar are never mirrored, the legend stands at the reader's side."""
        layers, entries = [], []
        for patch in figure.patches:
            entries.append(Entry(_flat(patch.colour), self._translate(patch.label)))
        for name in figure.overlays:
            self._add(layers, entries, SYMBOLS[name], self._overlay(name))
        layers.reverse()  # the last overlay is drawn on top
        top: list[QgsMapLayer] = []
        if self._disputed.featureCount():
            self._add(top, entries, SYMBOLS["disputed"], self._disputed)
        self._add(top, entries, SYMBOLS["country"], self._country.clone())
        units = self._units.clone()
        self._add(top, entries, SYMBOLS["units"], units)
        label_units(units, self._context.language)
        below = [self._raster(figure)] if figure.raster else []
        below += [self._types(figure)] if figure.redline_types else []
        around = self._around
        self._country.setRenderer(QgsSingleSymbolRenderer(_flat(_PAPER, _PAPER)))
        around.setRenderer(QgsSingleSymbolRenderer(_flat(_LAND, _LAND)))
        return Picture(*self._page.draw([*top, *layers, *below, self._country, around], self._extent, entries,
                                        self._credit()))

    def _add(self, layers: list, entries: list, symbol: Symbol, layer: QgsVectorLayer) -> None:
        drawn = _symbol(symbol)
        layer.setRenderer(QgsSingleSymbolRenderer(drawn))
        layers.append(layer)
        entries.append(Entry(drawn.clone(), self._translate(symbol.label)))

    def _overlay(self, name: str) -> QgsVectorLayer:
        if name == "redline":
            return self._ecr.clone()
        if name in SOURCES:
            source = SOURCES[name]
            found = read_layer(self._pilot.geopackage, source.layer)
            return self._vector([one for one in found if source.decision in ("", one.values.get("decision"))],
                                source.kind)
        forced = name == "protected_forced"
        return self._vector([area for area in self._areas if (area.values["treatment"] == "forced") == forced],
                            "MultiPolygon")

    def _raster(self, figure: Figure) -> QgsRasterLayer:
        layer = QgsRasterLayer(str(figure.raster), figure.id)
        layer.setCrs(self._crs)
        layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, [
            QgsPalettedRasterRenderer.Class(value, QColor(patch.colour), "")
            for patch in figure.patches for value in patch.values]))
        return layer

    def _types(self, figure: Figure) -> QgsVectorLayer:
        layer = self._ecr.clone()
        layer.setRenderer(QgsCategorizedSymbolRenderer("type_code", [
            QgsRendererCategory(patch.values[0], _flat(patch.colour, "#3c3c3c"), "") for patch in figure.patches]))
        return layer

    def _label(self, unit) -> str:
        if len(self._pilot.units) >= MANY_UNITS:
            return unit.code
        return in_lines(unit.name(self._context.language))

    def _credit(self) -> str:
        """Source of the lines and the projection, below the map."""
        lines = self._context.borders_credit or self._translate(N_("data of the pilot"))
        centre = {part[:6]: float(part[7:]) for part in self._pilot.crs.split() if part[:6] in ("+lat_0", "+lon_0")}
        text = self._translate(N_("Lines: {source}. Equal-area projection, centre: {centre}."))
        place = f"{_degrees(centre['+lat_0'], 'NS')} {_degrees(centre['+lon_0'], 'EW')}"
        if self._rtl:  # source and coordinates keep their own direction inside the sentence
            lines, place = f"\u2068{lines}\u2069", f"\u2066{place}\u2069"
        return text.format(source=lines, centre=place)

    def _vector(self, features: Iterable[Feature], kind: str, attribute: str = "") -> QgsVectorLayer:
        """A layer in memory: the GeoPackage stays untouched, QGIS would open it for writing."""
        layer = QgsVectorLayer(kind + (f"?field={attribute}:string" if attribute else ""), attribute, "memory")
        layer.setCrs(self._crs)
        rows = []
        for feature in features:
            row = QgsFeature(layer.fields())
            geometry = QgsGeometry()
            geometry.fromWkb(bytes(feature.geometry.ExportToWkb()))
            row.setGeometry(geometry)
            if attribute:
                row.setAttribute(0, feature.values[attribute])
            rows.append(row)
        layer.dataProvider().addFeatures(rows)
        layer.updateExtents()
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


def in_lines(name: str) -> str:
    """A long Chinese name, which has no spaces, in two lines: after its hyphen or in the middle."""
    if len(name) <= _LONG_NAME or not any("\u3400" <= sign <= "\u9fff" for sign in name):
        return name
    middle = name.find("-") + 1 or -(-len(name) // 2)
    return f"{name[:middle]}\n{name[middle:]}"


def _chained(lines: Sequence[Feature], near: ogr.Geometry) -> list[Feature]:
    """The lines that come near the country, and those that continue them."""
    chosen: list[Feature] = []
    added = [line for line in lines if line.geometry.Intersects(near)]
    while added:
        chosen += added
        added = [line for line in lines if line not in chosen
                 and any(line.geometry.Distance(other.geometry) < _TOUCHING_M for other in chosen)]
    return chosen


def _extent(pilot: Pilot) -> QgsRectangle:
    boxes = [unit.geometry.GetEnvelope() for unit in pilot.units]
    box = QgsRectangle(min(b[0] for b in boxes), min(b[2] for b in boxes), max(b[1] for b in boxes),
                       max(b[3] for b in boxes))
    return box.buffered(_MARGIN * max(box.width(), box.height()))


def _degrees(value: float, letters: str) -> str:
    return f"{abs(value):g}°{letters[value < 0]}"


def _flat(colour: str, outline: str = "#6e6e6e") -> QgsSymbol:
    return QgsFillSymbol.createSimple({"color": colour, "outline_color": outline, "outline_width": "0.1"})


def _symbol(symbol: Symbol) -> QgsSymbol:
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
