"""The countries of QGIS's world map, and what follows from which one it is: free of widgets."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Optional

from osgeo import gdal, ogr
from qgis.PyQt.QtCore import QLocale

from ...errors import ToolkitError
from ...languages.messages import _
from ...pilot.layers import polygons, valid
from .spoken import SPOKEN

_DRAWN_DEGREES = 0.08  # outlines are drawn this coarse
_FULL_NAMES = {"S. Sudan": "South Sudan"}  # shortened in both layers of the world map
# Countries without a shore on the ocean, by the codes of the world map; the Caspian Sea is none
_WITHOUT_COAST = frozenset(
    "AFG AND ARM AUT AZE BDI BFA BLR BOL BTN BWA CAF CHE CZE ETH HUN KAZ KGZ KOS LAO LIE LSO LUX MDA MKD MLI MNG MWI "
    "NER NPL PRY RWA SDS SMR SRB SVK SWZ TCD TJK TKM UGA UZB ZMB ZWE".split())


@dataclass(frozen=True)
class Country:
    """``code``: as the states of the world map have it, nearly always ISO 3166; ``name``: English; ``outline`` in
    degrees, ``drawn`` the same, coarse."""

    code: str
    alpha2: str
    name: str
    outline: ogr.Geometry
    drawn: ogr.Geometry

    @property
    def coast(self) -> bool:
        return self.code not in _WITHOUT_COAST

    @property
    def languages(self) -> list[str]:
        """Languages for the documents: those of the country that ship, then English, which is always there."""
        return [language for language, codes in SPOKEN.items() if self.code in codes] + ["en"]

    def name_in(self, language: str) -> str:
        """The name in a language, where Qt knows it (a language of the country itself); else the English one."""
        locale = QLocale(f"{language.split('_')[0]}_{self.alpha2}")
        if language == "en" or not locale.name().endswith(f"_{self.alpha2}"):
            return self.name
        native = getattr(locale, "nativeTerritoryName", None) or locale.nativeCountryName  # Qt 6, Qt 5
        return native() or self.name

    def names(self, languages: Sequence[str]) -> dict[str, str]:
        """English, and the languages in which it is called otherwise."""
        named = {language: self.name_in(language) for language in languages if language != "en"}
        return {"en": self.name, **{language: name for language, name in named.items() if name != self.name}}


@lru_cache(maxsize=2)
def countries(world_map: Path) -> tuple[Country, ...]:
    """All countries with states, by name. ToolkitError when the map is not there."""
    if not world_map.is_file():
        raise ToolkitError(_("QGIS's world map (world_map.gpkg) was not found."),
                           _("Choose a layer of your own."))
    dataset = gdal.OpenEx(str(world_map), gdal.OF_VECTOR)
    states = dataset.GetLayerByName("states_provinces")
    states.SetIgnoredFields(["OGR_GEOMETRY"])
    codes: dict[str, Counter] = {}
    full: dict[str, str] = {}
    for row in states:
        codes.setdefault(row["iso_a2"], Counter())[row["adm0_a3"]] += 1
        full[row["adm0_a3"]] = row["admin"]
    found = []
    for row in dataset.GetLayerByName("countries"):
        alpha2, name, outline = row["iso_a2"], row["NAME"], row.GetGeometryRef()
        if name and outline is not None and alpha2 in codes:
            code = codes[alpha2].most_common(1)[0][0]
            name = _FULL_NAMES.get(name) or (full[code] if "." in name else name)
            found.append(Country(code, alpha2, name, outline.Clone(), _coarse(outline)))
    return tuple(sorted(found, key=lambda country: country.name))


def at(known: Sequence[Country], longitude: float, latitude: float, reach: float = 0.0) -> Optional[Country]:
    """The country at a place, or the nearest one within ``reach`` degrees: small islands are hard to hit."""
    place = ogr.Geometry(ogr.wkbPoint)
    place.AddPoint_2D(longitude, latitude)
    near = [(country.drawn.Distance(place), country.name, country) for country in known]
    distance, _name, country = min(near, default=(1.0, "", None), key=lambda one: one[:2])
    return country if distance <= reach else None


def under(known: Sequence[Country], outline: ogr.Geometry) -> Optional[Country]:
    """The country of which a layer of one's own holds the most; None where it meets none."""
    west, east, south, north = outline.GetEnvelope()
    shared = []
    for country in known:
        left, right, bottom, top = country.drawn.GetEnvelope()
        if left <= east and west <= right and bottom <= north and south <= top:
            shared.append((polygons(valid(country.drawn).Intersection(outline)).GetArea(), country))
    area, country = max(shared, default=(0.0, None), key=lambda one: one[0])
    return country if area > 0 else None


def _coarse(outline: ogr.Geometry) -> ogr.Geometry:
    simple = outline.Simplify(_DRAWN_DEGREES)
    return outline.Clone() if simple is None or simple.IsEmpty() else simple
