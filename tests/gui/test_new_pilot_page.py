"""The page of a new pilot, with QGIS's world map: country, own layer, what is suggested, what goes wrong."""

import json

import pytest
from osgeo import gdal, ogr
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QDropEvent
from qgis.PyQt.QtTest import QTest

from ecr_toolkit import steps
from ecr_toolkit.errors import InputError
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.gui.forms.dropped import Dropped
from ecr_toolkit.gui.start import data_choice, new_pilot_page
from ecr_toolkit.gui.start.countries import at, countries, under
from ecr_toolkit.gui.start.data_choice import starter_sentence
from ecr_toolkit.gui.start.draft import Draft, sentence_of, size_text
from ecr_toolkit.gui.start.far_islands import far_islands
from ecr_toolkit.gui.start.new_pilot_page import NewPilotPage
from ecr_toolkit.gui.start.own_layer import NONE, read_own
from ecr_toolkit.gui.start.spoken import SPOKEN
from ecr_toolkit.languages.messages import LANGUAGES, interface
from ecr_toolkit.pilot.forecast import Forecast
from ecr_toolkit.pilot.layers import Feature, write_layers
from ecr_toolkit.pilot.pilot import Pilot


@pytest.fixture(scope="session")
def world(world_map):
    return countries(world_map)


@pytest.fixture
def page(qgis_app, qtbot, world_map, tmp_path, monkeypatch):
    page = NewPilotPage()
    qtbot.addWidget(page)
    monkeypatch.setattr(new_pilot_page, "world_map", lambda: world_map)
    page.folder.above = tmp_path / "mes données é"
    page.resize(320, 700)
    page.show()
    idle(page, qtbot)
    yield page
    QgsProject.instance().clear()


def idle(page, qtbot):
    qtbot.waitUntil(lambda: not page.busy.isVisible(), timeout=30_000)


def country(world, code):
    return next(one for one in world if one.code == code)


def choose(page, code):
    page.country.box.setFocus()
    row = next(row for row in range(page.country.box.count()) if page.country.box.itemData(row).code == code)
    page.country.box.setCurrentIndex(row)
    page.country.box.activated.emit(row)


def create(page, qtbot):
    with qtbot.waitSignal(page.created, timeout=30_000) as told:
        QTest.mouseClick(page.create_button, Qt.MouseButton.LeftButton)
    return told.args[0]


def recipe(folder):
    return json.loads((folder / "pilot.json").read_text(encoding="utf-8"))


def square(west, south, side=1.0):
    return ogr.CreateGeometryFromWkt(f"POLYGON(({west} {south},{west + side} {south},{west + side} {south + side},"
                                     f"{west} {south + side},{west} {south}))")


def layer_file(path, features, kind=ogr.wkbMultiPolygon, fields=None):
    write_layers(path, "EPSG:4326", {"units": (kind, fields or {"NAME_1": str, "HASC_1": str}, features)})
    return path


def swiss_units(path):
    return layer_file(path, [Feature(square(7, 46.5), {"NAME_1": "Łęka", "HASC_1": "CH.LK"}),
                             Feature(square(8, 46.5), {"NAME_1": "Ñandú", "HASC_1": "CH.ND"})])


def test_nothing_but_the_country_has_to_be_told(page, qtbot, world_map):
    assert not page.create_button.isEnabled() and page.grid.sentence.text() == "Choose a country first."
    choose(page, "LAO")
    assert page.create_button.isEnabled() and "32,1" in page.grid.sentence.text()
    folder = create(page, qtbot)
    assert folder == page.folder.above / "Laos"
    assert recipe(folder)["sources"]["elevation"] == "starter" and "clip" not in recipe(folder)["grid"]
    pilot = Pilot.open(folder, world_map=world_map)
    steps.run(pilot, Feedback(), only="set_up")
    assert pilot.geopackage.is_file() and f"{pilot.grid.cols * pilot.grid.rows:,} cells" in page.grid.sentence.text()


def test_a_country_is_clicked_on_the_map(page, qtbot, world):
    canvas = page.country.canvas
    with qtbot.waitSignal(page.country.chosen, timeout=5000) as told:
        place = canvas.getCoordinateTransform().transform(QgsPointXY(103.0, 18.5))
        QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(place.x()), round(place.y())))
    assert told.args[0].code in ("LAO", "THA", "VNM") and page.country.box.currentText() == told.args[0].name


