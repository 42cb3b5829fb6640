"""What the bars can be about, each read from the tables of the gaps step (methods.md §6.1-6.3)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Callable, Optional

from ...documents import wording
from ...documents.context import Context
from ...languages.messages import N_, _, worded
from ...models.catalogue import of_kind
from ...models.declaration import FUNCTION, SENSITIVITY, Model
from ...models.land_cover import NAMES
from ...planning.species import ALL, FIXED
from ...planning.target3 import INDEX, INDICATORS, NO_ECOREGIONS, NO_ECOSYSTEMS, NO_FUNCTION, NO_SPECIES
from ...raster.grading import EXTREME
from ...steps.assessment import is_graded
from ...steps.coverage import CLASSES, ECOSYSTEM, NATURAL, SERVICES, SPECIES_SUMMARY
from .bars import BOTH, PA, PROTECTED, Bar
from .rows import given, km2_of, number, rows_of, shares_of

NO_AREAS, ABSENT = N_("No protected areas were given."), N_("absent")
_GIVE = N_("Give the data in the settings, then run the step again.")
_TARGET3_TITLES = {PA: N_("Protected areas alone"), PROTECTED: N_("Reported: with OECMs"),
                   BOTH: N_("Potential: if the redline were recognised")}
_TARGET3_COLUMNS = {PA: "pa", PROTECTED: "reported", BOTH: "potential"}


@dataclass(frozen=True)
class Subject:
    """``read``: the bars of a pilot, none without data; then ``nothing`` says why and ``remedy`` what to do (marked
    texts)."""

    id: str
    title: str
    read: Callable[[Context], list[Bar]]
    nothing: str = ""
    remedy: str = ""


def _places(kind: str) -> Callable[[Context], list[Bar]]:
    return lambda c: [_place(c, row, c.names if kind == "units" else c.translated_names) for row in rows_of(c, kind)]


def _place(c: Context, row: Mapping[str, Any], names: Mapping[str, str]) -> Bar:
    return _area_bar(c, row["place"], names.get(row["place"], row["place"]), row, _area_target(c))


def _ecosystems(c: Context) -> list[Bar]:
    """Ecosystem types, or classes of land cover in their stead; the target is one of natural classes."""
    return _places("ecosystems")(c) or [
        _area_bar(c, str(int(row["class"])), _(NAMES.get(int(row["class"]), wording.NO_DATA)), row,
                  _area_target(c) if row["class"] in NATURAL else None)
        for row in rows_of(c, CLASSES) if (row["theme"], row["unit"]) == (ECOSYSTEM, c.code) and row["area_km2"]]


def _services(c: Context) -> list[Bar]:
    rows = {row["function"]: row for row in rows_of(c, SERVICES)}
    return [_missing(c, model) if model.id not in rows else
            Bar(model.id, _(model.title), shares_of(c, rows[model.id]),
                missing=ABSENT if given(c) else wording.NOT_ASSESSED, reason=_no_areas(c))
            for model in _chosen(c, FUNCTION) if is_graded(model)] if rows else []


def _classes(c: Context) -> list[Bar]:
    """The highest class of every function and sensitivity, then those of all together."""
    rows = {(row["theme"], row["subject"]): row for row in rows_of(c, CLASSES)
            if (row["unit"], row["class"]) == (c.code, EXTREME)}
    models = [(model.kind, model.id, model.title) for model in (*_chosen(c, FUNCTION), *_chosen(c, SENSITIVITY))]
    bars = []
    for theme, id, title in (*models, *((theme, "integrated", title) for theme, title in wording.INTEGRATED.items())):
        if (theme, id) in rows:
            bars.append(_area_bar(c, f"{theme}/{id}", _(title), rows[theme, id]))
        elif id != "integrated":
            bars.append(_missing(c, of_kind(theme)[id], f"{theme}/"))
    return bars if rows else []


def _species(c: Context) -> list[Bar]:
    """Mean share of the habitat by group, as the report has them; a target where all species have the same one."""
    planning = c.recipe["planning"]
    target = 100 * planning["fixed_species_target"] if planning["species_target"] == FIXED else None
    return [Bar("/".join((row["group"], row["taxon"], row["category"])), _group(c, row),
                shares_of(c, row, "mean_percent"), target=target, reason=_no_areas(c))
            for row in rows_of(c, SPECIES_SUMMARY)]


def _group(c: Context, row: Mapping[str, Any]) -> str:
    if row["group"] == ALL:
        return _("all species")
    taxon = c.translated_names.get(row["taxon"], row["taxon"]) or _(wording.NOT_STATED)
    return f"{taxon} · {row['category'] or _(wording.NOT_STATED)} ({worded(wording.SPECIES_GROUPS, row['group'])})"


def _target3(c: Context) -> list[Bar]:
    titles = {model.id: model.title for model in c.functions}
    bars = []
    for row in c.rows("target3"):
        index = row["unit"] == INDEX
        found = {name: number(row.get(column)) for name, column in _TARGET3_COLUMNS.items()
                 if given(c) or name == BOTH}
        title = worded(INDICATORS, row["indicator"])
        bars.append(Bar(
            "/".join(filter(None, (row["indicator"], row["subject"]))),
            f"{worded(titles, row['subject'])}: {title}" if row["subject"] in titles else title,
            {name: value * (100 if index else 1) for name, value in found.items() if value is not None},
            target=_area_target(c) if row["indicator"] == "I1_land" else None,
            reason=row["reason"] or _no_areas(c), index=index, titles=_TARGET3_TITLES))
    return bars


SUBJECTS: Sequence[Subject] = (
    Subject("units", N_("Administrative units"), _places("units")),
    Subject("ecosystems", N_("Ecosystem types"), _ecosystems, NO_ECOSYSTEMS, _GIVE),
    Subject("ecoregions", N_("Ecoregions"), _places("ecoregions"), NO_ECOREGIONS, _GIVE),
    Subject("services", N_("Services"), _services, NO_FUNCTION),
    Subject("classes", N_("Highest class"), _classes, NO_FUNCTION),
    Subject("species", N_("Species"), _species, NO_SPECIES, _GIVE),
    Subject("target3", N_("Target 3: indicators"), _target3, N_("Draw the redline first.")),
)


def _chosen(c: Context, kind: str) -> Iterator[Model]:
    """The models that the recipe asks for."""
    wanted = c.recipe["objectives"]["functions" if kind == FUNCTION else "sensitivities"]
    return (model for id, model in of_kind(kind).items() if id in wanted)


def _area_bar(c: Context, id: str, label: str, row: Mapping[str, Any], target: Optional[float] = None) -> Bar:
    """A bar of shares of an area; of no area there is no share."""
    area = number(row["area_km2"])
    return Bar(id, label, shares_of(c, row), km2_of(c, row), area, target,
               wording.NOT_ASSESSED if area else ABSENT, _no_areas(c))


def _missing(c: Context, model: Model, prefix: str = "") -> Bar:
    reasons = {row["subject"]: row["reason"] for row in c.rows(f"not_assessed_{model.kind}")}
    return Bar(f"{prefix}{model.id}", _(model.title), {}, reason=reasons.get(model.id, ""))


def _area_target(c: Context) -> float:
    return 100 * c.recipe["planning"]["area_target"]


def _no_areas(c: Context) -> str:
    return "" if given(c) else NO_AREAS
