"""The second half of the national technical guideline: boundary to policy, and the annexes."""

import csv
import gettext
import html
import math
import re
import shutil
from pathlib import Path

import pytest
from qgis.core import QgsApplication

from ecr_toolkit.boundary.register import FIELDS, TYPE_NAMES
from ecr_toolkit.documents import wording
from ecr_toolkit.documents.context import Context
from ecr_toolkit.documents.docx.blocks import Table as WordTable
from ecr_toolkit.documents.docx.blocks import blocks_of, plain
from ecr_toolkit.documents.docx.body import Body
from ecr_toolkit.documents.edition import Edition
from ecr_toolkit.documents.guideline import annex_tables, method_tables, redline_names
from ecr_toolkit.documents.guideline.forms import FORMS
from ecr_toolkit.documents.guideline.glossary_terms import TERMS
from ecr_toolkit.documents.guideline.guideline import TECHNICAL_GUIDELINE
from ecr_toolkit.languages.formats import Formats
from ecr_toolkit.languages.messages import catalogue
from ecr_toolkit.models.class_tables import FOLDER
from ecr_toolkit.models.notation import pieces
from ecr_toolkit.pilot.tables import read_table
from ecr_toolkit.processing.provider import Provider

TEMPLATES = Path(__file__).resolve().parents[2] / "guidelines" / "templates"
CHAPTERS = ("boundary", "coordination", "documents", "management", "policy", "annex_classes",
            "annex_register_fields", "annex_glossary", "annex_forms")
PARTS = ["Purpose", "Principle", "Method", "Data and where to get them", "Parameters", "Procedure in QGIS",
         "What to check", "Common mistakes", "Who decides"]


@pytest.fixture(scope="module")
def guideline_of(walked):
    def make(language="en", messages=None, pilot=walked):
        return Edition(TECHNICAL_GUIDELINE, Context(pilot, language), Formats(language),
                       messages or gettext.NullTranslations(), {})

    return make


@pytest.fixture(scope="module")
def chapters_of(guideline_of):
    """(language, messages, pilot) → HTML of each chapter of this half."""
    def found(*given):
        text = guideline_of(*given).html()
        return {id: re.search(f'<section aria-labelledby="{id}">.*?</section>', text, re.DOTALL).group()
                for id in CHAPTERS}

    return found


@pytest.fixture(scope="module")
def chapters(chapters_of):
    return chapters_of()


@pytest.fixture(scope="module")
def tables(walked):
    return made(walked)


def made(pilot, language="en"):
    found = [make(Context(pilot, language)) for make in annex_tables.TABLES]
    assert len({table.id for table in found}) == len(found)
    return {table.id: table for table in found}


def shown(chapter, parsed):
    return " ".join(" ".join(text for text, _ in parsed(chapter).texts).split())


def bare(cell):
    """The value of a cell that brings its kind."""
    return cell[1] if isinstance(cell, tuple) else cell


@pytest.mark.parametrize("id", ["boundary", "coordination", "documents"])
def test_chapters_of_steps_have_all_parts_in_their_order(chapters, id):
    assert re.findall("<h3>(.*?)</h3>", chapters[id]) == PARTS


@pytest.mark.parametrize("language", ["en", "ar"])
def test_chapters_are_well_formed_and_tables_have_a_cell_a_column(chapters_of, parsed, language):
    for id, text in chapters_of(language).items():
        node = parsed(text)
        assert node.faults == [] and node.stack == [], id
        levels = [int(tag[1]) for tag, _ in node.elements if re.fullmatch("h[1-6]", tag)]
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))
        for table in re.findall("<table.*?</table>", text, re.DOTALL):
            rows = re.findall("<tr.*?</tr>", table, re.DOTALL)
            assert rows and len({len(re.findall("<t[dh][ >]", row)) for row in rows}) == 1, table[:200]
            assert table.count("<caption>") == 1


