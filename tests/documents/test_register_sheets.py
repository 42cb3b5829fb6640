"""The register: a sheet a polygon, each one page, with the numbers of the tables; what is missing says so."""

import gettext
import json
import re
import shutil
import subprocess

import numpy as np
import pytest
from osgeo import ogr
from qgis.PyQt.QtGui import QColor, QImage

from ecr_toolkit.boundary.register import FIELDS
from ecr_toolkit.documents import wording
from ecr_toolkit.documents.context import Context
from ecr_toolkit.documents.docx.blocks import Table as WordTable
from ecr_toolkit.documents.docx.blocks import blocks_of, plain
from ecr_toolkit.documents.edition import ONE_PAGE, Edition
from ecr_toolkit.documents.maps import Maps
from ecr_toolkit.documents.pdf import MOST_ENTRIES, headings, write_pdf
from ecr_toolkit.documents.pictures import Picture
from ecr_toolkit.documents.sheets.fields import MOST_PARTS, left_groups, right_groups
from ecr_toolkit.documents.sheets.locator import Locators
from ecr_toolkit.documents.sheets.places import places_of
from ecr_toolkit.documents.sheets.register import REGISTER
from ecr_toolkit.documents.sheets.sheet import FIRST_STAKES, chosen, sheets
from ecr_toolkit.documents.sheets.words import Conflict, conflicts, line_shares, said, shares
from ecr_toolkit.documents.tables import DATA, WORDS
from ecr_toolkit.documents.writing import Atlas
from ecr_toolkit.errors import Cancelled
from ecr_toolkit.feedback import Feedback
from ecr_toolkit.languages.formats import Formats
from ecr_toolkit.languages.messages import catalogue
from ecr_toolkit.pilot.layers import Feature, read_layer
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table

NEEDS_POPPLER = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


class Blank(dict):
    """A picture for every name."""

    def __missing__(self, name):
        return Picture(b"", 170.0, 82.0)


def edition_of(pilot, language="en", messages=None):
    return Edition(REGISTER, Context(pilot, language), Formats(language), messages or gettext.NullTranslations(), {},
                   Blank())


@pytest.fixture(scope="module")
def html(walked):
    return edition_of(walked).html()


@pytest.fixture(scope="module")
def rows(walked):
    return read_table(walked.table("register"))


def section(html, code):
    return next(part for part in re.findall(r'<section class="sheet".*?</section>', html, re.DOTALL)
                if f">{code}<br>" in part)


def words_of(parsed, html):
    return " ".join(" ".join(text for text, _stack in parsed(html).texts).split())


def test_every_polygon_has_a_sheet_in_the_section_of_its_unit(html, rows, parsed):
    assert parsed(html).faults == []
    for unit in {row["adm_code"] for row in rows}:
        part = re.search(rf'<section aria-labelledby="unit-{unit}">.*?(?=<section aria-labelledby|</body>)', html,
                         re.DOTALL).group()
        areas = [float(row["area_km2"]) for row in rows if row["adm_code"] == unit]
        codes = re.findall(r'<h3 id="sheet-\d+">([^<]+)<br>', part)
        assert codes == [row["ecr_code"] for row in sorted(
            (row for row in rows if row["adm_code"] == unit), key=lambda row: -float(row["area_km2"]))]
        assert areas


def test_a_sheet_tells_every_field_of_the_register(html, rows, parsed):
    formats = Formats("en")
    for row in rows:
        text = words_of(parsed, section(html, row["ecr_code"]))
        for field in ("ecr_code", "ecr_name", "adm_code", "type_code", "type_name", "main_func", "patch_no", "version",
                      "author", "checked_by", "status"):
            assert row[field] in text, field
        for km2 in (row["area_km2"], row["core_km2"], row["forced_km2"]):
            assert f"{formats.area(float(km2))} km²" in text
        for name in row["pa_name"].split("; ")[:MOST_PARTS]:
            assert name in text
        for part in filter(None, "; ".join(row[name] for name in ("eco_type", "human_act", "eco_problem")).split("; ")):
            assert part.replace(" %", "%") in text, part
        for code, objects, amount, unit in conflicts(row["in_conflict"]):
            assert f"{formats.significant(amount)} {unit}" in text and code in text and str(objects) in text
        for part in filter(None, row["bnd_type_share"].split("; ")):
            kind, share = part.rstrip(" %").split(": ")
            assert f"{wording.BOUNDARY_TYPES[int(kind)]} {share}%" in text


