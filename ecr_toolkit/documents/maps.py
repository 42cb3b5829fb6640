"""Maps of a pilot in one language as PNG pictures. Painting runs on the main thread and needs a QgsApplication with
fonts; layers and page are made once a language."""

from collections.abc import Callable
from functools import cached_property

from qgis.core import Qgis, QgsMapLayer, QgsPalettedRasterRenderer, QgsRasterLayer
from qgis.PyQt.QtGui import QColor, QGuiApplication

from ..errors import ToolkitError
from ..languages.messages import N_, _
from ..pilot.pilot import Pilot
from ..pilot.units import Unit
from .context import Context
from .figures import Figure
from .map_items import Entry, label_by
from .map_layers import MapLayers, flat, symbol_of
from .map_page import MapPage
from .pictures import Picture
from .symbols import SYMBOLS

MANY_UNITS = 12  # from here on labels are codes: names would cover the map
_LONG_NAME = 6


def check_application() -> None:
    """Raise a ToolkitError when there is no QGIS to draw with, instead of crashing."""
    if not isinstance(QGuiApplication.instance(), QGuiApplication):
        raise ToolkitError(_("Maps and documents need a running QGIS application."),
                           _("Run the step from QGIS, from qgis_process, or with “make demo”."))


def qgis_version() -> str:
    return Qgis.QGIS_VERSION


class Maps:
    """Draws the figures of one pilot. ``translate`` gives a text in the documents' language."""

    def __init__(self, pilot: Pilot, c: Context, rtl: bool, translate: Callable[[str], str]) -> None:
        check_application()
        self._pilot, self._context = pilot, c
        self.language, self.rtl, self.translate = c.language, rtl, translate

    @cached_property
    def layers(self) -> MapLayers:
        """The layers of all maps, read when the first is drawn."""
        made = MapLayers(self._pilot, {unit.code: self._label(unit) for unit in self._pilot.units})
        label_by(made.overlay("units"), self.language, "label")
        return made

    @cached_property
    def _page(self) -> MapPage:
        return MapPage(self.layers.crs, self.language, self.rtl, self.layers.extent, self.credit)

    def draw(self, figure: Figure) -> Picture:
        """One figure as a picture; map and scale bar are never mirrored, the legend stands at the reader's side."""
        entries = [Entry(flat(patch.colour), self.translate(patch.label)) for patch in figure.patches]
        entries += [self.entry(name) for name in (*figure.overlays, *self.edges)]
        top = [self.layers.overlay(name) for name in (*self.edges, *reversed(figure.overlays))]
        below: list[QgsMapLayer] = [self._raster(figure)] if figure.raster else []
        if figure.redline_types:
            below.append(self.layers.types({patch.values[0]: patch.colour for patch in figure.patches}))
        return self._page.draw([*top, *below, *self.layers.ground()], entries)

    @cached_property
    def edges(self) -> tuple[str, ...]:
        """The lines that every map has on top, the topmost first."""
        there = ("disputed",) if self.layers.overlay("disputed").featureCount() else ()
        return (*there, "country", "units")

    def entry(self, name: str) -> Entry:
        """A line of a legend."""
        return Entry(symbol_of(SYMBOLS[name]), self.translate(SYMBOLS[name].label))

    def _raster(self, figure: Figure) -> QgsRasterLayer:
        layer = QgsRasterLayer(str(figure.raster), figure.id)
        layer.setCrs(self.layers.crs)
        layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, [
            QgsPalettedRasterRenderer.Class(value, QColor(patch.colour), "")
            for patch in figure.patches for value in patch.values]))
        return layer

    def _label(self, unit: Unit) -> str:
        if len(self._pilot.units) >= MANY_UNITS:
            return unit.code
        return in_lines(unit.name(self.language))

    @cached_property
    def credit(self) -> str:
        """Source of the lines and the projection, below the map."""
        lines = self._context.borders_credit or self.translate(N_("data of the pilot"))
        centre = {part[:6]: float(part[7:]) for part in self._pilot.crs.split() if part[:6] in ("+lat_0", "+lon_0")}
        text = self.translate(N_("Lines: {source}. Equal-area projection, centre: {centre}."))
        place = f"{_degrees(centre['+lat_0'], 'NS')} {_degrees(centre['+lon_0'], 'EW')}"
        if self.rtl:  # source and coordinates keep their own direction inside the sentence
            lines, place = f"\u2068{lines}\u2069", f"\u2066{place}\u2069"
        return text.format(source=lines, centre=place)


def in_lines(name: str) -> str:
    """A long Chinese name, which has no spaces, in two lines: after its hyphen or in the middle."""
    if len(name) <= _LONG_NAME or not any("\u3400" <= sign <= "\u9fff" for sign in name):
        return name
    middle = name.find("-") + 1 or -(-len(name) // 2)
    return f"{name[:middle]}\n{name[middle:]}"


def _degrees(value: float, letters: str) -> str:
    return f"{abs(value):g}°{letters[value < 0]}"
