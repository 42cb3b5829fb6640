"""What tests/qt6/shim says QGIS has, QGIS has: classes, methods, signals and enums of the stand-in."""

import ast
import importlib
from pathlib import Path

import pytest

SHIM = Path(__file__).resolve().parents[1] / "qt6" / "shim" / "qgis"
FILES = ("core.py", "gui.py", "maps.py", "tasks.py")


def classes():
    return [(path, node) for path in FILES for node in ast.parse((SHIM / path).read_text(encoding="utf-8")).body
            if isinstance(node, ast.ClassDef) and node.name.startswith("Qg")]


def members(node):
    """Public names that a class of the stand-in defines."""
    for one in node.body:
        if isinstance(one, (ast.FunctionDef, ast.ClassDef)):
            yield one.name
        elif isinstance(one, ast.Assign):
            yield from (target.id for target in one.targets if isinstance(target, ast.Name))


def of_qgis(name):
    return next(getattr(module, name) for module in map(importlib.import_module, ("qgis.core", "qgis.gui"))
                if hasattr(module, name))


@pytest.mark.parametrize("path, node", classes(), ids=lambda one: getattr(one, "name", None))
def test_the_stand_in_has_nothing_that_qgis_has_not(path, node):
    real = of_qgis(node.name)
    assert not [name for name in members(node) if not name.startswith("_") and not hasattr(real, name)]


def test_its_enums_have_members_of_qgis():
    for _path, node in classes():
        for inner in (one for one in node.body if isinstance(one, ast.ClassDef)):
            real = getattr(of_qgis(node.name), inner.name)
            for line in (one for one in inner.body if isinstance(one, ast.Assign)):
                for target in line.targets:
                    names = target.elts if isinstance(target, ast.Tuple) else [target]
                    assert all(hasattr(real, name.id) for name in names), inner.name
