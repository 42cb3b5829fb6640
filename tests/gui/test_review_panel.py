"""The panel of the review, as a user clicks and types in it."""

import shutil

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsSettings
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from ecr_toolkit.coordination.edits import active, read_edits
from ecr_toolkit.gui.review.decision_bar import WHO
from ecr_toolkit.gui.review.item_model import ItemModel
from ecr_toolkit.gui.review.items import CONFLICT, MISMATCH, Item
from ecr_toolkit.gui.review.panel import ReviewPanel
from ecr_toolkit.languages.messages import interface
from ecr_toolkit.pilot.lock import locked
from ecr_toolkit.pilot.pilot import Pilot
from ecr_toolkit.pilot.tables import read_table, write_table

CONTROL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def pilot(walked_folder, tmp_path):
    return Pilot.open(shutil.copytree(walked_folder, tmp_path / "walked"))


@pytest.fixture
def canvas(qgis_app, qtbot):
    canvas = QgsMapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    canvas.resize(300, 300)
    qtbot.addWidget(canvas)
    return canvas


@pytest.fixture
def panel(canvas, qtbot):
    QgsSettings().remove(WHO)
    panel = ReviewPanel(canvas)
    panel.told, panel.changes = [], []
    panel.failed.connect(panel.told.append)
    panel.changed.connect(lambda: panel.changes.append(1))
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    yield panel
    QgsSettings().remove(WHO)


@pytest.fixture
def opened(panel, pilot):
    panel.show_pilot(pilot)
    panel.decision_bar.who.setText("Office")
    return panel


def choose(panel, row):
    panel.list.setCurrentIndex(panel.list.items_model.index(row))
    return panel.list.current()


def press(panel, place):
    QTest.mouseClick(panel.decision_bar.choices[place], Qt.MouseButton.LeftButton)


def texts(panel):
    return " ".join(label.text() for label in (*panel.side_view.titles, *panel.side_view.texts,
                                               panel.side_view.standing))


def pick(box, data):
    box.setCurrentIndex(box.findData(data))


def test_nothing_to_show_is_said(panel, training, pilot):
    for shown in (None, training):
        panel.show_pilot(shown)
        assert panel.list.items_model.rowCount() == 0 and "nothing to review" in panel.line.text()
        assert not panel.decision_bar.isVisible()
    panel.show_pilot(pilot)
    assert panel.list.items_model.rowCount() == len(panel._items) > 100 and panel.decision_bar.isVisible()
    panel.filter_bar.words.setText("no such thing")
    assert panel.list.items_model.rowCount() == 0 and "filters" in panel.line.text()


def test_an_item_is_seen_on_both_sides_and_on_the_map(opened, canvas):
    item = choose(opened, 0)
    assert item.kind == MISMATCH and item.row["unit"] in opened.side_view.titles[0].text()
    assert item.row["neighbour"] in opened.side_view.titles[1].text() and "Protection level" in texts(opened)
    first, second = opened._bands.bands
    assert first.strokeColor() != second.strokeColor()
    seen = canvas.extent()
    assert seen.xMinimum() > -41 and seen.xMaximum() < -39 and seen.yMinimum() > 29 and seen.yMaximum() < 31
    for band in (first, second):
        assert seen.contains(band.asGeometry().boundingBox()), "with room around"
    choose(opened, 10)
    assert opened.list.current().kind == CONFLICT and canvas.extent() != seen
    assert [title.text() for title in opened.side_view.titles][1] == "Redline there"
    opened.hide()
    assert opened._bands.bands == []
    opened.show()
    assert len(opened._bands.bands) == 2
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    assert abs(opened._bands.bands[0].asGeometry().boundingBox().xMinimum()) > 1e6, "drawn again"
    opened.show_pilot(None)
    assert opened._bands.bands == []


