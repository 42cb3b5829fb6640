"""Layers and files dropped on a form: found, copied into the pilot's folder with the layer that was meant."""

import sqlite3
import time

import numpy as np
import pytest
from osgeo import gdal, ogr, osr
from qgis.core import (
    QgsApplication,
    QgsLayerTreeModel,
    QgsMimeDataUtils,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QMimeData, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QDropEvent

from ecr_toolkit.errors import Cancelled
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.gui.forms import files as form_files
from ecr_toolkit.gui.forms.dropped import Dropped, dropped_of
from ecr_toolkit.gui.forms.entry import FILE, SOURCE, Entry
from ecr_toolkit.gui.forms.inputs import CONSTANT, FILES, NONE
from ecr_toolkit.gui.forms.makers import editor_of
from ecr_toolkit.gui.forms.taking import take_in


def wgs84():
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    return reference


def vector(path, *names, driver="GPKG"):
    """A file with a layer of one point for each name, at x = its place."""
    dataset = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    for place, name in enumerate(names):
        layer = dataset.CreateLayer(name, wgs84(), ogr.wkbPoint)
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT({place} 0)"))
        layer.CreateFeature(feature)
    del dataset
    return path


def raster(path, name="", value=1, driver="GTiff"):
    options = [f"RASTER_TABLE={name}", "APPEND_SUBDATASET=YES"] if driver == "GPKG" else []
    memory = gdal.GetDriverByName("MEM").Create("", 4, 4, 1, gdal.GDT_Byte)
    memory.SetGeoTransform((0, 1, 0, 4, 0, -1))
    memory.SetProjection(wgs84().ExportToWkt())
    memory.GetRasterBand(1).WriteArray(np.full((4, 4), value, np.uint8))
    gdal.GetDriverByName(driver).CreateCopy(str(path), memory, options=options)
    return path


@pytest.fixture
def elsewhere(tmp_path):
    folder = tmp_path / "where data live é"
    folder.mkdir()
    return folder


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "pilot"
    folder.mkdir()
    return folder


@pytest.fixture
def project(qgis_app):
    yield QgsProject.instance()
    QgsProject.instance().clear()


def from_tree(project, layer):
    """What a drag of a layer out of QGIS's tree carries."""
    assert layer.isValid()
    project.addMapLayer(layer)
    model = QgsLayerTreeModel(project.layerTreeRoot())
    node = project.layerTreeRoot().findLayer(layer.id())
    return model.mimeData([model.node2index(node)])


def dropped_on(widget, mime):
    """As QGIS's tree and the desktop drop it: they propose to move, and take away what was moved."""
    drop = QDropEvent(QPointF(2, 2), Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, mime,
                      Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    drop.setDropAction(Qt.DropAction.MoveAction)
    widget.dropEvent(drop)
    assert drop.isAccepted() and drop.dropAction() == Qt.DropAction.CopyAction


# What is meant


def test_layers_of_the_tree(project, elsewhere):
    two = vector(elsewhere / "two.gpkg", "first", "second")
    tif = raster(elsewhere / "rain.tif")
    shape = vector(elsewhere / "places.shp", "places", driver="ESRI Shapefile")
    for layer, wanted in (
        (QgsVectorLayer(f"{two}|layername=second", "b", "ogr"), Dropped(two, "second")),
        (QgsVectorLayer(f"{two}|layerid=1", "c", "ogr"), Dropped(two, "second")),
        (QgsVectorLayer(str(shape), "d", "ogr"), Dropped(shape)),
        (QgsRasterLayer(str(tif), "e", "gdal"), Dropped(tif, raster=True)),
    ):
        assert dropped_of(from_tree(project, layer)) == wanted


def test_rasters_in_a_geopackage(project, elsewhere):
    path = elsewhere / "rasters.gpkg"
    raster(path, "one", 1, "GPKG")
    raster(path, "two", 2, "GPKG")
    layer = QgsRasterLayer(f"GPKG:{path}:two", "two", "gdal")
    assert dropped_of(from_tree(project, layer)) == Dropped(path, "two", True)


def test_uris_of_the_browser(qgis_app, elsewhere):
    odd = vector(elsewhere / "a|b & c.gpkg", "first", "second")
    for uri, kind, provider, wanted in (
        (f"{odd}|layername=second", "vector", "ogr", Dropped(odd, "second")),
        (f"{odd}|layername=second|geometrytype=Point", "vector", "ogr", Dropped(odd, "second")),
        (str(odd), "vector", "ogr", Dropped(odd)),
    ):
        one = QgsMimeDataUtils.Uri()
        one.layerType, one.providerKey, one.uri, one.name = kind, provider, uri, "x"
        assert dropped_of(QgsMimeDataUtils.encodeUriList([one])) == wanted


def test_files_of_the_desktop(elsewhere):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(elsewhere / "x|y #1.tif"))])
    assert dropped_of(mime) == Dropped(elsewhere / "x|y #1.tif")


