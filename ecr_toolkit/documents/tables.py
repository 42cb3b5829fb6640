"""Tables of the report as plain data: captions, columns with the kind of their values, rows. Templates draw them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..boundary.register import TYPE_NAMES
from ..languages.messages import N_
from ..models.declaration import FUNCTION, SENSITIVITY
from . import wording
from .context import Context

# Kinds of values: WORDS is English for the catalogue; NAME and DATA are the country's own text, CODE stays Latin;
# AREA km², PERCENT, COUNT, MEASURE (three significant digits), LENGTH km
WORDS, NAME, DATA, CODE = "words", "name", "data", "code"
AREA, PERCENT, COUNT, MEASURE, LENGTH = "area", "percent", "count", "measure", "length"
PLAIN, LIST = "plain", "list"  # a value of the recipe (number, text, list, pair of numbers); a list of marked texts
FORMULA, SPAN = "formula", "span"  # the notation of models/notation.py; a pair of numbers, from the first to the second
NUMBERS = (AREA, PERCENT, COUNT, MEASURE, LENGTH)
MOST_ROWS = 60  # of lists that can be endless


@dataclass(frozen=True)
class Column:
    """A column: its title, its unit, the kind of its values, what an empty cell means."""

    title: str
    kind: str = WORDS
    unit: str = ""
    missing: str = wording.NO_DATA

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS


@dataclass(frozen=True)
class Table:
    """``caption`` is a marked text; ``subject`` a marked text put after it and a colon. ``total``: the last row sums
    up. ``file``: the table of the pilot that has every row, where the report shows the first ones only. A cell is a
    value of its column's kind, or a pair (kind, value) of its own."""

    id: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    subject: str = ""
    total: bool = False
    wide: bool = field(default=False)
    file: str = ""

    @property
    def shown(self) -> Sequence[Sequence[Any]]:
        """The rows that the report shows."""
        return self.rows[:MOST_ROWS] if self.file else self.rows

    @property
    def left_out(self) -> int:
        """How many rows stand in the file only."""
        return len(self.rows) - len(self.shown)


_KM2 = "km²"


def key_numbers(c: Context) -> Table:
    whole = c.whole
    rows: list[tuple[str, tuple[str, Any]]] = [
        (N_("Area of the country"), (AREA, whole["area_km2"])),
        (N_("Redline area"), (AREA, whole["ecr_km2"])),
        (N_("Share of the country inside the redline"), (PERCENT, whole["ecr_percent"])),
        (N_("Polygons of the redline"), (COUNT, whole["polygons"])),
        (N_("Administrative units"), (COUNT, len(c.units))),
        (N_("Protected area, overlaps counted once"), (AREA, c.protected_km2)),
        (N_("Share of the country that is protected"), (PERCENT, _percent(c.protected_km2, whole["area_km2"]))),
    ]
    return Table("key_numbers", N_("Key numbers"), (Column(N_("What")), Column(N_("Value"), MEASURE)),
                 [(title, (kind, value, _KM2 if kind == AREA else "")) for title, (kind, value) in rows])


def units(c: Context) -> Table:
    rows = [((NAME, c.names.get(row["code"], row["unit"])), row["code"], row["area_km2"], row["ecr_km2"],
             row["ecr_percent"], row["polygons"]) for row in (*c.units, c.whole)]
    return Table("units", N_("Administrative units and their redline"), (
        Column(N_("Unit"), NAME), Column(N_("Code"), CODE), Column(N_("Area"), AREA, _KM2),
        Column(N_("Redline area"), AREA, _KM2), Column(N_("Share of the unit"), PERCENT),
        Column(N_("Polygons"), COUNT)), rows, total=True)


def inputs(c: Context) -> Table:
    rows = [(row["title"], wording.INPUT_STATUS.get(row["status"], row["status"]), row["source"],
             row["native_resolution"] or wording.NOT_APPLICABLE, row["licence"] or wording.NOT_STATED)
            if row["status"] != "no data" else (row["title"], *[wording.NO_DATA] * 4) for row in c.inputs]
    return Table("inputs", N_("Where the data come from"), (
        Column(N_("Variable")), Column(N_("Status")), Column(N_("Source"), WORDS),
        Column(N_("Native resolution"), WORDS), Column(N_("Licence"), WORDS)), rows, wide=True)


