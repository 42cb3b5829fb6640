"""The first half of the technical guideline: complete, agreeing with declarations and interface, in every format."""

import gettext
import re
import struct
import zlib
from xml.etree import ElementTree

import pytest

from ecr_toolkit.documents.cells import HTML, QT, Cells
from ecr_toolkit.documents.context import Context
from ecr_toolkit.documents.docx.blocks import Paragraph, blocks_of
from ecr_toolkit.documents.docx.body import Body
from ecr_toolkit.documents.edition import Edition
from ecr_toolkit.documents.guideline import data_tables, interface, method_tables, model_sections, pictures
from ecr_toolkit.documents.guideline.formulas import EXPLAINED, Explained, legend
from ecr_toolkit.documents.guideline.guideline import TECHNICAL_GUIDELINE
from ecr_toolkit.documents.tables import FORMULA, SPAN, Column, Table
from ecr_toolkit.languages.formats import Formats
from ecr_toolkit.models.catalogue import models, of_kind
from ecr_toolkit.models.declaration import FUNCTION, METHOD, SENSITIVITY
from ecr_toolkit.models.legend import Entry
from ecr_toolkit.models.notation import pieces
from ecr_toolkit.models.scores import CLASS_BREAKS, sensitivity_classes
from ecr_toolkit.models.variables import VARIABLES

CHAPTERS = ("introduction", "organisation", "set_up", "prepare", "functions", "sensitivity", "gaps", "thresholds")
STEP_CHAPTERS = CHAPTERS[2:]
PARTS = ["Purpose", "Principle", "Method", "Data and where to get them", "Parameters", "Procedure in QGIS",
         "What to check", "Common mistakes", "Who decides"]


@pytest.fixture(scope="module")
def guideline_of(walked):
    """(language, messages=English, pictures) → the guideline."""
    def make(language="en", messages=None, shown=None, pilot=walked):
        return Edition(TECHNICAL_GUIDELINE, Context(pilot, language, "3.22.16"), Formats(language),
                       messages or gettext.NullTranslations(), {}, shown or {})

    return make


@pytest.fixture(scope="module")
def chapters(guideline_of):
    """Language, messages → HTML of each of our chapters."""
    def make(language="en", messages=None, shown=None, pilot=None):
        html = guideline_of(language, messages, shown, **({"pilot": pilot} if pilot else {})).html()
        found = dict(re.findall(r'<section aria-labelledby="(\w+)">(.*?)</section>', html, re.DOTALL))
        return {id: found[id] for id in CHAPTERS}

    return make


@pytest.fixture(scope="module")
def english(chapters):
    return chapters()


def words(html):
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def our_tables(c):
    made = [make(c) for make in method_tables.TABLES]
    for found in model_sections.sections(c).values():
        for section in found:
            made += [section.parameters, section.formulas.legend]
            made += [table for part in section.factors for table in (part.options, *(way.legend for way in part.used))]
    return [*made, *(one.legend for one in EXPLAINED.values())]


# Form

@pytest.mark.parametrize("chapter", STEP_CHAPTERS)
def test_every_step_has_the_same_parts_in_the_same_order(english, chapter):
    assert re.findall("<h3>(.*?)</h3>", english[chapter]) == PARTS
    procedure = english[chapter].split("<h3>Procedure in QGIS</h3>")[1].split("<h3>")[0]
    assert procedure.count("<ol>") == 1 and procedure.count("<li>") >= 6
    for part in ("What to check", "Common mistakes"):
        assert english[chapter].split(f"<h3>{part}</h3>")[1].split("<h3>")[0].count("<li>") >= 4 or part in (
            "What to check",) and chapter == "prepare"  # there the checks are a table


def test_tables_have_as_many_cells_as_columns_and_ids_of_their_own(walked):
    c = Context(walked, "en")
    made = our_tables(c)
    assert all(len(row) == len(table.columns) for table in made for row in table.rows)
    content = TECHNICAL_GUIDELINE.content(c)
    ids = [make(c).id for make in method_tables.TABLES]
    assert len(ids) == len(set(ids)) and all(content.tables[id].caption for id in ids)
    assert all(content.tables[id].rows == make(c).rows for id, make in zip(ids, method_tables.TABLES)), "overwritten"


