"""Polygons of the redline and units by code or name, read from the pilot's file; free of widgets and of QGIS, so that
any thread may ask."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from osgeo import gdal

from ..languages.messages import N_

# Layer → title of the group of results, field of the code, field of the name
LAYERS = {"ecr": (N_("Redline"), "ecr_code", "ecr_name"), "units": (N_("Administrative units"), "code", "name")}
MOST = 30


@dataclass(frozen=True)
class Place:
    """``title``: marked title of its kind; ``bounds``: left, bottom, right, top in the system ``crs``
    (WKT)."""

    title: str
    code: str
    name: str
    bounds: tuple[float, float, float, float]
    crs: str


def matches(wanted: str, *texts: str) -> bool:
    """Whether one of the texts holds what is wanted, whatever the case and the accents; nothing wanted: all do."""
    return any(_plain(wanted) in _plain(text) for text in texts)


def places_of(geopackage: Path, wanted: str, cancelled: Callable[[], bool]) -> Iterator[Place]:
    """Polygons and units whose code or name holds ``wanted``, at most MOST of each; none where the file cannot be
    read. Stops when ``cancelled()``."""
    try:
        dataset = gdal.OpenEx(str(geopackage), gdal.OF_VECTOR)
    except RuntimeError:
        return
    for name, (title, code, label) in LAYERS.items():
        layer = dataset.GetLayerByName(name)
        if layer is None or not {code, label} <= {field.GetName() for field in layer.schema}:
            continue
        found = []
        layer.SetIgnoredFields(["OGR_GEOMETRY"])  # outlines are large, and few are wanted
        for row in layer:
            if cancelled() or len(found) == MOST:
                break
            texts = row.GetField(code) or "", row.GetField(label) or ""
            if matches(wanted, *texts):
                found.append((row.GetFID(), texts))
        layer.SetIgnoredFields([])
        for number, texts in found:
            row = layer.GetFeature(number)  # a geometry lives as long as its feature
            left, right, bottom, top = row.GetGeometryRef().GetEnvelope()
            yield Place(title, *texts, (left, bottom, right, top), layer.GetSpatialRef().ExportToWkt())


def _plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