def ranges(c: Context) -> Table:
    none = (WORDS, wording.NOT_APPLICABLE)  # the mean of class numbers says nothing
    rows = [(row["title"], unit_cell(row["unit"]), wording.STATISTICS.get(row["statistic"], row["statistic"]),
             *((none, none, none) if row["unit"] == "class" else (row["minimum"], row["mean"], row["maximum"])),
             row["missing_percent"]) for row in c.inputs if row["status"] != "no data"]
    return Table("ranges", N_("What the data hold inside the country"), (
        Column(N_("Variable")), Column(N_("Unit of measure"), CODE), Column(N_("Number shown")),
        Column(N_("Minimum"), MEASURE), Column(N_("Mean"), MEASURE), Column(N_("Maximum"), MEASURE),
        Column(N_("Missing"), PERCENT)), rows)


def remarks(c: Context) -> Table:
    """How inputs were made from others; what is assumed has a passage of its own in the report."""
    rows = [(row["title"], row["source"], row["remark"] or (WORDS, N_("no remark")),
             (DATA, row["detail"]) if row["detail"] else (WORDS, wording.NOT_STATED))
            for row in c.inputs if row["status"] == "prepared" and (row["remark"] or row["detail"])]
    return Table("remarks", N_("How data were adapted or derived"), (
        Column(N_("Variable")), Column(N_("From")), Column(N_("Method")), Column(N_("Detail"), DATA)), rows)


def grading(c: Context) -> Table:
    models = {model.id: model for model in c.functions}
    several = len({row["unit"] for row in c.rows("grading")}) > 1
    by_zone = c.recipe["thresholds"]["grading_unit"] == "zone"
    names = {} if by_zone else c.names  # a zone's name is not the code of a unit
    rows = [(models[row["function"]].title, *([(NAME, names.get(row["unit"], row["unit"]))] if several else []),
             unit_cell(row["value_unit"]), _finite(row["extreme_break"]), _finite(row["important_break"]),
             row["extreme_area_percent"], row["extreme_value_percent"], row["important_area_percent"],
             row["important_value_percent"]) for row in c.rows("grading") if row["function"] in models]
    limit = wording.EVERY_CELL_GENERAL
    return Table("grading", N_("Where the classes of the functions begin"), (
        Column(N_("Function")), *([Column(N_("Zone") if by_zone else N_("Unit"), NAME)] if several else []),
        Column(N_("Unit of measure"), CODE), Column(N_("Extremely important from"), MEASURE, missing=limit),
        Column(N_("Important from"), MEASURE, missing=limit),
        Column(N_("Area that is extremely important"), PERCENT), Column(N_("Service it holds"), PERCENT),
        Column(N_("Area that is at least important"), PERCENT), Column(N_("Service it holds"), PERCENT)), rows)


def coverage(c: Context, table: str, caption: str, subjects: Sequence[tuple[str, str, str]]) -> Table:
    """Classes of the country inside and outside protected areas; ``subjects``: (theme, id, title)."""
    whole = c.whole["area_km2"]
    rows = [(title, wording.CLASSES[theme].get(value) or wording.OTHER_CLASSES[value], row["area_km2"],
             _percent(row["area_km2"], whole), row["protected_km2"], row["protected_percent"],
             row["area_km2"] - row["protected_km2"])
            for theme, subject, title in subjects for value, row in c.classes(theme, subject, c.code).items()
            if row["area_km2"] > 0 or value in wording.CLASSES[theme]]
    return Table(table, caption, (
        Column(N_("Subject")), Column(N_("Class")), Column(N_("Area"), AREA, _KM2),
        Column(N_("Share of the country"), PERCENT), Column(N_("Protected"), AREA, _KM2),
        Column(N_("Protected share"), PERCENT, missing=N_("absent")),
        Column(N_("Not protected"), AREA, _KM2)), rows)


def function_coverage(c: Context) -> Table:
    return coverage(c, "gaps_functions", N_("Importance classes inside and outside protected areas"),
                    [(FUNCTION, model.id, model.title) for model in c.functions])


def sensitivity_coverage(c: Context) -> Table:
    return coverage(c, "gaps_sensitivities", N_("Sensitivity classes inside and outside protected areas"),
                    [(SENSITIVITY, model.id, model.title) for model in c.sensitivities])


def integrated_coverage(c: Context) -> Table:
    there = {row["theme"] for row in c.gaps if row["subject"] == "integrated"}
    return coverage(c, "gaps_integrated", N_("Integrated classes inside and outside protected areas"), [
        (theme, "integrated", title) for theme, title in wording.INTEGRATED.items() if theme in there])


def unit_coverage(c: Context) -> list[Table]:
    """Annex: for every subject the classes of every unit, with the protected share."""
    subjects = [(FUNCTION, model.id, model.title) for model in c.functions]
    subjects += [(SENSITIVITY, model.id, model.title) for model in c.sensitivities]
    there = {row["theme"] for row in c.gaps if row["subject"] == "integrated"}
    subjects += [(theme, "integrated", title) for theme, title in wording.INTEGRATED.items() if theme in there]
    return [_by_unit(c, theme, subject, title) for theme, subject, title in subjects]