def test_no_text_goes_round_the_catalogue(chapters_of, parsed, bracketed, walked):
    names = [str(name) for name in Context(walked, "ur").names.values()]
    for id, text in chapters_of("ur", bracketed).items():
        node = parsed(text)
        lines = [words for words, stack in node.texts if not {"bdi", "blockquote"} & {tag for tag, _ in stack}
                 and not any("formula" in attributes.get("class", "") for _, attributes in stack)]
        rest = "\n".join([*lines, *(attributes["aria-label"] for _, attributes in node.elements
                                    if "aria-label" in attributes)])
        while re.search("⟦[^⟦⟧]*⟧", rest):
            rest = re.sub("⟦[^⟦⟧]*⟧", "", rest)
        for name in sorted(names, key=len, reverse=True):
            rest = rest.replace(name, "")
        assert [line for line in rest.split("\n") if re.search(r"[^\W\d_]", line)] == [], id


def test_both_halves_use_different_ids(walked, tables):
    c = Context(walked, "en")
    others = [make(c).id for make in method_tables.TABLES]
    assert not set(others) & set(tables)
    assert not set(method_tables.facts(c)) & set(annex_tables.facts(c))


def test_every_table_is_shown(tables, chapters):
    text = html.unescape("".join(chapters.values()))
    for table in tables.values():
        assert table.caption in text, table.id


@pytest.fixture
def algorithms(qgis_app):
    provider = Provider()
    registry = QgsApplication.processingRegistry()
    registry.addProvider(provider)
    yield {one.name(): one for one in provider.algorithms()}
    registry.removeProvider(provider)


def test_procedures_call_algorithms_as_the_interface_does(algorithms, chapters, parsed):
    for id, title in redline_names.ALGORITHMS.items():
        assert algorithms[id].displayName() == title
    fields = {parameter.description() for id in redline_names.ALGORITHMS
              for parameter in algorithms[id].parameterDefinitions()}
    assert set(redline_names.FIELDS.values()) <= fields
    text = " ".join(shown(chapters[id], parsed) for id in CHAPTERS)
    used = [name for id in CHAPTERS[:4] for name in re.findall(r"algorithms\.(\w+)", (
        TEMPLATES / "technical_guideline" / f"{id}.html").read_text(encoding="utf-8"))]
    assert set(used) == set(redline_names.ALGORITHMS), "no name stands there unused"
    assert all(title in text for title in redline_names.ALGORITHMS.values())


# Choices


@pytest.mark.parametrize(("chapter", "sections"), [
    ("boundary", ("boundary", "conflicts")), ("spaces", ("suitability", "corridors")),
    ("coordination", ("coordination",))])
def test_every_field_of_a_section_has_a_row_with_its_value(walked, tables, chapter, sections):
    rows = {bare(row[0]): row for row in tables[f"choices_{chapter}"].rows}
    assert list(rows) == [f"{section}.{field}" for section in sections for field in walked.recipe[section]]
    for section in sections:
        for field, value in walked.recipe[section].items():
            cell = bare(rows[f"{section}.{field}"][2])
            assert cell == (("yes" if value else "no") if isinstance(value, bool) else value)


def test_what_differs_from_the_default_shows_both(walked, tables):
    rows = {bare(row[0]): row for row in tables["choices_spaces"].rows}
    assert walked.recipe["corridors"]["core_km2"] == 5
    assert [bare(cell) for cell in rows["corridors.core_km2"][2:]] == [5, 10]
    assert bare(rows["corridors.neighbours"][3]) == "the same"


# Boundary


def test_treatments_add_up_to_the_table_of_protected_areas(walked, tables):
    rows = [row for row in read_table(walked.table("protected_areas")) if not row["reason"]]
    assert sum(row[1] for row in tables["treatments"].rows) == len(rows) > 3
    assert sum(row[2] for row in tables["treatments"].rows) == pytest.approx(
        sum(float(row["counted_km2"]) for row in rows))


