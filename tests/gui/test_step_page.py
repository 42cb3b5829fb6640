"""The page of a step: settings that are written and taken back, checks that are ticked, notes that stay, the curve."""

import json
import shutil

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QCheckBox

from ecr_toolkit import steps
from ecr_toolkit.gui.curve.held import held_of
from ecr_toolkit.gui.forms.entries import groups_of
from ecr_toolkit.pilot.notes import notes_of, ticked
from ecr_toolkit.raster import files


@pytest.fixture
def dock(open_dock, settled, walked, tmp_path):
    """The dock with a copy of the walked training country open."""
    dock = open_dock()
    dock.page, dock.steps = dock.pilot_page.step_page, dock.pilot_page.step_list
    dock.open_pilot(shutil.copytree(walked.folder, tmp_path / "pilot"))
    settled(dock)
    return dock


def choose(dock, step_id):
    dock.steps.setCurrentRow([step.id for step in steps.STEPS].index(step_id))


def recipe(dock):
    return json.loads((dock.presenter.folder / "pilot.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("step", [step.id for step in steps.STEPS])
def test_every_step_has_settings_that_show_the_recipe(dock, step):
    choose(dock, step)
    entries = [entry for group in groups_of(step, dock.presenter.pilot) for entry in group.entries]
    assert set(dock.page.form.editors) == {entry.name for entry in entries} and entries
    for entry in entries:
        value = dock.page.form.editors[entry.name].value()
        assert value == entry.value or value == list(entry.value), entry.name


def test_a_setting_is_written_makes_steps_stale_and_is_taken_back(dock, qtbot, settled):
    choose(dock, "boundary")
    before = recipe(dock)
    assert not dock.page.undo_button.isEnabled()
    dock.page.form.editors["boundary.min_patch_km2"].inner[0].setValue(7.5)
    settled(dock)
    assert recipe(dock)["boundary"]["min_patch_km2"] == 7.5
    assert dock.steps.current().state == "stale" and dock.page.undo_button.isEnabled()
    QTest.mouseClick(dock.page.undo_button, Qt.MouseButton.LeftButton)
    settled(dock)
    assert recipe(dock) == before and dock.steps.current().state == "fresh"
    assert dock.page.form.editors["boundary.min_patch_km2"].value() == before["boundary"].get("min_patch_km2", 1.0)


def test_what_is_not_valid_is_told_and_not_written(dock, qtbot):
    choose(dock, "functions")
    before = recipe(dock)
    dock.page.form.editors["thresholds.extreme_share"].inner[0].setValue(0.95)  # not below the important share
    assert recipe(dock) == before and len(dock.told) == 1 and "extreme_share" in dock.page.details.toPlainText()


def test_checks_and_notes_are_kept_by_step(dock):
    choose(dock, "gaps")
    box = dock.page.findChildren(QCheckBox, options=Qt.FindChildOption.FindChildrenRecursively)
    box = next(one for one in box if "protected area of the country" in one.accessibleName())
    box.setChecked(True)
    dock.page.note.setPlainText("The list lacks two parks.")
    QTest.mouseClick(dock.page.note_button, Qt.MouseButton.LeftButton)
    folder = dock.presenter.folder
    assert ticked(folder, "gaps") == {box.accessibleName()} and ticked(folder, "boundary") == set()
    assert [note.note for note in notes_of(folder)] == ["The list lacks two parks."]
    assert "two parks" in dock.page.notes.text()
    dock.page.note.setPlainText("To be asked: ")
    choose(dock, "boundary")
    assert dock.page.notes.text() == "" and dock.page.note.toPlainText() == "", "no note goes to another step"
    choose(dock, "gaps")
    assert dock.page.note.toPlainText() == "To be asked: "


def test_the_line_of_the_curve_tries_shares_and_writes_the_one_it_is_left_at(dock, qtbot, settled):
    choose(dock, "gaps")
    assert not dock.page.panels["thresholds"].curve.isVisible()
    choose(dock, "thresholds")
    curve = dock.page.panels["thresholds"].curve
    assert curve.isVisible() and curve.share == 50
    said = dock.page.panels["thresholds"].sentence.text()
    curve.set_share(30)
    assert dock.page.panels["thresholds"].sentence.text() != said
    assert recipe(dock)["thresholds"].get("extreme_share", 0.5) == 0.5
    QTest.keyClick(curve, Qt.Key.Key_Right)
    settled(dock)
    assert recipe(dock)["thresholds"]["extreme_share"] == 0.31


def test_a_dragged_share_is_seen_on_the_map_in_one_layer(dock, qgis_app):
    choose(dock, "thresholds")
    project = QgsProject.instance()
    for share in (30, 70):
        dock.page.panels["thresholds"].curve.set_share(share)
        layers = list(project.mapLayers().values())
        assert len(layers) == 1 and layers[0].isValid()
        shown = {one.value for one in layers[0].renderer().classes()}
        assert shown == set(range(share)), "ranks 0 to share - 1: the shares begin at 1 per cent"
    ranks = files.read(dock.presenter.folder / "threshold_shares.tif")
    units = files.read(dock.presenter.pilot.input("units"))
    share = held_of(dock.presenter.pilot).at(70)[""]
    assert abs(100 * (ranks < 70).sum() / (units > 0).sum() - share) < 1e-3, "map and curve say the same"