def test_a_country_is_typed(page, qtbot):
    line = page.country.box.lineEdit()
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "switzerland")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert page.draft.country.code == "CHE" and page.country.box.currentText() == "Switzerland"
    line.selectAll()
    QTest.keyClicks(line, "Atlantis")
    line.editingFinished.emit()
    assert page.draft.country.code == "CHE" and page.country.box.currentText() == "Switzerland"


def test_what_is_chosen_is_in_the_recipe(page, qtbot):
    choose(page, "FRA")
    assert page.languages.languages() == ["fr", "en"]
    QTest.keyClick(page.languages.boxes["ar"], Qt.Key.Key_Space)
    page.languages.boxes["en"].setChecked(False)
    before = page.grid.sentence.text()
    page.data.own_button.setChecked(True)
    assert page.grid.sentence.text() != before and "recommended" in page.grid.box.currentText()
    row = page.grid.box.findData(10_000)
    page.grid.box.setCurrentIndex(row)
    page.grid.box.activated.emit(row)
    page.islands.box.setChecked(True)
    assert page.draft.cell_m != 10_000, "another land, another size"
    page.folder.line.clear()
    QTest.keyClicks(page.folder.line, "ici")
    made = recipe(create(page, qtbot))
    assert made["languages"] == ["fr", "ar"] and made["sources"] == {} and made["grid"]["clip"]
    assert made["country"] == {"code": "FRA", "name": {"en": "France"}}
    assert "coastal_stabilisation" in made["objectives"]["functions"]
    assert (page.folder.above / "ici" / "pilot.json").is_file()


def test_the_last_language_stays(page):
    choose(page, "LAO")
    page.languages.boxes["en"].setChecked(False)
    assert page.languages.languages() == ["en"] and page.languages.boxes["en"].isChecked()


def test_a_ready_pilot_is_followed(page, qtbot):
    choose(page, "PAK")
    assert page.languages.languages() == ["en", "ur", "zh_CN"]
    assert "protected_areas" in recipe(create(page, qtbot))


def test_a_second_pilot_of_a_country_gets_a_folder_of_its_own(page, qtbot):
    choose(page, "LAO")
    create(page, qtbot)
    page.hide()
    page.show()
    assert page.folder.line.text().endswith("Laos 2")


def test_the_folder_named_by_the_user_stays_until_another_country(page, qtbot):
    choose(page, "LAO")
    page.folder.line.clear()
    QTest.keyClicks(page.folder.line, "mine")
    page.data.own_button.setChecked(True)
    page.hide()
    page.show()
    assert page.folder.line.text() == "mine"
    choose(page, "CHE")
    assert page.folder.line.text().endswith("Switzerland")


def test_faults_are_told_beside_the_button_and_nothing_is_lost(page, qtbot, tmp_path):
    choose(page, "CHE")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "work.txt").write_text("")
    for text, sentence in ((str(tmp_path / "full"), "not empty"), ("", "no folder")):
        page.folder.line.setText(text)
        with qtbot.waitSignal(page.failed, timeout=10_000):
            QTest.mouseClick(page.create_button, Qt.MouseButton.LeftButton)
        assert page.fault.isVisible() and sentence in page.fault.text() and "Choose a folder" in page.fault.text()
        assert page.draft.country.code == "CHE" and page.create_button.isEnabled()
    page.folder.line.setText(str(tmp_path / "new"))
    create(page, qtbot)
    assert not page.fault.isVisible()


def test_a_layer_of_ones_own_tells_country_fields_and_units(page, qtbot, tmp_path):
    path = swiss_units(tmp_path / "cantons <b>é.gpkg")
    page.units.layer.take(Dropped(path))
    idle(page, qtbot)
    assert page.draft.country.code == "CHE" and page.units.codes.currentData() == "HASC_1"
    assert page.units.names.currentData() == "NAME_1" and page.units.layer.line.text() == path.name
    page.units.codes.setCurrentIndex(page.units.codes.findData(NONE))
    page.units.codes.activated.emit(0)
    pilot = Pilot.open(create(page, qtbot))
    steps.run(pilot, Feedback(), only="set_up")
    assert {unit.code: unit.name() for unit in pilot.units} == {"KA": "Łęka", "AND": "Ñandú"}


def test_a_layer_goes_with_another_country_and_is_taken_back(page, qtbot, tmp_path):
    page.units.layer.take(Dropped(swiss_units(tmp_path / "cantons.gpkg")))
    idle(page, qtbot)
    cells = page.grid.sentence.text()
    choose(page, "LAO")
    assert page.draft.own is not None and page.grid.sentence.text() == cells
    page.units.layer.menu.aboutToShow.emit()
    page.units.layer.menu.actions()[-1].trigger()
    assert page.draft.own is None and page.units.layer.line.text() == "" and page.grid.sentence.text() != cells


