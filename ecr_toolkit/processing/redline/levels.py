"""Coordination between levels: roll-up and allocation, rounds, sign-offs, and drafts that units bring."""

from datetime import date
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingOutputFile, QgsProcessingParameterMatrix

from ...coordination.drafts.differences import BEYOND_BORDER, GAP_FILLED, MENDED, SELF_OVERLAP
from ...coordination.levels.places import LEVELS
from ...errors import ToolkitError
from ...feedback import Feedback
from ...languages.messages import _
from ...pilot.pilot import Pilot
from ...pilot.tables import read_table
from ...steps import drafts, levels
from ..drawn_algorithm import DrawnAlgorithm
from ..planning.parameters import add, add_numbers, choice, helped, number, text_line

FIGURE, PERCENT, LEVELS_TABLE, ALLOCATION = "NATIONAL_KM2", "NATIONAL_PERCENT", "LEVELS", "ALLOCATION"
LEVEL, WHO, REASON, REASONS, UNIT = "LEVEL", "WHO", "REASON", "UNIT_REASONS", "UNIT"
ROUND, UNITS, SIGNATURES, TO_SIGN = "ROUND", "ROUND_UNITS", "SIGNATURES", "TO_SIGN"
DIFFERENCES, DRAFT_UNITS = "DIFFERENCES", "DRAFT_UNITS"
KINDS = {"BEYOND_BORDER_KM2": BEYOND_BORDER, "GAP_FILLED_KM2": GAP_FILLED, "SELF_OVERLAP_KM2": SELF_OVERLAP,
         "MENDED_KM2": MENDED}


class LevelTables(DrawnAlgorithm):
    """A pilot → its redline by country, province and county, and a national figure shared out."""

    def name(self) -> str:
        return "levels"

    def displayName(self) -> str:
        return _("Redline by level, and a national figure shared out")

    def shortHelpString(self) -> str:
        return _("Adds the redline up from counties to provinces to the country, and shares a national figure out to "
                 "them in proportion to their candidate area. Every level is exactly the sum of the one below; what "
                 "lies in no county has a row of its own. Without a figure the present redline is shared out.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        add(self,
            number(FIGURE, _("National figure (km²)"), _("Empty: the area of the redline as it is."), None, 0, 1e8,
                   optional=True),
            number(PERCENT, _("National figure (per cent of the country)"), _("In place of an area in km²."), None, 0,
                   100, optional=True))
        self.addOutput(QgsProcessingOutputFile(LEVELS_TABLE, _("Table of levels")))
        self.addOutput(QgsProcessingOutputFile(ALLOCATION, _("Table of the figure shared out")))

    def _work(self, pilot: Pilot, parameters: dict[str, Any], context: QgsProcessingContext,
              feedback: Feedback) -> dict[str, Any]:
        km2, percent = (None if parameters.get(name) is None else self.parameterAsDouble(parameters, name, context)
                        for name in (FIGURE, PERCENT))
        figure = levels.figure_of(pilot, km2, percent)
        levels.publish_levels(pilot, feedback.part(0, 0.5))
        found = {LEVELS_TABLE: str(pilot.table(levels.LEVELS))}
        if figure is not None:
            levels.publish_allocation(pilot, figure, feedback.part(0.5, 1))
            found[ALLOCATION] = str(pilot.table(levels.ALLOCATION))
        return found


class OpenRound(DrawnAlgorithm):
    """A pilot → the next round of its redline."""

    def name(self) -> str:
        return "openround"

    def displayName(self) -> str:
        return _("Put the redline to the units as a round")

    def shortHelpString(self) -> str:
        return _("Keeps the redline as it is now as the next round, with the area of every province and county before "
                 "and after and the reasons. A round is never changed again. Sign-offs of units whose line stays the "
                 "same remain; those of units whose line changed are void.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        add(self,
            choice(LEVEL, _("Level that acted"), _("Who changed or checked the line."), map(_, LEVELS.values())),
            text_line(WHO, _("Opened by"), _("A person or an office.")),
            text_line(REASON, _("Reason"), _("Why the line is put to the units now.")),
            helped(QgsProcessingParameterMatrix(REASONS, _("Reasons of single units"), 0, False,
                                                [_("Code"), _("Reason")], optional=True),
                   _("For units or counties with a reason of their own; all others have the common one.")))
        add_numbers(self, {ROUND: _("Number of the round")})
        self.addOutput(QgsProcessingOutputFile(UNITS, _("Table of differences")))

    def _work(self, pilot: Pilot, parameters: dict[str, Any], context: QgsProcessingContext,
              feedback: Feedback) -> dict[str, Any]:
        level = list(LEVELS)[self.parameterAsEnum(parameters, LEVEL, context)]
        who, why = (self.parameterAsString(parameters, name, context) for name in (WHO, REASON))
        cells = [str(cell).strip() for cell in self.parameterAsMatrix(parameters, REASONS, context)]
        own = {code: reason for code, reason in zip(cells[::2], cells[1::2]) if code}
        opened = levels.open_round(pilot, level, who, why, date.today(), own)
        return {ROUND: opened, UNITS: str(pilot.table(levels.ROUND_UNITS))}


