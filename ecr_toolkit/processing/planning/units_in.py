"""Planning units from a layer of polygons: cost, amounts of features, locks, borders."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
from qgis.core import QgsDistanceArea, QgsFeature, QgsGeometry, QgsProcessingAlgorithm, QgsProcessingFeatureSource

from ...errors import InputError
from ...feedback import Feedback
from ...languages.messages import _
from ...planning.selection.border import Boundary
from .borders import boundary_of
from .given import Given
from .layers_in import check_fields, crs_of, no_features, plain, qgis_features
from .parameters import add, field, vector

UNITS, COST_FIELD, FEATURE_FIELDS = "UNITS", "COST_FIELD", "FEATURE_FIELDS"
LOCK_IN, LOCK_OUT = "LOCK_IN_FIELD", "LOCK_OUT_FIELD"
_NO = ("", "0", "no", "false", "f", "n")


@dataclass(frozen=True, eq=False)
class PlanningUnits:
    """``rows``: the features as they came; ``amounts`` (features, units) of the fields ``names``; ``cost``,
    ``locked_in`` and ``locked_out`` (units,); ``measure`` knows lengths and areas on the ellipsoid."""

    rows: Sequence[QgsFeature]
    names: Sequence[str]
    amounts: np.ndarray
    cost: np.ndarray
    locked_in: np.ndarray
    locked_out: np.ndarray
    measure: QgsDistanceArea
    geographic: bool

    def boundary(self, feedback: Feedback, edge_factor: float = 1.0) -> Boundary:
        """Borders in km. Raises Cancelled."""
        return boundary_of([row.geometry() for row in self.rows], self.geographic, self.measure, edge_factor, feedback)


def add_units(algorithm: QgsProcessingAlgorithm) -> None:
    add(algorithm,
        vector(UNITS, _("Planning units"), _("Polygons that do not overlap, such as cells of a grid or small basins.")),
        field(COST_FIELD, _("Field of the cost"), _("Cost of each unit, zero or more. Empty: its area in km²."), UNITS,
              True, numeric=True),
        field(FEATURE_FIELDS, _("Fields of the features"), _("A field for each feature: how much of it a unit holds, "
                                                             "zero or more; empty values count as zero."), UNITS,
              several=True, numeric=True),
        field(LOCK_IN, _("Field of units that must be in"), _("Units with a value other than 0, no or false are always "
                                                              "selected."), UNITS, True),
        field(LOCK_OUT, _("Field of units that must stay out"), _("Units with a value other than 0, no or false are "
                                                                  "never selected."), UNITS, True))


def units_of(given: Given, feedback: Feedback) -> PlanningUnits:
    """What the user gave. Raises InputError, Cancelled."""
    source = given.source(UNITS)
    crs_of(source)
    rows = [row for row in qgis_features(source, feedback) if row.hasGeometry()]
    if not rows:
        raise no_features(source)
    measure = _measure(given, source)
    names = given.fields(FEATURE_FIELDS)
    check_fields(source, [*names, *(given.field(one) for one in (COST_FIELD, LOCK_IN, LOCK_OUT) if given.has(one))])
    cost = column(rows, given.field(COST_FIELD)) if given.has(COST_FIELD) else _km2(rows, measure)
    return PlanningUnits(
        rows, names, np.stack([np.nan_to_num(column(rows, name)) for name in names]), cost,
        _flags(rows, given.field(LOCK_IN)), _flags(rows, given.field(LOCK_OUT)), measure,
        source.sourceCrs().isGeographic())


def _measure(given: Given, source: QgsProcessingFeatureSource) -> QgsDistanceArea:
    measure = QgsDistanceArea()
    measure.setSourceCrs(source.sourceCrs(), given.context.transformContext())
    measure.setEllipsoid(source.sourceCrs().ellipsoidAcronym())
    return measure


def _km2(rows: Sequence[QgsFeature], measure: QgsDistanceArea) -> np.ndarray:
    def area(outline: QgsGeometry) -> float:
        return measure.measureArea(outline if outline.isGeosValid() else outline.makeValid()) / 1e6

    return np.array([area(row.geometry()) for row in rows])


def column(rows: Sequence[QgsFeature], name: str) -> np.ndarray:
    """Numbers (units,) of a field, NaN where there are none; InputError for texts that are no numbers."""
    values = [plain(row[name]) for row in rows]
    try:
        return np.array([np.nan if value is None else float(value) for value in values])
    except ValueError as fault:
        raise InputError([(_("The field “{field}” holds texts that are no numbers.").format(field=name),
                           _("Choose a field of numbers, or turn it into one with the field calculator."))]) from fault


def _flags(rows: Sequence[QgsFeature], name: Optional[str]) -> np.ndarray:
    if not name:
        return np.zeros(len(rows), bool)
    return np.array([_is_set(plain(row[name])) for row in rows])


def _is_set(value: Any) -> bool:
    if value is None or isinstance(value, (bool, int, float)):
        return bool(value)
    return str(value).strip().lower() not in _NO
