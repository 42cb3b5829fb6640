"""The modules and classes of the dock, found in the sources."""

import importlib
import inspect
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def gui_modules():
    """The dotted names of all modules of the dock."""
    files = sorted((ROOT / "ecr_toolkit" / "gui").rglob("*.py"))
    return [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in files]


def classes_of(base):
    """Every class of the dock that is derived from another, by its place."""
    found = {}
    for name in gui_modules():
        for one in vars(importlib.import_module(name)).values():
            if inspect.isclass(one) and issubclass(one, base) and one is not base and one.__module__ == name:
                found[f"{name.removeprefix('ecr_toolkit.gui.')}.{one.__name__}"] = one
    return found