def test_no_cell_of_a_sheet_is_empty(html, parsed):
    assert not re.search(r"<t[dh][^>]*>\s*</t[dh]>", html)


def test_the_numbers_of_stakes_are_those_of_the_table(walked, html, rows, parsed):
    stakes = read_table(walked.table("stakes"))
    for row in rows:
        own = [one for one in stakes if row["ecr_code"] in one["codes"].split("; ")]
        text = words_of(parsed, section(html, row["ecr_code"]))
        physical = sum(one["role"] == "physical" for one in own)
        assert f"Stakes: {len(own)}; set in the ground: {physical}; coordinates only: {len(own) - physical}." in text
        for one in own[:FIRST_STAKES]:
            assert all(one[name] in text for name in ("number", "longitude", "latitude"))
        assert not any(one["number"] in text for one in own[FIRST_STAKES:])


def test_what_is_missing_is_said_and_not_nought(copied, put, parsed):
    rows = [{**row, "carbon_t": "", "hab_spp_n": "", "lvl_func": "", "lvl_sens": "", "in_conflict": "not assessed",
             "conflict_code": "not assessed", "bnd_type_share": "", "eco_type": "not assessed", "human_act": "",
             "land_cat": "not assessed", "author": "", "main_func": "not assessed"}
            for row in read_table(copied.table("register"))]
    put(copied, "register", rows)
    copied.table("stakes").unlink()
    c = Context(copied, "en")
    fields = {field.title: [part.value for part in field.parts] for group in (
        *left_groups(c, c.rows("register")[0]), *right_groups(c, c.rows("register")[0])) for field in group.fields}
    unknown = [wording.NOT_ASSESSED]
    assert all(fields[title] == unknown for title in (
        "Carbon stock", "Threatened species", "Highest importance", "Highest sensitivity", "Objects in conflict",
        "Lines it follows", "Ecosystem types", "Human activities", "Dominant function"))
    assert fields["Drawn by"] == [wording.NOT_STATED]
    text = words_of(parsed, section(edition_of(copied).html(), rows[0]["ecr_code"]))
    assert "No stakes were placed" in text and "Conflicts in this polygon: not assessed" in text


def test_long_lists_are_cut_and_say_how_much_is_left_out(copied, put, parsed):
    names = [f"Park {number}" for number in range(40)]
    put(copied, "register", [{**row, "pa_name": "; ".join(names)} for row in read_table(copied.table("register"))])
    c = Context(copied, "en")
    code = c.rows("register")[0]["ecr_code"]
    text = words_of(parsed, section(edition_of(copied).html(), code))
    assert f"Park {MOST_PARTS - 1}" in text and f"Park {MOST_PARTS}" not in text
    assert f"and others: {len(names) - MOST_PARTS}" in text


def test_only_the_largest_have_sheets_and_the_others_stand_in_a_table(copied, rows, parsed):
    path = copied.folder / "pilot.json"
    recipe = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**recipe, "documents": {**recipe.get("documents", {}), "sheets": 5}}), encoding="utf-8")
    pilot = Pilot.open(copied.folder)
    c = Context(pilot, "en")
    largest = {row["ecr_code"] for row in sorted(rows, key=lambda row: -float(row["area_km2"]))[:5]}
    assert {row["ecr_code"] for row in chosen(c)} == largest
    html = edition_of(pilot).html()
    assert len(re.findall('<section class="sheet"', html)) == 5
    last = html[html.index('<section aria-labelledby="others">'):]
    told = set(re.findall(r'<th scope="row" class="code">([^<]+)</th>', last))
    assert told == {row["ecr_code"] for row in rows} - largest
    assert "Polygons: 14; with a sheet of their own: 5." in words_of(parsed, html)


def test_a_register_without_polygons_is_still_one(copied, put):
    (copied.table("register")).write_text(",".join(FIELDS) + "\n", encoding="utf-8")
    html = edition_of(copied).html()
    assert "Polygons: 0" in html and '<section class="sheet"' not in html


def test_no_text_bypasses_the_catalogue(walked, parsed, bracketed):
    node = parsed(edition_of(walked, "ur", bracketed).html())
    visible = [text for text, stack in node.texts if not {"bdi", "style"} & {tag for tag, _ in stack}]
    visible += [attributes[key] for _, attributes in node.elements for key in ("alt", "aria-label")
                if key in attributes]
    rest = "\n".join(visible)
    while re.search("⟦[^⟦⟧]*⟧", rest):
        rest = re.sub("⟦[^⟦⟧]*⟧", "", rest)
    for name in sorted(map(str, Context(walked, "ur").names.values()), key=len, reverse=True):
        rest = rest.replace(name, "")
    assert [line for line in rest.split("\n") if re.search(r"[^\W\d_]", line)] == []


