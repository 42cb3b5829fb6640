"""A small pilot folder with results, and a walk of three steps that records instead of computing."""

import json
import threading
from types import SimpleNamespace

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import QgsProject, QgsSettings

from ecr_toolkit.errors import ToolkitError
from ecr_toolkit.gui import dock as docks
from ecr_toolkit.gui import presenter, runner, task
from ecr_toolkit.languages.messages import interface
from ecr_toolkit.pilot.layers import Feature, write_layers
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.raster import files
from ecr_toolkit.raster.grid import Grid, equal_area_crs
from ecr_toolkit.steps.walk import needed

RECIPE = {"format": 1, "country": {"code": "TST", "name": {"en": "Testland", "ur": "آزمائش"}}, "languages": ["en"],
          "objectives": {"functions": ["water_conservation"], "sensitivities": ["soil_erosion"]}}
CRS = equal_area_crs(70, 30)


@pytest.fixture(autouse=True)
def english():
    """Tests read English; whatever they switch to is switched back."""
    interface.use("en")
    yield
    interface.use("en")


@pytest.fixture
def folder(tmp_path):
    """A pilot's folder with a recipe only; its name has a space and an accent."""
    path = tmp_path / "pilote d'essai é"
    path.mkdir()
    (path / "pilot.json").write_text(json.dumps(RECIPE), encoding="utf-8")
    return path


@pytest.fixture
def open_dock(qgis_iface, qtbot):
    """Opens QGIS's dock anew, as after a restart; what it told in the message bar is in ``told``."""
    made = []
    QgsSettings().remove("ecr_toolkit")

    def make():
        told = []
        bar = SimpleNamespace(pushMessage=lambda *texts: told.append(texts))
        dock = docks.Dock(SimpleNamespace(messageBar=lambda: bar, mapCanvas=lambda: None))
        dock.told = told
        qtbot.addWidget(dock)
        dock.show()
        made.append(dock)
        return dock
    yield make
    for dock in made:
        dock.close_down()
    QgsProject.instance().clear()
    QgsSettings().remove("ecr_toolkit")


@pytest.fixture
def settled(qtbot):
    return lambda dock: qtbot.waitUntil(lambda: not dock.presenter.busy, timeout=120_000)


@pytest.fixture
def pilot(folder):
    return Pilot.open(folder)


@pytest.fixture
def with_results(pilot, publish):
    """The pilot with class rasters (0, 1, 3, 5, 255 in rows), a redline and a unit."""
    publish(pilot)
    return pilot


@pytest.fixture
def publish():
    """Writes results as the steps do; a second call replaces every file."""
    return write_results


def write_results(pilot):
    grid = Grid.around((0, 0, 5000, 5000), CRS, 1000.0)
    rows, cols = grid.shape
    classes = np.tile(np.resize(np.array([0, 1, 3, 5, 255], np.uint8), (rows, 1)), (1, cols))
    for path in (pilot.classes("function", "water_conservation"), pilot.importance, pilot.sensitivity,
                 pilot.classes("sensitivity", "soil_erosion"), pilot.protection_level):
        files.write(path, grid, classes, "class")
    square = ogr.CreateGeometryFromWkt("POLYGON((0 0,4000 0,4000 4000,0 4000,0 0))")
    line = ogr.CreateGeometryFromWkt("LINESTRING(0 0,4000 4000)")
    write_layers(pilot.geopackage, CRS, {
        "ecr": (ogr.wkbMultiPolygon, {"code": str}, [Feature(square, {"code": "TST-1"})]),
        "protected_areas": (ogr.wkbMultiPolygon, {"code": str}, [Feature(square, {"code": "P"})]),
        "units": (ogr.wkbMultiPolygon, {"code": str}, [Feature(square, {"code": "A"})]),
        "mismatches": (ogr.wkbMultiLineString, {"code": str}, [Feature(line, {"code": "A-B"})]),
    })


class Walk:
    """Stands in for ``ecr_toolkit.steps``: survey → draw → documents."""

    State = SimpleNamespace(FRESH="fresh", STALE="stale", NOT_RUN="not_run", FAILED="failed")
    STEPS = tuple(
        SimpleNamespace(id=id, title=title, purpose=f"To {id}.", needs=needs, weight=weight, draws=id == "documents")
        for id, title, needs, weight in (
            ("survey", "Survey", (), 2), ("draw", "Draw", ("survey",), 1), ("documents", "Documents", ("draw",), 1)))

    def __init__(self):
        self.found = {}
        self.ran = []  # (step, whether on the main thread)
        self.during = {}  # step → called with the feedback

    def with_needs(self, step_ids):
        return needed(self.STEPS, step_ids)

    def states(self, pilot):
        return {step.id: self.found.get(step.id, SimpleNamespace(state="not_run", reason="")) for step in self.STEPS}

    def run(self, pilot, feedback, only=None):
        self.ran.append((only, threading.current_thread() is threading.main_thread()))
        feedback.say(f"{only}: running.")
        try:
            self.during.get(only, lambda feedback: None)(feedback)
        except ToolkitError as fault:
            self.found[only] = SimpleNamespace(state="failed", reason=str(fault))
            raise
        feedback.check()
        feedback.progress(1)
        self.found[only] = SimpleNamespace(state="fresh", reason="")


@pytest.fixture
def walk(monkeypatch):
    walk = Walk()
    for module in (presenter, task, runner):
        monkeypatch.setattr(module, "steps", walk)
    return walk