def _by_unit(c: Context, theme: str, subject: str, title: str) -> Table:
    columns, rows = [Column(N_("Unit"), NAME)], []
    for name in wording.CLASSES[theme].values():
        columns += [Column(name, AREA, _KM2), Column(N_("of it protected"), PERCENT, missing=N_("absent"))]
    columns.append(Column(wording.NO_DATA, AREA, _KM2))
    for code in (*(row["code"] for row in c.units), c.code):
        classes, row = c.classes(theme, subject, code), [(NAME, c.names[code])]
        for value in wording.CLASSES[theme]:
            row += [classes[value]["area_km2"], classes[value]["protected_percent"]]
        rows.append((*row, classes[255]["area_km2"] + classes[0]["area_km2"]))
    return Table(f"gaps_{theme}_{subject}", N_("Classes by administrative unit"), columns, rows, title, True, True)


def totals(c: Context) -> Table:
    """What every function gives in a year over the whole country, in units of account."""
    sums = {row["function"]: row["total"] for row in c.rows("services_protected")}
    km2 = c.cell_m**2 / 1e6
    rows = [(model.title, (MEASURE, sums[model.id] * km2 * share, unit))
            for model in c.functions if model.id in sums for unit, share in model.totals.items()]
    return Table("totals", N_("What the functions give over the whole country"), (
        Column(N_("Function")), Column(N_("Total"), MEASURE)), rows)


def services(c: Context) -> Table:
    """Shares of every service inside protected areas and inside the redline."""
    titles = {model.id: model.title for model in c.functions}
    rows = [(titles[row["function"]], row["protected_percent"], row["protected_efficiency"], row["redline_percent"],
             row["redline_efficiency"], row["either_percent"]) for row in c.rows("coverage_services")
            if row["function"] in titles]
    return Table("services", N_("Services inside protected areas and inside the redline"), (
        Column(N_("Function")), Column(N_("Inside protected areas"), PERCENT, missing=N_("absent")),
        Column(N_("Times the share of area"), MEASURE, missing=N_("nothing protected")),
        Column(N_("Inside the redline"), PERCENT, missing=N_("absent")),
        Column(N_("Times the share of area"), MEASURE, missing=N_("no redline")),
        Column(N_("In one or both"), PERCENT, missing=N_("absent"))), rows)


def protected_areas(c: Context) -> Table:
    rows = [((NAME, row["name"]), (DATA, row["designation"]) if row["designation"] else (WORDS, wording.NOT_STATED),
             (CODE, row["iucn_category"]) if row["iucn_category"] else (WORDS, wording.NOT_STATED),
             (CODE, row["year"]) if row["year"] else (WORDS, wording.NOT_STATED),
             wording.AREA_KINDS[row["kind"]], wording.TREATMENTS.get(row["treatment"], row["treatment"]),
             row["area_km2"] if not row["reason"] else (WORDS, row["reason"]),
             row["counted_km2"] if not row["reason"] else (WORDS, wording.NOT_APPLICABLE)) for row in c.protected_areas]
    return Table("protected_areas", N_("Protected areas and how the redline treats them"), (
        Column(N_("Name"), NAME), Column(N_("Designation"), DATA), Column(N_("IUCN category"), CODE),
        Column(N_("Year"), CODE), Column(N_("Kind")), Column(N_("Treatment")),
        Column(N_("Area in the country"), AREA, _KM2), Column(N_("Counted for it"), AREA, _KM2)), rows)


def register(c: Context) -> Table:
    rows = [(row["ecr_code"], (DATA, row["ecr_name"]), TYPE_NAMES.get(row["type_code"], row["type_name"]),
             row["area_km2"]) for row in c.rows("register")]
    rows.append(((WORDS, N_("total")), (NAME, c.country), (WORDS, N_("all types")), c.whole["ecr_km2"]))
    return Table("register", N_("Register of the redline"), (
        Column(N_("Code"), CODE), Column(N_("Name"), DATA), Column(N_("Type")), Column(N_("Area"), AREA, _KM2)), rows,
        total=True)


def unit_cell(unit: str) -> tuple[str, str]:
    """A unit of measure as a cell: symbols stay Latin, words are translated."""
    return (WORDS, wording.UNIT_WORDS[unit]) if unit in wording.UNIT_WORDS else (CODE, unit)


def _percent(part: Any, whole: Any) -> Any:
    return 100 * part / whole if part is not None and whole else None


def _finite(value: Any) -> Any:
    return value if isinstance(value, float) and value != float("inf") else None
