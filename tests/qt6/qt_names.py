"""Names of Qt in a source file: what it imports from qgis.PyQt, and which attributes it asks of that and of others."""

import ast
from collections.abc import Iterator
from enum import EnumMeta
from functools import cache
from pathlib import Path

from qgis import PyQt

MODULES = ("QtCore", "QtGui", "QtNetwork", "QtPrintSupport", "QtSvg", "QtTest", "QtWidgets", "QtXml")
# Methods that Qt 6 has lost and nothing else is called by; those of one class only (QFontMetrics.width) need a test run
LOST = {"exec_", "print_", "localPos", "windowPos", "screenPos", "posF", "globalPosF", "regExp", "setRegExp",
        "filterRegExp", "setFilterRegExp", "toTime_t", "fromTime_t", "setTime_t", "setTabStopWidth", "tabStopWidth",
        "setCodec", "viewOptions", "screenGeometry", "shortDayName", "longDayName", "shortMonthName", "longMonthName",
        "setPaperSize"}


def imported(tree: ast.AST) -> dict[str, tuple[str, str]]:
    """Local name → module of qgis.PyQt and name there."""
    return {alias.asname or alias.name: (node.module.removeprefix("qgis.PyQt."), alias.name)
            for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level
            and node.module.startswith("qgis.PyQt.") for alias in node.names}


def chains(tree: ast.AST) -> Iterator[tuple[int, list[str]]]:
    """Line and parts of each a.b.c, the longest only; what is no name before the first dot is ""."""
    inner = set()
    for node in ast.walk(tree):  # from outside in
        if isinstance(node, ast.Attribute) and node not in inner:
            parts, part = [], node
            while isinstance(part, ast.Attribute):
                inner.add(part)
                parts.insert(0, part.attr)
                part = part.value
            yield node.lineno, [part.id if isinstance(part, ast.Name) else "", *parts]


@cache
def enum_members() -> frozenset[str]:
    """Members of all enums of Qt 6."""
    classes = [one for module in MODULES for one in vars(getattr(PyQt, module)).values() if isinstance(one, type)]
    enums = {inner for one in classes for inner in vars(one).values() if isinstance(inner, EnumMeta)}
    return frozenset(name for one in enums for name in one.__members__)


def faults(source: str) -> list[str]:
    """What Qt 6 does not know of a source's names, by line."""
    tree = ast.parse(source)
    known = imported(tree)
    told = [(0, f"{module} has no {name}") for module, name in known.values()
            if not hasattr(getattr(PyQt, module), name)]
    for line, (first, *rest) in chains(tree):
        told += [(line, f".{name} is gone") for name in rest if name in LOST]
        if first in known:
            told += [(line, f"{first} has no {'.'.join(rest)}")] if not _leads(known[first], rest) else []
        elif first == "self" and rest[0] in enum_members():
            told.append((line, f"self.{rest[0]} lacks the name of its enum"))
    told += [(node.lineno, "a lambda on destroyed") for node in ast.walk(tree) if _on_destroyed(node)]
    return [f"{line}: {text}" for line, text in sorted(told)]


def _on_destroyed(node: ast.AST) -> bool:
    """x.destroyed.connect(lambda …): PyQt6 calls it also when Python has cleared it already, and dies of it."""
    return (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect"
            and getattr(node.func.value, "attr", "") == "destroyed" and isinstance(node.args[0], ast.Lambda))


def _leads(start: tuple[str, str], rest: list[str]) -> bool:
    """Whether the attributes lead on from a class of Qt, as far as they are classes."""
    value = getattr(getattr(PyQt, start[0]), start[1], None)
    for name in rest:
        if not isinstance(value, type):
            return True
        if not hasattr(value, name):
            return False
        value = getattr(value, name)
    return True


def sources(package: Path) -> list[Path]:
    """The files of the package that speak of Qt."""
    return sorted(path for path in package.rglob("*.py") if "qgis.PyQt" in path.read_text(encoding="utf-8"))
