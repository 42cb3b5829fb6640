"""How things look on the maps, as plain data. Classes differ in lightness, so that every kind of colour vision and a
grey print tell them apart; redline and protected areas differ by outline and hatch, not by colour alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..languages.messages import N_
from ..models.declaration import FUNCTION, SENSITIVITY
from . import wording

# theme of gaps.csv → class → colour; the dock uses them too
CLASS_COLOURS: Mapping[str, Mapping[int, str]] = {
    FUNCTION: {5: "#00582c", 3: "#66b97a", 1: "#e5f5e0"},
    wording.IMPORTANCE: {5: "#00582c", 3: "#66b97a", 1: "#e5f5e0"},
    SENSITIVITY: {5: "#8c2d04", 3: "#fe9929", 1: "#fff3cf"},
    wording.LEVEL: {5: "#54278f", 3: "#9e9ac8", 1: "#f2f0f7"},
    wording.GAPS: {3: "#b2182b", 2: "#ef8a62", 1: "#d1e5f0"},  # codes of planning/gap_map.py
    wording.SPACES: {1: "#a50f15", 2: "#fb6a4a", 3: "#a6dba0", 4: "#ffffb3", 5: "#969696", 6: "#e5f5e0"},
    "suitability": {5: "#7f3b08", 4: "#b35806", 3: "#fdb863", 2: "#fee0b6", 1: "#f7f7f7"},
}
SELECTED_COLOUR = "#5aae61"
NO_DATA_COLOUR, OUTSIDE_COLOUR = "#ffffff", "#d0d0d0"


@dataclass(frozen=True)
class Symbol:
    """``kind``: fill, line or hatch. ``fill`` is red, green, blue, alpha; widths and the hatch's distance in mm."""

    kind: str
    label: str
    outline: str
    width: float
    fill: str = ""
    dash: str = ""
    hatch: float = 0.0
    angle: float = 45.0


SYMBOLS: Mapping[str, Symbol] = {
    "redline": Symbol("fill", N_("redline"), "#d7191c", 0.35, "215,25,28,50"),
    "polygon": Symbol("fill", N_("this polygon"), "#a50f15", 0.7, "215,25,28,130"),
    "others": Symbol("fill", N_("other polygons of the redline"), "#d7191c", 0.25, "215,25,28,38"),
    "protected_forced": Symbol("hatch", N_("protected area, always in the redline"), "#1b5e8a", 0.35, hatch=1.1),
    "protected_other": Symbol("hatch", N_("other protected area"), "#1b5e8a", 0.25, dash="2;1", hatch=2.4, angle=135),
    "mismatches": Symbol("line", N_("mismatch at a border"), "#ff7f00", 1.2),
    "conflicts_keep": Symbol("hatch", N_("conflict, stays inside"), "#6a3d9a", 0.25, hatch=0.9, angle=0),
    "conflicts_exit": Symbol("fill", N_("conflict, exit plan"), "#6a3d9a", 0.3, "202,178,214,255"),
    "conflicts_deduct": Symbol("fill", N_("conflict, taken out"), "#1a1a1a", 0.3, "70,70,70,255"),
    "conflict_lines": Symbol("line", N_("road or other line, stays inside"), "#6a3d9a", 0.6),
    "corridors": Symbol("fill", N_("corridor"), "#1b7837", 0.25, "127,191,123,255"),
    "stepping_stones": Symbol("fill", N_("stepping stone"), "#08519c", 0.3, "158,202,225,255"),
    "corridor_paths": Symbol("line", N_("path of least cost"), "#00441b", 0.5, dash="2;1"),
    "units": Symbol("fill", N_("border of an administrative unit"), "#7a7a7a", 0.2),
    "country": Symbol("fill", N_("outline of the country"), "#2b2b2b", 0.3),
    "disputed": Symbol("line", N_("disputed border or claim"), "#2b2b2b", 0.45, dash="1.6;1.2"),
}

@dataclass(frozen=True)
class Source:
    """Where an overlay comes from: a layer of the pilot's GeoPackage with its kind of geometry; of its features those
    with this ``decision``, all where it is empty."""

    layer: str
    kind: str
    decision: str = ""


SOURCES: Mapping[str, Source] = {
    "mismatches": Source("mismatches", "LineString"),
    "conflicts_keep": Source("conflicts", "MultiPolygon", "keep"),
    "conflicts_exit": Source("conflicts", "MultiPolygon", "exit"),
    "conflicts_deduct": Source("conflicts", "MultiPolygon", "deduct"),
    "conflict_lines": Source("conflict_lines", "MultiLineString"),
    "corridors": Source("corridors", "MultiPolygon"), "corridor_paths": Source("corridor_paths", "LineString"),
    "stepping_stones": Source("stepping_stones", "MultiPolygon"),
}

# Reasons of candidates.tif by its bits (steps/candidates.py): function 1, sensitivity 2, protected areas 4 and 8, key
# sites 16; and colours of the redline by type
_FUNCTION, _SENSITIVITY, _SITE_ONLY = 1, 2, 16
REASONS: tuple[tuple[str, tuple[int, ...], str], ...] = tuple(
    (reason, tuple(bits for bits in range(1, 32) if holds(bits)), colour) for reason, colour, holds in (
        ("function", "#1b7837", lambda bits: bits & 3 == _FUNCTION),
        ("sensitivity", "#fdae61", lambda bits: bits & 3 == _SENSITIVITY),
        ("both", "#542788", lambda bits: bits & 3 == 3),
        ("protected", "#74add1", lambda bits: not bits & 3 and bits != _SITE_ONLY),
        ("site", "#d6604d", lambda bits: bits == _SITE_ONLY)))
TYPE_COLOURS: Mapping[str, str] = {
    "11": "#08519c", "12": "#41ab5d", "13": "#8c510a", "14": "#dfc27d", "15": "#00441b", "21": "#fd8d3c",
    "22": "#fed976", "23": "#807dba", "24": "#c7a4c9", "25": "#969696",
}