def test_layers_that_were_not_given_are_told(walked, copied):
    before = {row[0]: row[-1] for row in made(walked)["conflict_layers"].rows}
    assert before["C5"] == ("code", "data/mines.gpkg") and before["C1"] == ("words", "classes of land cover")
    del copied.recipe.values["conflicts"]["layers"]["C5"]
    copied.recipe.values["conflicts"]["farmland"] = []
    copied.recipe.values["boundary"]["lines"] = {"data/rivers.gpkg": 1}
    after = made(copied)
    found = {row[0]: bare(row[-1]) for row in after["conflict_layers"].rows}
    assert found["C5"] == found["C1"] == found["C2"] == "not assessed"
    assert found["C6"] == "data/roads.gpkg"
    lines = {bare(row[2]): bare(row[3]) for row in after["boundary_layers"].rows}
    assert (lines["boundary.lines: 1"], lines["boundary.lines: 3"]) == ("given", "not given")


def test_rules_stand_in_the_order_of_the_area_log_with_the_limits_in_force(walked, tables):
    rows = {bare(row[0]): row for row in tables["line_rules"].rows}
    log = [row["rule"] for row in read_table(walked.table("area_log")) if row["rule"][:1] == "B"]
    assert [rule for rule in rows if rule in log] == log and len(log) >= 6
    chosen, cell = walked.recipe["boundary"], walked.grid.cell
    assert rows["B6"][2] == ("measure", chosen["min_patch_km2"], "km²")
    assert rows["B7"][2] == ("measure", chosen["simplify_cells"] * cell, "m")
    assert rows["lines nearby"][2] == ("measure", chosen["snap_cells"] * cell, "m")
    assert bare(rows["B1"][2]) == "no choice"


def test_scales_follow_from_half_a_millimetre(walked, tables):
    errors = {bare(row[1]): row[2][1] for row in tables["scales"].rows}
    assert errors["1 : 50\u202f000"] == 25 and errors["1 : 10\u202f000"] == 5
    assert errors["1 : 500\u202f000"] == walked.grid.cell == 250
    assert tables["scales"].rows[-1][2] == ("measure", 1.0, "m")


def test_every_check_has_its_limit_and_result(walked, tables):
    rows = {bare(row[0]): row for row in tables["quality_checks"].rows}
    found = {row["check"]: row for row in read_table(walked.table("quality"))}
    assert list(rows) == [check for check in found if "_" not in check]
    told = {"": "for information", "1": "passed", "0": "failed"}
    for check, row in rows.items():
        assert row[4] == told[found[check]["passed"]]
        limit = found[check]["limit"]
        assert (bare(row[2]) == "no limit") == (limit == "")
        if limit:
            assert row[2][1] == pytest.approx(float(limit), abs=1e-5)


def test_the_sample_of_the_field_check_grows_with_the_register(walked, copied, put):
    assert annex_tables.facts(Context(walked, "en"))["line"]["sample"] == 30
    row = read_table(copied.table("register"))[0]
    put(copied, "register", [{**row, "ecr_code": f"TRN-CAL-11-{number:04d}"} for number in range(1001)])
    facts = annex_tables.facts(Context(copied, "en"))["line"]
    assert facts["sample"] == math.ceil(0.05 * 1001) == 51 and facts["code"] == "TRN-CAL-11-0000"


# Coordination


def test_edge_match_rates_are_those_of_the_table(walked, tables, chapters, parsed):
    rows = [row for row in read_table(walked.table("edge_match")) if row["reached"]]
    assert [row[2] for row in tables["rates"].rows] == [float(row["edge_match_percent"]) for row in rows]
    text = shown(chapters["coordination"], parsed)
    assert rows and all(Formats("en").percent(float(row["edge_match_percent"])) in text for row in rows)


def test_chapters_render_before_anything_was_coordinated(copied, chapters_of):
    for table in ("edge_match", "quality", "register", "protected_areas"):
        copied.table(table).unlink()
    text = chapters_of("en", None, copied)
    assert "Edge-match rates in this pilot" not in text["coordination"]
    assert "not assessed" in text["boundary"]


# Management and policy


def test_limits_of_supervision_are_those_of_the_checks(tables):
    assert [(row[2][1], row[2][2]) for row in tables["supervision_limits"].rows] == [
        (0.1, "%"), (0.01, "km²"), (0.1, "%"), (25.0, "ha"), (5.0, "%"), (10.0, "%")]
    grades = [bare(row[1]) for row in tables["function_grades"].rows]
    assert grades == [5.0, -5.0, -10.0, "no limit"]


