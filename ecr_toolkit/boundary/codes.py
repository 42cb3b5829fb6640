"""Codes of patches: the same patch keeps its code from one drawing to the next, and a retired code never returns
(methods.md §5.7)."""

from collections.abc import Iterable, Sequence

from osgeo import ogr

from ..pilot.boxes import Boxes
from ..pilot.layers import Feature, polygons

_SAME = 0.5  # share of the smaller of two polygons that must be common for them to be the same patch


def codes_of(prefixes: Sequence[str], patches: Sequence[ogr.Geometry], earlier: Sequence[Feature],
             used: Iterable[str]) -> list[str]:
    """A code ``{prefix}-{serial}`` for every patch.

    ``prefixes``: country, unit and type of each patch (``PAK-GB-11``); ``earlier``: polygons of earlier lines with
    their ``ecr_code``; ``used``: every code that was ever given. Of several patches that share ground with one
    earlier polygon the one with most of it keeps the code; the others, and new ones, get serials that were never used,
    in the order of the patches.
    """
    codes = _kept(prefixes, patches, earlier)
    last: dict[str, int] = {}
    for code in (*used, *(code for code in codes if code)):
        prefix, _dash, serial = code.rpartition("-")
        if serial.isdigit():
            last[prefix] = max(last.get(prefix, 0), int(serial))
    for place, prefix in enumerate(prefixes):
        if not codes[place]:
            last[prefix] = last.get(prefix, 0) + 1
            codes[place] = f"{prefix}-{last[prefix]:04d}"
    return codes


def _kept(prefixes: Sequence[str], patches: Sequence[ogr.Geometry], earlier: Sequence[Feature]) -> list[str]:
    """The codes that patches keep; empty for the others."""
    boxes = Boxes(one.geometry for one in earlier)
    shared = []
    for place, (prefix, patch) in enumerate(zip(prefixes, patches)):
        for number in boxes.near(patch):
            code = earlier[number].values["ecr_code"]
            if code.rpartition("-")[0] == prefix:
                common = polygons(earlier[number].geometry.Intersection(patch)).GetArea()
                if common >= _SAME * min(patch.GetArea(), earlier[number].geometry.GetArea()):
                    shared.append((-common, code, place))
    codes, taken = [""] * len(patches), set()
    for _common, code, place in sorted(shared):
        if not codes[place] and code not in taken:
            codes[place] = code
            taken.add(code)
    return codes
