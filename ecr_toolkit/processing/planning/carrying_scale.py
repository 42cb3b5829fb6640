"""Carrying scale of farmland and towns, from numbers (methods.md §4.3)."""

from typing import Any, Optional

from qgis.core import QgsProcessingOutputString

from ...errors import InputError
from ...feedback import Feedback
from ...languages.messages import N_, _
from ...pilot.tables import write_table
from ...planning.carrying import LIMITS, STATUSES, CarryingScale, agricultural_scale, urban_scale
from .given import Given
from .parameters import add, add_numbers, number, table
from .planning_algorithm import PlanningAlgorithm

FARMLAND, URBAN = "FARMLAND", "URBAN"
TITLES = {FARMLAND: N_("Farmland"), URBAN: N_("Urban land")}
LAND, WATER, PRESENT = "{subject}_LAND_HA", "{subject}_WATER_M3", "{subject}_PRESENT_HA"
QUOTA, RAIN_FED, PER_PERSON, LAND_PER_PERSON = "QUOTA_M3_HA", "RAIN_FED_HA", "PERSON_M3", "PERSON_HA"
MOST, LOAD, STATUS, TABLE = "{subject}_MOST_HA", "{subject}_LOAD", "{subject}_STATUS", "TABLE"
COLUMNS = ("subject", "land_ha", "water_ha", "most_ha", "limit", "present_ha", "load", "status")


class Carrying(PlanningAlgorithm):
    """Land, water and needs → the largest farmland and urban land, and how loaded they are."""

    def name(self) -> str:
        return "carryingscale"

    def displayName(self) -> str:
        return _("Carrying scale")

    def shortHelpString(self) -> str:
        return _("The largest area of farmland, and of urban land, is the smaller of what suitable land and what water "
                 "allow. Load is the present area over the largest: up to 0.8 surplus, up to 1 critical, above it "
                 "overloaded. Farmland, towns or both can be assessed; each needs its land and its water.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        def given(name: str, title: str, text: str, default: Optional[float] = None, low: float = 0,
                  high: float = 1e15) -> None:
            add(self, number(name, title, text, default, low, high, optional=True))

        given(LAND.format(subject=FARMLAND), _("Land suitable for agriculture (ha)"),
              _("Suitable and generally suitable land outside of extremely important cells."))
        given(WATER.format(subject=FARMLAND), _("Water for agriculture (m³/yr)"), _("What is available in a year."))
        given(QUOTA, _("Gross irrigation quota (m³/ha/yr)"), _("Water that a hectare needs in a year, with losses."),
              low=1e-6)
        given(RAIN_FED, _("Farmland that needs no irrigation (ha)"),
              _("Suitable land that rain alone waters; part of the suitable land."), 0)
        given(PRESENT.format(subject=FARMLAND), _("Present farmland (ha)"), _("Empty: no load is told."))
        given(LAND.format(subject=URBAN), _("Land suitable for towns (ha)"), _("Outside of extremely important cells."))
        given(WATER.format(subject=URBAN), _("Water for towns (m³/yr)"), _("What is available in a year."))
        given(PER_PERSON, _("Water for a person in a town (m³/yr)"), _("40 to 150 is usual."), 100, 1e-6)
        given(LAND_PER_PERSON, _("Urban land for a person (ha)"), _("0.008 to 0.015 is usual."), 0.01)
        given(PRESENT.format(subject=URBAN), _("Present urban land (ha)"), _("Empty: no load is told."))
        add(self, table(TABLE, _("Carrying scale"), COLUMNS))
        for subject, title in TITLES.items():
            add_numbers(self, {name.format(subject=subject): _("{subject}: {note}.").format(subject=_(title), note=note)
                               for name, note in ((MOST, _("largest area, ha")), (LOAD, _("load")))})
            self.addOutput(QgsProcessingOutputString(STATUS.format(subject=subject), _("{subject}: {note}.").format(
                subject=_(title), note=_("status by load"))))

    def _work(self, given: Given, feedback: Feedback) -> dict[str, Any]:
        scales = {FARMLAND: _of_farmland(given), URBAN: _of_towns(given)}
        if all(scale is None for scale in scales.values()):
            raise InputError([(_("Neither farmland nor towns can be assessed: numbers are missing."),
                               _("Give land, water and quota for farmland, or land and water for towns."))])
        rows, results = [], {}
        for subject, scale in scales.items():
            if scale is None:
                continue
            row = _row(subject, scale, given)
            rows.append(row)
            results[MOST.format(subject=subject)] = row["most_ha"]
            if row.get("status"):
                results[STATUS.format(subject=subject)] = _(STATUSES[row["status"]])
            if row.get("load") is not None:
                results[LOAD.format(subject=subject)] = row["load"]
            feedback.say(_("{subject}: {limit} sets the limit.").format(subject=_(TITLES[subject]),
                                                                       limit=_(LIMITS[scale.limit])))
        write_table(given.output(TABLE), COLUMNS, rows)
        return {TABLE: str(given.output(TABLE)), **results}


def _of_farmland(given: Given) -> Optional[CarryingScale]:
    names = LAND.format(subject=FARMLAND), WATER.format(subject=FARMLAND), QUOTA
    if not all(given.has(name) for name in names):
        return None
    return agricultural_scale(*(given.number(name) for name in (*names, RAIN_FED)))


def _of_towns(given: Given) -> Optional[CarryingScale]:
    names = LAND.format(subject=URBAN), WATER.format(subject=URBAN)
    if not all(given.has(name) for name in names):
        return None
    return urban_scale(*(given.number(name) for name in (*names, PER_PERSON, LAND_PER_PERSON)))


def _row(subject: str, scale: CarryingScale, given: Given) -> dict[str, Any]:
    row = {"subject": subject.lower(), "land_ha": round(scale.land_ha, 2), "water_ha": round(scale.water_ha, 2),
           "most_ha": round(scale.most_ha, 2), "limit": scale.limit}
    if given.has(PRESENT.format(subject=subject)):
        present = given.number(PRESENT.format(subject=subject))
        load = scale.load(present)
        row.update(present_ha=present, load=None if load is None else round(load, 4),
                   status=scale.status(present))
    return row