def test_weights_add_up_and_every_row_of_roles_has_one_who_answers(tables):
    assert sum(row[1] for row in tables["score"].rows) == pytest.approx(1.0)
    for row in tables["roles"].rows:
        assert list(row[1:]).count("A") == 1 and set(row[1:]) <= {"R", "A", "C", "I"} and "R" in row[1:], row[0]


def test_ten_kinds_of_activities_are_an_example(tables, chapters, parsed):
    assert [bare(row[0]) for row in tables["limited_activities"].rows] == [str(number) for number in range(1, 11)]
    assert "each country replaces them by its law" in shown(chapters["management"], parsed)


def test_what_the_toolkit_does_not_compute_is_said(chapters, parsed):
    assert "This version of the toolkit does not compute them" in shown(chapters["management"], parsed)


def test_each_target_of_the_brief_has_a_row(tables):
    assert [bare(row[0]) for row in tables["targets"].rows] == ["1", "2", "3", "8", "10", "11", "12", "22"]


# Annexes


def test_conflict_rules_agree_with_the_methods(tables):
    rows = [[bare(row[0]), *row[3:6]] for row in tables["conflict_matrix"].rows]
    keep, exit, out = "keep inside", "exit plan", "take out"
    assert rows == [  # methods.md §4.5: code, outside, in protected areas, on traditional land
        ["C1", out, exit, keep], ["C2", keep, keep, keep], ["C3", out, exit, keep], ["C4", keep, keep, keep],
        ["C5", keep, keep, keep], ["C5", out, exit, keep], ["C6", keep, keep, keep], ["C7", out, keep, keep],
        ["C7", keep, keep, keep], ["C8", keep, keep, keep], ["C8", out, exit, keep], ["C9", keep, keep, keep],
        ["C10", keep, keep, keep]]
    assert tables["conflict_matrix"].rows[0][2] == ("measure", 20, "ha")


def test_classes_of_land_cover_have_the_values_of_the_tables(tables):
    rows = {row[0]: row for row in tables["land_cover_classes"].rows}
    assert rows[2][3] == pytest.approx(2.67) and rows[13][3] is None and rows[13][4] == 500
    assert [code for code, row in rows.items() if row[2] == "no"] == [12, 13, 14]


