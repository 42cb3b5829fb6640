"""What the widgets of the dock are made with."""

import inspect
from types import SimpleNamespace

import pytest
from qgis.core import QgsProject, QgsSettings
from qgis.gui import QgsMapCanvas

from ecr_toolkit.languages.messages import interface


@pytest.fixture(autouse=True)
def english():
    interface.use("en")
    QgsSettings().clear()
    yield
    interface.use("en")


@pytest.fixture
def canvas(qtbot):
    canvas = QgsMapCanvas()
    qtbot.addWidget(canvas)
    return canvas


@pytest.fixture
def make(canvas, qtbot):
    """make(kind): a widget of the dock with what its parameters ask for."""
    from ecr_toolkit.gui.results import Results

    project = QgsProject.instance()
    bar = SimpleNamespace(pushMessage=lambda *texts: None)
    given = {"canvas": canvas, "project": project, "results": Results(project, canvas),
             "iface": SimpleNamespace(messageBar=lambda: bar, mapCanvas=lambda: canvas, mainWindow=lambda: None)}

    def make_one(kind):
        asked = [name for name, one in inspect.signature(kind.__init__).parameters.items()
                 if name != "self" and one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD]
        widget = kind(*(given[name] for name in asked))
        qtbot.addWidget(widget)
        return widget
    return make_one


@pytest.fixture
def clean(qtlog):
    """clean(): Qt has not complained so far, but of having no screen."""
    def check():
        complaints = [record.message for record in qtlog.records if record.type_name != "QtDebugMsg"]
        assert not [message for message in complaints if not message.startswith("This plugin does not support")]
    return check
