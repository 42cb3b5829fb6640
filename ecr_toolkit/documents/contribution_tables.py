"""Tables of the report about what the redline contributes to global goals and to national plans: each number is one of
the pilot's tables, and beside it stands what it does not show.

Goals in short words of our own: targets of the Kunming-Montreal framework (CBD decision 15/4), of the Sustainable
Development Goals (A/RES/70/1), and the plans of the three Rio conventions.
"""

from collections.abc import Sequence
from typing import Any, Callable, NamedTuple, Optional

from ..boundary.conflicts.rules import EXIT
from ..languages.messages import N_
from ..models.declaration import SENSITIVITY
from ..planning.spaces import AGRICULTURAL
from ..planning.species import COVERED
from . import wording
from .context import Context
from .effect_tables import AFTER, threatened_species
from .tables import AREA, CODE, MEASURE, PERCENT, WORDS, Column, Table

Value = tuple[Any, ...]  # kind, value, and the unit where it has one


class Contribution(NamedTuple):
    """A goal by its number or name, what it asks for, the result that contributes, its number, and what this does not
    show. ``value``: a cell with kind and unit; None where it was not assessed."""

    goal: str
    asks: str
    result: str
    value: Callable[[Context], Optional[Value]]
    limit: str


def _service(*models: str) -> Callable[[Context], Optional[Value]]:
    """Share of a service inside protected areas and redline together, by the first of the models that was assessed."""
    def value(c: Context) -> Optional[Value]:
        held = {row["function"]: row[AFTER] for row in c.rows("coverage_services")}
        found = next((held[model] for model in models if model in held), None)
        return None if found is None else (PERCENT, found)

    return value


def _indicator(name: str, column: str) -> Callable[[Context], Optional[Value]]:
    """A value of Target 3 in per cent; what is protected is not nought where no protected areas were named."""
    def value(c: Context) -> Optional[Value]:
        if column == "reported" and not c.recipe["protected_areas"]["source"]:
            return None
        found = next((row[column] for row in c.rows("target3") if row["indicator"] == name), None)
        return None if found is None else (PERCENT, found)

    return value


def _redline_share(c: Context) -> Optional[Value]:
    return (PERCENT, c.whole["ecr_percent"])


def _exits(c: Context) -> Optional[Value]:
    """Redline from which another use has to leave by a plan, km²; one row a code."""
    rows = [row for row in c.rows("conflict_summary") if row["code"] and row["redline_km2"] is not None]
    areas = [row["redline_km2"] for row in rows if row["decision"] == EXIT]
    return (AREA, sum(areas), "km²") if rows else None


def _agriculture(c: Context) -> Optional[Value]:
    found = next((row["area_km2"] for row in c.rows("spaces")
                  if row["unit"] == c.code and int(row["space"]) == AGRICULTURAL), None)
    return None if found is None else (AREA, found, "km²")


def _sensitive(model: str) -> Callable[[Context], Optional[Value]]:
    """Share of the extremely sensitive land that the redline takes in."""
    def value(c: Context) -> Optional[Value]:
        row = next((row for row in c.rows("capture") if (row["theme"], row["subject"]) == (SENSITIVITY, model)), None)
        if row is None:
            return None
        return (PERCENT, row["captured_percent"]) if row["extreme_km2"] else (WORDS, N_("no land of this class"))

    return value


def _threatened(c: Context) -> Optional[Value]:
    """Share of the threatened species that reach their target with the redline."""
    rows = threatened_species(c)
    covered = sum(row["gap_class_with_redline"] == COVERED for row in rows)
    return (PERCENT, 100 * covered / len(rows)) if rows else None


def _carbon(c: Context) -> Optional[Value]:
    """Carbon that the land inside takes up in a year."""
    row = next((row for row in c.rows("coverage_services") if row["function"] == "carbon"), None)
    model = next((model for model in c.functions if model.id == "carbon"), None)
    if row is None or model is None or row[AFTER] is None:
        return None
    unit, factor = list(model.totals.items())[-1]
    return (MEASURE, row["total"] * c.cell_m**2 / 1e6 * factor * row[AFTER] / 100, unit)


def _nothing(_c: Context) -> Optional[Value]:
    return None


_WATER = ("water_conservation", "water_conservation_npp")
_SOIL = ("soil_conservation", "soil_conservation_npp")
_WATER_RESULT, _SOIL_RESULT = (N_("water conservation: share inside protected areas and redline"),
                               N_("soil conservation: share inside protected areas and redline"))
_CARBON_SHARE = N_("carbon sequestration: share inside protected areas and redline")
_THREATENED_RESULT = N_("share of the threatened species that reach their target with the redline")
_NOT_QUALITY = N_("the state of waters and how much water people use")
_NOT_TRENDS = N_("trends of populations, and threats other than the loss of habitat")