def test_a_table_of_the_country_comes_in_place_of_the_toolkits(copied):
    before = {row[0]: row[2] for row in made(copied)["textures"].rows}
    source = Context(copied, "en").class_tables
    path = shutil.copy(FOLDER / "texture.csv", copied.folder / "texture.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["erosion_score"] = "5"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    copied.recipe.values["class_tables"] = {"texture": "texture.csv"}
    after = {row[0]: row[2] for row in made(copied)["textures"].rows}
    assert source.column("texture", "erosion_score")[1] == before[1] == 1 and after[1] == 5
    assert {code: after[code] for code in range(2, 13)} == {code: before[code] for code in range(2, 13)}


def test_treatment_of_categories_is_the_countrys_own(walked, copied, tables):
    own = read_table(walked.folder / walked.recipe["protected_areas"]["categories"])
    assert len(tables["crosswalk"].rows) == len(own)
    assert [row[5] for row in tables["crosswalk"].rows] == [wording.TREATMENTS[row["treatment"]] for row in own]
    copied.recipe.values["protected_areas"]["categories"] = ""
    international = made(copied)["crosswalk"].rows
    assert ("any", "Ia", "any", "no limit", "always in the redline") in [
        tuple(bare(cell) for cell in row[1:]) for row in international]


def test_limits_of_scores_are_those_in_force(copied):
    copied.recipe.values["parameters"] = {"soil_erosion": {"relief_breaks": [40.0, 200.0]}}
    rows = [row for row in made(copied)["scores"].rows if row[1].startswith("relief")]
    assert rows[0][3] == ("span", [40.0, 200.0]) and rows[0][4] == ("span", [50.0, 300.0])


def test_suitability_is_that_of_the_tables(tables):
    limits = {row[0]: row[2:] for row in tables["suitability_limits"].rows}
    assert limits["slope, for agriculture"] == ("at most", 2, 6, 15, 25)
    assert limits["precipitation"] == ("at least", 1200, 800, 400, 200)
    assert tables["agriculture_matrix"].rows[2] == (3, 4, 4, 3, 2, 1)
    assert tables["urban_matrix"].rows[3] == (2, 3, 2, 2, 1, 1)


def test_every_field_of_the_register_is_explained(tables):
    assert [bare(row[0]) for row in tables["register_fields"].rows] == list(FIELDS)
    assert [row[0] for row in tables["type_codes"].rows] == list(TYPE_NAMES)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_glossary_is_sorted_in_its_language_and_holds_english_beside_others(walked, language):
    table = made(walked, language)["glossary"]
    terms = [row[0] for row in table.rows]
    assert sorted(terms) == sorted(term for term, _ in TERMS) and len(set(terms)) == len(terms)
    words = [catalogue(language).gettext(term) for term in terms]
    assert words == Formats(language).alphabetical(words, str)
    assert len(table.columns) == (2 if language == "en" else 3)


def test_formulas_have_a_legend_for_every_sign():
    for one in annex_tables.EXPLAINED.values():
        told = {sign for entry in one.symbols for sign in entry.sign.split(", ")}
        assert told and one.formulas
        text = " ".join(one.formulas)
        for sign in told:
            assert sign in text, (one.id, sign)
        for formula in one.formulas:
            assert pieces(formula)


# Forms


def test_forms_have_empty_cells_to_write_in(chapters, parsed):
    text = chapters["annex_forms"]
    entries = [entry for form in FORMS for part in form.parts for entry in part.entries]
    grids = [part for form in FORMS for part in form.parts if part.columns]
    cells = re.findall("<td.*?</td>", text, re.DOTALL)
    assert len(cells) == len(entries) + sum(len(part.columns) * part.rows for part in grids)
    assert len(re.findall("<h3>", text)) == len(FORMS) == 4
    blank = [cell for cell in cells if not re.sub(r"<[^>]+>|&nbsp;|\s", "", cell)]
    assert len(blank) == len(cells) - sum(bool(entry.choices) for entry in entries)
    assert all("&nbsp;" in cell for cell in blank), "an empty cell would fall together in Qt"
    assert text.count("☐") == sum(len(entry.choices) for entry in entries)


def test_forms_mirror_in_qt_where_text_runs_from_the_right(guideline_of):
    for language, first in (("en", "label"), ("ar", "cell")):
        parts = guideline_of(language).qt_html()
        form = next(part for part in parts if "Form 1: coordination record" in part)
        row = re.search("<tr>\\s*<td.*?</tr>", form, re.DOTALL).group()
        cells = re.findall("<td.*?</td>", row, re.DOTALL)
        assert ("Number of the mismatch" in cells[0]) == (first == "label")
    assert sum("Form " in part and 'class="form"' in part for part in parts) == len(FORMS), "each begins a page"


def test_forms_reach_word_with_columns_of_even_width(chapters):
    tables = [block for block in blocks_of(chapters["annex_forms"]) if isinstance(block, WordTable)]
    assert len(tables) == sum(len(form.parts) for form in FORMS) and all(table.even for table in tables)
    xml = Body(False, lambda svg: (b"", 1, 1), lambda png: (1, 1)).xml(tables, "Contents", "rId1", "rId2")
    assert xml.count('<w:tblLayout w:type="fixed"/>') == len(tables)
    tall = next(row for table in tables for row in table.body if plain(row[0].runs).startswith("Position of the unit"))
    assert "".join(run.text for run in tall[1].runs).count("\n") == 3, "four lines to write on"


def test_the_pilot_of_another_country_gets_its_own_numbers(copied, chapters_of, parsed):
    copied.recipe.values["coordination"]["mismatch_m"] = 4321
    copied.recipe.values["thresholds"]["extreme_share"] = 0.4
    text = chapters_of("en", None, copied)
    assert "4,321" in shown(text["coordination"], parsed)
    assert "40.0%" in shown(text["annex_classes"], parsed)
