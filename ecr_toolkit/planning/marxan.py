"""Marxan's files: read a folder as a problem, write one, and read or write solutions; the score for comparison.

Files come from Marxan, CLUZ, QMarxan, Zonae Cogito and hand: separated by commas, tabs, semicolons or spaces, with
quoted names or not, columns in any order and case, with a byte order mark or not, with the line ends of any system.
"""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import numpy as np

from ..atomic import publishing
from ..errors import InputError
from ..languages.messages import _
from .selection.amounts import Amounts
from .selection.border import Boundary
from .selection.problem import Problem, boundary_length

AVAILABLE, INITIAL, LOCKED_IN, LOCKED_OUT = 0, 1, 2, 3  # pu.dat's status
NAMES = {"PUNAME": "pu.dat", "SPECNAME": "spec.dat", "PUVSPRNAME": "puvsp.dat", "BOUNDNAME": "bound.dat"}
INPUT = "input"
TOLD = 8  # faults of one file that are told; of more, only how many
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SETTINGS = (("PROP", "0.5"), ("RANDSEED", "-1"), ("NUMREPS", "100"), ("NUMITNS", "1000000"), ("STARTTEMP", "-1"),
             ("NUMTEMP", "10000"), ("RUNMODE", "1"), ("MISSLEVEL", "1"), ("HEURTYPE", "-1"), ("CLUMPTYPE", "0"),
             ("VERBOSITY", "2"), ("SCENNAME", "output"), ("SAVEBEST", "3"), ("SAVESUMMARY", "3"), ("SAVERUN", "3"),
             ("OUTPUTDIR", "output"))

Faults = list[tuple[str, str]]


@dataclass(frozen=True)
class MarxanProject:
    """A Marxan folder. ``problem`` is a minimum set whose penalty is the boundary length modifier (BLM).

    ``unit_ids`` (units,) and ``feature_ids`` (features,) are whole numbers, ``names`` the features', ``spf``
    (features,) their penalty factors, ``initial`` (units,) bool the units of status 1, ``places`` (units, 2) xloc and
    yloc or None; ``notes`` tell what was in the files and is not used.
    """

    problem: Problem
    unit_ids: np.ndarray
    feature_ids: np.ndarray
    names: tuple[str, ...]
    spf: np.ndarray
    initial: np.ndarray
    places: Optional[np.ndarray] = None
    notes: tuple[str, ...] = ()


# reading

def read_marxan(folder: Path) -> MarxanProject:
    """The project in a folder: pu.dat, spec.dat and puvsp.dat, bound.dat where it is; names, BLM and the folder of the
    files from input.dat where it is. Raises InputError with the faults of all files, by file and line."""
    faults: Faults = []
    settings = _settings(folder, faults)
    paths = _paths(folder, settings, faults)
    blm = _blm(settings, faults)
    if faults:
        raise InputError(faults)
    units = _Table(paths["PUNAME"], ("id",), ("cost", "status", "xloc", "yloc"), faults)
    species = _Table(paths["SPECNAME"], ("id",), ("target", "prop", "spf", "fpf"), faults, texts=("name",))
    held = _Table(paths["PUVSPRNAME"], ("species", "pu", "amount"), (), faults)
    borders = _Table(paths["BOUNDNAME"], ("id1", "id2", "boundary"), (), faults) if paths["BOUNDNAME"].exists() else None
    if faults:
        raise InputError(faults)
    notes = [note for table in (units, species, held, borders) if table is not None for note in table.notes()]
    unit_ids, feature_ids = units.ids("id", faults), species.ids("id", faults)
    status = units.get("status", AVAILABLE)
    units.complain(~np.isin(status, (0, 1, 2, 3)), _("the status is none of 0, 1, 2 and 3"), faults)
    rows, columns = held.places("pu", unit_ids, faults), held.places("species", feature_ids, faults)
    held.complain(held["amount"] < 0, _("the amount is negative"), faults)
    units.complain(units.get("cost", 1.0) < 0, _("the cost is negative"), faults)
    boundary = _boundary(borders, unit_ids, faults)
    if faults:
        raise InputError(faults)
    amounts = Amounts.from_entries(rows, columns, held["amount"], len(unit_ids), len(feature_ids))
    prop, target = species.get("prop", 0.0), species.get("target", 0.0)
    problem = Problem(amounts, units.get("cost", 1.0), np.where(prop > 0, prop * amounts.totals(), target),
                      locked_in=status == LOCKED_IN, locked_out=status == LOCKED_OUT, boundary=boundary,
                      penalty=blm if boundary is not None else 0.0)
    named = species.text("name") or [str(number) for number in feature_ids.tolist()]
    places = np.stack([units["xloc"], units["yloc"]], 1) if {"xloc", "yloc"} <= units.columns.keys() else None
    return MarxanProject(problem, unit_ids, feature_ids, tuple(_unguarded(name) for name in named),
                         species.get("spf", species.get("fpf", 1.0)), status == INITIAL, places, tuple(notes))


