"""Tables of the report about approved versions: what changed and why, the three checks, and the occasions to adjust
(methods.md §9.1-9.3, §9.6), as plain data."""

from collections.abc import Mapping
from typing import Any

from ..boundary.register import TYPE_NAMES
from ..coordination.versions.changes import area_by_reason
from ..coordination.versions.occasions import NO, NOT_ASSESSED, YES
from ..coordination.versions.results import AREA as AREA_CHECK
from ..coordination.versions.results import CHECKS, COUNTRY, FAIL, FUNCTION, RESULTS, UNIT, WARNING
from ..coordination.versions.triggers import REASONS
from ..languages.messages import N_
from ..models.catalogue import models
from . import wording
from .context import Context
from .coordination_tables import unit_name
from .tables import AREA, CODE, COUNT, DATA, MEASURE, NAME, WORDS, Column, Table

_KM2 = "km²"
_NO_REASON = N_("no reason given")
_OCCASIONS = {YES: N_("yes"), NO: N_("no"), NOT_ASSESSED: wording.NOT_ASSESSED}


def versions(c: Context) -> Table:
    """Every approved version, with the change of area against the one before."""
    rows = []
    for place, one in enumerate(c.versions):
        change = one.area_km2 - c.versions[place - 1].area_km2 if place else None
        rows.append(((CODE, one.number), (CODE, one.day), (DATA, one.approved_by), (DATA, one.reason), one.area_km2,
                     change, one.polygons))
    return Table("versions", N_("Approved versions"), (
        Column(N_("Version"), CODE), Column(N_("On"), CODE), Column(N_("Approved by"), DATA),
        Column(N_("Reason"), DATA), Column(N_("Redline area"), AREA, _KM2),
        Column(N_("Change"), AREA, _KM2, N_("first version")), Column(N_("Polygons"), COUNT)), rows)


def version_reasons(c: Context) -> Table:
    """What each version changed, by the recorded reason."""
    rows = [((CODE, one.number), *_by_reason(row)) for one in c.versions
            for row in area_by_reason(c.version_changes(one.number))]
    return Table("version_reasons", N_("What each version changed, by reason"), (
        Column(N_("Version"), CODE), *_BY_REASON), rows)


def compared_reasons(c: Context) -> Table:
    """The same of the last comparison."""
    return Table("compared_reasons", N_("Changes in the last comparison, by reason"), _BY_REASON,
                 [_by_reason(row) for row in c.rows("version_reasons")])


_BY_REASON = (Column(N_("Reason")), Column(N_("Polygons"), COUNT), Column(N_("Gained"), AREA, _KM2),
              Column(N_("Lost"), AREA, _KM2))


def _by_reason(row: Mapping[str, Any]) -> tuple:
    return (REASONS.get(row["reason"], _NO_REASON), row["polygons"], row["gained_km2"], row["lost_km2"])


def compared_units(c: Context) -> Table:
    """Area of every unit before and after, the country last; what polygons exchange is part of gained and lost."""
    rows = [(unit_name(c, row["unit"]), row["polygons_before"], row["polygons_after"], row["before_km2"],
             row["after_km2"], row["gained_km2"], row["lost_km2"]) for row in c.rows("version_totals")]
    return Table("compared_units", N_("The last comparison of two lines, by unit"), (
        Column(N_("Unit"), NAME), Column(N_("Polygons before"), COUNT), Column(N_("Polygons after"), COUNT),
        Column(N_("Before"), AREA, _KM2), Column(N_("After"), AREA, _KM2), Column(N_("Gained"), AREA, _KM2),
        Column(N_("Lost"), AREA, _KM2)), rows, total=True)


def check_counts(c: Context) -> Table:
    """Results of the three checks over polygons, units, types and the country."""
    found = c.rows("version_checks")
    rows = [(title, *(sum(row["check"] == check and row["result"] == result for row in found) for result in RESULTS))
            for check, title in CHECKS.items()]
    return Table("check_counts", N_("Results of the three checks, counted"), (
        Column(N_("Check")), *(Column(title, COUNT) for title in RESULTS.values())), rows if found else [])


def country_checks(c: Context) -> Table:
    """The three checks of the country as a whole."""
    return _checks(c, "country_checks", N_("The three checks for the country"), [
        row for row in c.rows("version_checks") if row["scope"] == COUNTRY])