class SignOff(DrawnAlgorithm):
    """A province or county → its sign-off of its line in the last round."""

    def name(self) -> str:
        return "signoff"

    def displayName(self) -> str:
        return _("Sign a unit off")

    def shortHelpString(self) -> str:
        return _("Notes that a province or county agrees to its line in the last round. The line must still be that of "
                 "the round. When the line of this unit changes later, its sign-off is void; changes elsewhere do not "
                 "touch it.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        add(self, text_line(UNIT, _("Unit"), _("Code of the province or county.")),
            text_line(WHO, _("Signed by"), _("A person or an office.")))
        add_numbers(self, {ROUND: _("Number of the round"), TO_SIGN: _("Units that have still to sign")})
        self.addOutput(QgsProcessingOutputFile(SIGNATURES, _("Table of sign-offs")))

    def _work(self, pilot: Pilot, parameters: dict[str, Any], context: QgsProcessingContext,
              feedback: Feedback) -> dict[str, Any]:
        code, who = (self.parameterAsString(parameters, name, context).strip() for name in (UNIT, WHO))
        signed, left = levels.sign_off(pilot, code, who, date.today())
        feedback.say(_("Still to sign: {names}.").format(names=", ".join(left)) if left else
                     _("All units have signed."))
        return {ROUND: signed, TO_SIGN: len(left), SIGNATURES: str(pilot.table(levels.SIGNATURES))}


class MergeDrafts(DrawnAlgorithm):
    """A pilot whose units brought drafts → the redline drawn with them, and where it differs from them."""

    def name(self) -> str:
        return "mergedrafts"

    def displayName(self) -> str:
        return _("Merge the drafts of units")

    def shortHelpString(self) -> str:
        return _("Draws the redline with the drafts that the recipe names (coordination.drafts). A draft is cut at the "
                 "border of its unit; where it runs along the border within the distance of the recipe (gap_m) and "
                 "stops short of it, it is filled up to the border. All differences are a layer and a table.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        super().initAlgorithm(configuration)
        self.addOutput(QgsProcessingOutputFile(DIFFERENCES, _("Table of differences")))
        self.addOutput(QgsProcessingOutputFile(DRAFT_UNITS, _("Table of units with drafts")))
        add_numbers(self, {
            "BEYOND_BORDER_KM2": _("Beyond the border, cut (km²)"),
            "GAP_FILLED_KM2": _("Filled up to the border (km²)"),
            "SELF_OVERLAP_KM2": _("Overlaps within drafts (km²)"),
            "MENDED_KM2": _("Polygons that were mended (km²)")})

    def _work(self, pilot: Pilot, parameters: dict[str, Any], context: QgsProcessingContext,
              feedback: Feedback) -> dict[str, Any]:
        if not pilot.recipe["coordination"]["drafts"]:
            raise ToolkitError(_("The recipe names no drafts of units."),
                               _("Write them into pilot.json (coordination.drafts): code of the unit and GeoPackage."))
        rows = read_table(pilot.table(drafts.DIFFERENCES))
        sums = {name: round(sum(float(row["area_km2"]) for row in rows if row["kind"] == kind), 4)
                for name, kind in KINDS.items()}
        return {DIFFERENCES: str(pilot.table(drafts.DIFFERENCES)), DRAFT_UNITS: str(pilot.table(drafts.UNITS)), **sums}


ALGORITHMS = (LevelTables, OpenRound, SignOff, MergeDrafts)
