"""Taking a file into the pilot's folder: copied whole, under a name that overwrites nothing."""

import contextlib
import filecmp
import re
import sqlite3
from pathlib import Path
from typing import Any, Callable

from osgeo import gdal

from ...atomic import publishing
from ...feedback import Feedback
from .dropped import Dropped

DATA = "data"
_TOGETHER = (".shx", ".dbf", ".prj", ".cpg", ".qpj")  # the parts of a shapefile
_BESIDE = (".aux.xml", ".ovr")  # what lies beside a raster
_GEOPACKAGE = ".gpkg"
_CHUNK = 1 << 22  # bytes of a file that are copied between two looks at whether to stop
_PAGES = 1024  # of a GeoPackage, likewise
_UNSAFE = re.compile(r'[\\/:*?"<>|;]+')  # what a recipe or another system does not take in a name


def take_in(dropped: Dropped, folder: Path, feedback: Feedback, keep_layer: bool = False) -> Dropped:
    """A file of the pilot's folder, its path relative to it, in place of a file from anywhere.

    The recipe reads the first layer of a file: another one is taken out into a file of its own, unless ``keep_layer``
    says that the recipe can name it. Raises OSError, RuntimeError (GDAL), sqlite3.Error and Cancelled; nothing is left
    behind then.
    """
    path, home = dropped.path.resolve(), folder.resolve()
    layer = "" if _is_only_one(path, dropped) else dropped.layer
    if layer and not (keep_layer and dropped.raster):
        suffix = ".tif" if dropped.raster else _GEOPACKAGE
        target = _free(folder / DATA / _UNSAFE.sub("_", f"{path.stem}_{layer}{suffix}"))
        with publishing(target) as temporary:
            _take_out(path, layer, dropped.raster, temporary, feedback)
        path, layer = target.resolve(), ""
    elif home not in path.parents:
        path = _copied(path, folder / DATA, feedback).resolve()
    return Dropped(Path(path.relative_to(home).as_posix()), layer, dropped.raster)


def _is_only_one(path: Path, dropped: Dropped) -> bool:
    """Whether a layer is what a reader of the file finds first, and with no other raster beside it."""
    if not dropped.layer:
        return True
    if dropped.raster:
        return len(gdal.Open(str(path)).GetSubDatasets()) < 2
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR)  # a layer lives as long as its dataset
    return bool(dataset.GetLayer(0).GetName() == dropped.layer)


def _take_out(path: Path, layer: str, raster: bool, target: Path, feedback: Feedback) -> None:
    """One layer of a file as a file of its own."""
    def go_on(share: float, *_details: Any) -> bool:
        feedback.progress(share)
        return not feedback.cancelled()

    try:
        _translate(path, layer, raster, target, go_on)
    except RuntimeError:
        feedback.check()  # GDAL tells that it was stopped as a fault
        raise


def _translate(path: Path, layer: str, raster: bool, target: Path, go_on: Callable) -> None:
    if raster:
        inside = next(name for name, _about in gdal.Open(str(path)).GetSubDatasets()
                      if name.rsplit(":", 1)[-1].strip('"') == layer)
        gdal.Translate(str(target), inside, format="GTiff", creationOptions=["COMPRESS=DEFLATE"],
                       callback=go_on)
    else:
        gdal.VectorTranslate(str(target), str(path), format="GPKG", layers=[layer], callback=go_on)


def _copied(path: Path, folder: Path, feedback: Feedback) -> Path:
    """A copy of a file with what belongs to it; the one that is there already where it is the same."""
    target = folder / _UNSAFE.sub("_", path.name)
    if target.is_file() and path.suffix.lower() != _GEOPACKAGE and filecmp.cmp(path, target, shallow=False):
        return target
    target = _free(target)
    if path.suffix.lower() == ".shp":
        beside = [(path.with_suffix(end), target.with_suffix(end)) for end in _TOGETHER]
    else:
        beside = [(path.with_name(path.name + end), target.with_name(target.name + end)) for end in _BESIDE]
    with contextlib.ExitStack() as made:  # renamed in the opposite order: the file itself last
        for source, copy in ((path, target), *beside):
            if source.is_file() or source == path:  # only what lies beside it may be missing
                _copy(source, made.enter_context(publishing(copy)), feedback)
    return target


def _copy(path: Path, target: Path, feedback: Feedback) -> None:
    """A copy of a file; of a GeoPackage with what QGIS holds back in a file beside it."""
    if path.suffix.lower() == _GEOPACKAGE:
        _copy_pages(path, target, feedback)
        return
    size, done = path.stat().st_size, 0
    with path.open("rb") as source, target.open("wb") as copy:
        for part in iter(lambda: source.read(_CHUNK), b""):
            copy.write(part)
            done += len(part)
            feedback.progress(done / max(size, done))
            feedback.check()


def _copy_pages(path: Path, target: Path, feedback: Feedback) -> None:
    def tell(_status: int, left: int, all_pages: int) -> None:
        feedback.progress(1 - left / max(all_pages, 1))
        feedback.check()

    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source, \
            contextlib.closing(sqlite3.connect(target)) as copy:
        source.backup(copy, pages=_PAGES, progress=tell)


def _free(path: Path) -> Path:
    """The name, or the name with the first number behind it that no file has."""
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem}_{number}{path.suffix}")
        number += 1
    return free
