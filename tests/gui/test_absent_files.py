"""A pilot whose files were moved away: it opens, says which are missing, leads to their settings, and is mended there.
"""

import shutil
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QUrl

from ecr_toolkit import steps
from ecr_toolkit.gui.forms.dropped import Dropped

NAMED = {"data/sand.tif": "sources.sand", "data/sea.gpkg": "planning.sea", "data/villages.gpkg": "conflicts.layers.C4",
         "data/roads.gpkg": "boundary.lines", "data/units.gpkg": "units.source", "data/logo.png": "documents.logo"}


@pytest.fixture
def folder(training_folder, tmp_path):
    return Path(shutil.copytree(training_folder, tmp_path / "pilot"))


@pytest.fixture
def opened(open_dock, settled, folder):
    def take_away(*names):
        for name in names:
            (folder / name).rename(folder / Path(name).name)
        dock = open_dock()
        dock.open_pilot(folder)
        settled(dock)
        return dock
    return take_away


def shown(dock):
    return dock.pilot_page.step_page.details.toPlainText()


def follow(dock, field, qtbot):
    """Click on the link of a fault; the setting comes into sight, with the focus."""
    page = dock.pilot_page.step_page
    assert f'href="setting:{field}"' in page.details.toHtml()
    page.details.anchorClicked.emit(QUrl(f"setting:{field}"))
    assert page.tabText(page.currentIndex()) == "Settings"
    line = next(line for name, line in page.form._lines.items() if f"{field}.".startswith(f"{name}."))
    qtbot.waitUntil(lambda: not line.fault.visibleRegion().isEmpty() and line.isAncestorOf(dock.focusWidget()),
                    timeout=20_000)
    return line


@pytest.mark.parametrize("name", NAMED)
def test_a_file_that_was_moved_is_told_with_a_link_to_its_setting(opened, qtbot, name):
    dock = opened(name)
    assert dock.pages.currentWidget() is dock.pilot_page and name in shown(dock)
    assert name in follow(dock, NAMED[name], qtbot).fault.text()
    for step in steps.STEPS:
        dock.show_step(step.id)
    dock.told.clear()
    dock.pilot_page.run_all_button.click()
    assert not dock.presenter.running and name in dock.told[-1][1]


def test_files_are_chosen_again_one_after_the_other_and_all_runs(opened, settled, qtbot, folder):
    dock = opened("data/sand.tif", "data/logo.png")
    for field, name in (("sources.sand", "sand.tif"), ("documents.logo", "logo.png")):
        line = follow(dock, field, qtbot)
        editor = getattr(line.editor, "file", line.editor)
        editor.take(Dropped(folder / name))
        qtbot.waitUntil(lambda name=name: f"data/{name}" not in shown(dock), timeout=10_000)
        assert not line.fault.isVisible()
    assert dock.presenter.pilot.recipe.absent == [] and dock.presenter.can_undo()
    settled(dock)
    dock.show_step("prepare")
    dock.pilot_page.run_button.click()
    settled(dock)
    assert {row.id: row.state for row in dock.presenter.rows()}["prepare"] == "fresh"


def test_a_file_that_comes_back_is_seen_by_the_next_run(opened, settled, folder):
    dock = opened("data/sand.tif")
    (folder / "sand.tif").rename(folder / "data" / "sand.tif")
    dock.show_step("set_up")
    dock.pilot_page.run_button.click()
    settled(dock)
    assert "sand.tif" not in shown(dock) and {row.id: row.state for row in dock.presenter.rows()}["set_up"] == "fresh"


def test_another_setting_can_be_changed_meanwhile_but_names_no_other_missing_file(opened, settled):
    dock = opened("data/sand.tif")
    dock.presenter.edit("thresholds.extreme_share", 0.4)
    assert dock.presenter.pilot.recipe["thresholds"]["extreme_share"] == 0.4
    settled(dock)
    dock.presenter.edit("planning.sea", "data/none.gpkg")
    assert dock.presenter.pilot.recipe["planning"]["sea"] == "data/sea.gpkg" and "data/none.gpkg" in shown(dock)
    settled(dock)