def test_html_is_well_formed_and_its_headings_go_down_one_by_one(guideline_of, parsed):
    for language in ("en", "ur"):
        node = parsed(guideline_of(language).html())
        assert node.faults == [] and node.stack == []
        levels = [int(tag[1]) for tag, _ in node.elements if re.fullmatch("h[1-6]", tag)]
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))


def test_every_visible_text_goes_through_the_catalogue(walked, chapters, parsed, bracketed):
    names = {*(unit.name("ur") for unit in walked.units), walked.name("ur")}
    for id, html in chapters("ur", bracketed).items():
        node = parsed(html)
        rest = "\n".join(text for text, stack in node.texts if "bdi" not in {tag for tag, _ in stack})
        rest += "\n".join(attributes.get("aria-label", "") for _, attributes in node.elements)
        while re.search("⟦[^⟦⟧]*⟧", rest):
            rest = re.sub("⟦[^⟦⟧]*⟧", "", rest)
        for name in (*names, interface.TOOLKIT):
            rest = rest.replace(name, "")
        assert [line for line in rest.split("\n") if re.search(r"[^\W\d_]", line)] == [], id


def test_no_text_holds_a_per_cent_sign_before_a_letter(walked):
    texts = [text for name in ("formulas", "data_tables", "products", "method_tables", "model_sections", "interface")
             for text in re.findall(r'"([^"]*)"', (pictures.FOLDER.parents[1] / "ecr_toolkit" / "documents" /
                                                   "guideline" / f"{name}.py").read_text(encoding="utf-8"))]
    assert texts and not [text for text in texts if re.search("% [a-z]", text)]


# Agreement with the interface

def test_steps_are_those_of_the_walk():
    from ecr_toolkit.steps import STEPS

    told = interface.WALK.values()
    assert [(one.id, one.title, one.purpose, set(one.needs)) for one in told] == [
        (one.id, one.title, one.purpose, set(one.needs)) for one in STEPS]
    assert all(one.gives for one in told)


def test_algorithms_are_called_as_in_the_toolbox(qgis_app):
    from ecr_toolkit.processing.provider import Provider

    provider = Provider()
    provider.refreshAlgorithms()
    shown = {one.name(): one for one in provider.algorithms()}
    assert {id: shown[id].displayName() for id in interface.ALGORITHMS} == interface.ALGORITHMS
    assert provider.name() == interface.TOOLKIT
    groups = {one.group() for one in shown.values()}
    assert {interface.GROUPS[id] for id in ("steps", "functions", "sensitivity", "planning", "redline")} <= groups
    fields = {one.description() for one in shown["choosethresholds"].parameterDefinitions()}
    assert set(interface.THRESHOLD_FIELDS.values()) <= fields
    for number, step in enumerate(interface.WALK.values(), 1):
        assert shown[step.id.replace("_", "")].displayName() == f"{number}. {step.title}"


def test_buttons_and_groups_of_layers_are_called_as_in_the_dock():
    from ecr_toolkit import plugin
    from ecr_toolkit.gui import findings, layer_list, pilot_page
    from ecr_toolkit.gui.start import start_page

    source = "".join((open(module.__file__, encoding="utf-8").read()) for module in (pilot_page, findings, start_page))
    assert all(f'_("{name}")' in source for name in interface.DOCK.values())
    titles = open(layer_list.__file__, encoding="utf-8").read()
    assert all(f'N_("{interface.GROUPS[id]}")' in titles for id in (
        "function_layers", "sensitivity_layers", "gap_layers", "level_layers"))
    assert plugin.TITLE == interface.TOOLKIT


def test_checks_told_are_those_of_the_code():
    from ecr_toolkit.preparation import checks

    source = open(checks.__file__, encoding="utf-8").read()
    assert re.findall(r'Finding\(\s*"(\w+)"', source) and set(re.findall(r'Finding\(\s*"(\w+)"', source)) == set(
        data_tables.CHECKS)
    errors = re.findall(r'Finding\(\s*"(\w+)",[^,]*, ERROR', source)
    assert [rule for rule in data_tables.CHECKS if rule in errors] == ["no_overlap", "nodata_undefined"] == [
        list(data_tables.CHECKS)[0], list(data_tables.CHECKS)[2]], "the text says: the first and the third"