def test_accepting_goes_on_to_the_next_and_undo_comes_back(opened, pilot):
    item, following = choose(opened, 0), opened.list.items_model.items[1]
    assert not opened.decision_bar.undo_button.isEnabled()
    press(opened, 0)
    assert [edit.proposal for edit in active(read_edits(pilot.folder, pilot.crs))] == [item.id]
    assert opened.changes == [1] and opened.told == []
    assert opened.list.current().key == following.key and opened.list.items_model.place_of(item.key) < 0
    assert item.title in opened.decision_bar.undo_button.toolTip()
    QTest.mouseClick(opened.decision_bar.undo_button, Qt.MouseButton.LeftButton)
    assert active(read_edits(pilot.folder, pilot.crs)) == [] and opened.changes == [1, 1]
    assert opened.list.current() == item and not opened.decision_bar.undo_button.isEnabled()


def test_the_item_taken_back_stays_chosen_through_the_run_that_follows(opened, pilot):
    opened.changed.connect(lambda: (opened.show_pilot(None), opened.show_pilot(Pilot.open(pilot.folder))))
    item, following = choose(opened, 0), opened.list.items_model.items[1]
    press(opened, 0)
    assert opened.list.current().key == following.key
    opened.undo()
    assert opened.list.current() == item


def test_decisions_are_taken_back_in_reverse_order(opened, pilot):
    table = pilot.folder / "decisions" / "proposals.csv"
    first = choose(opened, 0)
    opened.decision_bar.reason.setText("Not wanted.")
    press(opened, 1)
    before = table.read_bytes()
    second = opened.list.current()
    opened.decision_bar.reason.setText("Ask again.")
    press(opened, 2)
    assert opened.decision_bar.reason.text() == "" and table.read_bytes() != before
    opened.undo()
    assert opened.list.current() == second and table.read_bytes() == before
    opened.undo()
    assert opened.list.current() == first and not table.exists()
    opened.undo()
    assert opened.told == []


def test_an_acceptance_of_another_day_is_taken_back_where_it_is_chosen(opened, pilot, panel):
    item = choose(opened, 0)
    press(opened, 0)
    other = ReviewPanel(None)
    other.show_pilot(pilot)
    assert not other.decision_bar.undo_button.isEnabled()
    pick(other.filter_bar.open_box, False)
    choose(other, other.list.items_model.place_of(item.key))
    assert other.decision_bar.undo_button.isEnabled() and "accepted" in texts(other)
    assert not any(button.isEnabled() for button in other.decision_bar.choices)
    other.decision_bar.who.setText("Office")
    other.undo()
    assert other.list.current() == item and other.decision_bar.choices[0].isEnabled()
    opened.show_pilot(pilot)
    assert not opened.decision_bar.undo_button.isEnabled(), "it was taken back elsewhere"


def test_what_is_missing_is_told_and_asked_for(opened, pilot):
    choose(opened, 0)
    opened.decision_bar.who.clear()
    press(opened, 1)
    assert len(opened.told) == 1 and not (pilot.folder / "decisions" / "proposals.csv").exists()
    opened.decision_bar.who.setText("Office")
    press(opened, 1)
    assert len(opened.told) == 2 and opened.changes == []
    with locked(pilot.folder):
        press(opened, 0)
    assert len(opened.told) == 3 and read_edits(pilot.folder, pilot.crs) == []


def test_conflicts_are_kept_or_taken_out(opened, pilot):
    pick(opened.filter_bar.kind_box, CONFLICT)
    opened.filter_bar.words.setText("copper")
    item = choose(opened, 0)
    assert [button.text() for button in opened.decision_bar.choices] == ["Keep inside", "Exit plan", "Take out"]
    assert [button.font().bold() for button in opened.decision_bar.choices] == [False, False, True]
    press(opened, 0)
    assert len(opened.told) == 1, "against the rule a reason is needed"
    opened.decision_bar.reason.setText("The mine closes.")
    press(opened, 0)
    row, = read_table(pilot.folder / "decisions" / "conflicts.csv")
    assert (row["id"], row["decision"], row["reason"], row["decided_by"]) == (
        item.id, "keep", "The mine closes.", "Office")
    pick(opened.filter_bar.open_box, False)
    choose(opened, 0)
    assert "The mine closes." in texts(opened)
    opened.undo()
    assert not (pilot.folder / "decisions" / "conflicts.csv").exists() and opened.list.current() == item
    opened.filter_bar.words.setText("customary")
    choose(opened, 0)
    assert [button.isEnabled() for button in opened.decision_bar.choices] == [True, False, False]


