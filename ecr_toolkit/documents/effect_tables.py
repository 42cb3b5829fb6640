"""Tables and charts of the report about the effect of the redline: what is inside before, by protected areas and OECMs,
and after, together with the redline (methods.md §6.1, §6.2), as plain data."""

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from ..languages.messages import N_
from ..planning.species import COVERED, GAP
from ..planning.target3 import INDICATORS
from . import wording
from .charts import Chart, Series
from .context import Context
from .tables import CODE, COUNT, DATA, MEASURE, PERCENT, WORDS, Column, Table

BEFORE, AFTER = "protected_percent", "either_percent"
THREATENED = {"CR": N_("critically endangered"), "EN": N_("endangered"), "VU": N_("vulnerable")}
_SERIES = (Series(N_("before: protected areas and OECMs"), "#c6dbef"),
           Series(N_("after: together with the redline"), "#08519c"))


def service_amounts(c: Context) -> Table:
    """What the functions give in a year, in units of account: in all, before, after, and by the redline alone."""
    held = {row["function"]: row for row in c.rows("coverage_services")}
    km2 = c.cell_m**2 / 1e6
    rows = []
    for model in c.functions:
        row = held.get(model.id)
        for unit, factor in model.totals.items() if row else ():
            whole = row["total"] * km2 * factor
            parts = [_part(whole, row[key]) for key in (BEFORE, AFTER, "redline_only_percent")]
            rows.append((model.title, *((MEASURE, value, unit) for value in (whole, *parts))))
    return Table("service_amounts", N_("What the functions give inside, before and after"), (
        Column(N_("Function")), Column(N_("In the whole country"), MEASURE),
        Column(N_("Before: protected"), MEASURE), Column(N_("After: with the redline"), MEASURE),
        Column(N_("Added by the redline"), MEASURE)), rows)


def _part(whole: float, percent: Optional[float]) -> Optional[float]:
    return None if percent is None else whole * percent / 100


def taxa(c: Context) -> Table:
    """Species by group, all of them last."""
    rows = c.rows("coverage_species")
    groups = sorted({row["taxon"] for row in rows})
    shown = [((DATA, taxon) if taxon else (WORDS, wording.NOT_STATED),
              *_figures([row for row in rows if row["taxon"] == taxon])) for taxon in groups]
    if rows:
        shown.append(((WORDS, N_("all species")), *_figures(rows)))
    return Table("effect_taxa", N_("Species by group, before and after"), (Column(N_("Group"), DATA), *_SPECIES), shown,
                 total=True)


def threatened(c: Context) -> Table:
    """Threatened species by Red List category, all of them last."""
    rows = threatened_species(c)
    shown: list = []
    for category, title in THREATENED.items():
        own = [row for row in rows if row["red_list"] == category]
        if own:
            shown.append((title, (CODE, category), *_figures(own)))
    if rows:
        shown.append((N_("all threatened species"), (WORDS, wording.NOT_APPLICABLE), *_figures(rows)))
    return Table("effect_threatened", N_("Threatened species, before and after"), (
        Column(N_("Category")), Column(N_("Code"), CODE), *_SPECIES), shown, total=True)


def threatened_species(c: Context) -> list[dict[str, Any]]:
    """Rows of the species of the Red List categories CR, EN and VU."""
    return [row for row in c.rows("coverage_species") if row["red_list"] in THREATENED]


_SPECIES = (
    Column(N_("Species"), COUNT), Column(N_("Mean share of habitat before"), PERCENT), Column(N_("after"), PERCENT),
    Column(N_("Target reached before"), COUNT), Column(N_("after"), COUNT), Column(N_("Gaps before"), COUNT),
    Column(N_("after"), COUNT))


def _figures(rows: Sequence[Mapping[str, Any]]) -> tuple:
    """Number of species, mean shares, species that reach their target, species that are a gap."""
    counts = [sum(row[name] == wanted for row in rows) for wanted in (COVERED, GAP)
              for name in ("gap_class", "gap_class_with_redline")]
    return (len(rows), mean(rows, BEFORE), mean(rows, AFTER), *counts)


def mean(rows: Sequence[Mapping[str, Any]], name: str) -> Optional[float]:
    """Mean of a column over the rows that have a value; None when none has."""
    values = [row[name] for row in rows if row[name] is not None]
    return sum(values) / len(values) if values else None


def service_chart(c: Context) -> Chart:
    """Before and after of the land itself, then of every service, so that they can be compared with it."""
    titles = {model.id: model.title for model in c.functions}
    land = [(INDICATORS["I1_land"], (row["reported"], row["potential"])) for row in c.rows("target3")
            if row["indicator"] == "I1_land"]
    services = [(titles[row["function"]], (row[BEFORE], row[AFTER])) for row in c.rows("coverage_services")
                if row["function"] in titles]
    return _chart("effect_services", N_("Share of the land and of each service inside, before and after"),
                  [*land, *services] if services else [])


def species_chart(c: Context) -> Chart:
    """Before and after of every group of species, and of those that are threatened."""
    rows = c.rows("coverage_species")
    groups = [(taxon or wording.NOT_STATED, [row for row in rows if row["taxon"] == taxon])
              for taxon in sorted({row["taxon"] for row in rows})]
    groups += [(N_("all threatened species"), threatened_species(c)), (N_("all species"), rows)]
    return _chart("effect_species", N_("Mean share of the habitat of species inside, before and after"),
                  [(title, (mean(own, BEFORE), mean(own, AFTER))) for title, own in groups if own])


def _chart(id: str, caption: str, groups: Sequence[tuple[str, Sequence[Optional[float]]]]) -> Chart:
    """A chart of the groups of which both values are known."""
    known = [(label, tuple(value for value in values if value is not None)) for label, values in groups]
    return Chart(id, caption, _SERIES, [group for group in known if len(group[1]) == len(_SERIES)])


def effect_facts(c: Context) -> dict[str, Any]:
    """Carbon stock inside the redline (t; None where it was not assessed), and how many species have no category."""
    stock = [row["carbon_t"] for row in c.rows("register")]
    species = c.rows("coverage_species")
    return {"stock_t": sum(stock) if stock and None not in stock else None,
            "without_category": sum(not row["red_list"] for row in species)}


TABLES = (service_amounts, taxa, threatened)
