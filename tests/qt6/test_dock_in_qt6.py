"""The dock with real widgets of Qt 6: drawn in all languages, driven by mouse and keys."""

import json
import shutil

import pytest
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent, QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDoubleSpinBox, QTabWidget

from ecr_toolkit import steps
from ecr_toolkit.gui.curve.share_curve import ShareCurve
from ecr_toolkit.gui.dock import Dock
from ecr_toolkit.gui.forms.form import Form
from ecr_toolkit.gui.step_list import StepList
from ecr_toolkit.languages.messages import LANGUAGES, interface

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


@pytest.fixture
def open_dock(make, qtbot):
    """open_dock(folder): the dock with a pilot open and its states known."""
    docks = []

    def open_one(folder):
        dock = make(Dock)
        docks.append(dock)
        dock.resize(360, 700)
        dock.show()
        dock.open_pilot(folder)
        qtbot.waitUntil(lambda: not dock.presenter.busy, timeout=30_000)
        return dock
    yield open_one
    for dock in docks:
        dock.close_down()


@pytest.fixture
def dock(open_dock, walked_folder, tmp_path):
    """The dock with a copy of the walked training country."""
    return open_dock(shutil.copytree(walked_folder, tmp_path / "pilot"))


def choose(dock, step_id):
    dock.findChild(StepList).setCurrentRow([step.id for step in steps.STEPS].index(step_id))


def recipe(dock):
    return json.loads((dock.presenter.pilot.folder / "pilot.json").read_text(encoding="utf-8"))


def mouse(widget, kind, x, button, buttons):
    place = QPointF(x, widget.height() / 2)
    QApplication.sendEvent(widget, QMouseEvent(kind, place, widget.mapToGlobal(place), button, buttons,
                                               Qt.KeyboardModifier.NoModifier))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_drawn_in_every_language(open_dock, walked_folder, clean, language):
    interface.use(language)
    dock = open_dock(walked_folder)
    for step in steps.STEPS:
        choose(dock, step.id)
        for tabs in dock.findChildren(QTabWidget):
            for place in range(tabs.count()):
                tabs.setCurrentIndex(place)
                assert not dock.grab().isNull()
    assert (dock.layoutDirection() == Qt.LayoutDirection.RightToLeft) == (language in ("ar", "ur"))
    clean()


def test_the_line_of_the_curve_is_dragged_by_the_mouse(dock, qtbot):
    choose(dock, "thresholds")
    curve = dock.findChild(ShareCurve)
    assert curve.isVisible() and curve.share == 50
    shares = []
    curve.moved.connect(shares.append)
    mouse(curve, QEvent.Type.MouseButtonPress, curve.width() * 0.5, LEFT, LEFT)
    for part in (0.52, 0.56, 0.6):
        mouse(curve, QEvent.Type.MouseMove, curve.width() * part, NONE, LEFT)
    assert shares == sorted(shares) and shares[-1] > 52
    mouse(curve, QEvent.Type.MouseButtonRelease, curve.width() * 0.6, LEFT, NONE)
    qtbot.waitUntil(lambda: not dock.presenter.busy, timeout=30_000)
    assert recipe(dock)["thresholds"]["extreme_share"] == shares[-1] / 100


def test_the_line_of_the_curve_is_moved_by_the_keys(dock, qtbot):
    choose(dock, "thresholds")
    curve = dock.findChild(ShareCurve)
    QTest.keyClick(curve, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: not dock.presenter.busy, timeout=30_000)
    assert recipe(dock)["thresholds"]["extreme_share"] == 0.6


def test_a_number_is_typed_and_the_wheel_leaves_it_alone(dock, qtbot):
    choose(dock, "boundary")
    box = dock.findChild(Form).editors["boundary.min_patch_km2"].findChild(QDoubleSpinBox)
    before = box.value()
    middle = QPointF(box.rect().center())
    QApplication.sendEvent(box, QWheelEvent(
        middle, box.mapToGlobal(middle), QPoint(), QPoint(0, 120), NONE, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False))
    assert box.value() == before
    box.selectAll()
    QTest.keyClicks(box, "7.5")
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dock.presenter.busy, timeout=30_000)
    assert recipe(dock)["boundary"]["min_patch_km2"] == 7.5


def test_a_step_that_fails_in_its_thread_is_told(dock, qtbot):
    (dock.presenter.pilot.folder / "pilot.json").write_text("{", encoding="utf-8")
    dock.presenter.run("boundary")
    qtbot.waitUntil(lambda: not dock.presenter.busy, timeout=30_000)
    assert not dock.grab().isNull()