def test_the_filter_of_units_finds_conflicts_too(opened):
    pick(opened.filter_bar.unit_box, "CAL")
    kinds = {item.kind for item in opened.list.items_model.items}
    assert kinds == {MISMATCH, CONFLICT} and opened.list.items_model.rowCount() < len(opened._items)
    opened.filter_bar.words.setText("yeniköy")
    assert opened.list.items_model.rowCount() == 1
    pick(opened.filter_bar.unit_box, "NDU")
    assert opened.list.items_model.rowCount() == 0


def test_choice_and_scroll_outlive_a_run(opened, pilot):
    pick(opened.filter_bar.open_box, False)
    item = choose(opened, 60)
    scrolled = opened.list.verticalScrollBar().value()
    extent = opened._bands._canvas.extent()
    opened._bands._canvas.setExtent(extent.scaled(3))
    moved = opened._bands._canvas.extent()
    assert scrolled > 0
    opened.show_pilot(Pilot.open(pilot.folder))
    assert opened.list.current() == item
    opened.show_pilot(None)
    assert opened.list.current() is None and opened.list.items_model.rowCount() == 0
    rows = read_table(pilot.table("conflicts"))
    write_table(pilot.table("conflicts"), list(rows[0]), rows)  # the run wrote the same again
    opened.show_pilot(Pilot.open(pilot.folder))
    assert opened.list.current() == item and opened.list.verticalScrollBar().value() == scrolled
    assert opened._bands._canvas.extent() == moved, "the map stays where the user moved it"


def test_a_damaged_table_is_told_and_the_panel_lives_on(opened, pilot):
    path = pilot.table("conflicts")
    good = path.read_bytes()
    path.write_bytes(b"\xff\xfe\x00id")
    opened.show_pilot(pilot)
    assert len(opened.told) == 1 and opened.list.items_model.rowCount() == 0
    path.write_bytes(good)
    opened.show_pilot(pilot)
    assert opened.list.items_model.rowCount() > 100


def test_a_damaged_layer_is_told_and_the_tables_are_shown_all_the_same(opened, pilot):
    pilot.geopackage.write_bytes(b"no database")
    item = choose(opened, 0)
    assert len(opened.told) == 1 and pilot.geopackage.name in str(opened.told[0]) and item.row["unit"] in texts(opened)
    assert opened._bands.bands == []


def test_another_pilot_forgets_what_was_chosen_and_done(opened, pilot, tmp_path):
    choose(opened, 0)
    press(opened, 0)
    other = Pilot.open(shutil.copytree(pilot.folder, tmp_path / "second"))
    opened.show_pilot(other)
    assert opened.list.current() is None and not opened.decision_bar.undo_button.isEnabled()
    opened.undo()
    assert len(active(read_edits(other.folder, other.crs))) == 1


