"""DOCX: every part well formed, looks by styles only, the same words as the HTML copy, right to left where due."""

import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from qgis.PyQt.QtGui import QColor, QImage

from ecr_toolkit.documents.document import Picture as Png
from ecr_toolkit.documents.docx.blocks import Paragraph, Picture, Table, blocks_of, plain
from ecr_toolkit.documents.docx.writing import write_docx
from ecr_toolkit.documents.pictures import png
from ecr_toolkit.languages.messages import catalogue

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DIRECT = {"b", "i", "color", "sz", "rFonts", "jc", "spacing", "ind", "shd", "u"}


@pytest.fixture(scope="module")
def report(report_of):
    """Language → the report, with small pictures where maps would be."""
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))

    def made(language):
        whole = report_of(language, catalogue(language))
        return replace(whole, drawn={
            name: replace(drawn, picture=Png(png(image), 170.0, 120.0)) for name, drawn in whole.drawn.items()})

    return made


@pytest.fixture(scope="module")
def package(report, tmp_path_factory):
    """Language → parts of its document by name."""
    folder = tmp_path_factory.mktemp("docx")

    def made(language):
        path = folder / f"{language}.docx"
        write_docx(report(language), path)
        with zipfile.ZipFile(path) as parts:
            return {name: parts.read(name) for name in parts.namelist()}

    return made


def test_small_documents_become_the_blocks_that_they_hold():
    blocks = blocks_of("""<html><head><title>no</title></head><body><h1>A <b>b</b></h1><nav><h2>no</h2><p>no</p></nav>
        <p>One
        two<br>three <bdi dir="ltr">C1</bdi>.</p><div class="note"><p>n</p></div><ul><li>x</li></ul>
        <div class="scroll"><table><caption>T</caption><thead><tr><th scope="col">h</th></tr></thead><tbody>
        <tr class="total"><th scope="row">s</th><td class="number">1</td></tr></tbody></table></div>
        <figure><svg viewBox="0 0 1 1"><text>a &amp; b</text></svg><figcaption>F</figcaption></figure></body></html>""")
    heading, text, note, item, table, figure = blocks
    assert [one.style for one in (heading, text, note, item)] == ["Title", "Normal", "Note", "List"]
    assert [(run.text, run.bold) for run in heading.runs] == [("A ", False), ("b", True)]
    assert plain(text.runs) == "One two\nthree C1." and [run.text for run in text.runs if run.ltr] == ["C1"]
    assert isinstance(table, Table) and table.total and [cell.kind for cell in table.body[0]] == ["name", "number"]
    assert isinstance(figure, Picture) and 'viewBox="0 0 1 1"' in figure.svg and "a &amp; b" in figure.svg
    assert plain(figure.caption) == "F" and plain(table.caption) == "T"


@pytest.mark.parametrize("language", ["en", "ur", "zh_CN"])
def test_parts_are_well_formed_and_know_each_other(package, language):
    parts = package(language)
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(data)
    document = ElementTree.fromstring(parts["word/document.xml"])
    styles = {one.get(f"{W}styleId") for one in ElementTree.fromstring(parts["word/styles.xml"]).iter(f"{W}style")}
    used = {one.get(f"{W}val") for tag in ("pStyle", "rStyle", "tblStyle") for one in document.iter(f"{W}{tag}")}
    assert used <= styles and {"Title", "Heading1", "Heading2", "Caption", "TableNumber", "List"} <= used
    relations = {one.get("Id"): one.get("Target") for one in ElementTree.fromstring(
        parts["word/_rels/document.xml.rels"])}
    wanted = {value for one in document.iter() for name, value in one.attrib.items() if name.startswith(R)}
    assert wanted <= set(relations) and all(f"word/{target}" in parts for target in relations.values())
    suffixes = {name.rsplit(".", 1)[-1] for name in parts}
    assert suffixes == set(re.findall(r'Extension="(\w+)"', parts["[Content_Types].xml"].decode()))


@pytest.mark.parametrize("language", ["en", "ur"])
def test_looks_are_styles_and_directions_are_right(package, language):
    document = ElementTree.fromstring(package(language)["word/document.xml"])
    for run in document.iter(f"{W}rPr"):
        assert {one.tag[len(W):] for one in run} <= {"rStyle", "rtl"}
    for paragraph in document.iter(f"{W}pPr"):
        assert not {one.tag[len(W):] for one in paragraph} & DIRECT
    tables = list(document.iter(f"{W}tblPr"))
    visual = [one for one in tables if one.find(f"{W}bidiVisual") is not None]
    assert len(tables) > 40 and len(visual) == (len(tables) if language == "ur" else 0)
    styles = ElementTree.fromstring(package(language)["word/styles.xml"])
    normal = next(one for one in styles.iter(f"{W}style") if one.get(f"{W}styleId") == "Normal")
    assert (normal.find(f"{W}pPr/{W}bidi") is not None) == (language == "ur")
    if language == "ur":
        texts = [(one.find(f"{W}rPr/{W}rtl") is not None, "".join(piece.text or "" for piece in one.iter(f"{W}t")))
                 for one in document.iter(f"{W}r")]
        assert all(right for right, text in texts if re.search("[\u0620-\u064a\u0671-\u06d3]", text))
        assert any(not right and text.startswith("TRN-") for right, text in texts)


def test_it_says_what_the_html_copy_says(report, package):
    blocks = blocks_of(report("en").html())
    document = ElementTree.fromstring(package("en")["word/document.xml"])
    rows = [[" ".join("".join(piece.text or "" for piece in cell.iter(f"{W}t")).split()) for cell in row.iter(f"{W}tc")]
            for row in document.iter(f"{W}tr")]
    expected = [[" ".join(plain(cell.runs).split()) for cell in row]
                for one in blocks if isinstance(one, Table) for row in (*one.head, *one.body)]
    assert rows == expected and len(rows) > 500
    headings = [plain(one.runs) for one in blocks if isinstance(one, Paragraph) and one.style == "Heading1"]
    contents = document.find(f"{W}body")
    assert contents is not None and len(headings) == 28
    told = [one.get("descr") for one in document.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")]
    assert len(told) == sum(isinstance(one, Picture) for one in blocks) and all(told)


def test_the_same_content_is_the_same_file(report, tmp_path):
    for name in ("one", "two"):
        write_docx(report("en"), tmp_path / f"{name}.docx")
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()
