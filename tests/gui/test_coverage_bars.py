"""Bars of coverage: what the documents say, gaps first, the redline on top, nothing unknown shown as nought, and a
chart that mouse and keys can walk."""

import csv
import shutil

import pytest
from hypothesis import given, strategies
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtGui import QColor, QHelpEvent, QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QToolTip

from ecr_toolkit.documents import planning_tables, tables
from ecr_toolkit.documents.context import Context
from ecr_toolkit.gui.coverage.bars import ADDED, BOTH, BY_GAP, BY_NAME, OECM, PA, PROTECTED, REDLINE, Bar, in_order
from ecr_toolkit.gui.coverage.chart import CoverageChart
from ecr_toolkit.gui.coverage.drawing import COLOURS, Measures
from ecr_toolkit.gui.coverage.panel import CoveragePanel
from ecr_toolkit.gui.coverage.subjects import SUBJECTS
from ecr_toolkit.gui.coverage.telling import lines_of, number_of
from ecr_toolkit.languages.formats import Formats
from ecr_toolkit.languages.messages import interface
from ecr_toolkit.pilot.pilot import Pilot

ENGLISH = Formats("en")


def bars(pilot, subject):
    return next(one for one in SUBJECTS if one.id == subject).read(Context(pilot, interface.language))


