"""What is dropped on a form: a layer of QGIS's tree or browser, or a file of the desktop."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from osgeo import gdal
from qgis.core import QgsMapLayerType, QgsMimeDataUtils, QgsProject, QgsProviderRegistry

from ...languages.messages import _

_TREE = "application/qgis.layertreemodeldata"
_VECTOR_PART = re.compile(r"\|(layername|layerid|subset|geometrytype|uniqueGeometryType|authcfg|option:\w+)=", re.I)
_RASTER_PART = re.compile(r'^(GPKG|NETCDF|HDF5):"?(.+?)"?:([^:]+)$', re.I)


@dataclass(frozen=True)
class Dropped:
    """A file and, where it holds several, the layer in it ("": none named); ``raster``: whether that is a raster."""

    path: Path
    layer: str = ""
    raster: bool = False


def can_take(mime: Any) -> bool:
    """Whether something is dragged that may be a file; whether it is one is said when it is dropped."""
    return QgsMimeDataUtils.isUriList(mime) or mime.hasFormat(_TREE) or mime.hasUrls()


def dropped_of(mime: Any) -> Dropped:
    """The file and layer of what is dragged; ValueError with a sentence for a layer that is in no file."""
    for uri in QgsMimeDataUtils.decodeUriList(mime) if QgsMimeDataUtils.isUriList(mime) else ():
        return source_of(uri.uri, uri.providerKey, uri.layerType == "raster")
    if mime.hasFormat(_TREE):
        data = bytes(mime.data(_TREE))
        for layer in QgsProject.instance().mapLayers().values():
            if layer.id().encode() in data:
                return source_of(layer.source(), layer.providerType(), layer.type() == QgsMapLayerType.RasterLayer)
    for url in mime.urls():
        if url.isLocalFile():
            return Dropped(Path(url.toLocalFile()))
    raise _no_file()


def source_of(uri: str, provider: str, raster: bool) -> Dropped:
    """The file and layer of a source as QGIS writes it."""
    if provider not in ("ogr", "gdal", ""):
        path = QgsProviderRegistry.instance().decodeUri(provider, uri).get("path") or ""
        return _existing(Path(path), raster=raster)
    inside = _RASTER_PART.match(uri) if raster else None
    if inside is not None and Path(inside[2]).is_file():
        return Dropped(Path(inside[2]), inside[3], True)
    part = None if raster else _VECTOR_PART.search(uri)
    path = Path(uri if part is None else uri[:part.start()])
    if part is None:
        return _existing(path, raster=raster)
    named = {match[1].lower(): text for match, text in _parts(uri[part.start():])}
    if named.get("subset"):
        raise ValueError(_("This layer has a filter. Save what it shows as a file, and drop that."))
    return _existing(path, named.get("layername") or _name_of(path, named.get("layerid")))


def _parts(text: str):
    """The parts behind a file's name, each with what it says."""
    found = list(_VECTOR_PART.finditer(text))
    for match, end in zip(found, [*(one.start() for one in found[1:]), len(text)]):
        yield match, text[match.end():end]


def _name_of(path: Path, number: Optional[str]) -> str:
    """The name of a layer that is given by its number."""
    if not number:
        return ""
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)
    return str(dataset.GetLayer(int(number)).GetName())


def _existing(path: Path, layer: str = "", raster: bool = False) -> Dropped:
    if not path.is_file():
        raise _no_file()
    return Dropped(path, layer, raster)


def _no_file() -> ValueError:
    return ValueError(_("This layer is in no file. Save it as a file, and drop that."))
