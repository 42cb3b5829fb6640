"""Styles as QML files for people without the dock."""

import json
import shutil
from pathlib import Path

import pytest
from qgis.core import QgsRasterLayer, QgsVectorLayer

from ecr_toolkit import steps
from ecr_toolkit.errors import ToolkitError
from ecr_toolkit.gui.qml import save_styles
from ecr_toolkit.languages.messages import catalogue, interface
from ecr_toolkit.pilot.lock import locked
from ecr_toolkit.pilot.pilot import Pilot


@pytest.fixture
def copy(walked_folder, tmp_path):
    """The walked training country, to write into."""
    return Pilot.open(Path(shutil.copytree(walked_folder, tmp_path / "copy")))


def labels(layer):
    return [entry.label for entry in layer.renderer().classes()]


def test_a_raster_that_is_opened_by_hand_has_its_style(qgis_app, with_results):
    before = set(with_results.folder.rglob("*"))
    written = save_styles(with_results)
    assert set(with_results.folder.rglob("*")) - before == {
        *written, with_results.folder / ".lock", with_results.folder / "styles"}
    layer = QgsRasterLayer(str(with_results.protection_level), "mine")
    assert layer.name() == "mine" and labels(layer) == ["Class 5: highest", "Class 3: medium", "Class 1: general"]


def test_styles_of_layers_lie_in_a_folder_of_their_own_and_can_be_loaded(qgis_app, copy):
    save_styles(copy)
    assert not list(copy.folder.glob("ecr*.qml"))  # QGIS would take it for every layer of ecr.gpkg
    layer = QgsVectorLayer(f"{copy.geopackage}|layername=conflicts", "mine", "ogr")
    said, good = layer.loadNamedStyle(str(copy.folder / "styles" / "conflicts.qml"))
    assert good, said
    assert [category.label() for category in layer.renderer().categories()] == ["take out", "exit plan", "keep inside"]


def test_the_legend_is_in_the_first_language_of_the_pilot(qgis_app, with_results):
    recipe = json.loads((with_results.folder / "pilot.json").read_text(encoding="utf-8"))
    (with_results.folder / "pilot.json").write_text(json.dumps({**recipe, "languages": ["fr", "en"]}), encoding="utf-8")
    interface.use("ur")
    save_styles(Pilot.open(with_results.folder))
    assert labels(QgsRasterLayer(str(with_results.protection_level))) == [
        catalogue("fr").gettext(text) for text in ("Class 5: highest", "Class 3: medium", "Class 1: general")]


def test_steps_stay_fresh_and_a_run_leaves_the_styles(qgis_app, copy):
    before = steps.states(copy)
    written = save_styles(copy)
    assert steps.states(copy) == before and before["gaps"].state == steps.State.FRESH
    assert all(path.is_file() for path in written)


def test_styles_are_refused_while_a_run_works(qgis_app, with_results):
    with locked(with_results.folder), pytest.raises(ToolkitError):
        save_styles(with_results)
    assert not list(with_results.folder.rglob("*.qml"))


def test_a_pilot_without_results_has_no_styles(qgis_app, pilot):
    assert save_styles(pilot) == []