@pytest.mark.parametrize("language", ["fr", "ur"])
def test_what_the_toolkit_wrote_is_said_in_the_language_of_the_document(walked, language, parsed):
    messages = catalogue(language)
    html = edition_of(walked, language, messages).html()
    for row in read_table(walked.table("register")):
        text = words_of(parsed, section(html.replace('<bdi dir="ltr">', "").replace("</bdi>", ""), row["ecr_code"]))
        assert messages.gettext(row["type_name"]) in text and messages.gettext(row["main_func"]) in text


def test_tables_have_as_many_cells_as_columns(html):
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        spans = [[int((re.search(r'colspan="(\d+)"', cell) or [0, 1])[1]) for cell in re.findall("<t[dh][^>]*>", row)]
                 for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)]
        widths = {sum(row) for row in spans}
        assert len(widths) == 1, table[:300]


def test_word_has_both_panels_beside_each_other_and_a_page_a_sheet(html, rows):
    blocks = blocks_of(html)
    panels = [block for block in blocks if isinstance(block, WordTable) and not block.head]
    assert len(panels) == len(rows)
    for table in panels:
        assert {sum(cell.span for cell in row) for row in table.body} == {4}
        assert [plain(cell.runs) for cell in table.body[0]] == ["Identity", "Importance and sensitivity"]
    assert sum(getattr(block, "new_page", False) for block in blocks) == len(rows)


def test_pictures_say_in_words_what_they_show(html, rows, parsed, walked):
    told = [picture["alt"] for picture in parsed(html).all("img")]
    places = Context(walked, "en").places
    assert len(told) == len(rows)
    for row in rows:
        alt = next(text for text in told if row["ecr_code"] in text)
        assert Formats("en").area(float(row["area_km2"])) in alt and places[row["ecr_code"]].text in alt


# words of the register

def test_texts_of_the_register_become_marked_texts_again():
    french = catalogue("fr").gettext
    assert said(french("not assessed"), "fr")[:2] == (WORDS, "not assessed")
    assert said("Parc du Centre", "fr")[:2] == (DATA, "Parc du Centre")
    parts = shares(f"{french('cropland')} 80 %; Lande 20 %", "fr")
    assert [part[:3] for part in parts] == [(WORDS, "cropland", 80.0), (DATA, "Lande", 20.0)]
    assert shares("", "fr") == []
    assert line_shares("1: 5 %; 6: 95 %", {1: "natural"}) == [(WORDS, "natural", 5.0), ("code", "6", 95.0)]
    assert conflicts("C9: 2 (12.5 ha), 1 (4.2 km); C6: 1 (0.1 km)") == [
        Conflict("C9", 2, 12.5, "ha"), Conflict("C9", 1, 4.2, "km"), Conflict("C6", 1, 0.1, "km")]
    assert conflicts("none") == [] and conflicts("") == []


def test_places_lie_inside_and_neighbours_know_each_other(walked):
    redline, lines = (read_layer(walked.geopackage, name) for name in ("ecr", "boundary_lines"))
    places = places_of(redline, lines, walked.crs)
    for one in redline:
        touching = {other.values["ecr_code"] for other in redline if other is not one
                    and one.geometry.Intersection(other.geometry).Length() > 0.01}
        assert touching <= set(places[one.values["ecr_code"]].neighbours)
        assert all(one.values["ecr_code"] in places[code].neighbours
                   for code in places[one.values["ecr_code"]].neighbours)
    ring = ogr.CreateGeometryFromWkt("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 8 1, 8 8, 1 8, 1 1))")
    place = places_of([Feature(ring, {"ecr_code": "A"})], [], "EPSG:4326")["A"]
    assert not (1 < place.longitude < 8 and 1 < place.latitude < 8) and place.neighbours == []


# maps and pages

def pixels(picture):
    image = QImage.fromData(picture.png).convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(image.constBits().asstring(image.sizeInBytes()), np.uint32)
    return data.reshape(image.height(), image.width()) & 0xFFFFFF


@pytest.fixture(scope="module")
def locators(walked, qgis_app):
    maps = Maps(walked, Context(walked, "en"), False, str)
    return maps, Locators(maps, walked.grid.cell)


