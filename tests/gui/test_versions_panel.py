"""The page of the versions: what two lines differ in, the swipe, the second map, and nothing left behind."""

import shutil
import time
from datetime import date
from pathlib import Path

import pytest
from osgeo import ogr
from qgis.core import QgsProject
from qgis.gui import QgsLayerTreeMapCanvasBridge, QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest

from ecr_toolkit.coordination.versions.overlay import GAINED, LOST
from ecr_toolkit.coordination.versions.results import AREA, FAIL, PASS
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.gui.results import Results
from ecr_toolkit.gui.versions import comparison
from ecr_toolkit.gui.versions import panel as panels
from ecr_toolkit.gui.versions.lines import WORKING, lines_of
from ecr_toolkit.gui.versions.panel import VersionsPanel
from ecr_toolkit.languages.messages import interface
from ecr_toolkit.pilot.layers import read_layer, union
from ecr_toolkit.pilot.lock import locked
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.steps.approval import approve_redline
from ecr_toolkit.steps.supervision import compare_versions


def approved(pilot, day):
    return approve_redline(pilot, "Council", "reason", day, Feedback())


def grow(pilot, metres, place=0):
    """One polygon of the line as it is now larger (or smaller) all round."""
    working = ogr.Open(str(pilot.geopackage), 1)
    layer = working.GetLayerByName("ecr")
    row = list(layer)[place]
    row.SetGeometry(ogr.ForceToMultiPolygon(row.GetGeometryRef().Buffer(metres)))
    layer.SetFeature(row)


@pytest.fixture(scope="module")
def two_versions(walked_folder, tmp_path_factory):
    """Versions 2026.1 and 2027.1, which is larger, and a line that has lost some of it since; nobody writes into it."""
    pilot = Pilot.open(shutil.copytree(walked_folder, tmp_path_factory.mktemp("versions") / "pilote d'essai é"))
    approved(pilot, date(2026, 5, 2))
    grow(pilot, 400)
    approved(pilot, date(2027, 5, 2))
    grow(pilot, -200, 1)
    return pilot.folder


@pytest.fixture
def pilot(two_versions, tmp_path):
    return Pilot.open(shutil.copytree(two_versions, tmp_path / "pilot"))


@pytest.fixture
def project(qgis_app):
    yield QgsProject.instance()
    QgsProject.instance().clear()


@pytest.fixture
def canvas(project, qtbot):
    canvas = QgsMapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(600, 400)
    canvas.show()
    QgsLayerTreeMapCanvasBridge(project.layerTreeRoot(), canvas, canvas)  # goes with its canvas
    return canvas


@pytest.fixture
def panel(canvas, project, qtbot):
    panel = VersionsPanel(canvas, project)
    qtbot.addWidget(panel)
    panel.resize(320, 640)
    panel.show()
    yield panel
    panel.show_pilot(None)  # while there is still a map


def compare(panel, qtbot, first="2026.1", second="2027.1"):
    for box, number in ((panel.first, first), (panel.second, second)):
        box.setCurrentIndex(box.findData(number))
        box.activated.emit(box.currentIndex())
    QTest.mouseClick(panel.compare_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.compare_button.isEnabled(), timeout=60_000)


def layers(project):
    return [layer.name() for layer in project.mapLayers().values()]


def tree(project):
    root = project.layerTreeRoot()
    return sorted(node.name() for node in [*root.findGroups(True), *root.findLayers()])


