"""Key numbers of the first four steps: country, data, functions, sensitivity."""

from collections.abc import Sequence
from typing import Any

from ...documents import wording
from ...documents.context import Context
from ...languages.messages import N_, _
from ...models.catalogue import of_kind
from ...models.declaration import FUNCTION, SENSITIVITY, Model
from ...models.variables import VARIABLES
from ...pilot.tables import read_table
from ...planning.shares import percent
from ...raster.files import UNKNOWN
from ...raster.grading import EXTREME
from .numbers import KeyNumber, Writer


def set_up(pilot: Any, c: Context, write: Writer) -> list[KeyNumber]:
    cols, rows = c.cells
    return [write.count(N_("Administrative units"), len(pilot.units)),
            write.area(N_("Area of the country"), sum(unit.area_km2 for unit in pilot.units)),
            KeyNumber(_("Cells"), write.ltr(f"{write.formats.number(cols)}\u00a0×\u00a0{write.formats.number(rows)}")),
            KeyNumber(_("Cell size"), write.ltr(f"{write.formats.significant(c.cell_m, 6)}\u00a0m"))]


def prepare(pilot: Any, c: Context, write: Writer) -> list[KeyNumber]:
    if not (pilot.folder / "inputs" / "inputs.csv").is_file():
        return []
    named: dict[str, list[str]] = {status: [] for status in ("prepared", "assumption", "no data")}
    for row in c.inputs:
        variable = VARIABLES[row["variable"]]
        named.setdefault(row["status"], []).append(_(variable.title))
    numbers = [write.count(N_("Data that are ready"), len(named["prepared"])),
               write.count(N_("Assumptions"), len(named["assumption"]), write.listed(named["assumption"])),
               write.count(N_("Data that are missing"), len(named["no data"]), write.listed(named["no data"]))]
    if pilot.checks.is_file():
        numbers.append(write.count(N_("Findings of the checks of the data"), len(read_table(pilot.checks))))
    return numbers


def functions(pilot: Any, c: Context, write: Writer) -> list[KeyNumber]:
    return _highest(pilot, c, write, FUNCTION, c.functions)


def sensitivity(pilot: Any, c: Context, write: Writer) -> list[KeyNumber]:
    return _highest(pilot, c, write, SENSITIVITY, c.sensitivities)


def _highest(pilot: Any, c: Context, write: Writer, kind: str, models: Sequence[Model]) -> list[KeyNumber]:
    """Share of the country in the highest class, by model, then what could not be assessed."""
    detail = _(wording.CLASSES[kind][EXTREME])
    numbers = []
    for model in models if _measured_since(pilot, _STEPS[kind]) else ():
        classes = c.classes(kind, model.id, c.code)
        if EXTREME in classes:
            whole = sum(row["area_km2"] for row in classes.values())
            known = sum(row["area_km2"] for value, row in classes.items() if value != UNKNOWN)
            share = percent(classes[EXTREME]["area_km2"], whole) if known else None
            numbers.append(write.share(model.title, share, detail))
    missing = [row["subject"] for row in c.rows(f"not_assessed_{kind}")]
    numbers.append(write.count(N_("Subjects assessed"), len(models)))
    titles = [_(of_kind(kind)[subject].title) for subject in missing]
    if titles:
        numbers.append(write.count(N_("Not assessed for want of data"), len(titles), write.listed(titles)))
    return numbers


_STEPS = {FUNCTION: "functions", SENSITIVITY: "sensitivity"}


def _measured_since(pilot: Any, step: str) -> bool:
    """Whether the gaps step, which measures the classes, ran after a step."""
    finished = {row.step: row.finished for row in pilot.ledger.rows()}
    return finished.get("gaps", "") >= finished.get(step, "")
