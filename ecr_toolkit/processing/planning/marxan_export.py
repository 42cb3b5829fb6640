"""Planning units written as a Marxan project."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from qgis.core import QgsFeature, QgsProcessingParameterFolderDestination

from ...errors import InputError
from ...feedback import Feedback
from ...languages.messages import _
from ...planning.marxan import MarxanProject, write_marxan
from ...planning.selection.amounts import Amounts
from ...planning.selection.problem import Problem
from .given import Given
from .layers_in import check_fields
from .parameters import add, add_numbers, field, helped, number, yes_or_no
from .planning_algorithm import PlanningAlgorithm
from .selection import add_targets, shares_wanted
from .units_in import UNITS, add_units, column, units_of

ID_FIELD, BLM, SPF, BORDERS, FOLDER, UNITS_COUNT = "ID_FIELD", "BLM", "SPF", "BORDERS", "FOLDER", "UNITS_COUNT"


class MarxanExport(PlanningAlgorithm):
    """Polygons with costs and amounts → Marxan's files."""

    def name(self) -> str:
        return "marxanexport"

    def displayName(self) -> str:
        return _("Export a Marxan project")

    def shortHelpString(self) -> str:
        return _("Writes planning units, features, amounts and boundaries as the files of a Marxan project: input.dat, "
                 "pu.dat, spec.dat, puvsp.dat and bound.dat. Boundaries are in kilometres.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        add_units(self)
        add(self, field(ID_FIELD, _("Field of the ids"), _("Whole numbers, each once. Empty: units are numbered from "
                                                           "1."), UNITS, True, numeric=True))
        add_targets(self)
        add(self,
            yes_or_no(BORDERS, _("Write boundaries"), _("Shared and exposed borders of the units, in bound.dat."),
                      True),
            number(BLM, _("Boundary length modifier (BLM)"), _("What a kilometre of boundary costs."), 0, 0, 1e18),
            number(SPF, _("Penalty factor of the features (SPF)"), _("The same for all features."), 1, 0, 1e18),
            helped(QgsProcessingParameterFolderDestination(FOLDER, _("Folder of the Marxan project")),
                   _("Files of an earlier project in it are replaced.")))
        add_numbers(self, {UNITS_COUNT: _("Planning units")})

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        units = units_of(given, feedback)
        wanted = shares_wanted(given, units.names)
        boundary = units.boundary(feedback.part(0, 0.9)) if given.yes(BORDERS) or given.number(BLM) else None
        problem = Problem(Amounts.from_layers(list(units.amounts)), units.cost, wanted * units.amounts.sum(axis=1),
                          locked_in=units.locked_in, locked_out=units.locked_out, boundary=boundary,
                          penalty=given.number(BLM))
        count = len(units.names)
        if given.has(ID_FIELD):
            check_fields(given.source(UNITS), [given.field(ID_FIELD)])
        project = MarxanProject(problem, _ids(units.rows, given.field(ID_FIELD)), np.arange(1, count + 1),
                                tuple(units.names), np.full(count, given.number(SPF)), np.zeros(len(units.rows), bool),
                                _middles(units.rows))
        folder = given.output(FOLDER)
        write_marxan(folder, project)
        return {FOLDER: str(folder), UNITS_COUNT: len(units.rows)}


def _ids(rows: Sequence[QgsFeature], name: str) -> np.ndarray:
    if not name:
        return np.arange(1, len(rows) + 1)
    found = column(rows, name)
    if not np.isfinite(found).all() or (found != np.floor(found)).any() or len(np.unique(found)) < len(found):
        raise InputError([(_("The ids in the field “{name}” are not whole numbers, each once.").format(name=name),
                           _("Choose another field, or leave it empty to number the units."))])
    return found.astype(np.int64)


def _middles(rows: Sequence[QgsFeature]) -> np.ndarray:
    middles = [row.geometry().centroid().asPoint() for row in rows]
    return np.array([(point.x(), point.y()) for point in middles])
