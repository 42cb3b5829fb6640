"""Fonts: Nastaliq for Urdu where it was built, Naskh where not, digits of neither."""

import importlib.util
from pathlib import Path

import jinja2
import pytest
from qgis.PyQt.QtGui import QFont, QGuiApplication, QRawFont, QTextLayout

from ecr_toolkit.documents import fonts

ROOT = Path(__file__).resolve().parents[2]
STYLE = ROOT / "guidelines" / "templates" / "style_qt.css"


@pytest.fixture(scope="module")
def maker():
    """The script that builds the fonts; skips where its source or its library is missing."""
    pytest.importorskip("fontTools")
    spec = importlib.util.spec_from_file_location("make_fonts", ROOT / "scripts" / "make_fonts.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    if not (script.SOURCE / "NotoNastaliqUrdu-Regular.ttf").is_file():
        pytest.skip("fonts-noto-core is not installed")
    return script


@pytest.fixture(scope="module")
def built(maker, tmp_path_factory):
    """A folder with both weights and their licence, made by the script."""
    folder = tmp_path_factory.mktemp("fonts") / "built"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(maker, "TARGET", folder)
        patch.setattr(maker, "ROOT", folder.parent)
        maker.main()
    return folder


@pytest.fixture
def present(built, monkeypatch, qgis_app):
    monkeypatch.setattr(fonts, "FOLDER", built)


@pytest.fixture
def absent(tmp_path, monkeypatch, qgis_app):
    monkeypatch.setattr(fonts, "FOLDER", tmp_path / "nothing")


def opened(maker, path):
    font = maker.TTFont(path)
    font["GPOS"].ensureDecompiled(recurse=True)
    return font


def places(maker, font):
    return [(anchor.XCoordinate, anchor.YCoordinate) for anchor in maker.anchors(font["GPOS"].table.LookupList)]


@pytest.mark.parametrize(("style", "weight"), [("Regular", 400), ("Bold", 700)])
def test_anchors_lose_their_hints_and_stay_in_place(maker, built, style, weight):
    source = opened(maker, maker.SOURCE / f"NotoNastaliqUrdu-{style}.ttf")
    font = opened(maker, built / f"ECRNastaliq-{style}.ttf")
    hinted = [anchor for anchor in maker.anchors(source["GPOS"].table.LookupList) if anchor.Format != 1]
    assert hinted, "a source without hinted anchors would need no script"
    assert {anchor.Format for anchor in maker.anchors(font["GPOS"].table.LookupList)} == {1}
    assert places(maker, font) == places(maker, source)
    assert font["OS/2"].usWeightClass == weight


def test_the_font_goes_by_its_own_name_only(maker, built):
    for style in maker.WEIGHTS:
        names = maker.TTFont(built / f"ECRNastaliq-{style}.ttf")["name"]
        assert names.getDebugName(1) == fonts.NASTALIQ and names.getDebugName(2) == style
        assert not [record for record in names.names if record.nameID in (1, 3, 4, 6) and "Noto" in str(record)]


def test_only_arabic_letters_and_the_space_are_left(maker, built):
    source = maker.TTFont(maker.SOURCE / "NotoNastaliqUrdu-Regular.ttf").getBestCmap()
    codes = set(maker.TTFont(built / "ECRNastaliq-Regular.ttf").getBestCmap())
    assert not codes & {ord(sign) for sign in "0123456789.,()%-"}
    assert {ord(sign) for sign in "ا گےۓ۔،؟۰ \u200c"} <= codes
    assert {code for code in source if 0x600 <= code <= 0x6FF} <= codes


def test_the_licence_lies_beside_the_font(built):
    text = (built / "OFL.txt").read_text(encoding="utf-8")
    assert text.startswith("Copyright") and "modified version" in text
    assert "SIL Open Font License, Version 1.1" in text and "WITHOUT WARRANTY OF ANY KIND" in text
    assert "GNU General Public" not in text and "\n .\n" not in text


def test_building_again_gives_the_same_bytes(maker, built, tmp_path):
    for style in maker.WEIGHTS:
        maker.build(style, tmp_path)
        assert (tmp_path / f"ECRNastaliq-{style}.ttf").read_bytes() == (built / f"ECRNastaliq-{style}.ttf").read_bytes()


def test_a_missing_source_is_named_with_its_remedy(maker, tmp_path, monkeypatch):
    monkeypatch.setattr(maker, "SOURCE", tmp_path)
    with pytest.raises(SystemExit, match="NotoNastaliqUrdu-Regular.ttf.*fonts-noto-core"):
        maker.main()


def test_urdu_asks_for_nastaliq_between_latin_and_naskh(present):
    families = list(fonts.for_qt("ur"))
    assert fonts.load()
    assert families.index("Noto Sans") < families.index(fonts.NASTALIQ) < families.index("Noto Naskh Arabic")
    assert len(families) == len(set(families))


def test_without_the_font_urdu_asks_for_naskh(absent):
    assert not fonts.load()
    assert fonts.NASTALIQ not in fonts.for_qt("ur") and "Noto Naskh Arabic" in fonts.for_qt("ur")


@pytest.mark.parametrize("language", ["ar", "en", "zh_CN"])
def test_other_languages_do_not_change(language, present, tmp_path, monkeypatch):
    with_font = fonts.for_qt(language)
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    assert with_font == fonts.for_qt(language) and fonts.NASTALIQ not in with_font


def test_small_text_and_browsers_never_ask_for_the_built_font(present):
    assert fonts.NASTALIQ not in fonts.for_painter("ur") and fonts.NASTALIQ not in fonts.for_browser("ur")


def test_a_damaged_font_counts_as_none(tmp_path, monkeypatch, qgis_app):
    (tmp_path / "ECRNastaliq-Regular.ttf").write_bytes(b"not a font")
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    assert not fonts.load() and fonts.NASTALIQ not in fonts.for_qt("ur")


def test_without_an_application_nothing_is_loaded(present, monkeypatch):
    class NoApplication(QGuiApplication):
        @staticmethod
        def instance():
            return None

    monkeypatch.setattr(fonts, "QGuiApplication", NoApplication)
    assert not fonts.load()


def test_qt_takes_each_weight_for_itself(present):
    assert fonts.load()
    for style, weight in (("Regular", QFont.Weight.Normal), ("Bold", QFont.Weight.Bold)):
        shown = QRawFont.fromFont(QFont(fonts.NASTALIQ, 12, weight))
        assert (shown.familyName(), shown.styleName()) == (fonts.NASTALIQ, style)


def test_letters_are_nastaliq_and_digits_are_not(present):
    font = QFont()
    font.setFamilies(list(fonts.for_qt("ur")))
    layout = QTextLayout("رقبہ 12.5", font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    runs = {run.rawFont().familyName() for run in layout.glyphRuns(0, 4)}
    assert runs == {fonts.NASTALIQ}
    assert fonts.NASTALIQ not in {run.rawFont().familyName() for run in layout.glyphRuns(5, 4)}


def test_tables_stay_in_naskh(present):
    def rules(families):
        return jinja2.Template(STYLE.read_text(encoding="utf-8")).render(font_families=fonts.css(families))

    style = rules(fonts.for_qt("ur"))
    body, cells = (next(line for line in style.splitlines() if line.startswith(selector) and "font-family" in line)
                   for selector in ("body", "td, th"))
    assert fonts.NASTALIQ in body
    assert fonts.NASTALIQ not in cells and "Noto Naskh Arabic" in cells
    assert "10.5pt" in style and "10.5pt" not in rules(fonts.for_qt("en"))