# Agreement with the declarations and the pilot

def test_every_chosen_model_has_a_section_with_its_formulas_and_parameters(walked, english):
    c = Context(walked, "en")
    sections = model_sections.sections(c)
    chosen = {FUNCTION: walked.recipe["objectives"]["functions"],
              SENSITIVITY: walked.recipe["objectives"]["sensitivities"]}
    for kind, chapter in ((FUNCTION, "functions"), (SENSITIVITY, "sensitivity")):
        assert {one.model.id for one in sections[kind]} == set(chosen[kind])
        shown = words(english[chapter])
        for section in sections[kind]:
            assert section.model.title[1:] in shown and section.formulas.formulas == section.model.formulas
            owners = (section.model, *(part.factor for part in section.factors))
            assert [(row[1], row[-1]) for row in section.parameters.rows] == [
                (one.title, one.mark) for owner in owners for one in owner.parameters if one.id != METHOD]
        others = {row[0] for row in model_sections.others(c, kind).rows}
        assert others == {model.title for id, model in of_kind(kind).items() if id not in chosen[kind]}


def test_each_factor_is_told_once_and_the_way_of_the_pilot_is_marked(walked):
    c = Context(walked, "en")
    parts = [part for found in model_sections.sections(c).values() for section in found for part in section.factors]
    ids = [part.factor.id for part in parts]
    assert len(ids) == len(set(ids)) and "erosivity" in ids
    erosivity = next(part for part in parts if part.factor.id == "erosivity")
    used = [row for row in erosivity.options.rows if row[-1] == "used in this pilot"]
    assert [row[0] for row in used] == ["annual rain, Renard and Freimund 1994"]
    assert [way.id for way in erosivity.used] == ["erosivity_annual"]
    soil_erosion = next(one for one in model_sections.sections(c)[SENSITIVITY] if one.model.id == "soil_erosion")
    assert "rainfall erosivity" in soil_erosion.before


def test_a_parameter_that_the_country_changed_shows_both_values(copied, chapters):
    copied.recipe.values["parameters"] = {"soil_erosion": {"relief_breaks": [40.0, 200.0]},
                                          "erosivity": {"erosive_mm": 12.0}}
    c = Context(copied, "en")
    rows = {row[0][1]: row for found in model_sections.sections(c).values() for section in found
            for row in section.parameters.rows}
    assert rows["soil_erosion.relief_breaks"][3:5] == (("plain", [50.0, 300.0]), ("plain", [40.0, 200.0]))
    assert rows["erosivity.erosive_mm"][3:5] == (("plain", 10.0), ("plain", 12.0))
    assert "40; 200" in words(chapters(pilot=copied)["sensitivity"])


def test_what_is_not_assessed_says_which_data_are_missing(walked, english):
    c = Context(walked, "en")
    coast = next(one for one in model_sections.sections(c)[SENSITIVITY] if one.model.id == "coastal_erosion")
    assert coast.missing and "Not assessed in this pilot" in english["sensitivity"]
    assert all(title in words(english["sensitivity"]) for title in coast.missing)


def test_variables_hold_all_that_the_models_read_with_their_declared_range(walked):
    c = Context(walked, "en")
    rows = {row[0]: row for row in data_tables.variables(c).rows}
    for model in (*data_tables.chosen(c, FUNCTION), *data_tables.chosen(c, SENSITIVITY)):
        for names in data_tables.usable(model):
            for name in names:
                one = VARIABLES[name]
                assert rows[one.title][2] == (SPAN, (one.minimum, one.maximum)) and rows[one.title][5] == one.where
    assert rows["annual maximum NDVI"][-1] == "prepared", "cover follows from it"
    assert rows["mean wave height"][-1] == "no data" and rows["rainfall erosivity"][-1] == "not used"


def test_needed_data_are_those_without_which_a_model_is_not_planned():
    from ecr_toolkit.assessment.plan import plan

    for model in models():
        needed, _better = data_tables.usable(model)
        missing = plan(model, set(VARIABLES) - set(needed[:1]), {}).missing if needed else ["x"]
        assert missing, model.id
        everything = {name for names in data_tables.usable(model) for name in names}
        assert not plan(model, everything, {}).missing, model.id