def test_it_works_by_keyboard_alone(opened, pilot):
    opened.list.setFocus()
    assert opened.list.current() == opened.list.items_model.items[0], "the list takes the first when it is come to"
    QTest.keyClick(opened.list, Qt.Key.Key_Down)
    second = opened.list.current()
    assert second == opened.list.items_model.items[1]
    QTest.keyClick(opened.list, Qt.Key.Key_F3)
    assert opened.list.current() == opened.list.items_model.items[2]
    QTest.keyClick(opened.list, Qt.Key.Key_Up)
    QTest.keyClick(opened.list, Qt.Key.Key_1, CONTROL)
    assert [edit.proposal for edit in active(read_edits(pilot.folder, pilot.crs))] == [second.id]
    QTest.keyClick(opened.list, Qt.Key.Key_Z, CONTROL)
    assert active(read_edits(pilot.folder, pilot.crs)) == [] and opened.list.current() == second
    for key, place in ((Qt.Key.Key_1, 0), (Qt.Key.Key_2, 1), (Qt.Key.Key_3, 2)):
        assert f"Ctrl+{place + 1}" in opened.decision_bar.choices[place].toolTip()
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, CONTROL)
        event.ignore()
        QApplication.sendEvent(opened, event)
        assert event.isAccepted(), "QGIS's own shortcut of these keys does not act here"
    opened.decision_bar.reason.setFocus()
    QTest.keyClicks(opened.decision_bar.reason, "3")
    assert opened.decision_bar.reason.text() == "3" and read_edits(pilot.folder, pilot.crs)[-1].undone_by


def test_the_next_open_item_comes_after_the_last_again(opened):
    pick(opened.filter_bar.kind_box, MISMATCH)
    last = opened.list.items_model.rowCount() - 1
    choose(opened, last)
    opened.list.choose_next_open()
    assert opened.list.currentIndex().row() == 0


def test_who_decides_is_remembered(opened, canvas):
    opened.decision_bar.who.setText("Ministry of Environment")
    opened.decision_bar.who.editingFinished.emit()
    assert ReviewPanel(None).decision_bar.who.text() == "Ministry of Environment"


@pytest.mark.parametrize("language", ["ur", "zh_CN", "ru"])
def test_other_languages_and_directions(panel, pilot, language):
    interface.use(language)
    panel = ReviewPanel(None)
    direction = Qt.LayoutDirection.RightToLeft if language == "ur" else Qt.LayoutDirection.LeftToRight
    panel.setLayoutDirection(direction)
    panel.show_pilot(pilot)
    panel.resize(320, 700)
    panel.show()
    choose(panel, 0)
    assert panel.minimumSizeHint().width() <= 320 and panel.width() == 320
    first, second = panel.side_view.titles
    assert (first.x() > second.x()) == (language == "ur")
    assert panel.list.layoutDirection() == direction


def test_texts_of_files_stay_plain(opened, pilot):
    rows = read_table(pilot.table("conflicts"))
    rows[0]["name"] = "<b>Bold</b> & " + "very " * 60 + "long"
    write_table(pilot.table("conflicts"), list(rows[0]), rows)
    opened.show_pilot(pilot)
    opened.filter_bar.words.setText("bold")
    choose(opened, 0)
    assert "<b>Bold</b> &" in opened.side_view.texts[0].text()
    assert opened.side_view.texts[0].textFormat() == Qt.TextFormat.PlainText
    tip = opened.list.items_model.data(opened.list.items_model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;" in tip and "<b>" not in tip
    assert opened.width() == 320


def test_the_list_makes_texts_only_for_what_is_seen(qtbot):
    asked = []

    class Watched(Item):
        def detail(self, formats):
            asked.append(self.id)
            return super().detail(formats)

    row = {"unit": "A", "neighbour": "B", "kind": "extend", "length_km": "1"}
    panel = ReviewPanel(None)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    panel.list.items_model.show_items([Watched(MISMATCH, str(number), "open", (), row) for number in range(20_000)])
    QApplication.processEvents()
    assert panel.list.items_model.rowCount() == 20_000 and 0 < len(set(asked)) < 200


def test_a_list_has_no_children():
    model = ItemModel()
    model.show_items([Item(MISMATCH, "a", "open", (), {"unit": "A", "neighbour": "B", "kind": "note",
                                                       "length_km": ""})])
    assert model.rowCount(model.index(0)) == 0 and model.place_of(None) == -1
    assert model.data(model.index(5)) is None
    assert model.data(model.index(0)) == "A – B\nnote · open"


def test_a_panel_without_a_map_chooses_all_the_same(pilot):
    panel = ReviewPanel(None)
    panel.show_pilot(pilot)
    assert choose(panel, 3) is not None and panel._bands.bands == []
