"""Marxan's files: read a folder as a problem, write one, and read or write solutions.

Files come from Marxan, CLUZ, QMarxan, Zonae Cogito and hand: separated by commas, tabs, semicolons or spaces, with
quoted names or not, columns in any order and case, with a byte order mark or not, with the line ends of any system.
"""

import contextlib
import csv
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
from .selection.delimited import Faults, Table, number_of, text_of
from .selection.problem import Problem

AVAILABLE, INITIAL, LOCKED_IN, LOCKED_OUT = 0, 1, 2, 3  # pu.dat's status
NAMES = {"PUNAME": "pu.dat", "SPECNAME": "spec.dat", "PUVSPRNAME": "puvsp.dat", "BOUNDNAME": "bound.dat"}
INPUT = "input"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SETTINGS = (("PROP", "0.5"), ("RANDSEED", "-1"), ("NUMREPS", "100"), ("NUMITNS", "1000000"), ("STARTTEMP", "-1"),
             ("NUMTEMP", "10000"), ("RUNMODE", "1"), ("MISSLEVEL", "1"), ("HEURTYPE", "-1"), ("CLUMPTYPE", "0"),
             ("VERBOSITY", "2"), ("SCENNAME", "output"), ("SAVEBEST", "3"), ("SAVESUMMARY", "3"), ("SAVERUN", "3"),
             ("OUTPUTDIR", "output"))


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
    units = Table(paths["PUNAME"], ("id",), ("cost", "status", "xloc", "yloc"), faults)
    species = Table(paths["SPECNAME"], ("id",), ("target", "prop", "spf", "fpf"), faults, texts=("name",))
    held = Table(paths["PUVSPRNAME"], ("species", "pu", "amount"), (), faults)
    borders = None
    if paths["BOUNDNAME"].exists():
        borders = Table(paths["BOUNDNAME"], ("id1", "id2", "boundary"), (), faults)
    if faults:
        raise InputError(faults)
    notes = [note for table in (units, species, held, borders) if table is not None for note in table.notes()]
    unit_ids, feature_ids = units.ids("id", faults), species.ids("id", faults)
    status = units.get("status", AVAILABLE)
    units.complain(~np.isin(status, (0, 1, 2, 3)), _("the status is none of 0, 1, 2 and 3"), faults)
    rows, columns = held.places("pu", unit_ids, faults), held.places("species", feature_ids, faults)
    held.complain(held["amount"] < 0, _("the amount is negative"), faults)
    units.complain(units.get("cost", 1.0) < 0, _("the cost is negative"), faults)
    prop, target = species.get("prop", 0.0), species.get("target", 0.0)
    species.complain((prop <= 0) & (target < 0), _("the target is negative"), faults)
    species.complain(_factors(species) < 0, _("the penalty factor is negative"), faults)
    boundary = _boundary(borders, unit_ids, faults)
    if faults:
        raise InputError(faults)
    amounts = Amounts.from_entries(rows, columns, held["amount"], len(unit_ids), len(feature_ids))
    problem = Problem(amounts, units.get("cost", 1.0), np.where(prop > 0, prop * amounts.totals(), target),
                      locked_in=status == LOCKED_IN, locked_out=status == LOCKED_OUT, boundary=boundary,
                      penalty=blm if boundary is not None else 0.0)
    named = species.text("name") or [str(number) for number in feature_ids.tolist()]
    places = np.stack([units["xloc"], units["yloc"]], 1) if {"xloc", "yloc"} <= units.columns.keys() else None
    return MarxanProject(problem, unit_ids, feature_ids, tuple(_unguarded(name) for name in named),
                         _factors(species), status == INITIAL, places, tuple(notes))


def _factors(species: Table) -> np.ndarray:
    """SPF (features,), which newer versions call FPF; 1 without either."""
    return species["fpf"] if "fpf" in species.columns else species.get("spf", 1.0)


def _settings(folder: Path, faults: Faults) -> dict[str, str]:
    """input.dat: a name and a value a line."""
    path = folder / "input.dat"
    if not path.exists():
        return {}
    pairs = [line.split(None, 1) for line in text_of(path, faults).splitlines()]
    return {pair[0].upper(): pair[1].strip().strip('"') for pair in pairs if len(pair) == 2}


def _blm(settings: Mapping[str, str], faults: Faults) -> float:
    value = number_of(settings.get("BLM", "0"))
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
        named = [text.replace("\\", "/") for text in (inner, settings.get(key, usual))]
        path = _inside(root, *named)
        if path is None:
            faults.append((_("{file} names a file outside of its folder: {path}.").format(
                file="input.dat", path="/".join(named)),
                _("Put all files of the project into its folder, and name them from there.")))
        else:
            paths[key] = path
    return paths


def _inside(root: Path, *named: str) -> Optional[Path]:
    """The file below a folder, links followed; None when it is not below it, or is named with a drive."""
    try:
        path = root.joinpath(*named).resolve()
        path.relative_to(root)
    except (ValueError, OSError, RuntimeError):
        return None
    return None if any(":" in text for text in named) else path


def _boundary(table: Optional[Table], unit_ids: np.ndarray, faults: Faults) -> Optional[Boundary]:
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
    if problem.boundary is None:
        with contextlib.suppress(FileNotFoundError):  # of an earlier project; it would be read
            (inner / NAMES["BOUNDNAME"]).unlink()
    else:
        border, outside = problem.boundary, np.flatnonzero(problem.boundary.exposed)
        _write(inner / NAMES["BOUNDNAME"], ["id1", "id2", "boundary"], [
            project.unit_ids[np.concatenate([border.first, outside])],
            project.unit_ids[np.concatenate([border.second, outside])],
            np.concatenate([border.shared, border.edge_factor * border.exposed[outside]])])
    with publishing(folder / "input.dat") as temporary:
        lines = [f"{key} {value}" for key, value in (*settings, *_SETTINGS)]
        temporary.write_bytes(("\n".join(lines) + "\n").encode())


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
