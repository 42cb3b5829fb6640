"""Checks of the data in the dock: told where the step is, and a repair accepted by a click."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from osgeo import gdal
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLabel

from ecr_toolkit.gui.findings import FindingsPanel
from ecr_toolkit.pilot.tables import read_table, write_table
from ecr_toolkit.preparation.checks import COLUMNS


def words(panel):
    """All that a panel says."""
    return " ".join(label.text() for label in panel.findChildren(QLabel) if not label.isHidden())


@pytest.fixture
def opened(open_dock, settled, training_folder, tmp_path):
    """The dock with the training country open, whose temperatures are in kelvin."""
    folder = Path(shutil.copytree(training_folder, tmp_path / "pilot"))
    dataset = gdal.Open(str(folder / "data" / "temperature.tif"), gdal.GA_Update)
    for number in range(1, 13):
        band = dataset.GetRasterBand(number)
        values = band.ReadAsArray()
        band.WriteArray(np.where(values == -9999, -9999, values + 273.15))
    del band, dataset
    dock = open_dock()
    dock.open_pilot(folder)
    settled(dock)
    return dock


def test_a_repair_is_made_by_a_click_makes_the_step_out_of_date_and_can_be_taken_back(opened, settled):
    def recipe():
        return json.loads((opened.presenter.pilot.folder / "pilot.json").read_text(encoding="utf-8"))

    opened.presenter.run("prepare")
    settled(opened)
    opened.show_step("prepare")
    before, panel = recipe(), opened.pilot_page.step_page.panels["prepare"]
    assert panel.isVisible() and "kelvin" in words(panel)
    QTest.mouseClick(panel.buttons[0], Qt.MouseButton.LeftButton)
    settled(opened)
    assert recipe()["sources"]["temperature"] == {"file": "data/temperature.tif", "scale": 1.0, "offset": -273.15}
    assert "kelvin" not in words(panel) and opened.presenter.rows()[1].state == "stale"
    opened.presenter.run("prepare")
    settled(opened)
    assert opened.presenter.rows()[1].state == "fresh"
    assert {row["rule"] for row in read_table(opened.presenter.pilot.checks)} == {"partial_cover"}
    opened.presenter.undo_edit()
    settled(opened)
    assert recipe() == before and opened.presenter.rows()[1].state == "stale"


def test_text_of_a_finding_is_text(qgis_app, qtbot, tmp_path):
    finding = {**dict.fromkeys(COLUMNS, ""), "sentence": "<b>x</b>", "remedy": "&"}
    write_table(tmp_path / "checks.csv", COLUMNS, [finding])
    panel = FindingsPanel()
    qtbot.addWidget(panel)
    panel.show_pilot(SimpleNamespace(checks=tmp_path / "checks.csv"))
    label = next(label for label in panel.findChildren(QLabel) if "<b>" in label.text())
    assert label.textFormat() == Qt.TextFormat.PlainText and not panel.buttons
    panel.show_pilot(None)
    assert words(panel) == ""
