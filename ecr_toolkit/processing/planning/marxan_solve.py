"""A Marxan folder solved, with a bound, and scored as Marxan scores (methods.md §7.2)."""

from typing import Any

import numpy as np

from ...feedback import Feedback
from ...languages.messages import _
from ...planning.marxan import read_marxan, write_solution
from ...planning.selection.score import marxan_score
from .given import Given
from .parameters import add, add_numbers, folder, table
from .planning_algorithm import PlanningAlgorithm
from .selection import add_solution, add_solving, solved, told

FOLDER, SOLUTION, SCORE = "FOLDER", "SOLUTION", "SCORE"


class MarxanSolve(PlanningAlgorithm):
    """Marxan's files → the cheapest selection that meets every target."""

    def name(self) -> str:
        return "marxansolve"

    def displayName(self) -> str:
        return _("Solve a Marxan project")

    def shortHelpString(self) -> str:
        return _("Reads the files of a Marxan project and selects the units that meet every target at least cost, with "
                 "the boundary counted by its BLM. Where Marxan searches at random, this proves how far the selection "
                 "can be from the best one. The score is Marxan's own, to compare with its runs.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        add(self, folder(FOLDER, _("Folder of the Marxan project"),
                         _("It holds input.dat, or pu.dat, spec.dat, puvsp.dat and, where boundaries count, "
                           "bound.dat.")))
        add_solving(self)
        add(self, table(SOLUTION, _("Solution"), ("planning_unit", "solution")))
        add_solution(self)
        add_numbers(self, {SCORE: _("Marxan's score")})

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        project = read_marxan(given.path(FOLDER))
        for note in project.notes:
            feedback.say(note)
        problem = project.problem
        solution = solved(given, problem, feedback)
        write_solution(given.output(SOLUTION), project.unit_ids, solution.selected)
        return {SOLUTION: str(given.output(SOLUTION)),
                SCORE: marxan_score(problem, solution.selected, problem.penalty, project.spf),
                **told(given, project.names, np.ones(len(project.names)), problem, solution, feedback)}
