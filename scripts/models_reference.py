"""Write docs/models.md: every model and factor with inputs, units, parameters, confidence and source, from their
declarations."""

import html
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ecr_toolkit.models.catalogue import factors, models
from ecr_toolkit.models.declaration import FUNCTION, Factor, Model, Parameter
from ecr_toolkit.models.legend import Entry, of_model, of_option
from ecr_toolkit.models.notation import SUB, SUP, pieces
from ecr_toolkit.models.variables import VARIABLES

TARGET = ROOT / "docs" / "models.md"
HEAD = """# Models

Made by `scripts/models_reference.py` from the declarations in `ecr_toolkit/models/`; do not edit by hand.

Each model is an algorithm `ecr:<model>` in the toolbox that works on plain rasters of one grid, and a part of the
functions or the sensitivity step of a pilot. What several models share is a factor: it is got the same way for all of
them. `automatic` takes the first way in the list whose rasters are there; `parameters.<factor>.method` in pilot.json
names another. Confidence says how sure a number is: *verified* in a source, *from knowledge*, an *inference*, or a
*design default* that a country should review. Sources of the formulas are named in methods.md §1 to §3.

Formulas: a condition after a comma says where a formula holds, or, on the index of a sum, what the sum runs over; where
none holds, a value comes from a table of `ecr_toolkit/models/tables/`. Angles are in degrees.
"""
_MARKS = {SUB: "<sub>{}</sub>", SUP: "<sup>{}</sup>"}


def typeset(formula: str) -> str:
    return "".join(_MARKS.get(place, "{}").format(html.escape(part)) for part, place in pieces(formula))


def formulas(owned: Sequence[str], legend: Sequence[Entry]) -> Iterator[str]:
    if owned:
        yield "\n" + "<br>\n".join(typeset(formula) for formula in owned)
        yield "\n| sign | meaning | unit |\n| --- | --- | --- |"
    for entry in legend:
        yield f"| {typeset(entry.sign)} | {entry.meaning} | {entry.unit} |"


def parameters(owned: Sequence[Parameter]) -> Iterator[str]:
    if owned:
        yield ("\n| parameter | default | range or choices | unit | confidence | meaning |"
               "\n| --- | --- | --- | --- | --- | --- |")
    for one in owned:
        limits = ", ".join(f"`{choice}`" for choice in one.choices) or (
            "yes or no" if isinstance(one.default, bool) else f"{one.minimum:g} to {one.maximum:g}")
        yield f"| `{one.id}` | {one.default} | {limits} | {one.unit} | {one.mark} | {one.title} |"


def inputs(names: Sequence[str]) -> Iterator[str]:
    if names:
        yield "\n| input | unit | plausible range | where to get it |\n| --- | --- | --- | --- |"
    for name in names:
        one = VARIABLES[name]
        bands = "" if one.bands == 1 else f", {one.bands or 'any number of'} bands"
        yield f"| `{name}`: {one.title} | {one.unit}{bands} | {one.minimum:g} to {one.maximum:g} | {one.where} |"


def model_text(model: Model) -> str:
    lines = [f"\n### `{model.id}`: {model.title}\n", f"{model.output}, {model.unit}. {model.source}."]
    if model.caution:
        lines.append(f"\n*{model.caution}*")
    if model.check_of:
        lines.append(f"\nCross-checks `{model.check_of}`.")
    if not model.bit and model.kind == FUNCTION:
        lines.append("\nFor information: it does not enter the importance.")
    lines += formulas(model.formulas, of_model(model))
    lines += inputs(model.inputs)
    if model.factors:
        lines.append("\nFactors: " + ", ".join(f"[`{factor.id}`](#{factor.id})" for factor in model.factors) + ".")
    if model.substitutes:
        lines.append("\n| optional input | without it |\n| --- | --- |")
        lines += [f"| `{name}`: {VARIABLES[name].title} ({VARIABLES[name].unit}) | {text} |"
                  for name, text in model.substitutes.items()]
    lines += parameters(model.parameters)
    return "\n".join(lines)


def factor_text(factor: Factor) -> str:
    lines = [f'\n### <a id="{factor.id}"></a>`{factor.id}`: {factor.title}\n',
             f"{factor.unit}; plausible {factor.minimum:g} to {factor.maximum:g}."]
    if factor.likely:
        lines.append(f"Beyond: {factor.likely}.")
    lines.append("\n| way | from | confidence | source | note |\n| --- | --- | --- | --- | --- |")
    lines += [f"| `{one.id}`: {one.title} | {', '.join(f'`{name}`' for name in one.needs) or 'nothing'} | {one.mark} "
              f"| {one.source} | {one.note} |" for one in factor.options]
    for one in factor.options:
        if one.formulas:
            lines.append(f"\nFormulas of `{one.id}`:")
        lines += formulas(one.formulas, of_option(factor, one))
    lines += parameters(factor.own)
    return "\n".join(lines)


def text() -> str:
    """The whole reference."""
    parts = [HEAD, "\n## Functions"]
    parts += [model_text(model) for model in models() if model.kind == FUNCTION]
    parts.append("\n## Sensitivities")
    parts += [model_text(model) for model in models() if model.kind != FUNCTION]
    parts.append("\n## Factors")
    parts += [factor_text(factor) for factor in factors().values()]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
