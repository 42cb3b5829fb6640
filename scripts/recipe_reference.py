"""Write docs/recipe.md: every field of pilot.json with its default, range and meaning, from the code that checks it."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ecr_toolkit.models.catalogue import factors, models
from ecr_toolkit.models.class_tables import NAMES
from ecr_toolkit.models.declaration import Parameter
from ecr_toolkit.models.variables import VARIABLES
from ecr_toolkit.pilot.fields import Field, Section
from ecr_toolkit.pilot.recipe_shape import SHAPE, SPECIFICATION

TARGET = ROOT / "docs" / "recipe.md"
HEAD = """# The recipe of a pilot: pilot.json

Made by `scripts/recipe_reference.py` from the code that checks recipes; do not edit by hand.
A field that is not listed here is refused. Paths are relative to the pilot's folder and stay inside it.

| field | type | default | range or choices | meaning |
| --- | --- | --- | --- | --- |
"""

SOURCE_HEAD = """## A source in files of the pilot

A text is one file. An object says what the files do not: `{"files": ["data/rain_*.tif"], "scale": 0.1}`.
Values are `scale · stored + offset`, after the scale and offset that the file itself gives.
An object with `constant` and `reason` is one value for the country.

| field | type | default | range or choices | meaning |
| --- | --- | --- | --- | --- |
"""


def rows(section: Section, path: str = ""):
    """Table rows of a section, depth first."""
    for name, member in section.members.items():
        if isinstance(member, Section):
            yield from rows(member, f"{path}{name}.")
        else:
            yield row(path + name, member)


def row(name: str, member: Field) -> str:
    default = "required" if member.required else f"`{member.default!r}`".replace("'", '"')
    limits = ", ".join(member.choices)
    if member.minimum != float("-inf"):
        limits = f"{member.minimum:g} to {member.maximum:g}"
    return f"| `{name}` | {member.kind} | {default} | {limits} | {member.meaning} |"


def limits(parameter: Parameter) -> str:
    """What a parameter may be."""
    if parameter.choices:
        return ", ".join(parameter.choices)
    if isinstance(parameter.default, bool):
        return "true or false"
    return f"{parameter.minimum:g} to {parameter.maximum:g}"


def text() -> str:
    """The whole reference."""
    lines = [HEAD + "\n".join(rows(SHAPE)), "", "## Variables for `sources`", "",
             "| variable | what | unit | plausible range | bands |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| `{one.id}` | {one.title} | {one.unit} | {one.minimum:g} to {one.maximum:g} | {one.bands or 'any'} |"
              for one in VARIABLES.values()]
    lines += ["", SOURCE_HEAD + "\n".join(rows(SPECIFICATION))]
    lines += ["", "## Parameters of models and factors for `parameters`", "",
              "| model | parameter | default | unit | range | confidence | meaning |",
              "| --- | --- | --- | --- | --- | --- | --- |"]
    lines += [f"| `{owner.id}` | `{one.id}` | `{json.dumps(one.default)}` | {one.unit} | {limits(one)} "
              f"| {one.mark} | {one.title} |" for owner in (*models(), *factors().values()) for one in owner.parameters]
    lines += ["", "## Class tables for `class_tables`", "",
              "A CSV with the columns of the toolkit's table of that name: " + ", ".join(f"`{name}`" for name in NAMES)
              + "."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