def test_a_table_of_points(project, elsewhere):
    path = elsewhere / "points.csv"
    path.write_text("lon,lat,ph\n1,2,7\n", encoding="utf-8")
    url = bytes(QUrl.fromLocalFile(str(path)).toEncoded()).decode()
    layer = QgsVectorLayer(f"{url}?type=csv&xField=lon&yField=lat", "p",
                           "delimitedtext")
    assert dropped_of(from_tree(project, layer)) == Dropped(path)


def test_layers_that_are_in_no_file_or_filtered_are_refused_with_a_way_out(project, elsewhere):
    two = vector(elsewhere / "two.gpkg", "first", "second")
    with pytest.raises(ValueError, match="in no file. Save it as a file"):
        dropped_of(from_tree(project, QgsVectorLayer("Point?crs=EPSG:4326", "m", "memory")))
    filtered = QgsVectorLayer(f"{two}|layername=second", "f", "ogr")
    filtered.setSubsetString("fid > 0")
    with pytest.raises(ValueError, match="filter"):
        dropped_of(from_tree(project, filtered))
    mime = QMimeData()
    mime.setText("hello")
    with pytest.raises(ValueError, match="in no file"):
        dropped_of(mime)


# Taken into the folder


def x_of(path):
    dataset = ogr.Open(str(path))
    assert dataset.GetLayerCount() == 1
    feature = dataset.GetLayer(0).GetNextFeature()  # a geometry lives as long as its feature
    return feature.GetGeometryRef().GetX()


def test_the_layer_that_was_meant_is_taken_out(elsewhere, home):
    two = vector(elsewhere / "two.gpkg", "first", "second; odd/name")
    taken = take_in(Dropped(two, "second; odd/name"), home, Feedback())
    assert taken.path.as_posix() == "data/two_second_ odd_name.gpkg" and taken.layer == ""
    assert x_of(home / taken.path) == 1
    first = take_in(Dropped(two, "first"), home, Feedback())
    assert first.path.as_posix() == "data/two.gpkg", "the recipe reads the first layer of a file"


def test_a_file_of_the_folder_stays_where_it_is(home):
    path = vector(home / "areas.gpkg", "first", "second")
    assert take_in(Dropped(path), home, Feedback()).path.as_posix() == "areas.gpkg"
    assert take_in(Dropped(path, "first"), home, Feedback()).path.as_posix() == "areas.gpkg"
    assert x_of(home / take_in(Dropped(path, "second"), home, Feedback()).path) == 1


def test_nothing_is_overwritten_and_nothing_copied_twice(elsewhere, home):
    (home / "data").mkdir()
    (home / "data" / "rain.tif").write_bytes(b"the country's own")
    path = raster(elsewhere / "rain.tif")
    assert take_in(Dropped(path), home, Feedback()).path.as_posix() == "data/rain_2.tif"
    assert (home / "data" / "rain.tif").read_bytes() == b"the country's own"
    other = raster(elsewhere / "snow.tif")
    for _time in range(2):
        assert take_in(Dropped(other), home, Feedback()).path.as_posix() == "data/snow.tif"
    assert sorted(one.name for one in (home / "data").iterdir()) == ["rain.tif", "rain_2.tif", "snow.tif"]


