"""What is set aside, as three layers: protected areas, other effective measures, the redline."""

from qgis.core import QgsProcessingAlgorithm

from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.layers import polygons
from ...planning.estate import Estate
from .given import Given
from .layers_in import read_union
from .parameters import add, vector

PROTECTED, OECM, REDLINE = "PROTECTED", "OECM", "REDLINE"


def add_estate(algorithm: QgsProcessingAlgorithm) -> None:
    add(algorithm,
        vector(PROTECTED, _("Protected areas"), _("Polygons of the protected areas that count; where they overlap, "
                                                  "their area counts once.")),
        vector(OECM, _("Other effective measures (OECM)"),
               _("Polygons of other effective area-based conservation measures; what of them lies in protected areas "
                 "counts as protected area."), True),
        vector(REDLINE, _("Redline"), _("Polygons of the redline. With them the tables tell its coverage too: of the "
                                        "redline, of it and what is protected together, and of what it adds."), True))


def estate_of(given: Given, crs: str, feedback: Feedback) -> Estate:
    """What the user gave, in an equal-area system. Raises Cancelled."""
    protected, oecm = (read_union(given.source(name), crs, feedback) for name in (PROTECTED, OECM))
    redline = read_union(given.source(REDLINE), crs, feedback) if given.has(REDLINE) else None
    return Estate(protected, polygons(oecm.Difference(protected)), redline)