def test_means_are_those_of_the_methods_and_their_classes_those_of_the_code(walked):
    table = model_sections.means(Context(walked, "en"))
    four = {row[0][1]: (row[1][1], row[2]) for row in table.rows}
    assert len(four) == 15 and sum(row[3][1] != "" for row in table.rows) == 10
    assert four["5 · 5 · 3 · 3"] == (3.873, "sensitive"), "methods.md E9"
    names = {1: "generally sensitive", 3: "sensitive", 5: "extremely sensitive"}
    import numpy as np
    for mean, name in four.values():
        assert names[int(sensitivity_classes(np.float32([mean]), CLASS_BREAKS.default)[0])] == name


# Formulas

@pytest.mark.parametrize("one", EXPLAINED.values(), ids=lambda one: one.id)
def test_every_sign_of_a_formula_stands_in_its_legend(one):
    told = {re.sub(r"\(.*\)", "", sign.strip()) for entry in one.symbols for sign in entry.sign.split(",")}
    told |= {re.sub("_{.*", "", sign) for sign in told}
    spoken = {"max", "min", "exp", "ln", "lg", "argmax", "i", "z", "N"}
    for formula in one.formulas:
        for piece in pieces(formula):
            for name in re.findall(r"[A-Za-zρδΠΣ]+", piece.text) if piece.place == "normal" else ():
                assert name in told | spoken | {"Σ", "Π", "π"}, (formula, name)
    for entry in one.symbols:
        for sign in entry.sign.split(", "):
            assert any(sign in formula for formula in one.formulas), entry


def test_formulas_of_models_and_steps_can_be_typeset():
    made = [formula for model in models() for owner in (model, *(
        option for factor in model.factors for option in factor.options)) for formula in owner.formulas]
    made += [formula for one in EXPLAINED.values() for formula in one.formulas]
    assert made and all(pieces(formula) for formula in made)


def test_cases_of_one_sign_stand_on_one_line():
    told = Explained("x", "", ("K = 1,  v < 2", "K = 3,  v ≥ 2", "v = a_{i}"), ())
    assert told.lines == ["K = 1,  v < 2;\u2003K = 3,  v ≥ 2", "v = a_{i}"]


def test_long_legends_stand_in_two_halves():
    entries = [Entry(f"x_{{{number}}}", f"m{number}", "1") for number in range(5)]
    short, long = legend("a", entries[:3], ""), legend("b", entries, "")
    assert len(short.columns) == 3 and len(short.rows) == 3
    assert [row[1] for row in long.rows] == ["m0", "m1", "m2"]
    assert [row[4] for row in long.rows] == ["m3", "m4", ("code", "")]


@pytest.mark.parametrize(("language", "target", "shown"), [
    ("en", HTML, "10<sup>6</sup> · a<sub>i</sub>"), ("en", QT, "10<sup>6</sup> · a<sub>i</sub>"),
    ("ur", HTML, '<bdi dir="ltr">10<sup>6</sup> · a<sub>i</sub></bdi>'),
    ("ur", QT, "\u206610<sup>6</sup> · a<sub>i</sub>\u2069")])
def test_formulas_run_from_left_to_right_in_every_language(language, target, shown):
    cells = Cells(Formats(language), str, target, "en")
    assert cells.formula("10^{6} · a_{i}") == shown
    assert "&lt;" in cells.formula("a < b")


def test_spans_follow_the_signs_of_the_language():
    cells = Cells(Formats("pt_BR"), str, HTML, "en")
    assert cells.show(Column("", "words"), (SPAN, (-430, 8850.5))) == "−430\u00a0–\u00a08.850,5"


def test_tags_of_formulas_take_no_room_in_columns():
    cells = Cells(Formats("en"), str, QT, "en")
    rows = [("x_{i}^{2}", "a word"), ("y", "another")]
    typeset = cells.widths(Table("t", "", (Column("Sign", FORMULA), Column("Meaning")), rows))
    plain = cells.widths(Table("t", "", (Column("Sign", "code"), Column("Meaning")),
                               [("xi2", "a word"), ("y", "another")]))
    assert typeset == plain


# Word