def _settings(folder: Path, faults: Faults) -> dict[str, str]:
    """input.dat: a name and a value a line."""
    path = folder / "input.dat"
    if not path.exists():
        return {}
    pairs = [line.split(None, 1) for line in _text(path, faults).splitlines()]
    return {pair[0].upper(): pair[1].strip().strip('"') for pair in pairs if len(pair) == 2}


def _blm(settings: Mapping[str, str], faults: Faults) -> float:
    value = _number(settings.get("BLM", "0"))
    if value is None or value < 0:
        faults.append((_("The BLM in {file} is not a number of zero or more: {text}.").format(
            file="input.dat", text=settings["BLM"]), _("Correct it; 0 leaves the boundary out.")))
        return 0.0
    return value


def _paths(folder: Path, settings: Mapping[str, str], faults: Faults) -> dict[str, Path]:
    """Where the four files are; never outside of the folder, whatever input.dat says."""
    inner = settings.get("INPUTDIR")
    if inner is None:
        inner = INPUT if not (folder / settings.get("PUNAME", NAMES["PUNAME"])).exists() else "."
    root, paths = folder.resolve(), {}
    for key, usual in NAMES.items():
        named = "/".join([inner, settings.get(key, usual)]).replace("\\", "/")
        try:
            path = (root / named).resolve()
            path.relative_to(root)
        except (ValueError, OSError, RuntimeError):
            faults.append((_("{file} names a file outside of its folder: {path}.").format(file="input.dat", path=named),
                           _("Put all files of the project into its folder, and name them from there.")))
            continue
        if ":" in named:  # a drive, which means nothing on another system
            faults.append((_("{file} names a file outside of its folder: {path}.").format(file="input.dat", path=named),
                           _("Put all files of the project into its folder, and name them from there.")))
        paths[key] = path
    return paths


def _boundary(table: Optional["_Table"], unit_ids: np.ndarray, faults: Faults) -> Optional[Boundary]:
    if table is None:
        return None
    one, other = table.places("id1", unit_ids, faults), table.places("id2", unit_ids, faults)
    table.complain(table["boundary"] < 0, _("the boundary is negative"), faults)
    if faults:
        return None
    length, count = table["boundary"], len(unit_ids)
    self_made = one == other
    pairs = np.minimum(one, other)[~self_made] * count + np.maximum(one, other)[~self_made]
    distinct, where = np.unique(pairs, return_inverse=True)
    return Boundary(distinct // count, distinct % count, np.bincount(where, length[~self_made], len(distinct)),
                    np.bincount(one[self_made], length[self_made], count))


def _text(path: Path, faults: Faults) -> str:
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


