"""The demarcation report: the results of a pilot, from a summary to the register."""

from collections.abc import Sequence
from typing import Any

from ..languages.messages import N_
from . import (
    boundary_tables,
    charts,
    conflict_tables,
    contribution_tables,
    coordination_tables,
    decision_tables,
    effect_tables,
    level_tables,
    line_charts,
    planning_tables,
    provenance,
    space_tables,
    tables,
    version_tables,
)
from .context import Context
from .document import Chapter, Content, Document
from .figures import figures

_CHAPTERS = (
    Chapter("summary", N_("Summary"), True),
    Chapter("country", N_("The country and its administrative units"), True),
    Chapter("data", N_("Data and assumptions")),
    Chapter("functions", N_("Importance of ecosystem functions"), True),
    Chapter("sensitivity", N_("Ecological sensitivity"), True),
    Chapter("integration", N_("Integrated importance, sensitivity and protection level")),
    Chapter("gaps", N_("Gap analysis"), True),
    Chapter("target3", N_("Target 3 and connectivity"), True),
    Chapter("thresholds", N_("Thresholds"), True),
    Chapter("scenarios", N_("Scenarios"), True),
    Chapter("boundary", N_("Boundary of the redline"), True),
    Chapter("effectiveness", N_("Effectiveness of the redline"), True),
    Chapter("quality", N_("Quality checks")),
    Chapter("conflicts", N_("Conflicts with other uses"), True),
    Chapter("spaces", N_("Spaces, and suitability for agriculture and towns"), True),
    Chapter("corridors", N_("Corridors")),
    Chapter("coordination", N_("Coordination between units"), True),
    Chapter("levels", N_("Levels of administration, rounds and sign-offs"), True),
    Chapter("decisions", N_("Record of decisions"), True),
    Chapter("versions", N_("Approved versions and supervision"), True),
    Chapter("contributions", N_("Contributions to global goals and national plans"), True),
    Chapter("not_assessed", N_("What was not assessed, and why"), True),
    Chapter("provenance", N_("Provenance")),
    Chapter("annex_register", N_("Annex: register"), True),
    Chapter("annex_protected", N_("Annex: protected areas"), True),
    Chapter("annex_gaps", N_("Annex: classes by administrative unit"), True),
)


def _chapters(_c: Context) -> Sequence[Chapter]:
    return _CHAPTERS


def _content(c: Context) -> Content:
    return Content(report_tables(c), (charts.services(tables.services(c)), charts.unit_shares(tables.units(c)),
                                      line_charts.curves(c), effect_tables.service_chart(c),
                                      effect_tables.species_chart(c)), report_facts(c))


def report_tables(c: Context) -> dict[str, Any]:
    """Every table of the report by id; ``unit_gaps``, ``places`` and ``suitability`` are lists of them."""
    models = [*c.functions, *c.sensitivities]
    made = [make(c) for make in (
        tables.key_numbers, tables.units, tables.inputs, tables.ranges, tables.remarks, tables.grading, tables.totals,
        tables.function_coverage, tables.sensitivity_coverage, tables.integrated_coverage, tables.services,
        tables.protected_areas, tables.register, *planning_tables.TABLES, *boundary_tables.TABLES,
        *conflict_tables.TABLES, *space_tables.TABLES, *coordination_tables.TABLES, *level_tables.TABLES,
        *effect_tables.TABLES, *contribution_tables.TABLES, *version_tables.TABLES, *decision_tables.TABLES,
        provenance.not_assessed, provenance.out_of_scope, provenance.choices, provenance.methods,
        provenance.substitutes, provenance.cross_check, provenance.runs, provenance.software)]
    made += [provenance.parameters(c, models), provenance.models_used(c, models)]
    return {**{table.id: table for table in made}, "unit_gaps": tables.unit_coverage(c),
            "places": planning_tables.places(c), "suitability": space_tables.suitability(c)}


def report_facts(c: Context) -> dict[str, Any]:
    """Single numbers that sentences quote, by subject."""
    return {"conflicts": conflict_tables.conflict_facts(c), "corridors": space_tables.corridor_facts(c),
            "effect": effect_tables.effect_facts(c), "signatures": level_tables.signature_facts(c),
            "stakes": boundary_tables.stake_facts()}


DEMARCATION_REPORT = Document("demarcation_report", N_("Demarcation report"), _chapters, _content, figures)
