"""Checks of the data in the dock: told where the step is, and a repair accepted by a click."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QUrl

from ecr_toolkit.gui import dock as docks
from ecr_toolkit.gui.checks import checks_as_html


@pytest.fixture
def opened(qgis_iface, qtbot, training_folder, tmp_path):
    """The dock with the training country open, whose temperatures are in kelvin."""
    folder = Path(shutil.copytree(training_folder, tmp_path / "pilot"))
    dataset = gdal.Open(str(folder / "data" / "temperature.tif"), gdal.GA_Update)
    for number in range(1, 13):
        band = dataset.GetRasterBand(number)
        values = band.ReadAsArray()
        band.WriteArray(np.where(values == -9999, -9999, values + 273.15))
    del band, dataset
    QgsSettings().remove("ecr_toolkit")
    bar = SimpleNamespace(pushMessage=lambda *words: None)
    dock = docks.Dock(SimpleNamespace(messageBar=lambda: bar, mapCanvas=lambda: None))
    qtbot.addWidget(dock)
    dock.show()
    dock.presenter.open(folder)
    qtbot.waitUntil(lambda: not dock.presenter.running, timeout=20_000)
    yield dock
    QgsSettings().remove("ecr_toolkit")


def test_a_repair_is_accepted_by_a_click_and_the_step_is_out_of_date(opened, qtbot):
    opened.presenter.run("prepare")
    qtbot.waitUntil(lambda: not opened.presenter.running, timeout=60_000)
    opened.step_list.setCurrentRow(1)
    assert "kelvin" in opened.details.toPlainText() and "repair:0" in opened.details.toHtml()
    opened.details.anchorClicked.emit(QUrl("repair:0"))
    qtbot.waitUntil(lambda: not opened.presenter.running, timeout=20_000)
    recipe = json.loads((opened.presenter.pilot.folder / "pilot.json").read_text(encoding="utf-8"))
    assert recipe["sources"]["temperature"] == {"file": "data/temperature.tif", "scale": 1.0, "offset": -273.15}
    assert "kelvin" not in opened.details.toPlainText()
    assert opened.presenter.rows()[1].state == "stale"
    opened.presenter.run("prepare")
    qtbot.waitUntil(lambda: not opened.presenter.running, timeout=60_000)
    assert opened.presenter.rows()[1].state == "fresh"
    assert {row["rule"] for row in opened.presenter.checks()} == {"partial_cover"}


def test_text_of_a_finding_is_escaped():
    found = checks_as_html([{"sentence": "<script>", "remedy": "&", "repair": ""}])
    assert "<script>" not in found and "&lt;script&gt;" in found and "href" not in found
    assert checks_as_html([]) == ""