FRAMEWORK = (
    Contribution("1", N_("All areas are under spatial planning that respects the rights of Indigenous peoples and "
                         "local communities; the loss of important areas comes close to zero by 2030."),
                 N_("share of the country inside the redline"), _redline_share,
                 N_("whether loss has stopped, and how rights were respected")),
    Contribution("2", N_("At least 30 per cent of degraded ecosystems are under effective restoration by 2030."),
                 N_("redline from which other uses leave by an exit plan"), _exits,
                 N_("how much land is degraded, and restoration outside the redline")),
    Contribution("3", N_("At least 30 per cent of land and sea are effectively conserved by 2030, by protected areas "
                         "and OECMs."),
                 N_("land and inland water in protected areas and OECMs"), _indicator("I1_land", "reported"),
                 N_("the redline, which counts only if it is recognised as an OECM")),
    Contribution("8", N_("The effects of climate change on biodiversity are kept small, and ecosystems help to adapt "
                         "and to hold carbon."),
                 _CARBON_SHARE, _service("carbon"), N_("future climate, and where species will move")),
    Contribution("10", N_("Farming, fishing and forestry are managed sustainably."),
                 N_("agricultural space, outside the redline"), _agriculture,
                 N_("how this land is farmed")),
    Contribution("11", N_("What nature gives to people, such as clean air and water, healthy soils and protection from "
                          "hazards, is restored and kept."),
                 _SOIL_RESULT, _service(*_SOIL), N_("who benefits, and how many people")),
    Contribution("12", N_("Green and blue spaces in towns are larger, better connected and open to all."),
                 N_("green and blue spaces in towns"), _nothing,
                 N_("towns are taken out of the redline; their green spaces need a study of their own")),
)
GOALS = (
    Contribution("2.4", N_("Food is produced sustainably, and ecosystems and soils are kept."),
                 _SOIL_RESULT, _service(*_SOIL), N_("the practice on farms")),
    Contribution("6.6", N_("Ecosystems that are tied to water are protected and restored."),
                 _WATER_RESULT, _service(*_WATER), _NOT_QUALITY),
    Contribution("13.2", N_("Climate action is part of national policies and plans."),
                 _CARBON_SHARE, _service("carbon"), N_("emissions of any kind")),
    Contribution("15.1", N_("Ecosystems on land and inland waters are conserved, restored and used sustainably."),
                 N_("key sites: mean share inside protected areas and OECMs"), _indicator("I2", "reported"),
                 N_("the redline, which the global indicator does not count")),
    Contribution("15.3", N_("Desertification is fought, degraded land is restored, and no more land degrades than "
                            "recovers."),
                 N_("land extremely sensitive to desertification: share inside the redline"),
                 _sensitive("desertification"), N_("how much land is degraded now")),
    Contribution("15.4", N_("Mountain ecosystems and their biodiversity are conserved."),
                 N_("mountain ecosystems"), _nothing, N_("mountains are not told apart from other land")),
    Contribution("15.5", N_("The loss of habitats and of biodiversity is stopped, and extinctions are prevented."),
                 _THREATENED_RESULT, _threatened, _NOT_TRENDS),
)
PLANS = (
    Contribution(N_("national biodiversity strategy and action plan (NBSAP)"),
                 N_("The country says how it will reach the global targets for biodiversity."),
                 N_("land and inland water covered if the redline were recognised"), _indicator("I1_land", "potential"),
                 N_("how well areas are managed")),
    Contribution(N_("national biodiversity strategy and action plan (NBSAP)"),
                 N_("Extinctions that people cause are stopped, and threatened species recover."),
                 _THREATENED_RESULT, _threatened, _NOT_TRENDS),
    Contribution(N_("nationally determined contribution (NDC)"),
                 N_("The country says how it lowers emissions, keeps carbon in the land, and adapts."),
                 N_("carbon taken up in a year inside protected areas and redline"), _carbon,
                 N_("what is additional: the land takes up this carbon already, and the redline only keeps it")),
    Contribution(N_("land degradation neutrality (LDN) targets"),
                 N_("Land cover, productivity of land and carbon in soils do not fall below their baseline."),
                 N_("land extremely sensitive to soil erosion: share inside the redline"), _sensitive("soil_erosion"),
                 N_("the three indicators, which need a baseline and a series of years")),
    Contribution(N_("land degradation neutrality (LDN) targets"),
                 N_("Degradation is avoided first, then reduced, then reversed."),
                 N_("land extremely sensitive to desertification: share inside the redline"),
                 _sensitive("desertification"), N_("how much land is degraded now")),
)


def framework(c: Context) -> Table:
    return _table(c, "framework", N_("Targets of the Kunming-Montreal Global Biodiversity Framework"),
                  Column(N_("Number of the target"), CODE), FRAMEWORK)


def goals(c: Context) -> Table:
    return _table(c, "goals", N_("Targets of the Sustainable Development Goals"),
                  Column(N_("Number of the target"), CODE), GOALS)


def plans(c: Context) -> Table:
    return _table(c, "plans", N_("National plans under the Rio conventions"), Column(N_("Plan")), PLANS)


def _table(c: Context, id: str, caption: str, first: Column, entries: Sequence[Contribution]) -> Table:
    rows = [(one.goal, one.asks, one.result, one.value(c), one.limit) for one in entries]
    return Table(id, caption, (
        first, Column(N_("What it asks for")), Column(N_("Result of the pilot")),
        Column(N_("Value"), MEASURE, missing=wording.NOT_ASSESSED), Column(N_("What this does not show"))), rows)


TABLES = (framework, goals, plans)