def rewritten(path, change):
    """A table written anew with rows that ``change`` was done to."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def copy(walked_folder, tmp_path):
    """A walked pilot that a test may spoil."""
    return Pilot.open(shutil.copytree(walked_folder, tmp_path / "copy"))


@pytest.fixture
def panel(qtbot):
    panel = CoveragePanel()
    qtbot.addWidget(panel)
    panel.resize(320, 560)
    panel.show()
    return panel


# The numbers

@pytest.mark.parametrize("kind", ["units", "ecoregions"])
def test_places_have_the_shares_of_the_report(walked, kind):
    c = Context(walked, "en")
    table = next(one for one in planning_tables.places(c) if one.id == f"coverage_{kind}")
    said = {row[0][1]: row[1:7] for row in table.rows}
    found = {bar.label: (bar.whole_km2, *(bar.shares[name] for name in (PA, OECM, PROTECTED, REDLINE, BOTH)))
             for bar in bars(walked, kind)}
    assert found == said and len(found) == 3


def test_services_and_land_cover_are_those_of_the_report(walked):
    c = Context(walked, "en")
    said = {row[0]: (row[1], row[3], row[5]) for row in tables.services(c).rows}
    assert {bar.label: tuple(bar.shares[name] for name in (PROTECTED, REDLINE, BOTH))
            for bar in bars(walked, "services")} == said
    said = {row[0]: tuple(row[1:]) for row in planning_tables.land_cover(c).rows}
    assert {bar.label: (bar.whole_km2, *(bar.shares[name] for name in (PA, OECM, PROTECTED, REDLINE, BOTH)))
            for bar in bars(walked, "ecosystems")} == said


def test_species_groups_are_those_of_the_report(walked):
    said = [tuple(row[4:7]) for row in planning_tables.species_groups(Context(walked, "en")).rows]
    assert [tuple(bar.shares[name] for name in (PROTECTED, REDLINE, BOTH)) for bar in bars(walked, "species")] == said


def test_target_3_has_every_indicator_and_says_why_one_is_missing(walked):
    found = {bar.id: bar for bar in bars(walked, "target3")}
    rows = Context(walked, "en").rows("target3")
    assert len(found) == len(rows)
    assert found["I1_land"].target == 30 and found["I1_sea"].target is None
    assert number_of(found["I8"], ENGLISH) == "not assessed"
    assert "the list of protected areas does not tell of evaluations" in "".join(lines_of(found["I8"], ENGLISH))
    index = next(row for row in rows if row["indicator"] == "I3a")
    assert number_of(found["I3a"], ENGLISH) == ENGLISH.significant(index["reported"])


def test_an_indicator_that_oecms_lower_still_ends_at_what_is_reported():
    bar = Bar("I7", "I7", {PA: 62.6, PROTECTED: 62.2, BOTH: 40.0})
    assert bar.ends == {PA: 62.2, OECM: 62.2, ADDED: 62.2}


@given(strategies.dictionaries(strategies.sampled_from([PA, OECM, PROTECTED, REDLINE, ADDED, BOTH]),
                               strategies.floats(0, 120)))
def test_bands_never_run_back_and_stay_on_the_bar(shares):
    ends = list(Bar("", "", shares).ends.values())
    assert ends == sorted(ends) and all(0 <= end <= 100 for end in ends)
    assert bool(ends) == bool({PROTECTED, BOTH, REDLINE} & set(shares))


def test_bands_of_the_walked_country_add_up(walked):
    for subject in ("units", "ecosystems", "ecoregions", "services", "classes", "species"):
        for bar in bars(walked, subject):
            if bar.protected is not None:
                assert bar.shares[PA] + bar.shares[OECM] == pytest.approx(bar.protected, abs=0.02), bar
                assert bar.ends[ADDED] == pytest.approx(bar.protected + bar.shares[ADDED], abs=0.02), bar


def test_what_was_not_assessed_and_what_is_absent_is_no_nought(walked):
    found = {bar.id: bar for bar in bars(walked, "classes")}
    coast, erosion = found["sensitivity/coastal_erosion"], found["sensitivity/soil_erosion"]
    assert coast.ends == {} and number_of(coast, ENGLISH) == "not assessed"
    assert lines_of(coast, ENGLISH)[1] == "not assessed: no data"
    assert erosion.whole_km2 == 0 and number_of(erosion, ENGLISH) == "absent"


# The redline

def test_before_the_boundary_there_is_no_redline(copy):
    for path in copy.folder.glob("tables/coverage_*.csv"):
        path.unlink()
    for subject in ("units", "ecosystems", "services", "classes", "species", "ecoregions"):
        assert not any({REDLINE, BOTH} & set(bar.shares) for bar in bars(copy, subject))
        assert any(bar.protected for bar in bars(copy, subject))


def test_a_redline_drawn_beside_other_protected_areas_is_not_put_on_top(copy):
    def enlarge(rows):
        rows[0].update(pa_km2="99.0", protected_km2="103.3392")

    rewritten(copy.table("gap_units"), enlarge)
    changed, *others = bars(copy, "units")
    assert changed.km2[PA] == 99.0 and REDLINE not in changed.shares
    assert all(REDLINE in bar.shares for bar in others)


def test_without_protected_areas_only_the_redline_is_known(copy):
    recipe = copy.recipe.values["protected_areas"]
    recipe.update(source="", further=[])
    for bar in bars(copy, "units"):
        assert bar.protected is None and set(bar.shares) == {REDLINE} and bar.ends[ADDED] == bar.shares[REDLINE]
        assert lines_of(bar, ENGLISH)[1] == "No protected areas were given."


# Order

def test_gaps_come_first_and_what_is_not_assessed_last():
    made = [Bar("a", "a", {PROTECTED: 50.0}, target=60), Bar("b", "b", {}), Bar("c", "c", {PROTECTED: 9.0}, target=10),
            Bar("d", "d", {PROTECTED: 1.0}), Bar("e", "e", {PROTECTED: 0.0})]
    assert [bar.id for bar in in_order(made, BY_GAP, ENGLISH)] == list("acedb")
    assert [bar.id for bar in in_order(made[::-1], BY_NAME, ENGLISH)] == list("abcde")


# The panel

def test_every_subject_of_the_training_country_is_drawn(panel, walked):
    panel.show_pilot(walked)
    for subject in SUBJECTS:
        panel.show_subject(subject.id)
        assert panel.chart.isVisible() and not panel.sentence.isVisible(), subject.id
        assert panel.details.text().startswith(panel.chart.current().label)
        assert panel.chart.accessibleDescription()
        assert panel.minimumSizeHint().width() <= 320


def test_the_order_is_the_users(panel, walked):
    panel.show_pilot(walked)
    assert panel.chart.current().id == "LEK"  # the least protected
    panel.order_box.setCurrentIndex(panel.order_box.findData(BY_NAME))
    panel.chart.set_current(0)
    assert panel.chart.current().id == "CAL"
    assert panel.chart.current().label == "Çalvören"


def test_keys_walk_the_bars_and_enter_picks_one(panel, walked, qtbot):
    panel.show_pilot(walked)
    panel.show_subject("ecosystems")
    chart = panel.chart
    QTest.keyClick(chart, Qt.Key.Key_End)
    last = chart.current()
    assert chart.viewport().rect().contains(chart.place_of(10)) and panel.details.text().startswith(last.label)
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.current() is last, "the last bar is the last"
    QTest.keyClick(chart, Qt.Key.Key_Up)
    assert chart.current() is not last
    QTest.keyClick(chart, Qt.Key.Key_Home)
    with qtbot.waitSignal(panel.picked) as picked:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert picked.args == ["ecosystems", chart.current().id]


def test_a_click_picks_the_bar_under_it_and_none_below_the_last(panel, walked, qtbot):
    panel.show_pilot(walked)
    chart = panel.chart
    with qtbot.waitSignal(panel.picked) as picked:
        QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=chart.place_of(1).center())
    assert picked.args == ["units", "NDU"] and chart.current().id == "NDU"
    with qtbot.assertNotEmitted(panel.picked):
        QTest.mouseClick(chart.viewport(), Qt.MouseButton.RightButton, pos=chart.place_of(0).center())
    chart.resize(chart.width(), chart.place_of(0).height() * 5)
    with qtbot.assertNotEmitted(panel.picked):
        QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=chart.place_of(3).center())


def test_the_same_files_are_not_read_again_and_the_place_is_kept(panel, copy, monkeypatch):
    panel.show_pilot(copy)
    panel.resize(320, 300)
    panel.show_subject("classes")
    panel.chart.set_current(9)
    kept, scrolled = panel.chart.current(), panel.chart.verticalScrollBar().value()
    monkeypatch.setattr(CoveragePanel, "_read", lambda *_: pytest.fail("read again"))
    panel.show_pilot(copy)
    monkeypatch.undo()
    rewritten(copy.table("gaps"), lambda rows: rows[0].update(area_km2="1000"))
    panel.show_pilot(copy)
    assert panel.chart.current().id == kept.id and panel.chart.verticalScrollBar().value() == scrolled > 0
    panel.show_pilot(None)  # as while a run writes
    panel.show_pilot(copy)
    place = panel.chart.place_of(9)
    assert panel.chart.current().id == kept.id and panel.chart.viewport().rect().contains(place)


def test_a_pilot_that_was_not_walked_says_what_to_do(panel, training):
    panel.show_pilot(training)
    assert "Run its steps first." in panel.sentence.text() and not panel.chart.isVisible()
    panel.show_pilot(None)
    assert panel.sentence.text() == "" and panel.chart.current() is None and not panel.legend.isVisible()


def test_missing_and_broken_tables_are_told(panel, copy):
    copy.table("target3").unlink()
    copy.table("gap_ecoregions").unlink()
    copy.table("gap_units").write_text("nothing\r\n1\r\n", encoding="utf-8")
    said = {}
    panel.show_pilot(copy)
    for subject in SUBJECTS:
        panel.show_subject(subject.id)
        said[subject.id] = panel.sentence.text()
    assert said["target3"] == "Draw the redline first."
    assert said["ecoregions"].startswith("not assessed: no layer of ecoregions\nGive the data in the settings")
    assert "missing or was changed" in said["units"] and said["services"] == ""


def test_names_of_files_are_plain_text(panel, copy):
    name = "<b>Żółta</b> & " + "long " * 60
    for table in ("gap_ecoregions", "coverage_ecoregions"):
        rewritten(copy.table(table), lambda rows: rows[0].update(place=name))
    panel.show_pilot(copy)
    panel.show_subject("ecoregions")
    number = next(n for n, bar in enumerate(bars(copy, "ecoregions")) if bar.label == name)
    tip = panel.chart.tip(number)
    assert "<b>" not in tip and "&lt;b&gt;Żółta&lt;/b&gt; &amp;" in tip
    panel.chart.grab()
    assert panel.details.text().startswith("<b>") and panel.details.textFormat() == Qt.TextFormat.PlainText
    assert panel.minimumSizeHint().width() <= 320


def test_a_tip_tells_all_of_the_bar_under_the_mouse(panel, walked):
    panel.show_pilot(walked)
    viewport = panel.chart.viewport()
    point = panel.chart.place_of(0).center()
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, point, viewport.mapToGlobal(point)))
    assert "Żółta Łęka" in QToolTip.text() and "449.8\u00a0km²" in QToolTip.text()
    assert "Protected share: 7.3% (32.8\u00a0km²)" in QToolTip.text() and "Target: 30.0%" in QToolTip.text()
    QToolTip.hideText()


# Drawing

def drawn(bar, width=200, direction=Qt.LayoutDirection.LeftToRight):
    """Colours along the middle of a bar, by pixel of its track."""
    chart = CoverageChart()
    chart.setLayoutDirection(direction)
    chart.resize(width, 120)
    chart.show_bars([bar])
    picture = chart.viewport().grab().toImage()
    sizes = Measures.of(chart.fontMetrics())
    y = chart.place_of(0).bottom() - sizes.margin - sizes.bar // 2
    return [picture.pixelColor(x, y) for x in range(2 * sizes.margin, picture.width() - 2 * sizes.margin)]


def test_bands_are_as_long_as_their_shares(qtbot):
    colours = drawn(Bar("a", "a", {PA: 20.0, OECM: 10.0, PROTECTED: 30.0, ADDED: 40.0, BOTH: 70.0}))
    for name, share in ((PA, 0.2), (OECM, 0.1), (ADDED, 0.4)):
        assert colours.count(QColor(COLOURS[name])) == pytest.approx(share * len(colours), abs=1)
    assert colours[0] == QColor(COLOURS[PA])


def test_from_right_to_left_the_bar_is_mirrored(qtbot):
    bar = Bar("a", "a", {PA: 20.0, PROTECTED: 30.0, BOTH: 70.0}, target=50)
    forward = drawn(bar)
    assert forward != forward[::-1]
    assert drawn(bar, direction=Qt.LayoutDirection.RightToLeft) == forward[::-1]


def test_the_target_is_marked_in_the_colour_of_text(qtbot):
    bar = Bar("a", "a", {PROTECTED: 90.0, PA: 90.0}, target=30)
    ink = QPalette().color(QPalette.ColorRole.Text)
    colours = drawn(bar)
    marked = [x for x, colour in enumerate(colours) if colour == ink]
    assert len(marked) == 2 and sum(marked) / 2 == pytest.approx(0.3 * len(colours), abs=2)


def test_what_is_not_assessed_has_no_band(qtbot):
    colours = {colour.name() for colour in drawn(Bar("a", "a", {}))}
    assert not colours & set(COLOURS.values())


def test_urdu_is_told_from_right_to_left(panel, walked):
    interface.use("ur")
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    panel.show_pilot(walked)
    panel.show_subject("ecoregions")
    lines = panel.details.text().splitlines()
    assert all(line.startswith("\u200f") for line in lines) and "\u206611.7%\u2069" in panel.details.text()
    assert 'dir="rtl"' in panel.chart.tip(0)
    assert panel.chart.number_at(QPoint(5, 5)) == 0
    panel.grab()
