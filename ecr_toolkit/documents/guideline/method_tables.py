"""What the first chapters of the guideline quote: tables of the steps, of data and models, and facts."""

from collections.abc import Sequence
from typing import Any

from ...languages.messages import N_
from ...models.declaration import FUNCTION, MARKS, SENSITIVITY
from ...planning.target3 import INDICATORS
from .. import wording
from ..context import Context
from ..tables import CODE, COUNT, LIST, Column, Table
from . import data_tables, interface, model_sections
from .choice_tables import choices
from .formulas import EXPLAINED

_MARKS = (
    N_("Read in an independent document or program that uses exactly this number or formula."),
    N_("Written from knowledge of the public document that is named; an error would be a surprise."),
    N_("The structure is right, a number could differ."),
    N_("Plausible; to be checked before it is quoted as official."),
    N_("Concluded by comparing numbers, because the source does not say."),
    N_("The toolkit's own proposal, because the source is silent or speaks of China alone; the country should review "
       "it."),
)
# Chapter → fields of the recipe, or whole sections of it
_FIELDS = {
    "set_up": ("country.", "languages", "grid.", "units.", "objectives."),
    "prepare": ("preparation.", "species.", "class_tables"),
    "functions": ("thresholds.extreme_share", "thresholds.important_share", "thresholds.grading_unit",
                  "thresholds.zones", "thresholds.mode", "thresholds.clip_high"),
    "gaps": ("protected_areas.", "planning.ecoregions", "planning.ecoregion_field", "planning.ecosystems",
             "planning.ecosystem_field", "planning.sites", "planning.include_sites", "planning.natural_share",
             "planning.sea", "planning.neighbours", "planning.area_target", "planning.species_target",
             "planning.fixed_species_target", "planning.distances_km", "planning.smallest_patch_km2"),
    "thresholds": ("thresholds.method", "thresholds.extreme_share", "thresholds.area_budget", "planning.service_target",
                   "planning.most_units", "planning.gap", "conflicts.farmland", "conflicts.built_up"),
}
_PHASES = (
    (N_("Mandate"), N_("decision on the work, groups named, agreements on data"), N_("lead ministry")),
    (N_("Preparation"), N_("recipe, data with their licences, findings of the checks settled"), N_("technical group")),
    (N_("Assessment"), N_("maps and tables of functions, sensitivity and gaps, reviewed on the ground"),
     N_("technical group, expert group")),
    (N_("Thresholds"), N_("decision on the thresholds with its reasons"),
     N_("expert group proposes, lead ministry decides")),
    (N_("Draft"), N_("draft of the redline with its register and the list of conflicts"), N_("technical group")),
    (N_("Coordination"), N_("decisions on conflicts, borders that meet, consent and sign-offs"),
     N_("provinces, counties, ministries concerned, communities")),
    (N_("Survey on the ground"), N_("points checked, lines corrected, stakes set"),
     N_("provinces and the surveying authority")),
    (N_("Approval and delivery"), N_("approved version, documents, data in the national system"), N_("government")),
    (N_("Supervision"), N_("yearly checks of area, nature and function; adjustments as new versions"),
     N_("lead ministry and provinces")),
)


def walk(_c: Context) -> Table:
    steps = interface.WALK
    rows = [(number, step.title, step.purpose, (LIST, [steps[need].title for need in step.needs]) if step.needs
             else None, step.gives) for number, step in enumerate(steps.values(), 1)]
    return Table("walk", N_("The nine steps"), (
        Column(N_("Number"), COUNT), Column(N_("Step")), Column(N_("Purpose")),
        Column(N_("Reads the results of"), LIST, missing=N_("none")), Column(N_("Gives"))), rows, wide=True)


def marks(_c: Context) -> Table:
    return Table("marks", N_("Marks of confidence"), (Column(N_("Confidence")), Column(N_("Meaning"))),
                 list(zip(MARKS, _MARKS)))


def codes(_c: Context) -> Table:
    kinds = (FUNCTION, SENSITIVITY, wording.LEVEL)
    rows: list[Sequence[Any]] = [((CODE, str(code)), *(wording.CLASSES[kind][code] for kind in kinds))
                                 for code in wording.CLASSES[FUNCTION]]
    rows += [((CODE, str(code)), *[name] * 3) for code, name in wording.OTHER_CLASSES.items()]
    return Table("codes", N_("Classes and their codes"), (
        Column(N_("Code"), CODE), Column(N_("Function importance")), Column(N_("Ecological sensitivity")),
        Column(N_("Protection level"))), rows)


def phases(_c: Context) -> Table:
    return Table("phases", N_("Work plan"), (
        Column(N_("Phase")), Column(N_("Results")), Column(N_("Who answers for it"))), _PHASES)


def treatments(_c: Context) -> Table:
    return Table("treatment_kinds", N_("How categories of protected areas are treated"), (
        Column(N_("Treatment"), CODE), Column(N_("Meaning"))),
        [((CODE, id), title) for id, title in wording.TREATMENTS.items()])


def indicators(_c: Context) -> Table:
    return Table("indicators", N_("Target 3: indicators"), (
        Column(N_("Indicator"), CODE), Column(N_("What it says"))),
        [((CODE, id.split("_")[0]), title) for id, title in INDICATORS.items()])


def choices_of(chapter: str):
    """The fields of the recipe that a chapter explains."""
    return lambda c: choices(c, f"choices_{chapter}", interface.WALK[chapter].title, _FIELDS[chapter])


TABLES = (walk, marks, codes, phases, treatments, indicators, *(choices_of(chapter) for chapter in _FIELDS),
          *data_tables.TABLES, *model_sections.TABLES)


def facts(c: Context) -> dict[str, Any]:
    """What sentences and macros quote: names of the interface, steps with their numbers, sections of the models."""
    return {"ui": {**interface.DOCK, **interface.GROUPS}, "algorithms": interface.ALGORITHMS,
            "threshold_fields": interface.THRESHOLD_FIELDS, "toolkit": interface.TOOLKIT, "walk": interface.WALK,
            "numbers": {id: number for number, id in enumerate(interface.WALK, 1)},
            "sections": model_sections.sections(c), "explained": EXPLAINED,
            "projection": c.crs}