def test_a_shapefile_comes_with_its_parts(elsewhere, home):
    path = vector(elsewhere / "places.shp", "places", driver="ESRI Shapefile")
    taken = take_in(Dropped(path), home, Feedback())
    assert {one.suffix for one in (home / "data").iterdir()} >= {".shp", ".shx", ".dbf", ".prj"}
    assert x_of(home / taken.path) == 0


def test_what_a_geopackage_holds_back_is_copied_too(elsewhere, home):
    path = vector(elsewhere / "open.gpkg", "first")
    with sqlite3.connect(path) as held:
        held.execute("PRAGMA journal_mode=WAL")
        held.execute("CREATE TABLE later (a)")
        held.execute("INSERT INTO later VALUES (7)")
        held.commit()
        taken = take_in(Dropped(path), home, Feedback())
        with sqlite3.connect(home / taken.path) as copy:
            assert copy.execute("SELECT a FROM later").fetchall() == [(7,)]
    held.close()


def test_names_that_a_recipe_cannot_hold_are_changed(elsewhere, home):
    path = raster(elsewhere / "a;b|c?.tif")
    assert take_in(Dropped(path), home, Feedback()).path.as_posix() == "data/a_b_c_.tif"


@pytest.mark.parametrize("keep, wanted", [(True, ("data/r.gpkg", "two")), (False, ("data/r_two.tif", ""))])
def test_a_raster_among_several(elsewhere, home, keep, wanted):
    path = elsewhere / "r.gpkg"
    raster(path, "one", 1, "GPKG")
    raster(path, "two", 2, "GPKG")
    taken = take_in(Dropped(path, "two", True), home, Feedback(), keep)
    assert (taken.path.as_posix(), taken.layer) == wanted
    if not keep:
        assert (gdal.Open(str(home / taken.path)).ReadAsArray()[0] == 2).all()


# On the widgets


def file_of(qtbot, home, **more):
    editor = editor_of(Entry("a.b", FILE, "Title", "", "", **more), home)
    qtbot.addWidget(editor)
    editor.news, editor.faults = [], []
    editor.changed.connect(lambda: editor.news.append(editor.value()))
    editor.told.connect(editor.faults.append)
    return editor


def test_a_layer_dropped_on_a_file_is_copied_and_named(qtbot, project, elsewhere, home):
    editor = file_of(qtbot, home)
    two = vector(elsewhere / "two.gpkg", "first", "second")
    dropped_on(editor.line, from_tree(project, QgsVectorLayer(f"{two}|layername=second", "b", "ogr")))
    qtbot.waitUntil(lambda: bool(editor.news), timeout=10_000)
    assert editor.news == ["data/two_second.gpkg"] and x_of(home / editor.news[0]) == 1
    assert editor.line.isEnabled()


def test_what_cannot_be_dropped_is_told(qtbot, project, home):
    editor = file_of(qtbot, home)
    dropped_on(editor.line, from_tree(project, QgsVectorLayer("Point?crs=EPSG:4326", "m", "memory")))
    assert editor.news == [] and "in no file" in editor.faults[-1]


def test_a_file_that_cannot_be_copied_is_told(qtbot, elsewhere, home):
    editor = file_of(qtbot, home)
    editor.take(Dropped(elsewhere / "gone.tif"))
    qtbot.waitUntil(editor.line.isEnabled, timeout=10_000)
    assert editor.news == []
    assert "The file was not copied: No such file" in editor.faults[-1] and not list((home / "data").iterdir())


