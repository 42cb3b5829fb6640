"""Every name of Qt in the sources, also on lines that no test runs, is one that Qt 6 knows."""

from pathlib import Path

import pytest
from qt_names import faults, sources

PACKAGE = Path(__file__).resolve().parents[2] / "ecr_toolkit"


@pytest.mark.parametrize("path", sources(PACKAGE), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_qt_6_knows_every_name(path):
    found = faults(path.read_text(encoding="utf-8"))
    assert not found


@pytest.mark.parametrize("source", [
    "from qgis.PyQt.QtCore import Qt\nQt.AlignLeft",
    "from qgis.PyQt.QtCore import Qt\nQt.AlignmentFlag.AlignLeftt",
    "from qgis.PyQt.QtWidgets import QFrame as Frame\ndef f(x=Frame.NoFrame): pass",
    "from qgis.PyQt.QtGui import QFontMetrics\nQFontMetrics.width",
    "from qgis.PyQt.QtCore import QRegExp",
    "from qgis.PyQt.QtWidgets import QDesktopWidget",
    "class List(QListWidget):\n def f(self): self.setSelectionMode(self.NoSelection)",
    "menu().exec_()",
    "event.localPos()",
    "self.destroyed.connect(lambda: None)",
])
def test_what_qt_6_has_lost_is_found(source):
    assert faults(source)


@pytest.mark.parametrize("source", [
    "from qgis.PyQt.QtCore import Qt\nQt.AlignmentFlag.AlignLeft.value",
    "from qgis.PyQt.QtWidgets import QAction, QMenu\nQMenu().exec()\nQAction.triggered.connect",
    "from qgis.PyQt.QtCore import QVariant\nQVariant.Int",
    "from qgis.core import QgsTask\nQgsTask.Flag.CanCancel",
    "event.position().x()",
])
def test_what_qt_6_knows_passes(source):
    assert not faults(source)