def test_a_layer_of_the_project_is_on_offer_and_dropped(page, qtbot, tmp_path):
    path = swiss_units(tmp_path / "cantons.gpkg")
    write_layers(path, "EPSG:4326", {"others": (ogr.wkbMultiPolygon, {"name": str}, [
        Feature(square(9, 47), {"name": "Solo"})])})
    layers = [QgsVectorLayer(f"{path}|layername={name}", name) for name in ("units", "others")]
    QgsProject.instance().addMapLayers(layers)
    page.units.layer.menu.aboutToShow.emit()
    offered = {action.text(): action for action in page.units.layer.menu.actions()}
    offered["others"].trigger()
    idle(page, qtbot)
    assert [feature.values["name"] for feature in page.draft.own.features] == ["Solo"]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    page.units.layer.line.dropEvent(QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
    idle(page, qtbot)
    assert len(page.draft.own.features) == 2


def test_a_layer_in_no_file_is_refused_with_a_remedy(page, qtbot):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "sketch", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(square(8, 47).ExportToWkt()))
    layer.dataProvider().addFeatures([feature])
    QgsProject.instance().addMapLayer(layer)
    page.units.layer.menu.aboutToShow.emit()
    with qtbot.waitSignal(page.failed, timeout=5000):
        page.units.layer.menu.actions()[0].trigger()
    assert "Save it as a file" in page.fault.text() and page.draft.own is None


def test_faults_of_a_layer_leave_the_page_as_it_was(page, qtbot, tmp_path):
    choose(page, "LAO")
    lines = layer_file(tmp_path / "lines.gpkg", [Feature(ogr.CreateGeometryFromWkt("LINESTRING(7 46,8 47)"),
                                                         {"NAME_1": "x"})], ogr.wkbMultiLineString)
    with qtbot.waitSignal(page.failed, timeout=10_000):
        page.units.layer.take(Dropped(lines))
    assert "holds no polygons" in page.fault.text() and "lines.gpkg" in page.fault.text()
    assert page.draft.country.code == "LAO" and page.units.layer.line.text() == "" and page.create_button.isEnabled()


def test_a_missing_world_map_is_told_and_a_layer_still_does(qgis_app, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(new_pilot_page, "world_map", lambda: tmp_path / "none.gpkg")
    page = NewPilotPage()
    qtbot.addWidget(page)
    page.show()
    idle(page, qtbot)
    assert "world map" in page.fault.text() and page.units.isEnabled()


def test_it_goes_by_keyboard_from_top_to_bottom(page, qtbot):
    choose(page, "LAO")
    page.back_button.setFocus()
    seen = [page.back_button]
    while seen[-1] is not page.create_button and len(seen) < 60:
        QTest.keyClick(seen[-1], Qt.Key.Key_Tab)
        seen.append(page.window().focusWidget())
    order = [seen.index(widget) for widget in (
        page.country.box, page.units.layer.line, page.units.layer.button, page.languages.boxes["en"],
        page.data.starter_button, page.grid.box, page.folder.line, page.folder.button, page.create_button)]
    assert order == sorted(order)
    with qtbot.waitSignal(page.created, timeout=30_000):
        QTest.keyClick(page.create_button, Qt.Key.Key_Space)


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_it_is_as_narrow_as_a_dock(qgis_app, qtbot, language, world):
    interface.use(language)
    page = NewPilotPage()
    qtbot.addWidget(page)
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft if language in ("ur", "ar") else
                            Qt.LayoutDirection.LeftToRight)
    page.country.show_countries(world)
    page.resize(320, 700)
    page.show()
    idle(page, qtbot)
    choose(page, "ECU")
    assert page.islands.isVisible() and page.widget().width() <= page.viewport().width()
    assert page.folder.line.layoutDirection() == Qt.LayoutDirection.LeftToRight


# What follows from a country, without widgets


def test_every_country_of_the_map_can_be_chosen(world):
    assert len(world) > 230 and len({one.code for one in world}) == len(world)
    assert all(len(one.code) == 3 and one.code.isalpha() and "en" in one.languages for one in world)
    assert all(codes <= {one.code for one in world} for codes in SPOKEN.values()) and set(SPOKEN) < set(LANGUAGES)
    assert not any("." in one.name for one in world if len(one.name) > 3), "names in full"
    assert country(world, "SDS").name == "South Sudan" and not country(world, "SDS").coast


