"""Stakes along the boundaries of polygons."""

from typing import Any

from qgis.core import QgsWkbTypes

from ...boundary.staking.coordinates import located
from ...boundary.staking.ground import UNKNOWN_GROUND
from ...boundary.staking.placing import Rules
from ...boundary.staking.spacing import Spacing
from ...boundary.staking.stakes import FIELDS, stakes_of
from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.layers import Feature
from ..planning.given import Given
from ..planning.layers_in import check_fields, no_features, read, working_crs
from ..planning.layers_out import write_features
from ..planning.parameters import KINDS, add, add_numbers, field, layer, number, text_line, vector
from .line_algorithm import LineAlgorithm

POLYGONS, CODE, TURN, APART, CRS = "POLYGONS", "CODE", "TURN_DEGREES", "APART_M", "CRS"
STAKES, COUNT = "STAKES", "COUNT"


class PlaceStakes(LineAlgorithm):
    """Polygons with codes → numbered stakes with coordinates (methods.md §5.9)."""

    def name(self) -> str:
        return "placestakes"

    def displayName(self) -> str:
        return _("Stakes along boundaries")

    def shortHelpString(self) -> str:
        return _("Places a stake at every turning point and junction of the boundaries, and between them where they "
                 "would be too far apart. A stake that neighbours share stands once. Numbers go with the codes of the "
                 "polygons; coordinates are in degrees, minutes and seconds and in metres.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        standard = Rules()
        add(self,
            vector(POLYGONS, _("Polygons"), _("Neighbours should share the vertices of their common lines.")),
            field(CODE, _("Field with the codes"), _("Stakes are numbered code-J0001 and so on."), POLYGONS),
            number(TURN, _("Turn (degrees)"), _("From this change of direction on a stake stands."),
                   standard.turn, 1, 179),
            number(APART, _("Farthest apart (m)"), _("No two stakes that follow each other are farther apart."),
                   standard.spacing.accessible, 10, 100_000),
            text_line(CRS, _("System of coordinates"), _("An EPSG code such as EPSG:4674, or utm for the UTM zone."),
                      "utm"),
            layer(STAKES, _("Stakes"), _("Fields: {columns}.").format(columns=", ".join(FIELDS)), False,
                  KINDS.TypeVectorPoint))
        add_numbers(self, {COUNT: _("Stakes")})

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        source, code, apart = given.source(POLYGONS), given.field(CODE), given.number(APART)
        check_fields(source, [code])
        crs = working_crs(source, feedback)
        polygons = [Feature(one.geometry, {"ecr_code": str(one.values[code] or "—")})
                    for one in read(source, crs, feedback)]
        if not polygons:
            raise no_features(source)
        rules = Rules(turn=given.number(TURN), spacing=Spacing(apart, apart))
        stakes = located(stakes_of(polygons, crs, UNKNOWN_GROUND, rules, feedback), polygons, crs, given.text(CRS))
        return {**write_features(given, STAKES, FIELDS, stakes, crs, QgsWkbTypes.Type.Point), COUNT: len(stakes)}