def test_a_map_shows_its_polygon_in_the_middle_and_differs_from_the_others(locators):
    maps, drawing = locators
    outline = QColor("#a50f15").rgb() & 0xFFFFFF
    seen = []
    for polygon in maps.layers.redline[:5]:
        picture = drawing.draw(polygon)
        image = pixels(picture)
        rows, columns = np.nonzero(image[:, :int(0.7 * image.shape[1])] == outline)
        scale = image.shape[1] / picture.width_mm
        middle = (columns.min() + columns.max()) / 2 / scale, (rows.min() + rows.max()) / 2 / scale
        assert abs(middle[0] - 66) < 3 and abs(middle[1] - 35.5) < 3
        seen.append(picture.png)
    assert len(set(seen)) == len(seen)


def test_maps_can_be_drawn_again_and_are_the_same(locators):
    maps, drawing = locators
    first, second = maps.layers.redline[:2]
    before = drawing.draw(first).png
    drawing.draw(second)
    assert drawing.draw(first).png == before


def test_drawing_stops_when_somebody_cancels(locators, walked):
    class Impatient(Feedback):
        asked = 0

        def cancelled(self):
            self.asked += 1
            return self.asked > 2

    with pytest.raises(Cancelled):
        REGISTER.pictures(walked, Context(walked, "en"), locators[0], Impatient())


@pytest.mark.parametrize("language", ["en", "fr", "ur"])
def test_each_sheet_is_one_page(walked, qgis_app, tmp_path, language):
    edition = edition_of(walked, language, catalogue(language))
    parts = edition.qt_html()
    one_page = [part for part in parts if ONE_PAGE in part]
    assert len(one_page) == len(sheets(edition.context))
    pages = write_pdf(edition, tmp_path / "register.pdf", Feedback())
    assert pages == len(parts) + 1, "every part is one page here, the list of contents too"


def test_a_sheet_that_is_too_long_is_drawn_smaller(copied, put, qgis_app, tmp_path):
    rows = [{**row, "pa_name": "; ".join(f"{'Parque ' * 15}{number}" for number in range(6))}
            for row in read_table(copied.table("register"))]
    put(copied, "register", rows)
    edition = edition_of(copied, "en")
    pages = write_pdf(edition, tmp_path / "register.pdf", Feedback())
    assert pages == len(edition.qt_html()) + 1


@NEEDS_POPPLER
def test_a_long_list_of_contents_names_units_only(walked, qgis_app, tmp_path, monkeypatch):
    texts = {}
    for most in (MOST_ENTRIES, 10):
        monkeypatch.setattr("ecr_toolkit.documents.pdf.MOST_ENTRIES", most)
        write_pdf(edition_of(walked), tmp_path / "register.pdf", Feedback())
        texts[most] = subprocess.run(["pdftotext", "-f", "2", "-l", "2", str(tmp_path / "register.pdf"), "-"],
                                     capture_output=True, check=True).stdout.decode()
    code = read_table(walked.table("register"))[0]["ecr_code"]
    assert code in texts[MOST_ENTRIES] and code not in texts[10]
    assert all("What this register holds" in text for text in texts.values())


def test_headings_of_sheets_are_code_and_name_on_one_line(walked, qgis_app):
    from qgis.PyQt.QtCore import QSizeF
    from qgis.PyQt.QtGui import QPdfWriter

    from ecr_toolkit.documents.pdf_text import Text

    html = next(part for part in edition_of(walked).qt_html() if ONE_PAGE in part)
    row = chosen(Context(walked, "en"))[0]
    writer = QPdfWriter("/dev/null")
    entries = headings(Text(html, writer, QSizeF(2000, 3000), "en", False, {}))
    assert [entry.text for entry in entries] == [f"{row['ecr_code']} {row['ecr_name']}"]


def test_the_whole_register_is_written_with_its_maps(walked, qgis_app):
    edition = Atlas(walked, "en").edition(REGISTER, Feedback())
    assert len([name for name in edition.pictures if name.startswith("sheet-")]) == 14
    assert edition.html().count("data:image/png;base64,") >= 14
    assert all(part.value is not None for sheet in sheets(edition.context) for group in (*sheet.left, *sheet.right)
               for field in group.fields for part in field.parts)


def test_a_page_that_breaks_itself_comes_to_an_end(walked, qgis_app, tmp_path, monkeypatch):
    parts = [*edition_of(walked).qt_html(), f'{ONE_PAGE}<p>x</p><p style="page-break-before: always">x</p>']
    monkeypatch.setattr(Edition, "qt_html", lambda self: parts)
    assert write_pdf(edition_of(walked), tmp_path / "register.pdf", Feedback()) == len(parts) + 2
