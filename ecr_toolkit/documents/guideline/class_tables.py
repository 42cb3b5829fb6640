"""The annex of class tables: codes, scores, land cover, treatments, conflicts and spaces, made from the declarations
and tables that the computation itself reads."""

from collections.abc import Sequence

import numpy as np

from ...boundary.conflicts import rules
from ...boundary.conflicts.rules import CODES, CONSENT, CORE, DECISIONS, OUTSIDE, PROTECTED, rule_of
from ...coordination.versions.nature import ARTIFICIAL
from ...languages.messages import N_
from ...models.declaration import FUNCTION, SENSITIVITY
from ...models.land_cover import NAMES, group_of
from ...planning.corridors.resistance import by_class
from ...planning.spaces import AGRICULTURAL, DEVELOPMENT, GENERAL, REDLINE, RESTRICTED, SPACES, SPECIAL
from .. import wording
from ..context import Context
from ..tables import CODE, COUNT, MEASURE, PLAIN, SPAN, WORDS, Column, Table, unit_cell

_ANY = (WORDS, N_("any"))


def codes(_c: Context) -> Table:
    """The codes of all class rasters."""
    themes = (FUNCTION, SENSITIVITY, wording.LEVEL)
    rows: list[tuple] = [(code, *(wording.CLASSES[theme][code] for theme in themes)) for code in (5, 3, 1)]
    rows += [(code, title, title, title) for code, title in wording.OTHER_CLASSES.items()]
    return Table("class_codes", N_("Codes of classes"), (
        Column(N_("Code"), COUNT), Column(N_("Importance")), Column(N_("Sensitivity")), Column(N_("Protection level"))),
        rows)


def scores(c: Context) -> Table:
    """Where the scores of the factors of every assessed sensitivity begin, as this pilot uses them."""
    rows = [(model.title, setting.title, unit_cell(setting.unit), (SPAN, setting.value),
             (SPAN, setting.default) if setting.changed else (WORDS, N_("the same")), setting.mark)
            for model in c.sensitivities for owner in (model, *model.factors) for setting in c.settings(owner)
            if _is_pair(setting.default)]
    return Table("scores", N_("Limits of the scores of sensitivity"), (
        Column(N_("Sensitivity")), Column(N_("Factor and rule")), Column(N_("Unit of measure"), CODE),
        Column(N_("Limits in force"), SPAN), Column(N_("Default"), SPAN), Column(N_("Confidence"))), rows, wide=True)


