"""Tables of other programs: columns in any order and case, by commas, tabs, semicolons or spaces; faults by line."""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Optional

import numpy as np

from ...languages.messages import _

TOLD = 8  # faults of one kind in a file that are told; of more, only how many
Faults = list[tuple[str, str]]  # a sentence and a remedy each


def text_of(path: Path, faults: Faults) -> str:
    """A file's text; what is wrong with the file is told and gives no text."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        faults.append((_("File not found: {file}.").format(file=path.name),
                       _("Put it into the folder of the project, or correct its name in input.dat.")))
    except (UnicodeDecodeError, OSError):
        faults.append((_("This table cannot be read: {file}.").format(file=path.name),
                       _("Save it as text in UTF-8, with commas or tabs between the columns.")))
    return ""


def number_of(text: str) -> Optional[float]:
    """A finite number, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None


class Table:
    """One of the files: its columns of numbers (rows,) by lower-case name, and the line of each row."""

    def __init__(self, path: Path, required: Sequence[str], optional: Sequence[str], faults: Faults,
                 texts: Sequence[str] = ()) -> None:
        self.file, self.columns, self.lines, self.texts = path.name, {}, np.zeros(0, np.int64), {}
        self.left_out: list[str] = []
        text = text_of(path, faults)
        if not text:
            if path.exists() and path.stat().st_size <= 3:
                faults.append((_("The file {file} is empty.").format(file=self.file),
                               _("Write it again from the program that it comes from.")))
            return
        try:
            self._read(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), skipinitialspace=True),
                       required, optional, texts, faults)
        except csv.Error:
            faults.append((_("This table cannot be read: {file}.").format(file=self.file),
                           _("Save it as text in UTF-8, with commas or tabs between the columns.")))

    def _read(self, reader, required: Sequence[str], optional: Sequence[str], texts: Sequence[str],
              faults: Faults) -> None:
        head = [name.strip().lower() for name in next(reader)]
        missing = [name for name in required if name not in head]
        if missing:
            faults.append((_("The table {file} lacks the columns: {columns}.").format(
                file=self.file, columns=", ".join(missing)), _("Add them; the first row holds the column names.")))
            return
        self.left_out = [name for name in head if name and name not in (*required, *optional, *texts)]
        self._fill(reader, {name: head.index(name) for name in (*required, *optional) if name in head},
                   {name: head.index(name) for name in texts if name in head}, faults)

    def _fill(self, reader, numbers: Mapping[str, int], texts: Mapping[str, int], faults: Faults) -> None:
        read: dict[str, list] = {name: [] for name in numbers}
        self.texts = {name: [] for name in texts}
        lines, bad = [], []
        for row in reader:
            if not any(row):
                continue
            lines.append(reader.line_num)
            for name, place in numbers.items():
                value = number_of(row[place]) if place < len(row) else None
                if value is None:
                    bad.append((reader.line_num, name))
                read[name].append(math.nan if value is None else value)
            for name, place in texts.items():
                self.texts[name].append(row[place].strip() if place < len(row) else "")
        for line, name in bad[:TOLD]:
            self._fault(line, _("the column {column} holds no number").format(column=name), faults)
        self._more(len(bad), faults)
        self.lines = np.array(lines, np.int64)
        self.columns = {name: np.array(values, np.float64) for name, values in read.items()}

    def __getitem__(self, name: str) -> np.ndarray:
        return self.columns[name]

    def get(self, name: str, otherwise: Any) -> np.ndarray:
        """A column (rows,), or another value in all rows where the file has no such column."""
        return self.columns[name] if name in self.columns else np.full(len(self.lines), otherwise)

    def text(self, name: str) -> list[str]:
        return self.texts.get(name, [])

    def notes(self) -> list[str]:
        if not self.left_out:
            return []
        return [_("Columns of {file} that are not used: {columns}.").format(file=self.file,
                                                                           columns=", ".join(self.left_out))]

    def complain(self, wrong: np.ndarray, what: str, faults: Faults) -> None:
        """A fault for every row that is wrong (rows,) bool; of many the first and how many there are."""
        lines = self.lines[wrong]
        for line in lines[:TOLD].tolist():
            self._fault(line, what, faults)
        self._more(len(lines), faults)

    def _fault(self, line: int, what: str, faults: Faults) -> None:
        faults.append((_("{file}, line {line}: {what}.").format(file=self.file, line=line, what=what),
                       _("Correct the line, or write the file again from the program that it comes from.")))

    def _more(self, count: int, faults: Faults) -> None:
        if count > TOLD:
            faults.append((_("{file} has {count} more lines like these.").format(file=self.file, count=count - TOLD),
                           _("Write the file again from the program that it comes from.")))

    def ids(self, name: str, faults: Faults) -> np.ndarray:
        """A column of ids (rows,) int, each once."""
        values = self.columns[name]
        whole = (values == np.floor(values)) & (np.abs(values) <= 2.0**53)
        self.complain(~whole, _("the id is not a whole number"), faults)
        _unique, first = np.unique(values, return_index=True)
        again = np.ones(len(values), bool)
        again[first] = False
        self.complain(again, _("the id stands in the file twice"), faults)
        return values.astype(np.int64)

    def places(self, name: str, ids: np.ndarray, faults: Faults) -> np.ndarray:
        """Where (rows,) the ids of a column stand among the ids."""
        order = np.argsort(ids, kind="stable")
        found = np.searchsorted(ids[order], self.columns[name])
        place = order[np.minimum(found, len(ids) - 1)] if len(ids) else np.zeros(len(found), np.int64)
        known = ids[place] == self.columns[name] if len(ids) else np.zeros(len(found), bool)
        self.complain(~known, _("the {column} is in no row of the table that lists them").format(column=name), faults)
        return place


def _delimiter(text: str) -> str:
    """What stands between the names in the first line; spaces where it is nothing else."""
    first = text.splitlines()[0]
    most = max((",", "\t", ";"), key=first.count)
    return most if first.count(most) else " "
