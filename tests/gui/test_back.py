"""Back in the dock: the button and its keys take back settings, repairs, decisions, ticks and notes, the last first."""

import shutil
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from ecr_toolkit.coordination.edits import active, read_edits
from ecr_toolkit.gui.review.items import MISMATCH
from ecr_toolkit.pilot.tables import read_table, write_table


@pytest.fixture
def dock(open_dock, settled, walked_folder, tmp_path):
    dock = open_dock()
    dock.open_pilot(Path(shutil.copytree(walked_folder, tmp_path / "pilot")))
    settled(dock)
    return dock


def press_keys(dock):
    """Ctrl+Z, where the user is."""
    QTest.keyClick(dock.pilot_page.step_list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_an_accepted_proposal_is_taken_back(dock, settled):
    pilot = dock.presenter.pilot
    dock.show_step("coordination")
    page, button = dock.pilot_page.step_page, dock.pilot_page.back_button
    review = page.more["coordination"][0][1]
    page.setCurrentIndex(1)
    assert not button.isEnabled()
    review.decision_bar.who.setText("Office")
    review.decision_bar.reason.setText("Both agree.")
    item = next(one for one in review._items if one.kind == MISMATCH)
    review.list.choose(item.key)
    review.decide("accept")
    settled(dock)
    assert len(active(read_edits(pilot.folder, pilot.crs))) == 1
    assert button.isEnabled() and item.title in button.toolTip()
    button.click()
    settled(dock)
    assert not active(read_edits(pilot.folder, pilot.crs)) and not button.isEnabled()
    assert next(one for one in review._items if one.key == item.key).status == "open"


def test_the_keys_of_undo_take_back_a_share_and_the_curve_goes_back(dock, settled):
    dock.show_step("thresholds")
    before = dock.presenter.pilot.recipe["thresholds"]["extreme_share"]
    dock.pilot_page.curve.curve.chosen.emit(40)
    settled(dock)
    assert dock.presenter.pilot.recipe["thresholds"]["extreme_share"] == 0.4
    press_keys(dock)
    settled(dock)
    assert dock.presenter.pilot.recipe["thresholds"]["extreme_share"] == before
    assert dock.pilot_page.curve.curve.share == round(100 * before)
    press_keys(dock)
    assert dock.presenter.pilot.recipe["thresholds"]["extreme_share"] == before


def test_text_that_is_typed_keeps_the_keys_for_itself(dock, settled):
    page = dock.pilot_page.step_page
    dock.show_step("gaps")
    page.ticked.emit("An item", True)
    settled(dock)
    page.setCurrentIndex(page.count() - 1)
    QTest.keyClicks(page.note, "word")
    QTest.keyClick(page.note, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.note.toPlainText() == "" and dock.presenter.ticked("gaps") == {"An item"}


def test_a_repair_comes_back_to_the_list_of_findings(dock, settled):
    pilot = dock.presenter.pilot
    findings = read_table(pilot.checks)
    assert findings
    findings[0]["repair"] = '{"scale": 2.0}'
    findings[0]["variable"] = "temperature"
    write_table(pilot.checks, tuple(findings[0]), findings)
    dock.show_step("prepare")
    panel = dock.pilot_page.step_page.panels["prepare"]
    panel.buttons[0].click()
    settled(dock)
    assert len(read_table(pilot.checks)) == len(findings) - 1
    dock.pilot_page.back_button.click()
    settled(dock)
    assert read_table(pilot.checks) == findings and panel.buttons[0].isVisible()
    assert dock.presenter.pilot.recipe["sources"]["temperature"] == "data/temperature.tif"