def contents(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_lines_are_the_versions_and_the_line_as_it_is_now(pilot):
    assert [line.number for line in lines_of(pilot)] == ["2026.1", "2027.1", WORKING]
    assert lines_of(pilot)[0].title == "2026.1 – 2 May 2026"
    interface.use("zh_CN")
    assert lines_of(pilot)[0].title == "2026.1 – 2026年5月2日"


def test_the_second_line_is_later_than_the_first(panel, pilot):
    panel.show_pilot(pilot)
    assert [panel.first.itemData(place) for place in range(panel.first.count())] == ["2026.1", "2027.1"]
    panel.first.setCurrentIndex(1)
    panel.first.activated.emit(1)
    assert [panel.second.itemData(place) for place in range(panel.second.count())] == [WORKING]
    panel.first.setCurrentIndex(0)
    panel.first.activated.emit(0)
    assert [panel.second.itemData(place) for place in range(panel.second.count())] == ["2027.1", WORKING]


def test_without_two_lines_the_panel_says_what_to_do(panel, walked):
    panel.show_pilot(walked)
    assert "Approve the redline as a version" in panel.sentence.text()
    assert not panel.compare_button.isVisible() and not panel.first.isVisible()


def test_a_version_that_was_lost_is_told(panel, pilot):
    shutil.rmtree(pilot.folder / "versions" / "2026.1")
    panel.show_pilot(pilot)
    assert "2026.1" in panel.sentence.text() and not panel.compare_button.isVisible()


def test_a_version_that_was_changed_is_told(panel, pilot, qtbot):
    told = []
    panel.failed.connect(told.append)
    path = pilot.folder / "versions" / "2027.1" / "redline.gpkg"
    path.chmod(0o644)
    layer = ogr.Open(str(path), 1)
    layer.GetLayerByName("ecr").DeleteFeature(1)
    del layer
    panel.show_pilot(pilot)
    compare(panel, qtbot)
    assert len(told) == 1 and "2027.1" in str(told[0])
    assert not panel.summary.isVisible() and not panel.table.isVisible()


@pytest.mark.parametrize("second", ("2027.1", WORKING))
def test_numbers_are_those_of_the_algorithm_and_of_the_outlines(pilot, tmp_path, second):
    found = comparison.look(pilot, "2026.1", second, date(2027, 6, 1), tmp_path, Feedback())
    one = union([row.geometry for row in read_layer(pilot.folder / "versions" / "2026.1" / "redline.gpkg", "ecr")])
    other = union([row.geometry for row in read_layer(
        pilot.folder / "versions" / second / "redline.gpkg" if second else pilot.geopackage, "ecr")])
    km2 = [area / 1e6 for area in (other.Difference(one).GetArea(), one.Difference(other).GetArea(),
                                   one.Intersection(other).GetArea())]
    assert [found.gained_km2, found.lost_km2, found.kept_km2] == pytest.approx(km2, abs=0.01)
    for change, whole in ((GAINED, km2[0]), (LOST, km2[1])):
        assert sum(one.area_km2 for one in found.changed if one.change == change) == pytest.approx(whole, abs=0.01)
    assert [one.area_km2 for one in found.changed] == sorted((one.area_km2 for one in found.changed), reverse=True)
    counted = compare_versions(pilot, "2026.1", second, date(2027, 6, 1), Feedback())
    mine = [(result, count) for results in found.checks.values() for (result, _reason), count in results.items()]
    assert {result: sum(count for name, count in mine if name == result) for result in counted} == counted


def test_a_loss_without_a_reason_fails_the_check_of_the_area(pilot, tmp_path):
    found = comparison.look(pilot, "2027.1", WORKING, date(2027, 6, 1), tmp_path, Feedback())
    assert found.checks[AREA][FAIL, ""] > 0 and found.checks[AREA][PASS, ""] > 0
    assert found.lost_km2 > 0.1 and found.gained_km2 < 0.01


def test_comparing_writes_nothing_into_the_pilot(panel, pilot, qtbot):
    before = contents(pilot.folder)
    panel.show_pilot(pilot)
    with locked(pilot.folder):  # and needs no lock: nothing is written
        compare(panel, qtbot, "2026.1", WORKING)
    assert "Area gained, km²: " in panel.summary.text() and "The area is not reduced: " in panel.summary.text()
    panel.looks.swipe_button.click()
    panel.show_pilot(None)
    after = contents(pilot.folder)
    after.pop(pilot.folder / ".lock", None)
    before.pop(pilot.folder / ".lock", None)
    assert after == before


def test_showing_the_same_pilot_again_keeps_everything(panel, pilot, qtbot):
    panel.show_pilot(pilot)
    compare(panel, qtbot)
    panel.table.selectRow(2)
    panel.looks.swipe_button.click()
    begun = time.monotonic()
    panel.show_pilot(Pilot.open(pilot.folder))
    assert time.monotonic() - begun < 0.2
    assert panel.looks.swipe is not None and panel.table.currentIndex().row() == 2 and panel.summary.isVisible()
    (pilot.folder / "ledger.csv").write_bytes((pilot.folder / "ledger.csv").read_bytes() + b"\n")
    panel.show_pilot(pilot)
    assert panel.looks.swipe is None and not panel.summary.isVisible()


def test_swipe_by_mouse_keys_and_slider(panel, pilot, qtbot, canvas, project):
    Results(project, canvas).show(pilot)
    tool = QgsMapToolPan(canvas)
    canvas.setMapTool(tool)
    panel.show_pilot(pilot)
    compare(panel, qtbot)
    before = tree(project)
    QTest.mouseClick(panel.looks.swipe_button, Qt.MouseButton.LeftButton)
    group = project.layerTreeRoot().findGroups()[0].findGroups()[0]
    assert group.name() == "Comparison" and group.parent().name() == "ECR Toolkit – Verdania"
    assert [(node.name(), node.isVisible()) for node in group.findLayers()] == [
        ("2026.1 – 2 May 2026", True), ("2027.1 – 2 May 2027", False)]
    place = QPoint(150, 100)
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.looks.swipe.share == pytest.approx(150 / canvas.width(), abs=0.01)
    share, extent = panel.looks.swipe.share, canvas.extent()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert panel.looks.swipe.share == pytest.approx(share + 0.02) and canvas.extent() == extent
    assert panel.looks.slider.value() == round(1000 * panel.looks.swipe.share)
    panel.looks.slider.setValue(0)
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert panel.looks.swipe.share == 0
    QTest.mouseClick(panel.looks.swipe_button, Qt.MouseButton.LeftButton)
    assert tree(project) == before and canvas.mapTool() is tool and panel.looks.swipe is None


def test_the_swipe_shows_the_earlier_line_on_the_left_and_the_later_on_the_right(panel, pilot, qtbot, canvas):
    panel.show_pilot(pilot)
    compare(panel, qtbot)
    panel.looks.swipe_button.click()
    qtbot.waitUntil(lambda: bool(canvas.layers()))
    canvas.setExtent(canvas.mapSettings().layerExtentToOutputExtent(canvas.layers()[0], canvas.layers()[0].extent()))
    canvas.refresh()
    qtbot.waitUntil(lambda: not canvas.isDrawing() and panel.looks.swipe._job is None, timeout=20_000)

    def shares():
        """How much of the left and the right half is blue (earlier) and orange (later)."""
        QTest.qWait(200)
        picture = canvas.grab().toImage()
        found = {}
        for side, columns in (("left", range(20, 290)), ("right", range(310, 580))):
            colours = [picture.pixelColor(x, y) for x in columns for y in range(60, 390, 2)]
            found[side] = (sum(one.blue() > one.red() + 30 for one in colours),
                           sum(one.red() > one.blue() + 30 for one in colours))
        return found

    seen = shares()
    assert seen["left"][0] > 500 and seen["left"][1] == 0
    assert seen["right"][1] > 500 and seen["right"][0] == 0
    panel.looks.slider.setValue(0)
    assert shares()["left"][0] == 0 and shares()["left"][1] > 500


def test_side_by_side_moves_both_maps_and_comes_back_to_the_same_place(panel, pilot, qtbot, canvas):
    Results(QgsProject.instance(), canvas).show(pilot)
    panel.show_pilot(pilot)
    compare(panel, qtbot)
    start = canvas.extent()
    QTest.mouseClick(panel.looks.beside_button, Qt.MouseButton.LeftButton)
    beside = panel.looks.beside
    QTest.qWait(300)
    assert canvas.extent() == start and beside.isVisible()
    assert beside.extent().contains(start.center()) and beside.extent().buffered(1).contains(start)
    assert beside.layers()[0].name() == "2027.1 – 2 May 2027"
    canvas.zoomByFactor(0.5)
    assert beside.extent().width() < start.width() and beside.extent().buffered(1).contains(canvas.extent())
    centre = beside.center()
    centre.setX(centre.x() + 3000)
    beside.setCenter(centre)
    assert canvas.center().x() == pytest.approx(centre.x(), abs=1)
    for _turn in range(5):
        beside.zoomByFactor(2)
        beside.zoomByFactor(0.5)
    assert canvas.extent().width() == pytest.approx(start.width() / 2, rel=0.01)
    QTest.mouseClick(panel.looks.swipe_button, Qt.MouseButton.LeftButton)
    assert not beside.isVisible() and panel.looks.swipe is not None and not beside.layers()


@pytest.mark.parametrize("end", ("hide", "no pilot", "another choice", "new project", "layer removed"))
def test_looking_ends_cleanly(panel, pilot, qtbot, canvas, project, end):
    Results(project, canvas).show(pilot)
    panel.show_pilot(pilot)
    compare(panel, qtbot)
    before = tree(project)
    items = len(canvas.scene().items())
    panel.looks.beside_button.click()
    panel.looks.swipe_button.click()
    folder = Path(panel._folder.name)
    if end == "hide":
        panel.hide()
    elif end == "no pilot":
        panel.show_pilot(None)
    elif end == "another choice":
        panel.first.activated.emit(0)
    elif end == "new project":
        project.clear()
    else:
        project.removeMapLayer(project.mapLayersByName("2026.1 – 2 May 2026")[0].id())
    qtbot.waitUntil(lambda: panel.looks.swipe is None and not panel.looks.swipe_button.isChecked())
    QTest.qWait(50)
    assert "2026.1 – 2 May 2026" not in layers(project) and "Comparison" not in tree(project)
    assert canvas.mapTool() is None and len(canvas.scene().items()) == items
    if end in ("hide", "no pilot", "another choice"):
        assert tree(project) == before
    if end in ("no pilot", "another choice"):
        assert not folder.exists()


def test_pieces_are_listed_and_zoomed_to_by_key(panel, pilot, qtbot, canvas):
    Results(QgsProject.instance(), canvas).show(pilot)
    panel.show_pilot(pilot)
    compare(panel, qtbot, "2026.1", WORKING)
    model = panel.table.model()
    rows = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert {row[0] for row in rows} == {"Gained", "Lost"} and all(row[2] for row in rows)
    panel.table.setFocus()
    panel.table.selectRow(0)
    first = canvas.extent()
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    assert panel.table.currentIndex().row() == 1 and canvas.extent() != first
    outline = ogr.CreateGeometryFromWkb(model.pieces[1].outline).GetEnvelope()
    shown = canvas.extent()
    assert shown.xMinimum() < outline[0] and shown.xMaximum() > outline[1]
    assert shown.width() < 10 * max(outline[1] - outline[0], outline[3] - outline[2])


def test_a_comparison_is_cancelled_by_its_button_and_by_a_run(panel, pilot, qtbot, monkeypatch):
    ended = []

    def endless(*details):
        feedback = details[-1]
        try:
            while True:
                feedback.progress(0.5)
                feedback.check()
                time.sleep(0.005)
        finally:
            ended.append(True)

    monkeypatch.setattr(panels, "look", endless)
    panel.show_pilot(pilot)
    panel.compare_button.click()
    qtbot.waitUntil(lambda: panel.progress.value() == 50)
    assert panel.cancel_button.isVisible() and not panel.compare_button.isEnabled()
    QTest.mouseClick(panel.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.compare_button.isEnabled())
    assert "cancelled" in panel.sentence.text() and not panel.cancel_button.isVisible()
    panel.compare_button.click()
    qtbot.waitUntil(lambda: panel.progress.value() == 50)
    panel.show_pilot(None)
    assert len(ended) == 2  # it has left the pilot's files when this returns
    QTest.qWait(100)
    assert not panel.summary.isVisible() and panel._found is None


def test_in_a_language_from_right_to_left_the_slider_stays_as_the_map_is(canvas, project, qtbot, pilot):
    interface.use("ur")
    panel = VersionsPanel(canvas, project)
    qtbot.addWidget(panel)
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    panel.resize(320, 640)
    panel.show()
    panel.show_pilot(pilot)
    compare(panel, qtbot)
    panel.looks.swipe_button.click()
    QTest.qWait(50)
    assert panel.minimumSizeHint().width() <= 320
    assert panel.looks.slider.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert panel.looks.swipe_button.x() > panel.looks.beside_button.x()
    share = panel.looks.swipe.share
    QTest.keyClick(panel.looks.slider, Qt.Key.Key_PageUp)
    assert panel.looks.swipe.share == pytest.approx(share + 0.1)
    panel.show_pilot(None)
