"""Enums of Qt and QGIS are written with the name of their enum: Qt 6 and QGIS 4 know no other way."""

import ast
import enum
import importlib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "ecr_toolkit"
KEPT = {"QVariant"}  # QGIS 4 gives it its old members back
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "qgis" in path.read_text(encoding="utf-8"))


def unscoped(source):
    """``line: Class.Member`` where the class itself was asked for a member of one of its enums."""
    tree = ast.parse(source)
    classes = {alias.asname or alias.name: getattr(importlib.import_module(node.module), alias.name, None)
               for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level
               and node.module.split(".")[0] == "qgis" for alias in node.names}
    return [f"{node.lineno}: {node.value.id}.{node.attr}" for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id not in KEPT
            and is_member(getattr(classes.get(node.value.id), node.attr, None), classes.get(node.value.id))]


def is_member(value, owner):
    """Whether a value belongs to an enum inside of its owner: in PyQt5 a subclass of int, or one of Python's enums."""
    return isinstance(value, (int, enum.Enum)) and type(value) not in (int, bool, owner)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_enums_carry_their_name(path):
    found = unscoped(path.read_text(encoding="utf-8"))
    assert not found


@pytest.mark.parametrize("source, wrong", [
    ("from qgis.PyQt.QtCore import Qt\nQt.AlignLeft", True),
    ("from qgis.PyQt.QtWidgets import QFrame as Frame\nFrame.NoFrame", True),
    ("from qgis.core import QgsTask\nQgsTask.CanCancel", True),
    ("from qgis.core import Qgis\nQgis.Critical", True),
    ("from qgis.PyQt.QtCore import Qt\nQt.AlignmentFlag.AlignLeft", False),
    ("from qgis.core import QgsTask, Qgis\nQgsTask.Flag.CanCancel\nQgis.QGIS_VERSION_INT", False),
    ("from qgis.core import QgsMapLayerType\nQgsMapLayerType.RasterLayer", False),
])
def test_members_without_their_enum_are_found(source, wrong):
    assert bool(unscoped(source)) == wrong