def test_a_form_that_goes_away_while_a_file_is_copied(qtbot, elsewhere, home):
    editor = editor_of(Entry("a.b", FILE, "Title", "", ""), home)
    editor.take(Dropped(raster(elsewhere / "rain.tif")))
    sip.delete(editor)
    qtbot.waitUntil(lambda: QgsApplication.taskManager().countActiveTasks() == 0, timeout=10_000)


class Stopping(Feedback):
    """Stops when it is told of progress."""

    def __init__(self):
        self.shares = []

    def progress(self, share):
        self.shares.append(share)

    def cancelled(self):
        return bool(self.shares)


@pytest.mark.parametrize("kind", ["raster", "shapefile", "geopackage", "layer of a raster", "layer of a vector"])
def test_a_copy_that_is_stopped_leaves_nothing_behind(elsewhere, home, kind):
    if kind == "raster":
        dropped = Dropped(raster(elsewhere / "rain.tif"))
        (elsewhere / "rain.tif.aux.xml").write_text("<PAMDataset/>", encoding="utf-8")
    elif kind == "shapefile":
        dropped = Dropped(vector(elsewhere / "towns.shp", "towns", driver="ESRI Shapefile"))
    elif kind == "layer of a raster":
        raster(elsewhere / "r.gpkg", "one", 1, "GPKG")
        dropped = Dropped(raster(elsewhere / "r.gpkg", "two", 2, "GPKG"), "two", True)
    else:
        vector(elsewhere / "two.gpkg", "first", "second")
        dropped = Dropped(elsewhere / "two.gpkg", "second" if kind == "layer of a vector" else "")
    stopping = Stopping()
    with pytest.raises(Cancelled):
        take_in(dropped, home, stopping)
    assert stopping.shares and not list((home / "data").iterdir())
    taken = take_in(dropped, home, Feedback())
    assert gdal.OpenEx(str(home / taken.path)) is not None


def test_the_button_stops_a_copy(qtbot, elsewhere, home, monkeypatch):
    def endless(dropped, folder, feedback, keep_layer):
        while True:
            feedback.progress(0.25)
            feedback.check()
            time.sleep(0.005)

    monkeypatch.setattr(form_files, "take_in", endless)
    editor = file_of(qtbot, home)
    editor.show_value("data/rain.tif")
    editor.take(Dropped(elsewhere / "rain.tif"))
    qtbot.waitUntil(lambda: "25%" in editor.faults[-1], timeout=20_000)
    assert not editor.line.isEnabled() and editor.button.toolTip() == "Cancel"
    editor.button.click()
    qtbot.waitUntil(editor.line.isEnabled, timeout=20_000)
    assert editor.faults[-1] == "" and editor.news == [] and editor.value() == "data/rain.tif"
    assert editor.button.text() == "…"


def test_the_world_map_is_shown_by_its_name(qtbot, home):
    editor = file_of(qtbot, home, choices={"world_map": "World map of QGIS"})
    editor.show_value("world_map")
    assert editor.line.text() == "" and editor.line.placeholderText() == "World map of QGIS"
    assert editor.value() == "world_map"


def test_a_raster_dropped_on_a_source_keeps_its_layer_and_settings(qtbot, project, elsewhere, home):
    path = elsewhere / "r.gpkg"
    raster(path, "one", 1, "GPKG")
    raster(path, "two", 2, "GPKG")
    given = {"file": "old.nc", "layer": "tas", "scale": 0.1}
    editor = editor_of(Entry("sources.a", SOURCE, "A", given, None, choices={NONE: "N", FILES: "F", CONSTANT: "C"}),
                       home)
    qtbot.addWidget(editor)
    news = []
    editor.changed.connect(lambda: news.append(editor.value()))
    dropped_on(editor.file.line, from_tree(project, QgsRasterLayer(f"GPKG:{path}:two", "two", "gdal")))
    qtbot.waitUntil(lambda: bool(news), timeout=10_000)
    assert news == [{"file": "data/r.gpkg", "scale": 0.1, "layer": "two"}]
