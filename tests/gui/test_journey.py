"""The way of a newcomer through the dock, with the real steps on the training country: begin, fail, cancel, go on."""

import json
import shutil
import time
from pathlib import Path

from qgis.core import QgsProject, QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from ecr_toolkit import steps
from ecr_toolkit.gui import dock as docks


def press(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def states(dock):
    return {row.id: row.state for row in dock.presenter.rows()}


def results_on_the_map():
    return [layer.name() for layer in QgsProject.instance().mapLayers().values()]


def test_from_the_first_page_to_results_on_the_map(open_dock, qtbot, settled, tmp_path):
    dock = open_dock()
    dock.start_page.above = tmp_path
    press(dock.start_page.training_button)
    qtbot.waitUntil(lambda: dock.presenter.pilot is not None, timeout=60_000)
    settled(dock)
    assert dock.pages.currentWidget() is dock.pilot_page and set(states(dock).values()) == {"not_run"}
    dock.show_step("prepare")
    press(dock.pilot_page.run_button)
    assert dock.pilot_page.cancel_button.isVisible() and not dock.pilot_page.run_button.isEnabled()
    settled(dock)
    assert [states(dock)[step] for step in ("set_up", "prepare", "functions")] == ["fresh", "fresh", "not_run"]
    assert results_on_the_map() == ["Administrative units"], "shown without being asked for, the first time"
    QgsProject.instance().clear()
    dock.show_step("functions")
    press(dock.pilot_page.run_button)
    settled(dock)
    assert states(dock)["functions"] == "fresh" and results_on_the_map() == [], "taken off the map, it stays off"
    assert "Data that are ready" not in dock.pilot_page.step_page.details.toPlainText()
    dock.show_step("prepare")
    assert "Data that are ready" in dock.pilot_page.step_page.details.toPlainText()


def test_data_that_are_not_there_are_told_with_a_remedy_and_nothing_is_written(open_dock, settled, training_folder,
                                                                                tmp_path):
    folder = Path(shutil.copytree(training_folder, tmp_path / "pilot"))
    given = folder / "data" / "temperature.tif"
    given.unlink()
    dock = open_dock()
    dock.open_pilot(folder)
    settled(dock)
    dock.show_step("prepare")
    assert "data/temperature.tif" in dock.pilot_page.step_page.details.toPlainText()
    press(dock.pilot_page.run_button)
    assert not dock.presenter.running and "data/temperature.tif" in dock.told.pop()[1]
    given.write_bytes(b"not a raster")
    press(dock.pilot_page.run_button)
    settled(dock)
    shown = dock.pilot_page.step_page.details.toPlainText()
    assert "data/temperature.tif" in shown and len(dock.told) == 1 and dock.told[0][2], "a remedy"
    assert not (folder / "inputs").exists()
    shutil.copy(training_folder / "data" / "temperature.tif", given)
    press(dock.pilot_page.run_button)
    settled(dock)
    assert states(dock)["prepare"] == "fresh" and "temperature" not in dock.pilot_page.step_page.details.toPlainText()


def test_a_cancelled_run_stops_soon_keeps_what_is_finished_and_goes_on_after_a_restart(open_dock, qtbot, settled,
                                                                                       training_folder, tmp_path):
    folder = Path(shutil.copytree(training_folder, tmp_path / "pilot"))
    dock = open_dock()
    dock.open_pilot(folder)
    settled(dock)
    press(dock.pilot_page.run_all_button)
    qtbot.waitUntil(lambda: states(dock)["functions"] == "running", timeout=60_000)
    began = time.monotonic()
    press(dock.pilot_page.cancel_button)
    settled(dock)
    assert time.monotonic() - began < 10, "at once; the limit only tells a run that does not stop at all"
    assert "cancelled" in dock.pilot_page.line_label.text() and dock.told == []
    assert states(dock)["prepare"] == "fresh" and states(dock)["thresholds"] == "not_run"
    finished = {row.file: row.finished for row in dock.presenter.pilot.ledger.rows() if row.step == "prepare"}
    assert not list(folder.rglob("*.tmp*"))
    again = open_dock()
    again.open_pilot(folder)
    settled(again)
    assert states(again)["prepare"] == "fresh"
    again.show_step("functions")
    press(again.pilot_page.run_button)
    settled(again)
    assert states(again)["functions"] == "fresh"
    assert {row.file: row.finished for row in again.presenter.pilot.ledger.rows() if row.step == "prepare"} == finished


def test_each_step_has_its_page_its_settings_its_checks_and_its_panels(open_dock, settled, walked_folder, tmp_path):
    dock = open_dock()
    dock.open_pilot(Path(shutil.copytree(walked_folder, tmp_path / "pilot")))
    settled(dock)
    page = dock.pilot_page.step_page
    tabs = {"coordination": ["Step", "Review", "Versions", "Settings", "Checks"],
            "documents": ["Step", "Pages", "Settings", "Checks"]}
    for step in steps.STEPS:
        dock.show_step(step.id)
        assert [page.tabText(place) for place in range(page.count())] == tabs.get(
            step.id, ["Step", "Settings", "Checks"])
        assert step.purpose in page.words.text() and step.title in page.details.toPlainText()
        assert page.currentIndex() == 0
        shown = [id for id, panel in page.panels.items() if panel.isVisible()]
        assert shown == ([step.id] if step.id in page.panels else [])
        page.setCurrentIndex(1)
        assert dock.pilot_page.run_row.isVisible() == (page.count() == 3)
        page.setCurrentIndex(0)


def test_a_decision_in_the_review_makes_the_line_out_of_date_and_is_taken_back(open_dock, settled, walked_folder,
                                                                               tmp_path):
    dock = open_dock()
    dock.open_pilot(Path(shutil.copytree(walked_folder, tmp_path / "pilot")))
    settled(dock)
    dock.show_step("coordination")
    (_title, review), _versions = dock.pilot_page.step_page.more["coordination"]
    dock.pilot_page.step_page.setCurrentIndex(1)
    kinds = review.filter_bar.kind_box
    kinds.setCurrentIndex(kinds.findData("mismatch"))
    review.list.setCurrentIndex(review.list.model().index(0, 0))
    review.decision_bar.reason.setText("Agreed.")
    review.decision_bar.who.setText("Working group")
    review.decide("accept")
    settled(dock)
    assert states(dock)["boundary"] == states(dock)["coordination"] == "stale"
    assert dock.pilot_page.step_page.currentIndex() == 1, "one goes on with the next"
    review.undo()
    settled(dock)
    assert states(dock)["boundary"] == "fresh" and dock.told == []


def test_a_setting_that_is_changed_twice_at_once_is_there_twice(open_dock, settled, walked_folder, tmp_path):
    dock = open_dock()
    folder = Path(shutil.copytree(walked_folder, tmp_path / "pilot"))
    dock.open_pilot(folder)
    dock.presenter.edit("boundary.min_patch_km2", 3.0)
    dock.presenter.edit("boundary.min_hole_km2", 4.0)
    settled(dock)
    written = json.loads((folder / "pilot.json").read_text(encoding="utf-8"))["boundary"]
    assert (written["min_patch_km2"], written["min_hole_km2"]) == (3.0, 4.0)
    assert states(dock)["thresholds"] == "fresh" and states(dock)["boundary"] == "stale"


def test_a_note_that_is_begun_outlives_qgis_and_stays_with_its_pilot(open_dock, settled, training_folder, tmp_path):
    one, other = (Path(shutil.copytree(training_folder, tmp_path / name)) for name in ("one", "other"))
    dock = open_dock()
    for folder, words in ((one, "Half a thou"), (other, "")):
        dock.open_pilot(folder)
        settled(dock)
        dock.show_step("gaps")
        page = dock.pilot_page.step_page
        page.setCurrentIndex(page.count() - 1)
        assert page.note.toPlainText() == ""
        QTest.keyClicks(page.note, words)
    QgsSettings().sync()  # as QGIS does by itself while it waits; then it dies, and nothing is closed
    again = docks.Dock(dock._iface)
    again.open_pilot(one)
    settled(again)
    again.show_step("gaps")
    assert again.pilot_page.step_page.note.toPlainText() == "Half a thou"
    again.show_step("boundary")
    assert again.pilot_page.step_page.note.toPlainText() == ""
    again.use_language("ur")
    again.show_step("gaps")
    assert again.pilot_page.step_page.note.toPlainText() == "Half a thou"
    again.pilot_page.step_page.note_button.click()
    assert [note.note for note in again.presenter.notes("gaps")] == ["Half a thou"]
    again.show_step("boundary")
    again.show_step("gaps")
    assert again.pilot_page.step_page.note.toPlainText() == ""
    again.close_down()