def _is_pair(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2


def textures(c: Context) -> Table:
    """Scores of soil texture; a country's own table comes in place of the toolkit's."""
    columns = ("erosion_score", "desertification_score", "salinization_score")
    found = [c.class_tables.column("texture", column) for column in columns]
    rows = [(code, title, *(_number(values[code]) for values in found)) for code, title in _TEXTURES.items()]
    return Table("textures", N_("Scores of soil texture"), (
        Column(N_("Class"), COUNT), Column(N_("soil texture class (USDA)")), Column(N_("soil erosion"), COUNT),
        Column(N_("land desertification"), COUNT), Column(N_("salinization"), COUNT)), rows)


_TEXTURES = {
    1: N_("sand (texture class)"), 2: N_("loamy sand"), 3: N_("sandy loam"), 4: N_("loam"), 5: N_("silt loam"),
    6: N_("silt (texture class)"),
    7: N_("sandy clay loam"), 8: N_("clay loam"), 9: N_("silty clay loam"), 10: N_("sandy clay"), 11: N_("silty clay"),
    12: N_("clay (texture class)"),
}


def _number(value: np.floating) -> object:
    """A number as it is read from a table; None where it has none."""
    return None if np.isnan(value) else float(value)


def land_cover(c: Context) -> Table:
    """Classes of land cover: whether they count as natural, and values that models take from them."""
    natural = {code: int(group_of(np.array([code]))[0]) not in ARTIFICIAL for code in NAMES}
    runoff, resistance = c.class_tables.column("runoff", "alpha_percent"), by_class()
    rows = [(code, title, N_("yes") if natural[code] else N_("no"), _number(runoff[code]), _number(resistance[code]))
            for code, title in NAMES.items()]
    return Table("land_cover_classes", N_("Classes of land cover (IGBP)"), (
        Column(N_("Class"), COUNT), Column(N_("Land cover")), Column(N_("Natural")),
        Column(N_("Runoff coefficient"), MEASURE, "%", N_("no service")), Column(N_("Resistance"), MEASURE)), rows)


def crosswalk(c: Context) -> Table:
    """How each category of protected areas is treated, by the first row that matches."""
    rows = [(number, _pattern(row.get("designation", "")), _pattern(row.get("iucn_category", "")),
             (WORDS, wording.AREA_KINDS[row["kind"]]) if row.get("kind") in wording.AREA_KINDS else _ANY,
             (MEASURE, float(row["min_km2"]), "km²") if row.get("min_km2") else (WORDS, wording.NO_LIMIT),
             wording.TREATMENTS[row["treatment"]]) for number, row in enumerate(c.crosswalk, 1)]
    return Table("crosswalk", N_("Treatment of protected areas by category; the first row that matches counts"), (
        Column(N_("Number"), COUNT), Column(N_("Designation"), PLAIN), Column(N_("IUCN category"), PLAIN),
        Column(N_("Kind")), Column(N_("from this size"), MEASURE), Column(N_("Treatment"))), rows, wide=True)


def _pattern(text: str) -> tuple[str, str]:
    return (PLAIN, text) if text else _ANY


def conflicts(c: Context) -> Table:
    """What becomes of each kind of object by the rule, in each place."""
    chosen = c.recipe["conflicts"]
    sizes = {rules.FARMLAND: chosen["farmland_ha"], rules.BUILT_UP: chosen["built_up_ha"],
             rules.PLANTATION: chosen["plantation_ha"]}
    rows = []
    for family, large, kind, title in _OBJECTS:
        found = {zone: rule_of(family, zone, large, kind, "valid" if kind else "")
                 for zone in (OUTSIDE, CONSENT, PROTECTED, CORE)}
        first = found[OUTSIDE]
        size = (MEASURE, sizes[family], "ha") if family in sizes else (WORDS, wording.NOT_APPLICABLE)
        rows.append(((CODE, first.code), title or CODES[first.code], size, DECISIONS[first.decision],
                     DECISIONS[found[PROTECTED].decision], DECISIONS[found[CONSENT].decision], first.sentence))
    return Table("conflict_matrix", N_("Rules for conflict objects; sizes are of what hangs together"), (
        Column(N_("Code"), CODE), Column(N_("Object")), Column(N_("Size that divides large and small"), MEASURE),
        Column(N_("Outside protected areas")), Column(N_("In areas that are always in")),
        Column(N_("On indigenous or traditional land")), Column(N_("Rule"))), rows, wide=True)


# Family, whether large, kind of a layer, title where it is not that of the code
_OBJECTS = (
    (rules.FARMLAND, True, "", ""), (rules.FARMLAND, False, "", ""), (rules.BUILT_UP, True, "", ""),
    (rules.BUILT_UP, False, "", ""), (rules.MINE, False, "oil", N_("mine with a valid right to a strategic resource")),
    (rules.MINE, False, "", N_("other mine")), (rules.LINE, False, "", ""),
    (rules.PLANTATION, True, "", N_("large plantation or orchard")),
    (rules.PLANTATION, False, "", N_("small plantation or orchard")), (rules.RESERVOIR, False, "", ""),
    (rules.OPERATING_AREA, False, "", N_("operating area of a reservoir")), (rules.PLAN, False, "", ""),
    (rules.TRADITIONAL, False, "", ""),
)


def spaces(c: Context) -> Table:
    """The table of spaces: the first condition that holds decides (methods.md §4.4)."""
    near = (MEASURE, c.recipe["suitability"]["built_up_km"], "km")
    none = (WORDS, wording.NOT_APPLICABLE)
    rows = [(code, condition, distance, SPACES[code]) for code, condition, distance in (
        (REDLINE, N_("inside a polygon of the redline"), none),
        (SPECIAL, N_("protection level 5, but outside the redline; the reason is kept"), none),
        (RESTRICTED, N_("protection level 3"), none),
        (AGRICULTURAL, N_("cropland today, or suitability for agriculture 5 or 4"), none),
        (DEVELOPMENT, N_("built-up land today, or suitability for towns 5 or 4 near built-up land"), near),
        (GENERAL, N_("all else"), none))]
    return Table("space_rules", N_("Spaces; the first condition that holds counts"), (
        Column(N_("Number"), COUNT), Column(N_("Condition")), Column(N_("within"), MEASURE), Column(N_("Space"))), rows)


TABLES = (codes, scores, textures, land_cover, crosswalk, conflicts, spaces)