def _number(text: str) -> Optional[float]:
    """A finite number, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None


class _Table:
    """One of the files: its columns of numbers (rows,) by lower-case name, and the line of each row."""

    def __init__(self, path: Path, required: Sequence[str], optional: Sequence[str], faults: Faults,
                 texts: Sequence[str] = ()) -> None:
        self.file, self.columns, self.lines, self.texts = path.name, {}, np.zeros(0, np.int64), {}
        self.left_out: list[str] = []
        text = _text(path, faults)
        if not text:
            if path.exists() and path.stat().st_size <= 3:
                faults.append((_("The file {file} is empty.").format(file=self.file),
                               _("Write it again from the program that it comes from.")))
            return
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), skipinitialspace=True)
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
                value = _number(row[place]) if place < len(row) else None
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
        self.complain(values != np.floor(values), _("the id is not a whole number"), faults)
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


# writing

def write_marxan(folder: Path, project: MarxanProject) -> None:
    """Write input.dat and, below input/, the four files. Numbers are written in full, so that reading gives the same.

    Exposed borders are written with their edge factor in them; a budget and weights have no place in Marxan's files.
    A name that a spreadsheet would take for a formula is led by an apostrophe, which reading takes off again (Marxan
    itself takes apostrophes for blanks).
    """
    problem, inner = project.problem, folder / INPUT
    status = np.where(problem.locked_in, LOCKED_IN, np.where(problem.locked_out, LOCKED_OUT,
                                                             np.where(project.initial, INITIAL, AVAILABLE)))
    units = [project.unit_ids, problem.cost, status, *([] if project.places is None else project.places.T)]
    _write(inner / NAMES["PUNAME"], ["id", "cost", "status", "xloc", "yloc"][:len(units)], units)
    _write(inner / NAMES["SPECNAME"], ["id", "target", "spf", "name"],
           [project.feature_ids, problem.targets, project.spf, [_guarded(name) for name in project.names]])
    amounts = problem.amounts
    _write(inner / NAMES["PUVSPRNAME"], ["species", "pu", "amount"], [
        project.feature_ids[amounts.features], project.unit_ids[amounts.units], amounts.values])
    settings = [("BLM", repr(float(problem.penalty))), ("INPUTDIR", INPUT),
                *((key, name) for key, name in NAMES.items() if key != "BOUNDNAME" or problem.boundary is not None)]
    if problem.boundary is not None:
        border, outside = problem.boundary, np.flatnonzero(problem.boundary.exposed)
        _write(inner / NAMES["BOUNDNAME"], ["id1", "id2", "boundary"], [
            project.unit_ids[np.concatenate([border.first, outside])],
            project.unit_ids[np.concatenate([border.second, outside])],
            np.concatenate([border.shared, border.edge_factor * border.exposed[outside]])])
    with publishing(folder / "input.dat") as temporary:
        lines = [f"{key} {value}" for key, value in (*settings, *_SETTINGS)]
        temporary.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _write(path: Path, head: Sequence[str], columns: Sequence[Any]) -> None:
    lists = [column if isinstance(column, list) else [repr(value) for value in np.asarray(column).tolist()]
             for column in columns]
    with publishing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(zip(*lists))


def _guarded(name: str) -> str:
    return "'" + name if name.lstrip("'").startswith(_FORMULA) else name


def _unguarded(name: str) -> str:
    return name[1:] if name.startswith("'") and name.lstrip("'").startswith(_FORMULA) else name


def write_solution(path: Path, unit_ids: np.ndarray, selected: np.ndarray) -> None:
    """A solution as Marxan writes it: planning_unit, solution (1 or 0)."""
    _write(path, ["planning_unit", "solution"], [unit_ids, selected.astype(np.int64)])


def read_solution(path: Path, unit_ids: np.ndarray) -> np.ndarray:
    """A solution (units,) bool in the order of the ids; units that the file leaves out are not selected. Raises
    InputError."""
    faults: Faults = []
    names = ("planning_unit", "puid", "pu", "id")
    table = _Table(path, ("solution",), names, faults)
    name = next((name for name in names if name in table.columns), None)
    if not faults and name is None:
        faults.append((_("The table {file} lacks the columns: {columns}.").format(
            file=path.name, columns=names[0]), _("Add them; the first row holds the column names.")))
    if faults:
        raise InputError(faults)
    place = table.places(name, unit_ids, faults)
    table.complain(~np.isin(table["solution"], (0, 1)), _("the solution is neither 0 nor 1"), faults)
    if faults:
        raise InputError(faults)
    selected = np.zeros(len(unit_ids), bool)
    selected[place[table["solution"] == 1]] = True
    return selected


# the score

def marxan_penalties(problem: Problem) -> np.ndarray:
    """What each feature (features,) costs alone: units with the most of it for their cost are taken until its target
    is met, as far as that is possible. The cost of the boundary is left out."""
    penalties = np.zeros(problem.amounts.feature_count)
    by_feature = np.argsort(problem.amounts.features, kind="stable")
    ends = np.cumsum(np.bincount(problem.amounts.features, minlength=len(penalties)))
    for feature, end in enumerate(ends.tolist()):
        entries = by_feature[ends[feature - 1] if feature else 0:end]
        entries = entries[~problem.locked_out[problem.amounts.units[entries]]]
        amount, cost = problem.amounts.values[entries], problem.cost[problem.amounts.units[entries]]
        order = np.argsort(-amount / np.maximum(cost, 1e-12), kind="stable")
        before = np.cumsum(amount[order]) - amount[order]
        penalties[feature] = cost[order][before < problem.sought[feature]].sum()
    return penalties


def marxan_score(problem: Problem, selected: np.ndarray, blm: float, spf: np.ndarray,
                 penalties: Optional[np.ndarray] = None) -> float:
    """Marxan's score of a selection (units,) bool, to compare with Marxan's runs (methods.md §7.2): cost + BLM ·
    boundary + Σ SPF_j · penalty_j · share of target j that is missing. ``spf`` and ``penalties`` (features,);
    ``marxan_penalties`` when those are not given."""
    worth = marxan_penalties(problem) if penalties is None else penalties
    wanted = problem.targets > 0
    missing = np.maximum(problem.targets - problem.amounts.held(selected), 0)
    share = np.divide(missing, problem.targets, out=np.zeros(len(missing)), where=wanted)
    border = blm * boundary_length(problem, selected) if blm else 0.0
    return float(problem.cost[selected].sum()) + border + float((spf * worth * share).sum())