def test_word_gets_steps_formulas_and_what_stands_below_and_above_the_line():
    blocks = blocks_of('<h4>M</h4><p class="formula" dir="ltr"><bdi dir="ltr">x<sub>i</sub>&lt;10<sup>2</sup></bdi></p>'
                       "<ol><li>one</li><li>two <b>B</b></li></ol><ul><li>dot</li></ul><ol><li>anew</li></ol>")
    assert [(one.style, one.number) for one in blocks] == [
        ("Heading3", 0), ("Formula", 0), ("Steps", 1), ("Steps", 1), ("List", 0), ("Steps", 2)]
    assert [(run.text, run.place, run.ltr) for run in blocks[1].runs] == [
        ("x", "", True), ("i", "sub", True), ("<10", "", True), ("2", "sup", True)]
    body = Body(True, None, None)
    xml = body.xml(blocks, "Contents", "a", "b")
    ElementTree.fromstring(xml)
    assert body.lists == 2 and 'w:vertAlign w:val="subscript"' in xml and 'w:numId w:val="3"' in xml


def test_the_word_document_has_a_style_for_everything_and_numbers_every_list_anew(guideline_of, tmp_path):
    import zipfile

    from ecr_toolkit.documents.docx.writing import write_docx

    edition = guideline_of("ur")
    write_docx(edition, tmp_path / "g.docx")
    with zipfile.ZipFile(tmp_path / "g.docx") as parts:
        document, styles, numbering = (parts.read(f"word/{name}.xml").decode() for name in (
            "document", "styles", "numbering"))
    for text in (document, styles, numbering):
        ElementTree.fromstring(text)
    used = set(re.findall(r'<w:[pr]Style w:val="(\w+)"', document))
    assert used <= set(re.findall('w:styleId="([^"]+)"', styles)) and {"Formula", "Steps", "Heading3"} <= used
    lists = set(re.findall(r'<w:numId w:val="(\d+)"', document))
    assert len(lists) >= len(STEP_CHAPTERS) and lists <= set(re.findall(r'<w:num w:numId="(\d+)"', numbering))
    ordered = sum(isinstance(block, Paragraph) and block.style == "Steps" for block in blocks_of(edition.html()))
    assert document.count('<w:pStyle w:val="Steps"/>') == ordered > 30


# Pictures

def tiny_png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xff" * width for _row in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


@pytest.fixture
def shipped_pictures(tmp_path, monkeypatch):
    for language, step, size in (("en", "set_up", (1180, 700)), ("en", "gaps", (96, 96)), ("ur", "gaps", (192, 96))):
        path = tmp_path / language / f"{step}.png"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(tiny_png(*size))
    monkeypatch.setattr(pictures, "FOLDER", tmp_path)


def test_pictures_are_those_of_the_language_else_english_in_the_size_of_the_page(walked, shipped_pictures):
    found = pictures.step_pictures(walked, Context(walked, "ur"), None, None)
    assert set(found) == {"step-set_up", "step-gaps"}
    assert found["step-set_up"].width_mm == 150 and found["step-set_up"].height_mm == pytest.approx(150 * 700 / 1180)
    assert found["step-gaps"].width_mm == pytest.approx(50.8) and found["step-gaps"].height_mm == pytest.approx(25.4)


def test_what_is_no_png_is_refused():
    with pytest.raises(ValueError, match="no PNG"):
        pictures.picture_of(b"GIF89a" + bytes(30))


def test_a_picture_has_number_caption_and_alternative_text(walked, shipped_pictures, chapters, guideline_of, parsed):
    shown = pictures.step_pictures(walked, Context(walked, "en"), None, None)
    made = chapters(shown=shown)
    figure = re.search('<figure id="step-gaps">.*?</figure>', made["gaps"], re.DOTALL).group()
    assert "Figure 2. The step in QGIS: Gaps" in words(figure)
    image = parsed(figure).all("img")[0]
    assert image["alt"].endswith("Gaps") and len(image["alt"]) > 40
    assert "<figure" not in made["prepare"], "there is no picture of it"
    paper = "".join(guideline_of(shown=shown).qt_html())
    assert '<img src="picture-step-gaps" width="96"' in paper and '<img src="picture-step-set_up"' in paper
