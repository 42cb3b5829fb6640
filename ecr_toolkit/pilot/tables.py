"""Tables: one CSV a table, UTF-8 with BOM, deterministic, with no formula that a spreadsheet would run."""

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ..atomic import publishing
from ..errors import InputError
from ..languages.messages import _

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NEGATIVE = re.compile(r"-\d+(\.\d+)?(e[+-]?\d+)?")


def guarded(value: Any) -> str:
    """A cell's text: numbers as they are, texts that a spreadsheet would take for a formula led by an apostrophe;
    a negative number read from another table is none."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(float(value))  # numpy's own floats write their type too
    if isinstance(value, int):
        return repr(value)
    text = str(value)
    return "'" + text if text.startswith(_FORMULA) and not _NEGATIVE.fullmatch(text) else text


def unguarded(text: str) -> str:
    """A cell's text without the apostrophe that ``guarded`` put before it, as in ``+proj=laea``."""
    return text[1:] if text.startswith("'") and guarded(text[1:]) == text else text


def write_table(path: Path, columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> None:
    """Publish a table atomically; missing values are empty cells only where a column says so by itself."""
    with publishing(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([guarded(row.get(column)) for column in columns])


def read_table(path: Path, required: Sequence[str] = ()) -> list[dict[str, str]]:
    """Rows of a CSV in UTF-8 (with or without BOM); InputError when it cannot be read or lacks a column."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in required if column not in (reader.fieldnames or [])]
            rows = [{key: value or "" for key, value in row.items() if key} for row in reader]
    except FileNotFoundError as fault:
        raise InputError([(_("File not found: {file}.").format(file=path.name),
                           _("Put the file where the recipe says, or choose another one in the settings."))]) from fault
    except (UnicodeDecodeError, csv.Error) as fault:
        raise InputError([(_("This table cannot be read: {file}.").format(file=path.name),
                           _("Save it as CSV in UTF-8, with commas."))]) from fault
    if missing:
        raise InputError([(_("The table {file} lacks the columns: {columns}.").format(
            file=path.name, columns=", ".join(missing)), _("Add them; the first row holds the column names."))])
    return rows
