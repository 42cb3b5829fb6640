"""Arrows of the design: imports run downward only, and the lower floors know neither QGIS nor Qt."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "ecr_toolkit"
# From the ground up; a floor may import what stands before it. Single files of the package are floors too.
FLOORS = ("languages", "errors", "feedback", "atomic", "raster", "models", "assessment", "starter", "training", "pilot",
          "preparation", "planning", "boundary", "coordination", "documents", "steps", "in_qgis", "processing", "gui",
          "plugin")
QGIS_FLOORS = {"in_qgis", "processing", "gui", "plugin"}
# Files of the other floors that may import qgis: numbers and dates, maps, PDF
QGIS_FILES = {"languages/formats.py", "documents/maps.py", "documents/map_page.py", "documents/pictures.py",
              "documents/pdf.py", "documents/pdf_breaks.py", "documents/pdf_text.py", "documents/fonts.py",
              "documents/map_items.py", "documents/map_layers.py", "documents/sheets/locator.py"}


def floor_of(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def modules_of(path):
    """(absolute module name, is relative) of everything a file imports, at any depth in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                base = list(path.relative_to(PACKAGE).parts[:-1])
                base = base[:len(base) - (node.level - 1)] if node.level > 1 else base
                names = [node.module] if node.module else [alias.name for alias in node.names]
                yield from ((".".join([*base, name]), True) for name in names)
            else:
                yield node.module, False


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_arrow_runs_up(path):
    own = floor_of(path)
    assert own in FLOORS, f"{own} has no place in the house"
    for module, relative in modules_of(path):
        if relative and module and module != "__version__":
            target = module.split(".")[0]
            if target in FLOORS:
                assert FLOORS.index(target) <= FLOORS.index(own), f"{path.name} imports {module}: the arrow runs up"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_lower_floors_know_no_qgis(path):
    if floor_of(path) in QGIS_FLOORS or path.relative_to(PACKAGE).as_posix() in QGIS_FILES:
        return
    for module, relative in modules_of(path):
        assert relative or module.split(".")[0] not in {"qgis", "PyQt5", "PyQt6"}, f"{path.name} imports {module}"


def test_imports_inside_the_plugin_are_relative():
    for path in FILES:
        assert not [module for module, relative in modules_of(path)
                    if not relative and module.split(".")[0] == "ecr_toolkit"], path


def test_the_root_has_class_factory_and_no_import():
    tree = ast.parse((ROOT / "__init__.py").read_text(encoding="utf-8"))
    assert not [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert [node.name for node in tree.body if isinstance(node, ast.FunctionDef)] == ["classFactory"]
