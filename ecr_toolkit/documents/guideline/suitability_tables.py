"""The annex on suitability for agriculture and towns: limits of the elements, what lowers a class, matrices."""

import csv

from ...languages.messages import N_
from ...models.suitability.grades import CLASSES, FOLDER, TO_LOWEST
from ..context import Context
from ..tables import CODE, COUNT, MEASURE, WORDS, Column, Table, unit_cell


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_ELEMENTS = {
    "agriculture_slope": N_("slope, for agriculture"), "precipitation": N_("precipitation"),
    "heat": N_("sum of temperatures above 0 °C"), "urban_slope": N_("slope, for towns"),
    "water_modulus_province": N_("water resources by area"),
    "water_modulus_county": N_("target of water use by area, within a province"),
    "travel_time_province": N_("travel time to a city centre"),
    "travel_time_county": N_("travel time to the county's centre, within a province"),
    "silt": N_("silt"), "elevation": N_("elevation"), "relief": N_("relief"),
}


def limits(_c: Context) -> Table:
    """Limits of classes; a value on a limit belongs to the better class."""
    rows = [(_ELEMENTS[row["element"]], unit_cell(row["unit"]), N_("at most") if row["best"] == "low" else
             N_("at least"), *(float(row[f"class_{grade}"]) for grade in CLASSES[:-1])) for row in _rows("breaks")]
    return Table("suitability_limits", N_("Limits of suitability for classes 5 to 2; what lies beyond is class 1"), (
        Column(N_("Element")), Column(N_("Unit of measure"), CODE), Column(N_("Limit")),
        *(Column(str(grade), MEASURE) for grade in CLASSES[:-1])), rows)


def corrections(_c: Context) -> Table:
    rows = [(_ELEMENTS[row["element"]], (MEASURE, float(row["limit"]), row["unit"]),
             (WORDS, N_("to the lowest class")) if int(row["down"]) >= TO_LOWEST else (COUNT, int(row["down"])))
            for row in _rows("corrections")]
    return Table("suitability_corrections", N_("What lowers the class of the land"), (
        Column(N_("Element")), Column(N_("from"), MEASURE), Column(N_("Classes down"), COUNT)), rows)


def agriculture(_c: Context) -> Table:
    """Land and water, for agriculture."""
    return _matrix("agriculture_matrix", "water", "land", N_("Class of water"),
                   N_("Suitability for agriculture: rows by water, columns by land"))


def urban(_c: Context) -> Table:
    """Land and water, for towns."""
    return _matrix("urban_matrix", "land", "water", N_("Class of land"),
                   N_("Suitability for towns: rows by land, columns by water"))


def _matrix(name: str, row_name: str, column_name: str, head: str, caption: str) -> Table:
    rows = [(int(row[row_name]), *(int(row[f"{column_name}_{grade}"]) for grade in CLASSES)) for row in _rows(name)]
    return Table(name, caption, (Column(head, COUNT), *(Column(str(grade), COUNT) for grade in CLASSES)), rows)


TABLES = (limits, corrections, agriculture, urban)