def failed_checks(c: Context) -> Table:
    """Polygons, units and types at which a check failed or warns."""
    return _checks(c, "failed_checks", N_("Where a check failed or warns"), [
        row for row in c.rows("version_checks") if row["result"] in (FAIL, WARNING) and row["scope"] != COUNTRY],
        "version_checks")


def _checks(c: Context, id: str, caption: str, found: list, file: str = "") -> Table:
    titles = {model.id: model.title for model in models()}
    rows = [(CHECKS[row["check"]], titles.get(row["subject"]) or (WORDS, wording.NOT_APPLICABLE), _place(c, row),
             *(_number(row, name) for name in ("before", "after", "change")), RESULTS[row["result"]],
             row["reason"] or (WORDS, wording.NOT_APPLICABLE)) for row in found]
    missing = wording.NOT_ASSESSED
    return Table(id, caption, (
        Column(N_("Check")), Column(N_("Function")), Column(N_("Place"), CODE),
        Column(N_("Before"), MEASURE, missing=missing), Column(N_("After"), MEASURE, missing=missing),
        Column(N_("Change"), MEASURE, missing=missing), Column(N_("Result")), Column(N_("Remark"))), rows, wide=True,
        file=file)


def _place(c: Context, row: Mapping[str, Any]) -> tuple[str, str]:
    if row["scope"] in (COUNTRY, UNIT):
        return unit_name(c, row["place"])
    return (WORDS, TYPE_NAMES[row["place"]]) if row["place"] in TYPE_NAMES else (CODE, row["place"])


def _number(row: Mapping[str, Any], name: str) -> Any:
    """A number with its unit; what a function gives before and after has the unit of its own sum, which is not told."""
    if row[name] is None:
        return None
    kind = AREA if row["check"] == AREA_CHECK else MEASURE
    unit = "" if row["check"] == FUNCTION and name != "change" else row["value_unit"]
    return (kind, row[name], unit)


def swaps(c: Context) -> Table:
    """Losses that must be made up for in their unit, and what makes up for them."""
    rows = [(unit_name(c, row["unit"]), TYPE_NAMES.get(row["type_code"]) or (CODE, row["type_code"]), row["lost_km2"],
             row["gained_km2"], RESULTS[row["result"]], row["reason"] or (WORDS, wording.NOT_APPLICABLE))
            for row in c.rows("version_swap")]
    return Table("swaps", N_("Losses and what makes up for them"), (
        Column(N_("Unit"), NAME), Column(N_("Type")), Column(N_("Lost"), AREA, _KM2), Column(N_("Gained"), AREA, _KM2),
        Column(N_("Result")), Column(N_("Remark"))), rows)


def triggers(c: Context) -> Table:
    """Occasions to adjust the redline: whether one has come, and since when."""
    rows = [(REASONS[row["trigger"]], _OCCASIONS[row["result"]], (CODE, row["since"]) if row["since"] else
             None if row["result"] == YES else (WORDS, wording.NOT_APPLICABLE),
             row["reason"] or (WORDS, wording.NOT_APPLICABLE)) for row in c.rows("version_triggers")]
    return Table("triggers", N_("Occasions to adjust the redline"), (
        Column(N_("Occasion")), Column(N_("Has it come?")), Column(N_("Since"), CODE, missing=wording.NOT_STATED),
        Column(N_("Remark"))), rows)


def retired(c: Context) -> Table:
    """Codes of earlier versions that are out of use and never given again."""
    rows = [((CODE, row["code"]), (DATA, row["name"]) if row["name"] else None, unit_name(c, row["unit"]),
             row["area_km2"], (CODE, row["last_version"])) for row in c.rows("version_retired")]
    return Table("retired", N_("Codes that are out of use"), (
        Column(N_("Code"), CODE), Column(N_("Name"), DATA, missing=wording.NOT_STATED), Column(N_("Unit"), NAME),
        Column(N_("Area"), AREA, _KM2), Column(N_("Last version"), CODE)), rows, file="version_retired")


TABLES = (versions, version_reasons, compared_units, compared_reasons, check_counts, country_checks, failed_checks,
          swaps, triggers, retired)
