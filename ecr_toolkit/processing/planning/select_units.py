"""Selection of planning units that are polygons (methods.md §7.2)."""

from typing import Any

from qgis.core import QgsFeature, QgsField, QgsFields
from qgis.PyQt.QtCore import QVariant

from ...feedback import Feedback
from ...languages.messages import _
from .given import Given
from .layers_out import put
from .parameters import add, layer, number
from .planning_algorithm import PlanningAlgorithm
from .selection import add_objective, add_solution, add_solving, add_targets, problem_of, solved, told
from .units_in import UNITS, PlanningUnits, add_units, units_of

BUDGET, PENALTY, EDGE, SELECTED, FIELD = "BUDGET", "PENALTY", "EDGE_FACTOR", "SELECTED", "selected"


class SelectUnits(PlanningAlgorithm):
    """Polygons with costs and amounts → which of them to select."""

    def name(self) -> str:
        return "selectunits"

    def displayName(self) -> str:
        return _("Select planning units (polygons)")

    def shortHelpString(self) -> str:
        return _("Selects the planning units that meet the targets of all features at least cost, or give most within "
                 "a budget. The log tells how the problem was solved and how far the selection can be from the best "
                 "one. A boundary penalty makes selections compact.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        add_units(self)
        add_targets(self)
        add_objective(self)
        add(self, number(BUDGET, _("Budget"), _("In the unit of the costs; needed by the two objectives within a "
                                                "budget."), None, 0, 1e18, optional=True))
        add(self,
            number(PENALTY, _("Boundary penalty"), _("What a kilometre of boundary costs, in the unit of the "
                                                     "objective; 0: boundaries do not count."), 0, 0, 1e18),
            number(EDGE, _("Edge factor"), _("How much of a border that no other unit touches counts: 1 like any "
                                             "border, 0 not at all."), 1, 0, 1))
        add_solving(self)
        add(self, layer(SELECTED, _("Selected units"), _("All units with all their fields and the field “{name}”: 1 "
                                                         "selected, 0 not.").format(name=FIELD)))
        add_solution(self)

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        units = units_of(given, feedback)
        penalty, boundary = given.number(PENALTY), None
        if penalty:
            boundary = units.boundary(feedback.part(0, 0.4), given.number(EDGE))
        problem = problem_of(given, units.names, units.amounts, given.number(BUDGET) if given.has(BUDGET) else None,
                             cost=units.cost, locked_in=units.locked_in, locked_out=units.locked_out,
                             boundary=boundary, penalty=penalty)
        solution = solved(given, problem, feedback.part(0.4, 0.95))
        written = _write(given, units, solution.selected)
        return {**written, **told(given, units.names, units.amounts.sum(axis=1), problem, solution, feedback)}


def _write(given: Given, units: PlanningUnits, selected: Any) -> dict[str, str]:
    source = given.source(UNITS)
    kept = [place for place, field in enumerate(source.fields()) if field.name().lower() != FIELD]
    fields = QgsFields()
    for place in kept:
        fields.append(source.fields()[place])
    fields.append(QgsField(FIELD, QVariant.Int))
    sink, name = given.sink(SELECTED, fields, source.wkbType(), source.sourceCrs())
    for row, inside in zip(units.rows, selected.tolist()):
        written = QgsFeature(fields)
        written.setGeometry(row.geometry())
        values = row.attributes()
        written.setAttributes([*(values[place] for place in kept), int(inside)])
        put(sink, written)
    return {SELECTED: name}
