"""Numbers of the report parse back: what a reader sees in a cell is the table's number at the precision shown."""

import math
import re

import pytest

from ecr_toolkit.documents import tables
from ecr_toolkit.documents.cells import HTML, QT, Cells
from ecr_toolkit.documents.demarcation_report import report_tables
from ecr_toolkit.languages.formats import MINUS, Formats
from ecr_toolkit.languages.messages import LANGUAGES, catalogue
from ecr_toolkit.pilot.tables import read_table

# Decimal sign and sign between thousands, written down here once more: an oracle of its own
SIGNS = {"en": ".,", "zh_CN": ".,", "ur": ".,", "ar": ".,", "pt_BR": ",.", "es": ",.", "fr": ",\u202f",
         "ru": ",\u00a0"}
EVERY = sorted(LANGUAGES)


def parsed_back(text, language):
    """(number, decimals shown) of a text in the signs of a language; everything must be read."""
    decimal, group = SIGNS[language]
    body = re.sub(r"[\u2066-\u2069]", "", text).removesuffix("%").rstrip("\u00a0\u202f ")
    whole = rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})*"
    found = re.fullmatch(rf"({MINUS}?)({whole})(?:{re.escape(decimal)}(\d+))?", body)
    assert found, f"{text!r} is no number in {language}"
    value = float(found[2].replace(group, "") + "." + (found[3] or "0"))
    return -value if found[1] else value, len(found[3] or "")


def assert_same(text, value, language, kind):
    shown, decimals = parsed_back(text, language)
    if kind == tables.MEASURE:
        assert math.isclose(shown, value, rel_tol=0.005, abs_tol=0.5e-8), (text, value)
    else:
        assert abs(shown - value) <= 0.5 * 10**-decimals * (1 + 1e-9), (text, value)
        assert decimals == {tables.COUNT: 0}.get(kind, 1), text


def numbers_of(column, value):
    """(kind, number, unit) of a cell that is a number; None of any other."""
    kind, unit = column.kind, ""
    if isinstance(value, tuple):
        kind, value, unit = (*value, "")[:3]
    good = kind in tables.NUMBERS and isinstance(value, (int, float)) and math.isfinite(value)
    return (kind, value, unit) if good else None


def every_table(made):
    for one in made.values():
        yield from one if isinstance(one, list) else [one]


@pytest.mark.parametrize("language", EVERY)
def test_every_number_cell_parses_back(report_of, parsed, language):
    report = report_of(language, catalogue(language))
    made = {re.sub(r"\s+", " ", one[0]): one[1] for one in shown_tables(report, parsed)}
    counted = 0
    for table in every_table(report.content.tables):
        rows = made.get(title_of(report, table))
        if rows is None:
            continue
        assert len(rows) == len(table.shown)
        for row, cells in zip(table.shown, rows):
            for column, value, text in zip(table.columns, row, cells):
                number = numbers_of(column, value)
                if number is not None:
                    kind, value, unit = number
                    assert_same(text.removesuffix(f"\u00a0{unit}") if unit else text, value, language, kind)
                    counted += 1
    assert counted > 1000


def title_of(report, table):
    translate = report.messages.gettext
    subject = f"{report.formats.colon}{translate(table.subject)}" if table.subject else ""
    return re.sub(r"\s+", " ", f"{translate(table.caption)}{subject}")


def shown_tables(report, parsed):
    """(caption without its number, cells of every row) of the tables of a report, as a browser has them."""
    for html in re.findall(r"<table.*?</table>", report.html(), re.DOTALL):
        caption = re.search(r"<caption>(.*?)</caption>", html, re.DOTALL)
        if caption is None or "<tbody>" not in html:
            continue
        words = "".join(text for text, _ in parsed(caption.group()).texts).strip()
        body = html.partition("<tbody>")[2]
        rows = [["".join(text for text, _ in parsed(cell).texts).strip("\n ") for cell in re.findall(
            r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)]
        yield words.partition(report.formats.after_number)[2].strip(), rows


@pytest.mark.parametrize("language", EVERY)
@pytest.mark.parametrize(("table", "file", "key", "columns"), [
    ("units", "units", "code", {2: "area_km2", 3: "ecr_km2", 4: "ecr_percent", 5: "polygons"}),
    ("services", "coverage_services", None, {1: "protected_percent", 3: "redline_percent", 5: "either_percent"}),
    ("register", "register", "ecr_code", {}),
])
def test_key_tables_are_those_of_the_csv(walked, report_of, language, table, file, key, columns):
    report = report_of(language, catalogue(language))
    found = report_tables(report.context)[table]
    rows = read_table(walked.table(file))
    if table == "units":
        rows = sorted(rows, key=lambda row: row["code"] == walked.code)
    assert len(found.rows) == len(rows) + (found.total and table != "units"), "units.csv has its own sum"
    for target in (HTML, QT):
        cells = Cells(report.formats, report.messages.gettext, target, "en")
        for shown, row in zip(found.rows, rows):
            if key:
                assert row[key] in [value for value in shown if isinstance(value, str)]
            for place, name in columns.items():
                text = re.sub("<[^>]+>", "", str(cells.show(found.columns[place], shown[place])))
                assert_same(text, float(row[name]), language, found.columns[place].kind)


def test_the_register_shows_the_area_of_every_polygon(walked, report_of):
    table = report_tables(report_of().context)["register"]
    place = next(index for index, column in enumerate(table.columns) if column.kind == tables.AREA)
    areas = [float(row["area_km2"]) for row in read_table(walked.table("register"))]
    assert [row[place] for row in table.rows][:len(areas)] == areas
    assert not table.total or table.rows[-1][place] == pytest.approx(sum(areas))


@pytest.mark.parametrize("language", EVERY)
@pytest.mark.parametrize("value", [0.0, 0.04, 0.05, 9.95, 999.95, 1234.5, 1234567.89, -0.04, -1234.5])
def test_the_oracle_reads_what_formats_write(language, value):
    formats = Formats(language)
    assert parsed_back(formats.area(value), language)[0] == pytest.approx(value, abs=0.05000001)
    assert parsed_back(formats.percent(value), language)[0] == pytest.approx(value, abs=0.05000001)
    assert parsed_back(formats.number(value), language) == (pytest.approx(value, abs=0.5), 0)


def test_the_oracle_refuses_other_signs():
    for text, language in (("1,234.5", "fr"), ("1.234,5", "en"), ("12,34", "en"), ("", "en"), ("no data", "en")):
        with pytest.raises(AssertionError):
            parsed_back(text, language)