def test_languages_and_names(world):
    assert country(world, "PAK").languages == ["ur", "en"] and country(world, "BRA").languages == ["pt_BR", "en"]
    assert country(world, "LAO").languages == ["en"] and country(world, "CHN").languages == ["zh_CN", "en"]
    assert country(world, "PAK").names(["ur", "fr"]) == {"en": "Pakistan", "ur": "پاکستان"}
    assert country(world, "LAO").name_in("ur") == "Laos"


def test_places(world):
    assert at(world, 103, 18.2).code == "LAO" and at(world, -30, 0) is None
    assert at(world, 179.0, -17.0, reach=2).code == "FJI" and at(world, 7.3, 43.6, reach=0.3).code in ("MCO", "FRA")
    assert under(world, country(world, "CHE").outline).code == "CHE" and under(world, square(-40, 0)) is None
    assert at([], 0, 0, 1) is None


def test_far_islands(world):
    galapagos = far_islands(country(world, "ECU").outline)
    assert galapagos.clip[0] > -85 and 0.02 < galapagos.share < 0.04
    for code in ("LAO", "FJI", "RUS", "IDN", "JPN", "PAK", "BRA", "USA"):
        assert not far_islands(country(world, code).outline).clip, code
    one = ogr.CreateGeometryFromWkt("POLYGON((0 0,1 0,1 1,0 1,0 0))")
    assert not far_islands(one).clip


def test_each_country_gets_a_draft_that_a_machine_can_run(world):
    draft = Draft()
    for code in ("RUS", "FJI", "CAN", "MCO", "ATA", "KIR", "NZL"):
        draft.choose(country(world, code))
        found = draft.forecast()
        assert draft.cell_m >= 1000 and 0 < found.cells < 5e7, code
        draft.use_starter(False)
        assert draft.cell_m == draft.recommended_m
        draft.use_starter(True)


def test_sentences(world):
    assert sentence_of(Forecast(1_234_567, 480, 130)) == "1,234,567 cells; about 0.5 GB of memory; about 2 min."
    assert "about 1 min" in sentence_of(Forecast(10, 400, 5)) and "about 3 h" in sentence_of(Forecast(10, 400, 10_800))
    assert size_text(250) == "250 m" and size_text(5000) == "5 km"


def test_missing_starter_data_say_how_to_get_them(monkeypatch, tmp_path):
    monkeypatch.setattr(data_choice, "cache_folder", lambda: tmp_path)
    assert "fetch_starter_data.py" in starter_sentence() and str(tmp_path) in starter_sentence()


def test_faults_of_layers(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_own(tmp_path / "none.gpkg")
    with pytest.raises(InputError, match="cannot be read"):
        read_own(swiss_units(tmp_path / "a.gpkg"), "no such layer")
    with pytest.raises(InputError, match="no polygons"):
        read_own(layer_file(tmp_path / "empty.gpkg", []))
    with pytest.raises(InputError, match="no field"):
        read_own(layer_file(tmp_path / "bare.gpkg", [Feature(square(7, 46), {})]))
    path = str(tmp_path / "nowhere.gpkg")
    dataset = gdal.GetDriverByName("GPKG").Create(path, 0, 0, 0, gdal.GDT_Unknown)
    dataset.CreateLayer("units", None, ogr.wkbPolygon)
    del dataset
    with pytest.raises(InputError, match="no coordinate reference system"):
        read_own(tmp_path / "nowhere.gpkg")


def test_units_of_a_layer(tmp_path):
    path = layer_file(tmp_path / "a.gpkg", [
        Feature(square(7, 46), {"NAME_1": "Bern", "HASC_1": None}),
        Feature(square(8, 46), {"NAME_1": "Bernina", "HASC_1": " "}),
        Feature(square(9, 46), {"NAME_1": "Bern", "HASC_1": None}),
        Feature(square(10, 46), {"NAME_1": "北", "HASC_1": "N"})])
    own = read_own(path)
    assert own.guessed() == ("HASC_1", "NAME_1")
    assert [unit.values["code"] for unit in own.units("HASC_1", "NAME_1")] == ["BER", "BE2", "BER", "N"]
    assert [unit.values["code"] for unit in own.units(NONE, "NAME_1")][3] == "U"
    with pytest.raises(InputError, match="no name"):
        own.units(NONE, "HASC_1")


def test_fields_nobody_knows_are_still_guessed(tmp_path):
    path = layer_file(tmp_path / "a.gpkg", [Feature(square(7, 46), {"foo": "x"})], fields={"foo": str})
    assert read_own(path).guessed() == (NONE, "foo")
