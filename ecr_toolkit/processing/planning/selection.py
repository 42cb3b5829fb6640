"""What every selection asks for and tells: targets, objective, budget; cost, bound, gap, targets met."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Optional

import numpy as np
from qgis.core import QgsProcessingAlgorithm

from ...errors import InputError
from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.tables import read_table, write_table
from ...planning.selection.amounts import Amounts
from ...planning.selection.delimited import number_of
from ...planning.selection.problem import OBJECTIVES, Problem, Solution
from ...planning.selection.solve import solve
from .given import Given
from .parameters import add, add_numbers, advanced, choice, file, number, percent, table

TARGET, TARGETS, OBJECTIVE, GAP, SECONDS, FEATURES = "TARGET", "TARGETS", "OBJECTIVE", "GAP", "SECONDS", "FEATURES"
COST, VALUE, BOUND, GAP_PERCENT = "COST", "OBJECTIVE_VALUE", "BOUND", "GAP_PERCENT"
TARGETS_MET, SELECTED_COUNT = "TARGETS_MET", "SELECTED_COUNT"
COLUMNS = ("feature", "total", "target_percent", "held", "held_percent", "met")


def add_targets(algorithm: QgsProcessingAlgorithm) -> None:
    add(algorithm,
        percent(TARGET, _("Target (%)"), _("Share of the total of every feature that the selection is to hold."), 30),
        file(TARGETS, _("Targets of single features"),
             _("CSV with the columns feature and target_percent; other features have the target above."), True, "csv"))


def add_objective(algorithm: QgsProcessingAlgorithm) -> None:
    add(algorithm, choice(OBJECTIVE, _("Objective"), _(
        "Cheapest: the least cost at which every target is met, without a budget. The other two stay within the "
        "budget; amounts count as shares of the total of their feature."),
        [_("cheapest that meets every target"), _("most of every feature within the budget"),
         _("smallest shortfall of targets within the budget")]))


def add_solving(algorithm: QgsProcessingAlgorithm) -> None:
    add(algorithm,
        percent(GAP, _("Gap that is good enough (%)"), _("How far the objective may be from the bound that no "
                                                         "selection can beat."), 1),
        advanced(number(SECONDS, _("Longest time to solve (s)"), _("Roughly; then the best selection so far is "
                                                                   "taken."), 120, 1, 86400)))


def add_solution(algorithm: QgsProcessingAlgorithm) -> None:
    add(algorithm, table(FEATURES, _("Features"), COLUMNS, optional=True))
    add_numbers(algorithm, {
        COST: _("Cost of the selection"), VALUE: _("Value of the objective"),
        BOUND: _("Bound that no selection can beat"), GAP_PERCENT: _("Gap between objective and bound, %"),
        TARGETS_MET: _("Targets met"), SELECTED_COUNT: _("Units selected")})


def shares_wanted(given: Given, names: Sequence[str]) -> np.ndarray:
    """Share (0-1) of every feature that is wanted (features,). InputError for what the table has wrong."""
    wanted = dict.fromkeys(names, given.number(TARGET))
    path = given.path(TARGETS)
    faults = []
    for row in read_table(path, ("feature", "target_percent")) if path else ():
        value = number_of(row["target_percent"])
        if row["feature"] not in wanted:
            faults.append((_("The table of targets names a feature that is not there: {name}.").format(
                name=row["feature"]), _("Choose from: {names}.").format(names=", ".join(names))))
        elif value is None or not 0 <= value <= 100:
            faults.append((_("The target of “{name}” is no percentage: {text}.").format(
                name=row["feature"], text=row["target_percent"]), _("Write a number from 0 to 100.")))
        else:
            wanted[row["feature"]] = value
    if faults:
        raise InputError(faults)
    return np.array([wanted[name] for name in names]) / 100


def problem_of(given: Given, names: Sequence[str], amounts: np.ndarray, budget: Optional[float],
               **others: Any) -> Problem:
    """The problem of features (features, units) whose amounts count as shares of their total. ``others``: cost, locks,
    boundary and its penalty."""
    totals = amounts.sum(axis=1)
    held = totals != 0
    shares = np.divide(amounts, totals[:, np.newaxis], out=np.zeros_like(amounts), where=held[:, np.newaxis])
    for name in np.array(names)[~held]:
        given.warn(_("No unit holds anything of “{name}”; it has no target.").format(name=name))
    return Problem(Amounts.from_layers(list(shares)), targets=shares_wanted(given, names) * held,
                   objective=given.choice(OBJECTIVE, OBJECTIVES), budget=budget, **others)


def solved(given: Given, problem: Problem, feedback: Feedback) -> Solution:
    return solve(problem, feedback, gap=given.share(GAP), seconds=given.number(SECONDS))


def told(given: Given, names: Sequence[str], totals: np.ndarray, problem: Problem, solution: Solution,
         feedback: Feedback) -> dict[str, Any]:
    """Tell the solver, the gap and targets out of reach in the log, write the table of features; gives the outputs.
    ``totals`` (features,): what one of the problem's amounts stands for, 1 where it has the amounts themselves."""
    feedback.say(_("Solver: {name}.").format(name=_(solution.method)))
    if solution.gap is None:
        feedback.say(_("How good the selection is was not proven."))
    else:
        feedback.say(_("No selection is better by more than {percent} %.").format(percent=f"{100 * solution.gap:.3g}"))
    for one in solution.unreachable:
        given.warn(_("The target of “{name}” is out of reach: too much of it is locked out.").format(
            name=names[one.feature]))
    numbers = {COST: solution.cost, VALUE: solution.objective, TARGETS_MET: int(solution.met.sum()),
               SELECTED_COUNT: int(solution.selected.sum())}
    if solution.bound is not None and solution.gap is not None:
        numbers.update({BOUND: solution.bound, GAP_PERCENT: 100 * solution.gap})
    path: Optional[Path] = given.output(FEATURES)
    if path is None:
        return numbers
    whole = problem.amounts.totals()
    write_table(path, COLUMNS, [
        {"feature": name, "total": float(total * of_all), "target_percent": _percent(target, of_all),
         "held": float(total * held), "held_percent": _percent(held, of_all), "met": int(met)}
        for name, total, of_all, target, held, met in zip(names, totals, whole, problem.targets, solution.held,
                                                          solution.met)])
    return {**numbers, FEATURES: str(path)}


def _percent(part: float, whole: float) -> Optional[float]:
    return round(100 * float(part / whole), 4) if whole else None
