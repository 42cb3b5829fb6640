"""qgis.PyQt over PyQt6: its modules as they are, and those old names that QGIS 4 keeps alive besides."""

import importlib
import sys
from types import ModuleType

from PyQt6 import QtCore, QtGui

_MODULES = ("QtCore", "QtGui", "QtNetwork", "QtPrintSupport", "QtSvg", "QtTest", "QtWidgets", "QtXml", "sip")
_MOVED = {"QtWidgets": {name: getattr(QtGui, name) for name in ("QAction", "QShortcut")}}
_FIELD_TYPES = {"Bool": "Bool", "Int": "Int", "LongLong": "LongLong", "Double": "Double", "String": "QString",
                "Date": "QDate", "DateTime": "QDateTime"}

for _old, _new in _FIELD_TYPES.items():
    setattr(QtCore.QVariant, _old, QtCore.QMetaType.Type[_new])
for _name in _MODULES:
    _module = ModuleType(f"{__name__}.{_name}")
    _module.__dict__.update({name: value for name, value in vars(importlib.import_module(f"PyQt6.{_name}")).items()
                             if not name.startswith("__")} | _MOVED.get(_name, {}))
    sys.modules[_module.__name__] = globals()[_name] = _module
