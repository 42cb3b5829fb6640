"""It is Qt 6 indeed, of QGIS only a stand-in, and every module of the dock is imported under it."""

import importlib
import inspect

import pytest
import qgis
from dock_parts import ROOT, gui_modules
from PyQt6.QtCore import QT_VERSION
from qgis import core
from qgis.missing import NeedsQgisError
from qgis.PyQt import QtCore, QtWidgets


def test_qt_is_6_and_qgis_the_stand_in():
    assert QT_VERSION >= 0x060000 and ROOT.as_posix() in qgis.__file__
    assert issubclass(QtWidgets.QAction, QtCore.QObject)


@pytest.mark.parametrize("name", gui_modules())
def test_every_module_of_the_dock_is_imported(name):
    assert inspect.ismodule(importlib.import_module(name))


def test_what_has_no_stand_in_is_told_and_what_does_not_exist_fails():
    with pytest.raises(NeedsQgisError, match="QgsPrintLayout"):
        core.QgsPrintLayout()
    assert not isinstance(1, core.QgsPrintLayout)
    with pytest.raises(ImportError):
        from qgis.core import QsgPrintLayout  # noqa: F401
    with pytest.raises(ImportError):
        from qgis.PyQt.QtCore import QRegExp  # noqa: F401
